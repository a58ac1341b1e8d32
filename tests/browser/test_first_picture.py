"""The first picture in a real Chromium: names have room on a common screen, and kinds asked for are those that show."""

from __future__ import annotations

import pytest
from browser.opened import Open
from view.graphs import random_graph

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAMED = "() => graphPage.drawing.labels.length"
BODIES = """() => {
    const { network, shown } = graphPage.drawing;
    return [...shown.values()].map(({ key, size }) => ({ ...network.canvasToDOM(network.getPosition(key)), size: size * network.getScale() }));
}"""  # noqa: E501


@pytest.mark.parametrize(("around", "top"), [(None, 50), (None, 80), ("Thing 4", 80)])
def test_nearly_every_node_has_its_name_on_a_common_screen(open_page: Open, around: str | None, top: int) -> None:
    opened = open_page(random_graph(250, 400), around=around, top=top, width=1400, height=900)
    assert len(opened.drawn()) == top
    assert opened.page.evaluate(NAMED) >= top * 0.9


def test_no_node_lies_over_another(open_page: Open) -> None:
    bodies = open_page(random_graph(250, 400), top=150).page.evaluate(BODIES)
    assert len(bodies) == 150
    for number, one in enumerate(bodies):
        for other in bodies[number + 1 :]:
            room = one["size"] + other["size"]
            assert abs(one["x"] - other["x"]) >= room or abs(one["y"] - other["y"]) >= room, (one, other)


def test_kinds_asked_for_are_those_that_show(open_page: Open) -> None:
    graph = random_graph(120, 200)
    opened = open_page(graph, kinds=["hardware", "result"], top=60)
    assert {graph.nodes[key]["kind"] for key in opened.drawn()} == {"paper", "hardware", "result"}
    pressed = opened.page.locator("[data-kind][aria-pressed=true]")
    assert [button.get_attribute("data-kind") for button in pressed.all()] == ["paper", "hardware", "result"]
