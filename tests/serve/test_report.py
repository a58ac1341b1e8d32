"""The report, served where the folder has one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from records import sample_records
from serve.conftest import Start
from served import Server

from kg.query import KnowledgeGraph
from kg.view import write_report

pytestmark = pytest.mark.slow


def test_without_a_report_it_says_how_to_write_one(server: Server) -> None:
    answer = server.ask("/report")
    assert (answer.status, answer.body) == (404, b"the folder has no report.html; write it with `kg report`\n")


def test_the_report_and_what_it_links_to_are_served(start: Start, folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(folder, mine)
    write_report(KnowledgeGraph(sample_records()), mine / "report.html")
    server = start(of=mine)
    answer = server.ask("/report")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.body == (mine / "report.html").read_bytes() == server.ask("/report.html").body
    policy = answer.headers["content-security-policy"]
    assert "script-src 'sha256-" in policy
    assert "frame-ancestors 'none'" in policy
    assert server.ask("/graph.html").body == server.ask("/").body == (mine / "graph.html").read_bytes()


def test_a_file_that_is_no_report_is_not_served(start: Start, folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(folder, mine)
    (mine / "report.html").write_text("<script>alert(1)</script>", encoding="utf-8")
    answer = start(of=mine).ask("/report")
    assert answer.status == 404
    assert b"report.html is not a report" in answer.body
