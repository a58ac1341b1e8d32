"""Positions for the first picture, worked out here so that the page draws at once and holds still."""

from __future__ import annotations

import networkx as nx
import numpy as np
from numpy.typing import NDArray

__all__ = ["place"]

SPACING = 118.0  # pixels of the drawing between neighbouring nodes, at zoom 1
ASPECT = 1.4  # the picture is wider than high, as most screens are
BOX = np.array([112.0, 58.0])  # the room a node needs with its label, in two lines, under it
SEED = 7


def place(picture: nx.Graph[str], centre: str | None = None) -> dict[str, tuple[int, int]]:
    """A position (x, y), in whole pixels of the drawing, for each node of `picture`; `centre` at (0, 0).

    The same picture gets the same positions: springs from a fixed seed over nodes in the order of the graph.
    """
    if len(picture) == 0:
        return {}
    held = _held_together(picture)
    start = nx.spring_layout(held, seed=SEED, iterations=220, k=1.9 / np.sqrt(len(held)), weight="pull")
    points = np.array([start[key] for key in picture], dtype=float)
    extent = np.ptp(points, axis=0)
    half = SPACING * np.sqrt(len(picture)) / np.where(extent > 0, extent, 1.0)
    points = _apart(points * half * np.array([np.sqrt(ASPECT), 1 / np.sqrt(ASPECT)]))
    middle = points[list(picture).index(centre)] if centre is not None else (points.max(0) + points.min(0)) / 2
    rounded = np.rint(points - middle).astype(int)
    return {key: (int(x), int(y)) for key, (x, y) in zip(picture, rounded, strict=True)}


def _held_together(picture: nx.Graph[str]) -> nx.Graph[str]:
    """A copy with `pull` on each edge, and a weak one between the hubs of parts that would drift away."""
    held: nx.Graph[str] = nx.Graph()
    held.add_nodes_from(picture)
    # Hubs pull less on each of their many neighbours, or everything falls into one heap around them.
    for a, b in picture.edges():
        held.add_edge(a, b, pull=1.0 / np.sqrt(min(picture.degree(a), picture.degree(b))))
    parts = sorted(nx.connected_components(picture), key=lambda part: (-len(part), min(part)))
    hubs = [max(sorted(part), key=picture.degree) for part in parts]
    held.add_edges_from(((hubs[0], hub) for hub in hubs[1:]), pull=0.3)
    return held


def _apart(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Push nodes whose boxes overlap apart, a little at a time, along the axis where less is missing."""
    moved = points.copy()
    upper = np.triu_indices(len(moved), 1)
    for _ in range(120):
        gap = moved[upper[0]] - moved[upper[1]]
        missing = BOX - np.abs(gap)
        pairs = np.flatnonzero((missing > 0).all(axis=1))
        if pairs.size == 0:
            break
        axis = missing[pairs].argmin(axis=1)
        way = np.where(gap[pairs, axis] >= 0, 1.0, -1.0)
        step = way * missing[pairs, axis] * 0.35
        np.add.at(moved, (upper[0][pairs], axis), step)
        np.subtract.at(moved, (upper[1][pairs], axis), step)
    return moved
