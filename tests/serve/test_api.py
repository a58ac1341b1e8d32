"""The JSON API of a live server."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from records import sample_records
from served import Server

from kg.query import KnowledgeGraph

pytestmark = pytest.mark.slow


def told(server: Server, path: str, status: int = 200) -> Any:
    answer = server.ask(path)
    assert (answer.status, answer.media) == (status, "application/json"), answer.text
    return json.loads(answer.body)


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return KnowledgeGraph(sample_records())


def test_it_says_what_can_be_asked_and_its_examples_can(server: Server) -> None:
    overview = told(server, "/api")
    assert list(overview["lists"]) == ["entities", "papers", "results"]
    for name, listing in overview["lists"].items():
        assert "limit" in listing["parameters"]
        assert server.ask(f"/{listing['example']}").status in (200, 400)  # 400: the sample has not all those names
        assert told(server, f"/api/{name}")["total"] > 0


def test_lists_are_what_the_library_gives(server: Server, graph: KnowledgeGraph) -> None:
    assert told(server, "/api/entities?kind=hardware")["items"] == json.loads(graph.entities("hardware").json())
    papers = told(server, "/api/papers?hardware=A100&hardware=Xilinx+ZCU104")
    assert papers["items"] == json.loads(graph.papers(hardware=["A100", "Xilinx ZCU104"]).json())
    results = told(server, "/api/results?baseline=vLLM&hardware=A100&sort=value&least=2&sense=gain")
    asked = graph.results(baseline="vLLM", hardware="A100", sort="value", least=2, sense="gain")
    assert results["items"] == json.loads(asked.json())
    assert results["total"] == len(asked) > 0
    assert told(server, "/api/results?across=true")["items"] == json.loads(graph.results(across=True).json())


def test_devices_are_asked_by_what_is_known_of_them(server: Server, graph: KnowledgeGraph) -> None:
    conditions = {"vendor": ["NVIDIA"], "min_memory_gb": 20}
    path = "vendor=NVIDIA&min_memory_gb=20"
    assert told(server, f"/api/entities?{path}")["items"] == json.loads(graph.entities(**conditions).json())
    assert told(server, f"/api/papers?{path}")["items"] == json.loads(graph.papers(device=conditions).json())
    assert told(server, f"/api/results?{path}")["items"] == json.loads(graph.results(device=conditions).json())


def test_a_list_comes_in_parts(server: Server) -> None:
    whole = told(server, "/api/entities")
    assert (whole["limit"], whole["offset"], whole["total"]) == (100, 0, len(whole["items"]))
    parts = [told(server, f"/api/entities?limit=3&offset={offset}") for offset in range(0, whole["total"], 3)]
    assert [item for part in parts for item in part["items"]] == whole["items"]
    assert told(server, "/api/entities?limit=0") == {"total": whole["total"], "limit": 0, "offset": 0, "items": []}


def test_one_thing_by_key_label_or_title(server: Server, graph: KnowledgeGraph) -> None:
    by_key = told(server, "/api/entities/hardware-nvidia-a100")
    assert by_key == told(server, "/api/entities/nvidia%20a100")
    assert by_key["facts"]["year"] == 2020
    paper = graph.papers()[0]
    found = told(server, f"/api/papers/{paper.key}")
    assert (found["title"], found["evidence"]) == (paper.title, json.loads(graph.evidence(paper).json()))


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("entities/A1OO", 404, "nothing in the graph is called 'A1OO'; nearest: "),
        ("papers/A100", 404, "nothing in the graph is called 'A100'"),
        ("papers?hardware=A1OO", 400, "nothing in the graph is called 'A1OO'; nearest: "),
        ("entities?kind=hardwear", 400, "no kind of entity is called 'hardwear'; the kinds are "),
        ("entities?kind=model&kind=task", 400, "kind is given 2 times"),
        ("papers?hardwear=A100", 400, "there is no parameter 'hardwear'; there are hardware, "),
        ("results?least=much", 400, "least must be a number"),
        ("results?across=maybe", 400, "across must be true or false"),
        ("results?sort=size", 400, "results cannot be sorted by 'size'"),
        ("results?vendor=Reef", 400, "no device of the graph has the vendor 'Reef'"),
        ("entities?limit=-1", 400, "limit must be a whole number up to 100,000"),
        ("entities?limit=100001", 400, "limit must be a whole number up to 100,000"),
        ("entities?offset=1e3", 400, "offset must be a whole number"),
        ("entities?limit=٣", 400, "limit must be a whole number"),
        ("entities?kind=%FF", 400, "not UTF-8"),
        ("nothing", 404, "there is nothing at /api/nothing; /api says what there is"),
        ("results/1", 404, "there is nothing at /api/results/1"),
        ("queries/nothing", 404, "there is no query 'nothing'; there are "),
        ("queries/what-beats?who=vLLM", 400, "has no parameter who"),
        ("queries/what-beats?least=much", 400, "least must be a number"),
    ],
)
def test_a_mistake_is_said_in_the_words_of_the_library(server: Server, path: str, status: int, said: str) -> None:
    assert said in told(server, quote(f"/api/{path}", safe="/?=&%"), status)["error"]


def test_near_names_are_a_list_as_well(server: Server) -> None:
    assert "A100" in " ".join(told(server, "/api/entities/A10O", 404)["nearest"])


def test_shipped_queries_take_their_values(server: Server) -> None:
    shipped = {query["name"]: query for query in told(server, "/api/queries")}
    assert {"name", "purpose", "parameters", "query"} == set(shipped["what-beats"])
    filled = told(server, "/api/queries/what-beats?baseline=a%22b&least=1.5")["query"]
    assert 'VALUES ?baseline { "a\\"b" }' in filled
    assert "VALUES ?least { 1.5 }" in filled
    answer = server.ask("/sparql", "POST", filled.encode(), {"Content-Type": "application/sparql-query"})
    assert answer.status == 200


def test_only_get_and_head_are_answered(server: Server) -> None:
    refused = server.ask("/api/papers", "POST", b"{}")
    assert (refused.status, refused.headers["allow"], refused.media) == (405, "GET, HEAD", "application/json")
    assert server.ask("/api/papers", "HEAD").body == b""
