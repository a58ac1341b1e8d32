"""Speed against quality: a dot each pair, named where its name has room."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from kg.plot.canvas import SMALL, frame, marker, new_figure, rule, write
from kg.plot.legend import SHAPE_OF, legend_height, legend_lines, write_legend
from kg.plot.lettering import fitted, text_width
from kg.plot.rows import Pair, Scatter
from kg.plot.scale import draw_scale

__all__ = ["draw_scatter"]

_HIGH = 360
_LEFT, _RIGHT, _AXIS = 62, 26, 46
_NAME_ROOMS = (150, 90)  # pixels a name may take, and where that has no place
_LEVELS = (0.5, 1, 2, 5, 10, 20, 50, 100)


class _Box(NamedTuple):
    left: float
    right: float
    low: float
    high: float

    def meets(self, other: _Box) -> bool:
        return self.left < other.right and other.left < self.right and self.low < other.high and other.low < self.high

    def within(self, area: Bbox) -> bool:
        """Whether it lies in the axes, or in the margin right of them."""
        across = area.x0 <= self.left and self.right <= area.x1 + _RIGHT - 4
        return bool(across and area.y0 < self.low and self.high < area.y1)


def draw_scatter(scatter: Scatter, width: float, top: float) -> Figure:
    """Draw pairs over `width` pixels: right is faster, up is better."""
    legend = legend_lines(width, ("both in one sentence", "elsewhere in the same abstract"))
    head = top + legend_height(legend)
    figure = new_figure(width, head + _HIGH + _AXIS)
    axes = frame(figure, _LEFT, head, _RIGHT, _AXIS)
    qualities = [pair.quality.value for pair in scatter.pairs]
    axes.set_yscale("symlog", linthresh=1)  # a loss of half a point is seen beside a gain of forty
    axes.set_ylim(min(-1.5, 1.6 * min(qualities)), max(1.5, 1.6 * max(qualities)))
    draw_scale(axes, [pair.speed.high or pair.speed.value for pair in scatter.pairs], "how many times as fast")
    _draw_levels(axes)
    write(axes, 0, 0.5, "quality: points or percent, as stated", size=SMALL, colour="quiet", align="center", turned=90,
          shift=(-46, 0), data=False)  # fmt: skip
    for number, pair in enumerate(scatter.pairs):
        _draw_pair(axes, number, pair)
    _write_names(axes, scatter.pairs)
    write_legend(axes, _LEFT, "together", legend)
    return figure


def _draw_levels(axes: Axes) -> None:
    low, high = axes.get_ylim()
    left, right = axes.get_xlim()
    for level in sorted({0, *_LEVELS, *(-level for level in _LEVELS)}):
        if low <= level <= high:
            rule(axes, (left, right), (level, level), "line" if level else "axis")
            write(axes, left, level, f"{level:+g}".replace("-", "−") if level else "±0", align="right", size=SMALL,
                  colour="quiet", shift=(-8, 0))  # fmt: skip


def _draw_pair(axes: Axes, number: int, pair: Pair) -> None:
    gid, speed = f"mark-{number}", pair.speed
    if speed.high is not None:
        level = pair.quality.value
        rule(axes, (speed.value, speed.high), (level, level), "together", width=2, gid=f"{gid}-range")
    shape = SHAPE_OF.get(speed.limit or "", "dot")
    marker(axes, speed.value, pair.quality.value, shape, "together", gid=gid, filled=pair.together)


def _write_names(axes: Axes, pairs: tuple[Pair, ...]) -> None:
    """Name each system once, right or left of, over or under a dot of its, where that covers nothing."""
    places = [tuple(axes.transData.transform((pair.speed.value, pair.quality.value))) for pair in pairs]
    taken = [_Box(x - 7, x + 7, y - 7, y + 7) for x, y in places]
    area, named = axes.bbox, set[str]()
    for pair, (x, y) in sorted(zip(pairs, places, strict=True), key=lambda item: not item[0].together):
        if pair.name in named:
            continue
        for name in dict.fromkeys(fitted(pair.name, room, SMALL) for room in _NAME_ROOMS):
            free = [spot for spot in _spots_for(x, y, text_width(name, SMALL)) if spot.within(area)]
            spot = next((spot for spot in free if not any(map(spot.meets, taken))), None)
            if spot is not None:
                taken.append(spot)
                named.add(pair.name)
                shift = spot.left - x, (spot.low + spot.high) / 2 - y
                write(axes, pair.speed.value, pair.quality.value, name, size=SMALL, shift=shift)
                break


def _spots_for(x: float, y: float, wide: float) -> list[_Box]:
    """Where a name may stand: right or left of its dot, over or under it."""
    corners = ((x + 10, y), (x - 10 - wide, y), (x - wide / 2, y + 15), (x - wide / 2, y - 15))
    return [_Box(left, left + wide, middle - 8, middle + 8) for left, middle in corners]
