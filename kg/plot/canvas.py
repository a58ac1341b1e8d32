"""What drawings have in common: a figure measured in pixels, text, lines, and marks that carry their number."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, ScaledTranslation

from kg.plot.lettering import fitted
from kg.plot.palette import PALETTE

__all__ = [
    "SMALL", "TEXT", "TITLE", "Align", "blank", "box", "drawn_with_defaults", "frame", "marker", "new_figure",
    "rendered", "rule", "write",
]  # fmt: skip

TEXT, SMALL, TITLE = 12.5, 11.5, 14.0  # sizes of letters
Align = Literal["left", "center", "right"]

_DPI = 72  # an inch of 72 points: a point of the figure is a pixel of the SVG
_SETTINGS = {"svg.fonttype": "none", "svg.hashsalt": "kg", "svg.id": None, "font.family": ["DejaVu Sans"]}
_BELOW, _ABOVE = 1.5, 3  # of two things, the one that is drawn later
_DATE = {"svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None}, "png": {"Software": None}}
_SHAPES = {
    "dot": Path.circle((0, 0), 0.92),
    "left": Path([(0.75, 1), (0.75, -1), (-1.1, 0), (0.75, 1)], closed=True),
    "right": Path([(-0.75, 1), (-0.75, -1), (1.1, 0), (-0.75, 1)], closed=True),
}


@contextmanager
def drawn_with_defaults() -> Iterator[None]:
    """Draw by our settings alone: the same rows give the same figure whatever a user's matplotlibrc says."""
    with style.context(["default", _SETTINGS]):
        yield


def new_figure(width: float, height: float) -> Figure:
    """A figure of so many pixels."""
    return Figure(figsize=(width / _DPI, height / _DPI), dpi=_DPI, facecolor=PALETTE["ground"])


def frame(figure: Figure, left: float, top: float, right: float, bottom: float) -> Axes:
    """Axes with these margins in pixels, and nothing drawn round them."""
    wide, high = (size * _DPI for size in figure.get_size_inches())
    axes = figure.add_axes((left / wide, bottom / high, (wide - left - right) / wide, (high - top - bottom) / high))
    axes.set_axis_off()
    return axes


def blank(text: str, width: float) -> Figure:
    """A figure that says why it shows nothing."""
    figure = new_figure(width, 64)
    figure.text(0.5, 0.5, fitted(text, width - 20, TEXT), fontsize=TEXT, color=PALETTE["quiet"], ha="center",
                va="center", parse_math=False)  # fmt: skip
    return figure


def write(
    axes: Axes, x: float, y: float, text: str, *, room: float = 1e9, align: Align = "left", size: float = TEXT,
    colour: str = "ink", gid: str | None = None, shift: tuple[float, float] = (0, 0), turned: float = 0,
    data: bool = True, bold: bool = False,
) -> None:  # fmt: skip
    """Write a text at a point of the data, or at a share of the axes, moved by `shift` pixels, cut to `room`."""
    axes.annotate(
        fitted(text, room, size), (x, y), xycoords="data" if data else "axes fraction", xytext=shift,
        textcoords="offset points", ha=align, va="center" if not turned else "baseline", rotation=turned,
        rotation_mode="anchor", fontsize=size, color=PALETTE[colour], gid=gid, annotation_clip=False, parse_math=False,
        fontweight="bold" if bold else "normal",
    )  # fmt: skip


def box(
    axes: Axes, x: float, y: float, width: float, height: float, colour: str | None, *, gid: str | None = None,
    edge: str | None = None, dashed: bool = False,
) -> Rectangle:  # fmt: skip
    """Fill a rectangle of the data; without a colour it is there to be pressed, not to be seen."""
    patch = Rectangle(
        (x, y), width, height, facecolor="none" if colour is None else PALETTE[colour], gid=gid, clip_on=False,
        edgecolor="none" if edge is None else PALETTE[edge], linewidth=1.4 if edge else 0,
        linestyle=(0, (3, 2)) if dashed else "-",
    )  # fmt: skip
    axes.add_artist(patch)
    return patch


def rule(
    axes: Axes, x: Sequence[float], y: Sequence[float], colour: str, *, width: float = 1, gid: str | None = None
) -> None:
    """Draw a line through points of the data: below all marks, or as part of one."""
    axes.plot(x, y, color=PALETTE[colour], linewidth=width, clip_on=False, gid=gid, solid_capstyle="round",
              zorder=_BELOW if gid is None else _ABOVE)  # fmt: skip


def marker(
    axes: Axes, x: float, y: float, shape: str, colour: str, *, gid: str | None = None, size: float = 5,
    filled: bool = True, shift: tuple[float, float] = (0, 0), data: bool = True,
) -> None:  # fmt: skip
    """Draw a mark of one size whatever the axes are: `dot`, or an arrow to the `left` or the `right`."""
    figure = axes.get_figure()
    assert figure is not None
    within = axes.transData if data else axes.transAxes
    place = ScaledTranslation(x, y, within)  # type: ignore[arg-type]  # matplotlib itself gives it what is not affine
    scale = Affine2D().scale(size / _DPI).translate(shift[0] / _DPI, shift[1] / _DPI) + figure.dpi_scale_trans
    axes.add_artist(
        PathPatch(
            _SHAPES[shape], transform=scale + place, facecolor=PALETTE[colour if filled else "ground"], clip_on=False,
            edgecolor=PALETTE[colour], linewidth=1.5, gid=gid, zorder=_ABOVE,
        )
    )  # fmt: skip


def rendered(figure: Figure, form: str) -> bytes:
    """The figure as the bytes of a file: `svg`, `png`, `pdf`; the same figure gives the same bytes.

    A sign that matplotlib's own font lacks is no trouble: who shows the SVG has another font for it.
    """
    file = io.BytesIO()
    with drawn_with_defaults(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        warnings.filterwarnings("ignore", message="Matplotlib currently does not support .* natively")
        figure.savefig(file, format=form, dpi=_DPI if form == "svg" else 2 * _DPI, metadata=_DATE.get(form))
    return file.getvalue()
