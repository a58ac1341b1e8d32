"""Graphs made by hand in the form kg.graph gives them, for the tests of the page."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx

Graph = nx.MultiDiGraph

RELATION_OF_KIND = {"hardware": "runs_on", "dataset": "evaluates_on", "software": "uses"}

# Each is a title, a label, an alias, a key, a source and a heading of the page; those that could run set `pwned`.
HOSTILE = (
    "<script>window.pwned = 1</script>",
    "</script><script>window.pwned = 1</script>",
    "</SCRIPT ><sCrIpT>window.pwned=1</sCrIpT>",
    "<script src='data:text/javascript,window.pwned=1'></script>",
    "<scr<script>ipt>window.pwned=1</scr</script>ipt>",
    "</title></style><img src=x onerror='window.pwned = 1'>",
    "</textarea></noscript></template><img src=x onerror=window.pwned=1>",
    "<img src=x onerror=window.pwned=1>",
    "<img/src=`x`onerror=window.pwned=1>",
    '<a href="javascript:window.pwned=1">href</a>',
    "<a href='https://example.org/' target=_blank>href</a>",
    "javascript:window.pwned=1",
    "JaVaScRiPt&colon;window.pwned=1",
    "java\tscript:window.pwned=1",
    "data:text/html,<script>parent.pwned=1</script>",
    "vbscript:window.pwned=1",
    "\" onmouseover=\"window.pwned = 1\" ' onclick='window.pwned = 1'",
    "' autofocus onfocus='window.pwned=1",
    "x\"><svg onload=window.pwned=1>",
    "<svg/onload=window.pwned=1> &lt;b&gt; &amp; \\u003cscript\\u003e",
    "<svg><animate onbegin=window.pwned=1 attributeName=x dur=1s>",
    "<svg><script>window.pwned=1</script></svg>",
    "<math><mtext></mtext><mglyph><style></math><img src=x onerror=window.pwned=1>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "<iframe src=javascript:parent.pwned=1></iframe>",
    "<object data='javascript:window.pwned=1'></object>",
    "<embed src='data:image/svg+xml,<svg onload=parent.pwned=1>'>",
    "<form action=javascript:window.pwned=1><button>go</button></form>",
    "<input onfocus=window.pwned=1 autofocus>",
    "<details open ontoggle=window.pwned=1>",
    "<body onload=window.pwned=1>",
    "<meta http-equiv=refresh content='0;url=javascript:window.pwned=1'>",
    "<link rel=stylesheet href='data:text/css,body{display:none}'>",
    "<style>body { display: none } @import 'https://example.org/x.css';</style>",
    "<base href='https://example.org/'>",
    "<template><script>window.pwned=1</script></template>",
    "<dialog open id=panel>",
    "<!-- <script> --> ]]> {{ 7 * 7 }} {% raw %} ${window.pwned = 1}",
    "<![CDATA[ <script>window.pwned=1</script> ]]>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "=HYPERLINK(\"https://example.org\",\"x\")",
    "$\\frac{1}{0$ and $\\undefined$ \\url{javascript:window.pwned=1}",
    "left \u202eright-to-left\u202c \u2066isolate\u2069 \u2028line\u2029paragraph",
    "\u202e\u202e\u202egnp.exe \u200b\u200d\ufeff",
    "مرحبا بالعالم and שלום",
    "emoji 🚀👩‍💻 and NUL \x00 and half \ud83d a pair",
    "\x01\x08\x1b[31m control \x7f \ufffe",
    "Z̸̢͎a̷̛l̶̢g̵̨o̸ " * 20,
    "x" * 10_000,
    "two words " * 1_000,
    "__proto__",
    "constructor",
)


class GraphMaker:
    """Builds a graph paper by paper; offsets are looked up in the text."""

    def __init__(self) -> None:
        self.graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        self.results = 0

    def paper(self, key: str, title: str, abstract: str, source: str = "dump.txt:1") -> str:
        self.graph.add_node(key, kind="paper", label=title, title=title, abstract=abstract, source=source)
        return key

    def spot(self, paper: str, text: str, rule: str) -> dict[str, Any]:
        """Evidence at the first place of `text`, title first."""
        data = self.graph.nodes[paper]
        section = "title" if text in data["title"] else "abstract"
        start = data[section].index(text)
        return {
            "paper": paper, "section": section, "start": start, "end": start + len(text), "rule": rule, "quote": text,
        }  # fmt: skip

    def entity(self, paper: str, kind: str, label: str, text: str = "", *, count: int = 1, **more: str) -> str:
        """Mention an entity of `kind`, with the relations that follow; `more`: aliases, relation, key."""
        key = more.get("key", f"{kind}-{label.lower().replace(' ', '-')}")
        known = {"aliases": more["aliases"]} if "aliases" in more else {}
        self.graph.add_node(key, kind=kind, label=label, papers=1, mentions=count, **known)
        spot = self.spot(paper, text or label, f"rule-{key}")
        extra = [more["relation"]] if "relation" in more else []
        for relation in ["mentions", *extra, *filter(None, [RELATION_OF_KIND.get(kind)])]:
            self.graph.add_edge(paper, key, relation, relation=relation, count=count, **spot)
        return key

    def result(
        self, paper: str, label: str, quote: str, number: dict[str, Any] | None = None, **slots: str
    ) -> str:
        """A result; `number` has what the graph knows of its amount: metric, value, unit, sense, normal, …"""
        self.results += 1
        key = f"result-{paper.removeprefix('paper-')}-{self.results}"
        spot = self.spot(paper, quote, "result-factor")
        self.graph.add_node(key, kind="result", label=label, paper=paper, quote=quote, **(number or {}))
        self.graph.add_edge(paper, key, "has_result", relation="has_result", count=1, **spot)
        for slot, target in slots.items():
            self.graph.add_edge(key, target, slot, relation=slot, count=1, **spot)
        return key


def small_graph() -> nx.MultiDiGraph[str]:
    """Three papers round one GPU, with a result, an alias, a family and a letter outside the first plane."""
    make = GraphMaker()
    quill = make.paper(
        "paper-quill", "Quill: Paging the Cache",
        "Serving is slow, e.g. for long prompts. The 🚀 engine Quill pages its cache on an A100. "
        "It gives up to 3.5x higher throughput than vLLM. Memory falls too.",
    )  # fmt: skip
    a100 = make.entity(quill, "hardware", "NVIDIA A100", "A100", aliases="A100 | A100 GPU")
    own = make.entity(quill, "method", "Quill", count=2, relation="introduces")
    vllm = make.entity(quill, "software", "vLLM")
    make.entity(quill, "metric", "throughput")
    gain = {"metric": "throughput", "value": 3.5, "unit": "x", "sense": "gain", "qualifier": "up to",
            "better": "higher", "normal": 3.5, "normal_unit": "x", "confidence": 0.94}  # fmt: skip
    make.result(quill, "3.5x throughput gain (up to)", "up to 3.5x higher throughput", gain, subject=own, baseline=vllm)
    inkwell = make.paper("paper-inkwell", "Inkwell, or Small Weights", "Quantization on the A100 keeps 78.3% on GSM8K.")
    make.entity(inkwell, "hardware", "NVIDIA A100", "A100", aliases="A100 | A100 GPU")
    gsm8k = make.entity(inkwell, "dataset", "GSM8K")
    make.entity(inkwell, "method", "quantization", "Quantization")
    score = {"metric": "accuracy", "value": 78.3, "unit": "%", "sense": "value", "better": "higher", "confidence": 0.85}
    make.result(inkwell, "78.3% accuracy", "keeps 78.3%", score, dataset=gsm8k, hardware=a100)
    blot = make.paper("paper-blot", "Blot Tests", "We compare with vLLM on an A100.")
    make.entity(blot, "hardware", "NVIDIA A100", "A100", aliases="A100 | A100 GPU")
    make.entity(blot, "software", "vLLM", relation="compares_with")
    make.graph.nodes[a100].update(
        vendor="NVIDIA", device_class="data-centre GPU", year=2020, memory_gb=40.0, memory_gb_high=80.0
    )
    make.graph.add_node("hardware-gpu", kind="hardware", label="GPU", papers=0, mentions=0)
    spot = make.spot(quill, "A100", "rule-hardware-nvidia-a100")
    make.graph.add_edge(a100, "hardware-gpu", "broader", relation="broader", count=1, **spot)
    return make.graph


def hostile_key(text: str) -> str:
    """A key as bad as `text`, less half characters: an address cannot hold those."""
    return f"method-{text}"[:300].replace("\ud83d", "")


def hostile_graph() -> nx.MultiDiGraph[str]:
    """Titles, abstracts, labels, aliases and keys that try to be more than text, all in one neighbourhood."""
    make = GraphMaker()
    for number, text in enumerate(HOSTILE):
        paper = make.paper(f"paper-{number}", text, f"Before. Here {text} stands. After.", source=text)
        make.entity(paper, "method", text, text, count=2, key=hostile_key(text), aliases=f"{text} | other")
        make.graph.nodes[paper]["abstract"] += " HUB and HUB."
        make.entity(paper, "hardware", "HUB", count=2)
        make.result(paper, text, f"Here {text} stands", subject=hostile_key(text))
    return make.graph


def random_graph(papers: int, entities: int, seed: int = 3) -> nx.MultiDiGraph[str]:
    """A graph the size of a real one: few names are everywhere, most are rare; each paper has two results."""
    chance = random.Random(seed)
    kinds = ("method", "model", "hardware", "metric", "dataset", "task", "software")
    names = [(kinds[number % len(kinds)], f"Thing {number}") for number in range(entities)]
    weights = [1 / (number + 3) for number in range(entities)]
    make = GraphMaker()
    for number in range(papers):
        found = sorted(
            set(chance.choices(names, weights, k=9)) | {names[(number * 5 + shift) % entities] for shift in range(5)}
        )
        sentences = [f"We look at {label} with some care, and then write of it at length." for _, label in found]
        text = " ".join([*sentences, f"It is {number + 2}x faster.", f"It saves {number % 90}% memory."])
        paper = make.paper(f"paper-{number:05}", f"Work {number}: On {found[0][1]} and Others", text)
        keys = [make.entity(paper, kind, label, count=chance.choice((1, 1, 2))) for kind, label in found]
        make.result(paper, f"{number + 2}x speedup gain", f"{number + 2}x faster", subject=keys[0], baseline=keys[1])
        make.result(paper, f"{number % 90}% memory cut", f"{number % 90}% memory", subject=keys[0])
    return make.graph
