"""Positions for the first picture, worked out here so that the page draws at once and holds still.

Springs say who lies beside whom, then nodes are spread evenly over a frame of the shape of a screen, each with room for
its name under it, and at last moved off lines and out of each other's way.
"""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.view.explorer.layout.apart import off_lines, parted, pushed
from kg.view.explorer.layout.forces import Edges, Points, settled
from kg.view.explorer.layout.room import Room
from kg.view.explorer.layout.spread import exchanged, spread
from kg.view.style import strength

__all__ = ["place"]

# The drawing on a screen of 1400 by 900, less a margin for names at its rim: what fits in is seen at zoom 1.
FRAME = np.array([850.0, 690.0])
# Parts of the frame that rooms may take. It grows with more: in a large picture by so much that parting them is quick.
# With few nodes it is made smaller.
FULL, LARGE_FULL, SPARSE = 0.66, 0.42, 0.3
EXCHANGED = 200  # nodes up to which places are exchanged
POLISHED = 400  # and up to which lines are looked at
POLISHING = 60
CLOSE = 3.0  # a paper pulls what it introduces by so much more than the rest


def place(picture: nx.Graph[str], rooms: Mapping[str, Room], centre: str | None = None) -> dict[str, tuple[int, int]]:
    """A position (x, y), in whole pixels of the drawing, for each node of `picture`; `centre` at (0, 0).

    No two nodes overlap with their names, as long as those stand under them. The same picture gets the same positions.
    """
    if len(picture) == 0:
        return {}
    number = {key: at for at, key in enumerate(picture)}
    edges = np.array([(number[a], number[b]) for a, b in picture.edges()], dtype=np.int64).reshape(-1, 2)
    radii = np.array([rooms[key].radius for key in picture], dtype=float)
    boxes = np.array([rooms[key][1:] for key in picture], dtype=float)
    middles = _laid_out(picture, edges, radii, boxes)
    points = middles - _hang(radii, boxes)
    middle = points[number[centre]] if centre is not None else (points.max(axis=0) + points.min(axis=0)) / 2
    rounded = np.rint(points - middle).astype(int)
    return {key: (int(x), int(y)) for key, (x, y) in zip(picture, rounded, strict=True)}


def _laid_out(picture: nx.Graph[str], edges: Edges, radii: NDArray[np.float64], boxes: Points) -> Points:
    """The middles of the boxes."""
    held, pull = _held_together(picture, edges)
    middles = spread(_levelled(settled(len(boxes), held, pull)), boxes, _frame(boxes))
    if len(edges) and len(boxes) <= EXCHANGED:
        middles = exchanged(middles, radii, boxes, edges, _strengths(picture))
    if len(edges) and len(boxes) <= POLISHED:
        middles = _polished(middles, radii, boxes, edges)
    return parted(middles, boxes)


def _hang(radii: NDArray[np.float64], boxes: Points) -> Points:
    """From a node to the middle of its box: the name hangs under it."""
    return np.stack([np.zeros(len(radii)), boxes[:, 1] / 2 - radii], axis=1)


def _frame(boxes: Points) -> NDArray[np.float64]:
    taken = float(boxes.prod(axis=1).sum() / FRAME.prod())
    full = FULL if len(boxes) <= POLISHED else LARGE_FULL
    frame: NDArray[np.float64] = FRAME * np.sqrt(max(taken / full, min(1.0, taken / SPARSE)))
    return frame


def _held_together(picture: nx.Graph[str], edges: Edges) -> tuple[Edges, NDArray[np.float64]]:
    """The edges with how much they pull, and weak ones between the hubs of parts that would drift away."""
    number = {key: at for at, key in enumerate(picture)}
    degree = np.array([picture.degree(key) for key in picture], dtype=float)
    parts = sorted(nx.connected_components(picture), key=lambda part: (-len(part), min(part)))
    hubs = [number[max(sorted(part), key=picture.degree)] for part in parts]
    bridges = np.array([(hubs[0], hub) for hub in hubs[1:]], dtype=np.int64).reshape(-1, 2)
    # Hubs pull less on each of their many neighbours, or everything falls into one heap around them.
    pull = _strengths(picture) / np.sqrt(degree[edges].min(axis=1))
    return np.concatenate([edges, bridges]), np.concatenate([pull, np.full(len(bridges), 0.3)])


def _strengths(picture: nx.Graph[str]) -> NDArray[np.float64]:
    """How strongly each edge ties: a paper is to lie beside what it introduces."""
    weights = np.array([weight for _, _, weight in picture.edges(data="weight", default=1)], dtype=float)
    return np.where(weights >= strength("introduces"), CLOSE, 1.0)


def _levelled(points: Points) -> Points:
    """The points turned so that they reach farthest from left to right."""
    x, y = (points - points.mean(axis=0)).T
    turn = np.arctan2(2 * (x * y).sum(), (x * x - y * y).sum()) / 2
    return np.stack([x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)], axis=1)


def _polished(middles: Points, radii: NDArray[np.float64], boxes: Points, edges: Edges) -> Points:
    """Nodes moved off lines and out of each other's way, little by little, inside the frame."""
    edge_of_frame = _frame(boxes) / 2 - radii[:, None]
    hang = _hang(radii, boxes)
    for step in range(POLISHING):
        points = middles - hang
        move = off_lines(points, radii, edges) * 0.6 * (1 - step / POLISHING)
        points = np.clip(points + np.clip(move, -20, 20), -edge_of_frame, edge_of_frame)
        middles = pushed(points + hang, boxes)
    return middles
