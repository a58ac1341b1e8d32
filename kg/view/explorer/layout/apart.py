"""Part what overlaps, and move nodes off the lines that run over them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kg.view.explorer.layout.forces import Edges, Points, summed

__all__ = ["off_lines", "overlaps", "parted", "pushed"]

_ROUNDS = 8
_TURNS = 8  # pushes before neighbours are looked for again
_SLACK = 12.0  # pixels that are nearly an overlap: such pairs are watched meanwhile
_CLEAR = 7.0  # pixels between a node and a line that passes it

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


def parted(middles: Points, rooms: Points) -> Points:
    """Push boxes apart until none overlap; where they are too many for the space they stand on, that grows."""
    while True:
        for _ in range(_ROUNDS):
            watched = overlaps(middles, rooms + _SLACK)
            for turn in range(_TURNS):
                push = _push(middles, rooms, watched)
                if push is None and turn == 0:
                    return middles
                if push is None:
                    break
                middles = middles + push
        middles = middles * 1.03


def overlaps(middles: Points, rooms: Points) -> Pairs:
    """The pairs of boxes that overlap, looked for among neighbours in a grid only."""
    one, other = _neighbours(middles, rooms.max(axis=0))
    near = (np.abs(middles[one] - middles[other]) < (rooms[one] + rooms[other]) / 2).all(axis=1)
    return one[near], other[near]


def pushed(middles: Points, rooms: Points) -> Points:
    """The boxes, each moved a step away from those that it overlaps."""
    push = _push(middles, rooms, overlaps(middles, rooms))
    return middles if push is None else middles + push


def _push(middles: Points, rooms: Points, watched: Pairs) -> Points | None:
    """A move for each box that overlaps another, along the axis where less is missing; None where none do."""
    gap = middles[watched[0]] - middles[watched[1]]
    missing = (rooms[watched[0]] + rooms[watched[1]]) / 2 - np.abs(gap)
    row = np.flatnonzero((missing > 0).all(axis=1))
    if row.size == 0:
        return None
    one, other, gap, missing = watched[0][row], watched[1][row], gap[row], missing[row]
    row, axis = np.arange(len(one)), missing.argmin(axis=1)
    move = np.zeros_like(gap)
    # A little more than is missing: halves of halves would never get there.
    move[row, axis] = np.where(gap[row, axis] >= 0, 1.0, -1.0) * (missing[row, axis] / 2 + 0.25)
    crowd = np.bincount(np.concatenate([one, other]), minlength=len(middles))
    total = summed(one, move, len(middles)) - summed(other, move, len(middles))
    return total * np.minimum(1.0, 1.5 / np.maximum(crowd, 1))[:, None]


def _neighbours(middles: Points, cell: NDArray[np.float64]) -> Pairs:
    """Each pair of nodes that lie in one cell of a grid or in two that touch."""
    at = np.floor((middles - middles.min(axis=0)) / cell).astype(np.int64)
    down = int(at[:, 1].max()) + 3
    number = (at[:, 0] + 1) * down + at[:, 1] + 1
    order = np.argsort(number, kind="stable")
    ranked = number[order]
    pairs = []
    for step in (0, 1, down - 1, down, down + 1):
        first = np.arange(len(order)) + 1 if step == 0 else np.searchsorted(ranked, ranked + step)
        count = np.searchsorted(ranked, ranked + step, side="right") - first
        start = np.repeat(first - np.cumsum(count) + count, count)
        pairs.append((np.repeat(np.arange(len(order)), count), start + np.arange(count.sum())))
    one, other = (order[np.concatenate(side)] for side in zip(*pairs, strict=True))
    return one, other


def off_lines(points: Points, radii: NDArray[np.float64], edges: Edges) -> Points:
    """A move for each node that a line runs over, to the side on which it lies; the line's ends give way, too."""
    way = points[edges[:, 1]] - points[edges[:, 0]]
    length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1.0)[:, None]
    ahead_x, ahead_y = (way / length).T[:, :, None]
    x, y = (axis - axis[edges[:, :1]] for axis in points.T)
    along = (x * ahead_x + y * ahead_y) / length
    beside = y * ahead_x - x * ahead_y
    missing = np.maximum(radii + _CLEAR - np.abs(beside), 0) * ((along > 0) & (along < 1))
    row = np.arange(len(edges))
    missing[row, edges[:, 0]] = missing[row, edges[:, 1]] = 0
    push = missing * np.where(beside >= 0, 1.0, -1.0)
    across = np.concatenate([-ahead_y, ahead_x], axis=1)
    move = np.stack([(push * side[:, None]).sum(axis=0) for side in across.T], axis=1) / 2
    for end, share in ((0, 1 - along), (1, along)):
        move -= summed(edges[:, end], (push * share).sum(axis=1)[:, None] * across, len(points)) / 4
    return move
