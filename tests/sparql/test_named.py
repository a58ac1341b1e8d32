"""The queries that ship: each runs anywhere as it stands, takes values safely, and answers what the sample says.

The answers in `expected/` were read against the sample's abstracts. Where a reading of the sample is wrong, or its
counts would change with every new rule, a query is asked of records made by hand instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery
from records import AMPERE, GPU, PaperBuilder, rival_records, sample_records

from kg.cli.sparql import sparql as command
from kg.errors import QueryError
from kg.model import Concept, Extraction, Facts, Normal
from kg.rdf import PREFIXES, to_store
from kg.record import Extractor
from kg.sample import sample_path
from kg.sources import read_papers
from kg.sparql import sparql
from kg.sparql.named import NamedQuery, Parameter, named_queries, named_query

EXPECTED = Path(__file__).parent / "expected"
QUERIES = list(named_queries().values())

# What the sample is asked, by query.
ASKED: dict[str, dict[str, str]] = {
    "aliases": {"thing": "A100"},
    "baselines": {"only": "software", "least": "2"},
    "datasets": {"least": "5"},
    "devices": {"most": "24"},
    "energy": {"on": "FPGA"},
    "evidence": {"thing": "FlashAttention"},
    "family": {"thing": "A100"},
    "first-mentions": {"thing": "quantization"},
    "gaps": {"least": "7"},
    "head-to-head": {"one": "eagle", "two": "medusa"},
    "identity-decisions": {},
    "introduced": {"only": "model"},
    "low-confidence": {"below": "0.5"},
    "memory-below": {"gigabytes": "24"},
    "memory-cuts": {"least": "2"},
    "methods-by-hardware": {"hardware": "FPGA"},
    "models-on-small-devices": {"gigabytes": "24", "metric": "throughput"},
    "most-named": {"only": "software"},
    "papers-naming": {"thing": "TPU"},
    "results-of": {"thing": "EAGLE"},
    "results-on-dataset": {"dataset": "ImageNet"},
    "results-on-hardware": {"hardware": "GeForce RTX 40 series"},
    "results-on-small-devices": {"gigabytes": "24", "metric": "throughput"},
    "speedups-by-baseline": {"least": "2"},
    "tasks-by-method": {"least": "2"},
    "trade-offs": {"lost": "throughput"},
    "unlinked-names": {},
    "used-together": {"thing": "vLLM"},
    "what-beats": {"baseline": "vllm", "on": "A100"},
}
# Those that only records made by hand are asked, each in a test of its own below.
BY_HAND = {
    "contradictions", "mentions-by-rule", "metrics", "overview", "papers-in-several-files", "papers-without-numbers",
    "provenance",
}  # fmt: skip


@pytest.fixture(scope="session")
def sample_store(extractor: Extractor) -> ox.Store:
    return to_store(list(extractor.extract(read_papers([sample_path()]))))


@pytest.fixture(scope="module")
def by_hand() -> ox.Store:
    return to_store([*sample_records(), *rival_records()])


def ask(store: ox.Store, name: str, **given: str) -> list[tuple[object, ...]]:
    return list(sparql(store, query(name).with_values(given)).rows)


def query(name: str) -> NamedQuery:
    found = named_query(name)
    assert found is not None
    return found


def code_of(query: NamedQuery) -> str:
    """The query without comments and without what stands in quotes."""
    lines = [line for line in query.text.splitlines() if not line.startswith("#")]
    return re.sub(r'"[^"\n]*"', '""', "\n".join(lines))


# The files


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
class TestAFile:
    def test_runs_as_it_stands_in_two_engines(self, query: NamedQuery) -> None:
        assert isinstance(ox.Store().query(query.text), ox.QuerySolutions)
        prepareQuery(query.text)

    def test_says_in_one_sentence_what_it_answers(self, query: NamedQuery) -> None:
        first = query.text.splitlines()[0]
        assert first == f"# {query.purpose}"
        assert re.fullmatch(r"[A-Z].+\.", query.purpose)
        assert max(map(len, query.text.splitlines())) <= 120

    def test_declares_the_prefixes_that_it_uses_and_no_others(self, query: NamedQuery) -> None:
        declared = dict(re.findall(r"^PREFIX (\w+): <(.+)>$", query.text, re.MULTILINE))
        assert declared == {prefix: PREFIXES[prefix] for prefix in declared}
        body = code_of(query).split("\n\n", 1)[1]
        assert set(declared) == set(re.findall(r"(?<![\w?$])(\w+):(?=\w)", body))

    def test_explains_every_parameter(self, query: NamedQuery) -> None:
        rows = re.findall(r'VALUES \?(\w+) \{ ("[^"]*"|[\d.]+) \}', query.text)
        assert sorted((parameter.name, parameter.default) for parameter in query.parameters) == sorted(rows)
        assert all(len(parameter.text) > 5 for parameter in query.parameters)

    def test_sorts_by_every_column(self, query: NamedQuery) -> None:
        """So that the rows have one order only, whatever the store."""
        last = code_of(query).rstrip().splitlines()[-1]
        assert last.startswith("ORDER BY ")
        table = sparql(ox.Store(), query.text)
        assert set(table.columns) <= set(re.findall(r"\?(\w+)", last))

    def test_has_columns_of_plain_words(self, query: NamedQuery) -> None:
        columns = sparql(ox.Store(), query.text).columns
        assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", column) for column in columns)


def test_there_are_queries_and_each_is_asked_something() -> None:
    assert len(QUERIES) >= 24
    assert {query.name for query in QUERIES} == set(ASKED) | BY_HAND
    assert not set(ASKED) & BY_HAND
    assert {file.stem for file in EXPECTED.glob("*.tsv")} == set(ASKED)


# Values for parameters

BASELINE = Parameter("baseline", "a name", '"vLLM"')
LEAST = Parameter("least", "a number", "1.5")
MADE_UP = NamedQuery(
    "made-up", "Nothing.", (BASELINE, LEAST),
    'SELECT ?baseline ?least { VALUES ?baseline { "vLLM" } VALUES ?least { 1.5 } VALUES ?kept { "a" "b" } } LIMIT 1',
)  # fmt: skip


def test_defaults_stay_where_nothing_is_given() -> None:
    assert MADE_UP.with_values({}) == MADE_UP.text
    assert sparql(ox.Store(), MADE_UP.text).rows == [("vLLM", 1.5)]
    assert (BASELINE.shown, LEAST.shown) == ("vLLM", "1.5")
    assert Parameter("name", "", r'"say \"A\\B\""').shown == r'say "A\B"'


@pytest.mark.parametrize(
    "value",
    [
        'x" } ?s ?p ?o { "', "}", "{", "\\", '\\"', '"', "'", '"""', "$1", r"\1", r"\g<0>", "a\nb\r\tc", "# no comment",
        "", "?least", "VALUES ?least { 1.5 }", 'VALUES ?baseline { "vLLM" }', "Mélange \U0001f680 \u2028", "\x00",
    ],
)  # fmt: skip
def test_a_value_stays_within_its_literal(value: str) -> None:
    text = MADE_UP.with_values({"baseline": value, "least": "7"})
    assert sparql(ox.Store(), text).rows == [(value, 7)]


