"""The colours of figures by name, each but once, so that a page can put its own in their place, light or dark.

Those of data are Okabe and Ito's, made for eyes with any common colour blindness, or shades of them.
"""

from __future__ import annotations

from math import ceil

__all__ = ["PALETTE", "heat_step", "shades_for"]

PALETTE = {
    "ground": "#ffffff", "ink": "#16191d", "quiet": "#5a626d", "line": "#dde1e6", "axis": "#8f99a6",
    "hardware": "#d55e00", "hardware-wide": "#f3bd97", "metric": "#6a51a3", "baseline": "#0072b2", "speed": "#0071b1",
    "memory": "#00795a", "together": "#0070b0", "apart": "#6f7a88", "gap": "#b8500a", "empty": "#f3f5f7",
    "heat-1": "#e1edf7", "heat-2": "#b4d2ea", "heat-3": "#7db1da", "heat-4": "#2f78b0", "heat-5": "#0b4f86",
    "on-heat-1": "#16191e", "on-heat-2": "#16191f", "on-heat-3": "#101418", "on-heat-4": "#fffffe",
    "on-heat-5": "#fffffd",
}  # fmt: skip

_SHADES = sum(name.startswith("heat-") for name in PALETTE)


def shades_for(most: int) -> tuple[int, ...]:
    """The least count of each shade of a heat map: each so many times the one before, at least twice."""
    times = max(2, ceil(round(most ** (1 / _SHADES), 6)))
    return tuple(times**power for power in range(_SHADES))


def heat_step(count: int, shades: tuple[int, ...]) -> int:
    """The shade of a count, from 1; 0 for none."""
    return sum(count >= least for least in shades)
