"""The first picture's places: room for every node and its name, a full frame, lines that run clear of nodes."""

from __future__ import annotations

import time
from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from view.graphs import random_graph, small_graph

from kg.view.explorer.choose import first_picture
from kg.view.explorer.layout.apart import overlaps
from kg.view.explorer.layout.place import FRAME, place
from kg.view.explorer.layout.room import Room, room_of

Picture = nx.Graph


def rooms_of(graph: nx.MultiDiGraph[str], picture: Picture) -> dict[str, Room]:
    return {key: room_of(graph.nodes[key]["kind"], graph.nodes[key]["label"], graph.degree(key)) for key in picture}


def plain_rooms(picture: Picture) -> dict[str, Room]:
    return {key: Room(10, 90 + 3 * (number % 20), 50) for number, key in enumerate(picture)}


def boxes(places: dict[str, tuple[int, int]], rooms: dict[str, Room]) -> tuple[np.ndarray, np.ndarray]:
    """Middles and sizes of the boxes that hold a node and the name under it; a pixel less, as places are whole."""
    hang = [rooms[key].height / 2 - rooms[key].radius for key in places]
    middles = np.array(list(places.values()), float) + np.stack([np.zeros(len(places)), hang], axis=1)
    return middles, np.array([rooms[key][1:] for key in places]) - 1


def overlapping(places: dict[str, tuple[int, int]], rooms: dict[str, Room]) -> int:
    return len(overlaps(*boxes(places, rooms))[0])


def run_over(picture: Picture, places: dict[str, tuple[int, int]], rooms: dict[str, Room]) -> float:
    """The share of lines and nodes where the one runs over the other."""
    points, radii = np.array(list(places.values()), float), np.array([rooms[key].radius for key in places])
    number = {key: at for at, key in enumerate(places)}
    over = 0
    for a, b in picture.edges():
        begin, way = points[number[a]], points[number[b]] - points[number[a]]
        along = np.clip((points - begin) @ way / (way @ way), 0, 1)
        far = np.hypot(*(points - begin - along[:, None] * way).T)
        over += int((far < radii).sum()) - 2
    return over / (picture.number_of_edges() * (len(places) - 2))


@pytest.mark.parametrize("top", [50, 80, 150, 420])
@pytest.mark.parametrize("around", [None, "Thing 3", "Work 7: On Thing 10 and Others"])
def test_no_node_nor_name_lies_over_another(top: int, around: str | None) -> None:
    graph = random_graph(250, 400)
    around = around if around is None or around.startswith("Thing") else "paper-00007"
    picture, centre = first_picture(graph, around, top)
    rooms = rooms_of(graph, picture)
    places = place(picture, rooms, centre)
    assert list(places) == list(picture)
    assert overlapping(places, rooms) == 0
    assert centre is None or places[centre] == (0, 0)


@pytest.mark.parametrize(
    "make",
    [
        lambda: nx.empty_graph(1), lambda: nx.empty_graph(40), lambda: nx.star_graph(120), lambda: nx.path_graph(60),
        lambda: nx.complete_graph(30), lambda: nx.disjoint_union_all([nx.cycle_graph(4)] * 12),
        lambda: nx.complete_bipartite_graph(3, 200),
    ],
    ids=["one", "loose", "star", "path", "all tied", "parts", "two sides"],
)  # fmt: skip
def test_pictures_of_odd_shapes_have_room_too(make: Callable[[], Picture]) -> None:
    picture = nx.relabel_nodes(make(), "n{:04}".format)
    rooms = plain_rooms(picture)
    assert overlapping(place(picture, rooms), rooms) == 0


def test_nothing_has_no_places() -> None:
    assert place(nx.Graph(), {}) == {}


@pytest.mark.parametrize("top", [50, 80, 150])
def test_the_frame_is_filled_and_no_more_than_that(top: int) -> None:
    graph = random_graph(250, 400)
    picture, _ = first_picture(graph, None, top)
    points = np.array(list(place(picture, rooms_of(graph, picture)).values()), float)
    extent = np.ptp(points, axis=0)
    assert 1.0 < extent[0] / extent[1] < 1.5
    assert (extent < FRAME * (1.05 if top <= 80 else 1.4)).all()
    thirds = np.floor((points + extent / 2) / (extent + 1) * 3).astype(int)
    counts = np.bincount(thirds[:, 0] * 3 + thirds[:, 1], minlength=9)
    assert counts.min() >= top / 9 / 2.5
    assert counts.max() <= top / 9 * 2


@pytest.mark.parametrize(("top", "most"), [(50, 0.004), (80, 0.006), (150, 0.012)])
def test_few_lines_run_over_nodes(top: int, most: float) -> None:
    graph = random_graph(250, 400)
    picture, _ = first_picture(graph, None, top)
    rooms = rooms_of(graph, picture)
    assert run_over(picture, place(picture, rooms), rooms) <= most


def test_what_is_tied_lies_near() -> None:
    graph = nx.relabel_nodes(nx.grid_2d_graph(9, 9), "{0[0]}-{0[1]}".format)
    places = place(graph, plain_rooms(graph))
    points = np.array(list(places.values()), float)
    usual = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)).mean()
    lines = [np.hypot(*np.subtract(places[a], places[b])) for a, b in graph.edges()]
    assert np.mean(lines) < usual / 2.5


def test_a_small_picture_is_small() -> None:
    graph = small_graph()
    picture, _ = first_picture(graph, None, 80)
    points = np.array(list(place(picture, rooms_of(graph, picture)).values()), float)
    assert (np.ptp(points, axis=0) < FRAME * 0.7).all()


@pytest.mark.slow
@pytest.mark.parametrize("top", [3_000])
def test_a_picture_of_thousands_has_room_and_is_there_in_seconds(top: int) -> None:
    graph = random_graph(2_000, 5_000)
    picture, _ = first_picture(graph, None, top)
    rooms = rooms_of(graph, picture)
    began = time.process_time()
    places = place(picture, rooms)
    assert time.process_time() - began < 10  # a loose bound: the machine is shared
    assert len(places) == top
    assert overlapping(places, rooms) == 0