@pytest.mark.parametrize(("given", "meant"), [("2", 2), ("-0.5", -0.5), (" 3.10 ", 3.1), ("1e3", 1000), ("٣", 3)])
def test_a_number(given: str, meant: float) -> None:
    assert sparql(ox.Store(), MADE_UP.with_values({"least": given})).rows == [("vLLM", meant)]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("least", "two", "least must be a number, not 'two'"),
        ("least", "", "least must be a number"),
        ("least", "NaN", "least must be a number"),
        ("least", "Infinity", "least must be a number"),
        ("least", "1e999999", "least must be a number"),
        ("least", "9" * 100_000, "least must be a number"),
        ("least", "1 } ?s ?p ?o {", "least must be a number"),
        ("baseline", "\udc80", "baseline must be text"),
        ("device", "A100", "made-up has no parameter device; it has baseline, least"),
    ],
)
def test_a_value_that_will_not_do_is_one_clear_line(name: str, value: str, said: str) -> None:
    with pytest.raises(QueryError, match=re.escape(said)) as caught:
        MADE_UP.with_values({name: value})
    assert len(str(caught.value).splitlines()) == 1
    assert len(str(caught.value)) < 200


def test_a_query_without_parameters_says_so() -> None:
    with pytest.raises(QueryError, match="the query overview has no parameter least; it has none"):
        query("overview").with_values({"least": "1"})


def test_the_list_shows_each_query_with_what_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    command(list_them=True)
    shown = capsys.readouterr().out
    for query in QUERIES:
        assert f"{query.name}\n    {query.purpose}\n" in shown
    assert "--param baseline=vLLM  a name of what is beaten" in shown
    assert "--param 'hardware=consumer GPU'  a name of" in shown


# What the sample answers


