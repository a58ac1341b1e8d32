"""Even out a picture: every node a cell of the frame as large as the room it needs, beside those it lay beside.

The frame is halved again and again, the nodes with it, in the order in which they lie; halves are as large as the room
of the nodes in them. That leaves neither heaps nor holes, in time that grows with the nodes alone. In a small picture
nodes of like size then change places where that makes lines shorter and takes them off the nodes they run over.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kg.view.explorer.layout.forces import Edges, Points

__all__ = ["exchanged", "spread"]

_OVER_NODE = 60.0  # what a line that runs over a node costs, in pixels of its length
_ALIKE = 1.6  # rooms that differ by less can change places
_CLEAR = 4.0


def spread(points: Points, rooms: Points, frame: NDArray[np.float64]) -> Points:
    """The middle of a cell in the frame, which lies round (0, 0), for each node; `rooms` are widths and heights."""
    area = rooms.prod(axis=1)
    usual = float(rooms[:, 0].sum() / rooms[:, 1].sum())
    middles = np.zeros_like(points)
    parts = [(np.arange(len(points)), -frame / 2, frame / 2)]
    while parts:
        nodes, low, high = parts.pop()
        if len(nodes) == 1:
            middles[nodes[0]] = (low + high) / 2
            continue
        width, height = high - low
        axis = 0 if width > height * usual * 0.75 else 1
        nodes = nodes[np.argsort(points[nodes, axis], kind="stable")]
        grown = np.cumsum(area[nodes])
        half = 1 + int(np.abs(grown[:-1] - grown[-1] / 2).argmin())
        cut = low[axis] + (high[axis] - low[axis]) * grown[half - 1] / grown[-1]
        first_high, second_low = high.copy(), low.copy()
        first_high[axis] = second_low[axis] = cut
        parts += [(nodes[:half], low, first_high), (nodes[half:], second_low, high)]
    return middles


def exchanged(
    points: Points, radii: NDArray[np.float64], rooms: Points, edges: Edges, pull: NDArray[np.float64]
) -> Points:
    """The same places given to other nodes: the two that gain most change places, until none gain."""
    size = len(points)
    tied = np.zeros((size, size))
    tied[edges[:, 0], edges[:, 1]] = tied[edges[:, 1], edges[:, 0]] = pull
    area = rooms.prod(axis=1)
    alike = np.maximum(area[:, None], area) < _ALIKE * np.minimum(area[:, None], area)
    line = _line_costs(points, radii)
    at = np.arange(size)  # the place of each node
    cost = np.zeros((size, size))  # of the lines of each node, were it in that place
    np.add.at(cost, edges.ravel(), line[edges[:, ::-1].ravel()] * np.repeat(pull, 2)[:, None])
    for _ in range(4 * size):
        there = cost[:, at]
        own = np.diag(there)
        gain = own[:, None] + own - there - there.T - 2 * tied * line[at][:, at]
        one, other = divmod(int(np.where(alike, gain, 0.0).argmax()), size)
        if not alike[one, other] or gain[one, other] <= 1e-6:
            break
        cost += np.outer(tied[one] - tied[other], line[at[other]] - line[at[one]])
        at[[one, other]] = at[[other, one]]
    return points[at]


def _line_costs(points: Points, radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a line costs between any two of the places: its length, and something for each node that it runs over."""
    way = points[None] - points[:, None]
    length = np.maximum(np.hypot(way[..., 0], way[..., 1]), 1e-9)
    cost = length.copy()
    for node, radius in enumerate(radii):
        to = points[node] - points
        along = (to[:, None] * way).sum(axis=2) / length**2
        beside = np.abs(to[:, None, 0] * way[..., 1] - to[:, None, 1] * way[..., 0]) / length
        over = np.clip((radius + _CLEAR - beside) / _CLEAR, 0, 1) * ((along > 0) & (along < 1))
        over[node], over[:, node] = 0, 0
        cost += _OVER_NODE * over
    return cost
