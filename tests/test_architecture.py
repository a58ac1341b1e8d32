"""The rooms of the house: who may import whom, what stands in each, and what must not be loaded before it is needed."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from kg.record import Extractor

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "kg"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Open to every room: the errors, the switch of the garbage collector, the records, the version, and plain functions
# over strings, which import nothing.
FLOOR = {"errors", "memory", "model", "sorting", "kg"}
STRINGS = {"kg.text.inflect", "kg.text.sentences", "kg.text.spelling"}
# Each room and the rooms it may import from; what is not listed may not be imported.
ROOMS = {
    "errors": set(),
    "memory": set(),
    "sorting": set(),
    "processes": set(),
    "model": set(),
    "kg": set(),  # kg/__init__.py names others for type checkers and loads them when first used
    "files": set(),
    "sample": set(),
    "text": set(),
    "ruleset": {"text"},
    "sources": {"text"},
    "extract": {"text", "ruleset"},
    "identity": {"text", "ruleset", "extract"},
    "record": {"ruleset", "extract", "identity"},
    # Everything below the record reads records, never text.
    "graph": set(),
    "rdf": {"graph"},
    "sparql": {"rdf"},
    "plot": set(),  # draws rows, and knows nothing of where they come from
    "query": {"graph", "rdf", "sparql", "plot"},
    "view": {"graph", "plot", "query"},
    # On top: what puts the rooms together.
    "workbench": {"text", "ruleset", "extract", "identity", "record"},
    "run": {"files", "processes", "sample", "sources", "ruleset", "record", "graph", "rdf", "query", "view"},
    "serve": {"files", "processes", "rdf", "sparql", "query", "run"},
    "cli": {
        "files",
        "sources",
        "ruleset",
        "record",
        "graph",
        "rdf",
        "sparql",
        "query",
        "view",
        "run",
        "workbench",
        "serve",
    },
    "__main__": {"cli"},
}
HEAVY = (
    "spacy", "networkx", "rdflib", "pyoxigraph", "pyshacl", "pyvis", "numpy", "pandas", "rich", "yaml", "ftfy",
    "rapidfuzz", "starlette", "uvicorn", "matplotlib", "duckdb",
)  # fmt: skip


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else "kg"


def imports_of(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "kg")
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports name modules in full"
            if node.module == "kg":
                yield from (f"kg.{alias.name}" if (PACKAGE / alias.name).exists() else "kg" for alias in node.names)
            elif node.module and node.module.startswith("kg."):
                yield node.module


def test_every_room_is_on_the_plan() -> None:
    assert {room_of(name_of(path)) for path in MODULES} == set(ROOMS)
    assert {room for allowed in ROOMS.values() for room in allowed} <= set(ROOMS)


def test_the_plan_has_no_way_back() -> None:
    """No room is reached from itself by way of others."""

    def reached(room: str, seen: frozenset[str]) -> set[str]:
        assert room not in seen, f"{room} leads back to itself"
        return ROOMS[room] | {far for near in ROOMS[room] for far in reached(near, seen | {room})}

    everything = {room: reached(room, frozenset()) for room in ROOMS}
    for room in ("graph", "rdf", "view"):
        assert not everything[room] & {"text", "sources", "ruleset", "extract", "identity", "record"}


@pytest.mark.parametrize("path", [path for path in MODULES if name_of(path) != "kg"], ids=name_of)
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    own = room_of(name_of(path))
    others = {room_of(module) for module in imports_of(path) if module not in STRINGS} - FLOOR - {own}
    assert others <= ROOMS[own]


@pytest.mark.parametrize("module", sorted(STRINGS))
def test_functions_over_strings_stand_on_the_standard_library_alone(module: str) -> None:
    tree = ast.parse((ROOT / module.replace(".", "/")).with_suffix(".py").read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_and_stays_short(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source)), "has no docstring"
    assert len(source.splitlines()) <= 400


@pytest.mark.parametrize("path", [path for path in MODULES if path.name != "__main__.py"], ids=name_of)
def test_every_public_name_exists(path: Path) -> None:
    module = importlib.import_module(name_of(path))
    names = getattr(module, "__all__", [])
    assert len(names) == len(set(names))
    assert not [name for name in names if not hasattr(module, name)]


def test_the_package_promises_what_it_loads_on_demand() -> None:
    package = importlib.import_module("kg")
    promised = set(package.__all__) - {"__version__"}
    assert promised == set(package._HOME_OF)
    for name in promised:
        home = importlib.import_module(package._HOME_OF[name])
        assert getattr(package, name) is getattr(home, name)
        assert name in home.__all__
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        package.nonsense  # noqa: B018 - looking it up is the test


@pytest.mark.parametrize("module", ["kg", "kg.cli.main", "kg.errors", "kg.files"])
def test_nothing_heavy_is_loaded_before_it_is_needed(module: str) -> None:
    told = f"import sys, {module}; print(*(name for name in {HEAVY} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []


@pytest.mark.parametrize("module", ["kg.run", "kg.record", "kg.workbench.explain"])
def test_what_reads_texts_starts_without_what_works_on_graphs(module: str) -> None:
    told = f"import sys, {module}; print(*(name for name in {HEAVY} if name in sys.modules and name != 'ftfy'))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []


def test_extracting_loads_nothing_heavy_once_the_rules_are_compiled(extractor: Extractor, tmp_path: Path) -> None:
    """`extractor` has the shipped rules compiled; ftfy mends the texts, and all else would only be waited for."""
    paper = tmp_path / "paper.jsonl"
    paper.write_text('{"title": "Kelp", "abstract": "We present Kelp. It is 2.1x faster than vLLM on an A100."}\n')
    told = f"""
        import sys
        from kg.cli.main import app
        app(["extract", {str(paper)!r}], standalone_mode=False)
        print(*(name for name in {HEAVY} if name in sys.modules and name != "ftfy"), file=sys.stderr)
    """
    done = subprocess.run([sys.executable, "-c", dedent(told)], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr.split() == []
    assert '"software-vllm"' in done.stdout


@pytest.mark.parametrize("module", ["kg.sparql", "kg.serve", "kg.serve.worker"])
def test_what_answers_sparql_starts_quickly(module: str) -> None:
    told = f"import sys, {module}; print(*(name for name in {HEAVY} if name in sys.modules and name != 'pyoxigraph'))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []


@pytest.mark.parametrize("module", ["kg.sources", "kg.graph", "kg.query", "kg.rdf", "kg.view", "kg.run"])
def test_what_does_not_read_texts_loads_no_spacy(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, {module}; print('spacy' in sys.modules)"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert done.stdout == "False\n"