@pytest.mark.parametrize("name", sorted(ASKED))
def test_the_sample_answers(name: str, sample_store: ox.Store) -> None:
    answer = sparql(sample_store, query(name).with_values(ASKED[name])).serialize(ox.QueryResultsFormat.TSV).decode()
    assert len(answer.splitlines()) > 1
    assert answer == (EXPECTED / f"{name}.tsv").read_text(encoding="utf-8")


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_the_order_of_a_store_does_not_show(query: NamedQuery, sample_store: ox.Store, turned: ox.Store) -> None:
    answers = [sparql(store, query.text).serialize(ox.QueryResultsFormat.CSV) for store in (sample_store, turned)]
    assert answers[0] == answers[1]


@pytest.fixture(scope="module")
def turned(sample_store: ox.Store) -> ox.Store:
    """The sample's quads, loaded the other way round."""
    store = ox.Store()
    store.bulk_extend(sorted(sample_store, key=str, reverse=True))
    return store


# What records made by hand answer


def test_several_baselines_of_one_number_do_not_multiply_it(by_hand: ox.Store) -> None:
    paper = "Kestrel: Serving from the Edge of the Batch"
    assert ask(by_hand, "what-beats", baseline="serving engine") == [
        ("PagePool", 4.1, "4.1x throughput gain (up to)", "vLLM", "NVIDIA A100 80GB GPU", "Llama-3-8B",
         "PagePool: Sharing KV Cache Pages across Requests"),
        ("Kestrel", 3.0, "3x latency cut", "TGI", None, None, paper),
        ("Kestrel", 3.0, "3x latency cut", "vLLM", None, None, paper),
        ("Kestrel", 2.4, "2.4x throughput gain", "Orca", "A100", None, paper),
        ("Kestrel", 2.4, "2.4x throughput gain", "vLLM", "A100", None, paper),
        ("Wren", 1.8, "1.8x throughput gain", "Orca", "A100", None, "Wren at Work"),
        ("Wren", 1.8, "1.8x throughput gain", "vLLM", "A100", None, "Wren at Work"),
        ("Teal", 1.2, "1.2x throughput gain", "Orca", "A100", None, "Teal at Work"),
    ]  # fmt: skip


def test_what_beats_is_asked_by_family_of_hardware_and_least_factor(by_hand: ox.Store) -> None:
    def beaters(**given: str) -> list[object]:
        return [row[0] for row in ask(by_hand, "what-beats", **given)]

    assert beaters(baseline="VLLM", on="ampere gpu") == ["PagePool", "Kestrel", "Wren"]
    assert beaters(baseline="vLLM", on="A100", least="2.4") == ["PagePool", "Kestrel"]
    assert beaters(baseline="vLLM", on="NVIDIA A100 80GB GPU") == ["PagePool"]
    assert beaters(baseline="vLLM", on="FPGA") == []
    assert beaters(baseline="nothing of that name") == []


def rival(title: str, winner: str, loser: str, factor: float, metric: str = "throughput") -> Extraction:
    """A paper in which one engine is ahead of another, or behind it where the factor is below 1."""
    text = f"On one A100, {winner} has {factor:g}x the {metric} of {loser}."
    builder = PaperBuilder(title, text)
    for name in (winner, loser):
        builder.entity("Software", f"software-{name.lower()}", name, [name])
    return builder.result(
        f"{factor:g}x the {metric}", metric, factor, "x", "gain", normal=Normal(factor, None, "x"),
        subject=winner, subject_key=f"software-{winner.lower()}",
        baseline=loser, baseline_key=f"software-{loser.lower()}",
    ).record()  # fmt: skip


def test_contradictions_are_of_two_papers_one_pair_and_one_metric() -> None:
    papers = [
        rival("Kelp First", "Kelp", "Reed", 2), rival("Reed First", "Reed", "Kelp", 1.5),
        rival("Kelp Behind", "Kelp", "Reed", 0.5), rival("Reed Is Small", "Reed", "Kelp", 3, "latency"),
        rival("Moss First", "Moss", "Reed", 2),
    ]  # fmt: skip
    assert ask(to_store(papers), "contradictions") == [
        ("throughput", "Kelp", "Reed", "2x throughput gain", "Kelp First", "0.5x throughput gain", "Kelp Behind"),
        ("throughput", "Kelp", "Reed", "2x throughput gain", "Kelp First", "1.5x throughput gain", "Reed First"),
    ]


