"""`kg rdf`: the sample meets the shapes, damage is told line by line, and the page of terms is the one in docs."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from cli.command import complaint, kg

from kg.rdf.shacl.shapes import load_shapes

pytestmark = pytest.mark.slow

SHAPES = len(load_shapes().shapes)


@pytest.fixture(scope="module")
def one_paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built folder of one paper."""
    abstract = "We present Driftwood. It is 2.5x faster than vLLM on one A100 and 3x faster than Orca on an H100."
    line = json.dumps({"title": "Driftwood: Serving from Flash", "abstract": abstract})
    folder = tmp_path_factory.mktemp("one")
    done = kg("build", "-", "-o", "out", cwd=folder, stdin=line.encode())
    assert done.returncode == 0, done.stderr.decode()
    return folder / "out"


@pytest.fixture
def small(one_paper: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(shutil.copytree(one_paper, tmp_path / "out"))


def damage(folder: Path, old: str, new: str) -> None:
    file = folder / "graph.nt"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_sample_meets_the_shapes(built: Path) -> None:
    done = kg("rdf", "validate", built)
    triples = len((built / "graph.nt").read_bytes().splitlines())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == f"{triples} triples, {SHAPES} shapes, no violation\n"


def test_both_files_of_a_folder_hold_the_same(small: Path) -> None:
    said = {kg("rdf", "validate", small / name).stdout for name in ("graph.nt", "graph.ttl")}
    assert said == {kg("rdf", "validate", small).stdout}


def test_damage_is_told_in_lines_and_as_json(small: Path) -> None:
    damage(small, 'ns#sense> "gain"', 'ns#sense> "more"')
    done = kg("rdf", "validate", small)
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1
    assert done.stderr.decode() == f"kg: {small}: {len(lines)} violations of what an export must hold to\n"
    assert len(lines) == 2
    for line in lines:
        found = re.fullmatch(
            rf"{re.escape(str(small / 'graph.nt'))}:(\d+): id:result-driftwood-\S+ \(Driftwood: Serving from Flash\): "
            r'The sense of a result is one of: gain, cut, value, loss\. There is "more"\. \[Result-sense\]',
            line,
        )
        assert found is not None, line
        assert '"more"' in (small / "graph.nt").read_text(encoding="utf-8").splitlines()[int(found[1]) - 1]
    told = json.loads(kg("rdf", "validate", small, "--json").stdout)
    assert (told["conforms"], told["shapes"]) == (False, SHAPES)
    assert [one["found"] for one in told["violations"]] == ['There is "more".'] * 2
    assert {one["paper"] for one in told["violations"]} == {"Driftwood: Serving from Flash"}


def test_what_is_beyond_fifty_lines_is_counted_by_shape(small: Path) -> None:
    with (small / "graph.nt").open("a", encoding="utf-8") as file:
        for number in range(60):
            file.write(f"<https://w3id.org/kg-abstracts/id/x-{number}> <{RULE[0]}> <{RULE[1]}> .\n")
    done = kg("rdf", "validate", small)
    lines = done.stdout.decode().splitlines()
    assert len(lines) == 50 + 2
    assert lines[-2:] == ["and 35 more [Rule]", "and 35 more [Rule-identifier]"]
    assert len(json.loads(kg("rdf", "validate", small, "--json").stdout)["violations"]) == 120


RULE = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "https://w3id.org/kg-abstracts/ns#Rule")


def test_json_of_what_conforms_says_so(small: Path) -> None:
    done = kg("rdf", "validate", small, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["conforms"], told["violations"]) == (0, True, [])


def test_a_file_that_is_no_rdf_is_one_line(small: Path, tmp_path: Path) -> None:
    with (small / "graph.nt").open("a", encoding="utf-8") as file:
        file.write("no triple\n")
    assert "is no valid RDF" in complaint(kg("rdf", "validate", small))
    (small / "graph.nt").unlink()
    assert "there is no graph.nt here; make one with `kg build`" in complaint(kg("rdf", "validate", small))
    assert "there is no such file" in complaint(kg("rdf", "validate", tmp_path / "none"))


def test_the_page_of_terms_is_that_in_docs() -> None:
    page = Path(__file__).parents[2] / "docs" / "vocabulary.md"
    done = kg("rdf", "reference")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == page.read_bytes()
