"""The W3C's tests of the SPARQL 1.1 protocol, put to `kg serve`.

    python benchmarks/w3c_protocol.py rdf-tests/sparql/sparql11/protocol

The folder has their manifest.ttl and the data that it names. A test of a query must pass as it is written. This server
is read only: an update, well formed or not, must be refused with a reason, and what is asked after it must show that
nothing has changed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS
from served import Answer, Server

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
ROWS = {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
BOOLEANS = {"application/sparql-results+json", "application/sparql-results+xml"}
TRIPLES = {"text/turtle", "application/n-triples", "application/rdf+xml"}
BOOLEAN = "{http://www.w3.org/2005/sparql-results#}boolean"
FORMATS = {"tabular": ROWS, "boolean": BOOLEANS, "RDF": TRIPLES}


@dataclass(frozen=True)
class Exchange:
    """A request of a test and what the response must be."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[str]  # their first digits
    format: str | None
    truth: bool | None

    @property
    def is_update(self) -> bool:
        told = self.path.encode() + (self.body or b"")
        direct = any("sparql-update" in value for value in self.headers.values())
        return direct or b"update=" in told or b"using-" in told


def main() -> int:
    """Print a line a test; exits 1 where one fails."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path, help="the folder with manifest.ttl")
    manifest_folder = arguments.parse_args().folder
    manifest = rdflib.Graph().parse(manifest_folder / "manifest.ttl", publicID="http://manifest.test/")
    with tempfile.TemporaryDirectory() as scratch:
        store(manifest, manifest_folder, Path(scratch))
        with Server(Path(scratch), "--workers", "2") as server:
            outcomes = [(name, outcome(server, exchanges)) for name, exchanges in tests(manifest)]
    for name, told in outcomes:
        print(f"{name:34} {told}")
    counts = Counter(told.split()[0] for _, told in outcomes)
    print(f"\n{len(outcomes)} tests: {counts['passes']} pass as written, ", end="")
    print(f"{counts['refused']} need an update and are refused one with a reason, {counts['FAILS']} fail")
    return 1 if counts["FAILS"] else 0


def store(manifest: rdflib.Graph, source: Path, folder: Path) -> None:
    """Make a store of the data that the manifest names, each file a graph."""
    (folder / "graph.nt").write_bytes(b"")
    quads = []
    for data in set(manifest.objects(None, UT.graphData)):
        file, label = manifest.value(data, UT.graph), manifest.value(data, RDFS.label)
        for line in (source / str(file).rpartition("/")[2]).read_text(encoding="utf-8").splitlines():
            quads.append(f"{line.rstrip().removesuffix('.')} <{label}> .\n")
    (folder / "data.nq").write_text("".join(sorted(set(quads))), encoding="utf-8")
    command = [sys.executable, "-m", "kg", "store", str(folder), "--also", str(folder / "data.nq")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program


def tests(manifest: rdflib.Graph) -> Iterator[tuple[str, list[Exchange]]]:
    """Yield the name and the requests of each test, in the manifest's order."""
    entries = manifest.value(manifest.value(None, RDF.type, MF.Manifest), MF.entries)
    assert entries is not None
    for test in Collection(manifest, entries):
        requests = manifest.value(manifest.value(test, MF.action), HT.requests)
        assert requests is not None
        exchanges = [exchange(manifest, request) for request in Collection(manifest, requests)]
        yield str(test).rpartition("#")[2].rpartition("/")[2], exchanges


def exchange(manifest: rdflib.Graph, request: rdflib.term.Node) -> Exchange:
    """Read one request with its expected response."""
    body = manifest.value(request, HT.body)
    content = None
    if body is not None:
        encoding = str(manifest.value(body, CNT.characterEncoding))
        content = str(manifest.value(body, CNT.chars)).encode(encoding)
    fields = manifest.value(request, HT.headers)
    listed = Collection(manifest, fields) if fields is not None else []
    headers = {str(manifest.value(each, HT.fieldName)): str(manifest.value(each, HT.fieldValue)) for each in listed}
    response = manifest.value(request, HT.resp)
    truth = manifest.value(response, MF.expectedBoolean)
    wanted = manifest.value(response, MF.expectedFormat)
    return Exchange(
        str(manifest.value(request, HT.methodName)), str(manifest.value(request, HT.absolutePath)),
        headers, content,
        frozenset(str(status)[-3] for status in manifest.objects(response, MF.expectedStatus)),
        None if wanted is None else str(wanted), None if truth is None else str(truth) == "true",
    )  # fmt: skip


def outcome(server: Server, exchanges: list[Exchange]) -> str:
    """Do a test; says how it ended."""
    told = "passes"
    for each in exchanges:
        answer = server.ask(each.path, each.method, each.body, each.headers)
        if each.is_update:
            if answer.status not in (403, 415):
                return f"FAILS    an update gave {answer.status}: {answer.text[:80]}"
            told = f"{'passes' if '4' in each.statuses else 'refused'}  {answer.status} {answer.line}"
        elif problem := wrong(each, answer, told != "passes"):
            return f"FAILS    {problem}"
    return told


def wrong(each: Exchange, answer: Answer, after_update: bool) -> str | None:
    """What is wrong with a response to a query. After an update that was refused, nothing of it may be there."""
    if str(answer.status)[0] not in each.statuses:
        return f"{answer.status} {answer.text[:80]}"
    if each.format is not None and answer.media not in FORMATS[each.format]:
        return f"{answer.media} is not of {each.format}"
    if each.truth is not None and truth_of(answer) is not (each.truth and not after_update):
        return f"the answer is {truth_of(answer)}"
    return None


def truth_of(answer: Answer) -> bool:
    """What an ASK was answered with."""
    if answer.media.endswith("json"):
        return bool(json.loads(answer.body)["boolean"])
    found = ElementTree.fromstring(answer.body).find(BOOLEAN)  # noqa: S314 - of our own server
    assert found is not None
    return found.text == "true"


if __name__ == "__main__":
    sys.exit(main())