def test_first_mentions_have_those_without_a_date_last(by_hand: ox.Store) -> None:
    store = ox.Store()
    store.extend(by_hand)
    issued, day = ox.NamedNode(PREFIXES["dcterms"] + "issued"), ox.NamedNode(PREFIXES["xsd"] + "date")
    dates = {"Wren at Work": "2024-02-29", "Teal at Work": "2023-11-05"}
    for quad in by_hand.quads_for_pattern(None, ox.NamedNode(PREFIXES["dcterms"] + "title"), None):
        if quad.object.value in dates:
            store.add(ox.Quad(quad.subject, issued, ox.Literal(dates[quad.object.value], datatype=day)))
    assert ask(store, "first-mentions", thing="Orca") == [
        ("2023-11-05", "Teal at Work", False),
        ("2024-02-29", "Wren at Work", False),
        (None, "Kestrel: Serving from the Edge of the Batch", False),
    ]


def test_papers_without_numbers(by_hand: ox.Store) -> None:
    survey = 'What "Quantization" <Means> & How A\\B Tests of It Mislead – A Survey'
    assert ask(by_hand, "papers-without-numbers") == [("On Nothing in Particular", 0, 0), (survey, 5, 0)]


def test_papers_in_several_files(by_hand: ox.Store) -> None:
    assert ask(by_hand, "papers-in-several-files") == [
        ("PagePool: Sharing KV Cache Pages across Requests", 2, "july.txt:3, august.txt:41")
    ]


def test_overview_counts_what_is_there_and_names_what_is_not() -> None:
    counts = dict(ask(to_store([rival("Kelp First", "Kelp", "Reed", 2)]), "overview"))
    assert counts == {
        "papers": 1, "software": 2, "mentions": 2, "results": 1, "rules": 3, "methods": 0, "models": 0, "hardware": 0,
        "metrics": 0, "datasets": 0, "tasks": 0, "contributions": 0,
    }  # fmt: skip


def test_provenance_is_one_row_a_run(by_hand: ox.Store) -> None:
    [(run, program, version, papers, rules)] = ask(by_hand, "provenance")
    assert re.fullmatch(r"[0-9a-f]{16}", str(run))
    assert (program, version, papers) == ("kg", None, 8)
    used = {row[0] for row in ask(by_hand, "mentions-by-rule", least="0")}
    decided = {row[0] for row in ask(by_hand, "identity-decisions")}
    assert rules == len(used | decided)


def test_metrics(by_hand: ox.Store) -> None:
    rows = ask(by_hand, "metrics")
    assert rows[:2] == [("throughput", 7, 6, 6), ("accuracy", 2, 2, 0)]
    assert sum(int(str(row[1])) for row in rows) == len(list(sparql(by_hand, "SELECT ?r { ?r a kg:Result }")))


def test_mentions_by_rule(by_hand: ox.Store) -> None:
    rows = ask(by_hand, "mentions-by-rule", least="5")
    assert rows[0] == ("result-factor", 0, 0, 7, 6)
    assert ("name-title-colon", 5, 2, 0, 2) in rows


def test_memory_below_counts_the_upper_end_and_leaves_out_what_needs_at_least_so_much() -> None:
    text = "Kelp needs 800 MB, or 10 to 30 GB, or 4 GB, or at least 6 GB."
    builder = PaperBuilder("Kelp", text).entity("Method", "method-kelp", "Kelp", ["Kelp", ("Kelp", 1)])
    slots = {"subject": "Kelp", "subject_key": "method-kelp", "better": "lower"}
    builder.result("800 MB", "memory", 800, "MB", "value", normal=Normal(8e8, None, "B"), **slots)
    builder.result("10 to 30 GB", "memory", 10, "GB", "value", high=30, normal=Normal(1e10, 3e10, "B"), **slots)
    builder.result("4 GB", "storage", 4, "GB", "value", normal=Normal(4e9, None, "B"), **slots)
    builder.result(
        "at least 6 GB", "memory", 6, "GB", "value", qualifier="at least", normal=Normal(6e9, None, "B"), **slots
    )
    store = to_store([builder.record()])
    assert [row[:2] for row in ask(store, "memory-below")] == [(0.8, "800 MB memory"), (4.0, "4 GB storage")]
    assert [row[0] for row in ask(store, "memory-below", gigabytes="31")] == [0.8, 4.0, 30.0]


