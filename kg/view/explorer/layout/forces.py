"""Springs and a push between all: where nodes would come to lie if they took no room.

The push is worked out pair by pair in a small picture; in a large one the nodes are poured onto a mesh, and the push of
the whole mesh on each of its cells is one convolution. So that costs little more than reading nodes and edges.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["Edges", "Points", "settled", "summed"]

Points = NDArray[np.float64]  # one row (x, y) a node
Edges = NDArray[np.int64]  # one row (node, node) an edge

_SEED = 7
_PAIRWISE = 300  # nodes up to which each pair is looked at
_MESH = 128
_STEPS = (200, 60)  # of a small picture, of a large one
_MEANS = 40


def settled(size: int, edges: Edges, pull: NDArray[np.float64]) -> Points:
    """Places of `size` nodes, held together by `edges` of the strength `pull`; the same ones each time.

    Nodes push by their number of ties, so that hubs come to lie apart from each other.
    """
    points = _begun(size, edges, pull)
    mass: NDArray[np.float64] = 1.0 + np.bincount(edges.ravel(), minlength=size).astype(np.float64)
    push: Callable[[Points, NDArray[np.float64]], Points] = _pushed if size <= _PAIRWISE else _pushed_by_mesh
    steps = _STEPS[size > _PAIRWISE]
    for step in range(steps):
        force = push(points, mass) * mass[:, None] - 0.5 * mass[:, None] * _directions(points)
        drawn = pull[:, None] * (points[edges[:, 1]] - points[edges[:, 0]])
        force += summed(edges[:, 0], drawn, size) - summed(edges[:, 1], drawn, size)
        longest = size**0.5 * 0.25 * (1 - step / steps) ** 1.5 + 0.002
        points = points + _cut(force / mass[:, None], longest)
    return points


def _begun(size: int, edges: Edges, pull: NDArray[np.float64]) -> Points:
    """Places to begin from: each node near the mean of those it is tied to, and all spread over a square.

    From places by chance a large picture would need many more steps to untangle.
    """
    points: Points = np.random.default_rng(_SEED).normal(size=(size, 2))
    weight = np.bincount(edges.ravel(), np.repeat(pull, 2), size) + 1e-9
    for _ in range(_MEANS):
        drawn = [summed(edges[:, end], pull[:, None] * points[edges[:, 1 - end]], size) for end in (0, 1)]
        points = (points + sum(drawn) / weight[:, None]) / 2
        # Without this all would meet in one point, or on one line.
        points = points - (points * weight[:, None]).sum(axis=0) / weight.sum()
        x, y = points.T / (np.sqrt((points**2).mean(axis=0)) + 1e-9)[:, None]
        points = np.stack([x, y - x * (x * y).mean()], axis=1)
    ranks = points.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    begun: Points = (ranks / size - 0.5) * 2 * size**0.5
    return begun


def summed(nodes: NDArray[np.int64], moves: Points, size: int) -> Points:
    """All the moves of each node in one."""
    return np.stack([np.bincount(nodes, moves[:, axis], size) for axis in (0, 1)], axis=1)


def _directions(points: Points) -> Points:
    length: Points = np.hypot(points[:, 0], points[:, 1])[:, None]
    directions: Points = points / np.maximum(length, 1e-3)
    return directions


def _cut(moves: Points, longest: float) -> Points:
    length = np.hypot(moves[:, 0], moves[:, 1])[:, None]
    cut: Points = moves * np.minimum(1.0, longest / np.maximum(length, 1e-9))
    return cut


def _pushed(points: Points, mass: NDArray[np.float64]) -> Points:
    """The push on each node: of every other its mass, by one over the distance."""
    x, y = (axis[:, None] - axis for axis in points.T)
    push = mass / np.maximum(x * x + y * y, 1e-3)
    return np.stack([(push * x).sum(axis=1), (push * y).sum(axis=1)], axis=1)


def _pushed_by_mesh(points: Points, mass: NDArray[np.float64]) -> Points:
    """The same from a mesh: mass poured onto its four next corners, and the push taken from those."""
    low = points.min(axis=0)
    cell = float(np.ptp(points, axis=0).max()) / (_MESH - 2) or 1.0
    at = (points - low) / cell
    corner = at.astype(np.int64)
    part = at - corner
    field = np.zeros((2 * _MESH) ** 2)
    corners = []
    for right in (0, 1):
        for down in (0, 1):
            share = np.abs(1 - right - part[:, 0]) * np.abs(1 - down - part[:, 1])
            place = (corner[:, 0] + right) * 2 * _MESH + corner[:, 1] + down
            corners.append((place, share))
            field += np.bincount(place, share * mass, len(field))
    waves = np.fft.rfft2(field.reshape(2 * _MESH, 2 * _MESH))
    push = [np.fft.irfft2(waves * kernel, (2 * _MESH, 2 * _MESH)).ravel() / cell for kernel in _KERNEL]
    return np.stack([sum(share * axis[place] for place, share in corners) for axis in push], axis=1)


def _kernel() -> tuple[NDArray[np.complex128], ...]:
    """What a mass pushes at each distance in cells, to the right and down, as waves."""
    far = np.fft.fftfreq(2 * _MESH, 1 / (2 * _MESH))
    x, y = np.meshgrid(far, far, indexing="ij")
    square = np.maximum(x**2 + y**2, 1.0)
    return tuple(np.fft.rfft2(way / square) for way in (x, y))


_KERNEL = _kernel()