def test_small_devices_count_by_the_most_memory_that_they_are_sold_with() -> None:
    builder = PaperBuilder("Kelp", "Kelp is 2x faster on a V100, 3x faster on a T4 and 4x faster on a GPU.")
    builder.entity("Hardware", "hardware-v100", "NVIDIA V100", ["V100"], facts=Facts(memory_gb=16, memory_gb_high=32))
    builder.entity("Hardware", "hardware-t4", "NVIDIA T4", ["T4"], facts=Facts(memory_gb=16), broader=(AMPERE, GPU))
    builder.entity("Hardware", GPU.key, GPU.name, ["GPU"])
    for factor, name, key in ((2, "V100", "hardware-v100"), (3, "T4", "hardware-t4"), (4, "GPU", GPU.key)):
        builder.result(f"{factor}x faster", "speedup", factor, "x", "gain", hardware=name, hardware_key=key)
    store = to_store([builder.record()])
    assert [row[:2] for row in ask(store, "results-on-small-devices")] == [(16.0, "NVIDIA T4")]
    assert [row[0] for row in ask(store, "results-on-small-devices", gigabytes="32")] == [16.0, 32.0]


@pytest.mark.parametrize(("factors", "median"), [((3, 1.5, 100), 3), ((2, 4, 1.25, 10), 3), ((1.01, 1000.5), 500.755)])
def test_the_median_of_speedups(factors: tuple[float, ...], median: float) -> None:
    store = to_store([rival(f"Paper {factor}", "Kelp", "Reed", factor) for factor in factors])
    [row] = ask(store, "speedups-by-baseline")
    assert row[:3] == ("Reed", len(factors), len(factors))
    assert row[3] == pytest.approx(median)
    assert row[4:] == (pytest.approx(sum(factors) / len(factors), abs=0.006), max(factors))


def test_a_label_is_meant_before_an_alias() -> None:
    one = PaperBuilder("One", "Memory of cells.").entity("Metric", "metric-memory", "memory", ["Memory"])
    two = PaperBuilder("Two", "The memory of activations.").entity(
        "Metric", "metric-activation-memory", "activation memory", ["memory"]
    )
    store = to_store([one.record(), two.record()])
    assert [row[0] for row in ask(store, "papers-naming", thing="Memory")] == ["One"]
    assert [row[0] for row in ask(to_store([two.record()]), "papers-naming", thing="Memory")] == ["Two"]


def test_sentences_are_cut_at_their_ends_and_not_within_numbers() -> None:
    text = "We study e.g. Kelp v2.5 first. On (say) ten pods, Kelp is 2.5x faster. kelp ends. A pond has Kelp. It ends"
    builder = PaperBuilder("Of Kelp? Yes.", text)
    builder.entity("Method", "method-kelp", "Kelp", ["kelp", *(("Kelp", nth) for nth in range(4))])
    assert [row[2] for row in ask(to_store([builder.record()]), "evidence", thing="KELP")] == [
        "A pond has Kelp.",
        "Of Kelp?",
        "On (say) ten pods, Kelp is 2.5x faster. kelp ends.",
        "We study e.g. Kelp v2.5 first.",
        "kelp ends.",
    ]


def test_a_family_tells_how_far_away_each_member_is() -> None:
    car = Concept("hardware-chip", "chip")
    builder = PaperBuilder("Chips", "An A100 and a GPU.")
    builder.entity("Hardware", "hardware-a100", "A100", ["A100"], broader=(AMPERE, GPU, car))
    builder.entity("Hardware", GPU.key, "GPU", ["GPU"], broader=(car,))
    assert ask(to_store([builder.record()]), "family", thing="Ampere GPU") == [
        ("Ampere GPU", "wider", 1, "GPU", 1),
        ("Ampere GPU", "wider", 2, "chip", 0),
        ("Ampere GPU", "narrower", 1, "A100", 1),
    ]


# Another engine

PORTABLE = ("baselines", "metrics", "overview", "speedups-by-baseline", "trade-offs", "unlinked-names")


@pytest.mark.parametrize("name", PORTABLE)
def test_rdflib_answers_alike(name: str, by_hand: ox.Store) -> None:
    graph = rdflib.Graph()
    graph.parse(data="".join(f"{quad.triple} .\n" for quad in by_hand), format="nt")
    text = query(name).text
    ours = sparql(by_hand, text).rows
    assert list(_plain_rows(graph.query(text))) == ours


def _plain_rows(answer: rdflib.query.Result) -> Iterator[tuple[object, ...]]:
    for row in answer:
        assert isinstance(row, tuple)
        yield tuple(_plain(term) for term in row)


def _plain(term: object) -> object:
    if not isinstance(term, rdflib.Literal):
        return term
    value = term.toPython()
    return value if isinstance(value, str | int) else float(value)


# The page


def test_the_page_lists_every_query_with_its_purpose() -> None:
    page = (Path(__file__).parents[2] / "docs" / "sparql.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", page, re.MULTILINE)
    assert listed == [(query.name, query.purpose) for query in QUERIES]
