"""Clean-up makes text readable, touches nothing else, and has nothing left to do the second time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.clean import clean

CASES = {
    "white space of every kind": (" two\twords\nand\u00a0more \u2009", "two words and more"),
    "mojibake": ("the naÃ¯ve cafÃ© model", "the naïve café model"),
    "curly quotes": ("\u201cfast\u201d and the model\u2019s size", '"fast" and the model\'s size'),
    "dashes stay": ("fast \u2013 and small \u2014 models", "fast \u2013 and small \u2014 models"),
    "ligature": ("e\ufb03cient", "efficient"),
    "composed form": ("Me\u0301lange", "Mélange"),
    "invisible characters": ("zero\u200bwidth \ufefftext\u00ad", "zerowidth text"),
    "control characters": ("a\x00b\x07c", "abc"),
    "lone surrogate": ("bad \ud800 half", "bad \ufffd half"),
    "entities": ("A &amp; B, x &lt;1% and &gt;=5", "A & B, x <1% and >=5"),
    "no entity": ("AT&T; R&D", "AT&T; R&D"),
    "LaTeX quotes": ("the ``slow'' path", 'the "slow" path'),
    "number range": ("10--20 and 3\\%--5\\% -- so be it", "10\u201320 and 3%\u20135% -- so be it"),
    "escapes": (r"50\% of R\&D in a\_b \#1", "50% of R&D in a_b #1"),
    "times": (r"2.4\times faster on $4\times$ and 3$\times$ GPUs", "2.4× faster on 4× and 3× GPUs"),
    "nested styles": (r"up to \textit{\textbf{7.68$\times$}} less", "up to 7.68× less"),
    "switch": (r"of {\em reducing} it, {\bf bold}", "of reducing it, bold"),
    "single letter style": (r"in \mathcal O(n) and \widetilde{\mathcal O}(n)", "in O(n) and O(n)"),
    "accents": (r"M\'elange, na\"ive, Erd\H{o}s, G\"{o}del", "Mélange, naïve, Erdős, Gödel"),
    "letters in braces": (r"S{\o}ren and Stra{\ss}e in \O(n)", r"Søren and Straße in \O(n)"),
    "escaped apostrophe": (r"it\'s what they\'re for, isn\'t it", "it's what they're for, isn't it"),
    "escaped quotes": (r"called \"Foo\" here", 'called "Foo" here'),
    "greek": (r"$\alpha$-stable, ({\delta})", "α-stable, (δ)"),
    "mathematics": (r"$N$ users, top-$k$, Beta$(a,b)$, \(x^2\)", "N users, top-k, Beta(a,b), x^2"),
    "pure signs before digits": (r"$\sim$27 ms, $\approx$859k, $>$0.9", "~27 ms, ≈859k, >0.9"),
    "powers": (r"$10^{18}$ FLOPs, $3\times10^{-16}$", "10^18 FLOPs, 3×10^-16"),
    "power inside a name": (r"M^{3}ViT and D$^3$CL", "M^{3}ViT and D^{3}CL"),
    "degrees": (r"turned by ${\sim}91^{\circ}$", "turned by ~91°"),
    "separators in braces": (r"$N{=}1{,}116$, FID${}=2.2$", "N=1,116, FID=2.2"),
    "fraction and root": (r"$\frac{1}{2}$ of O($\sqrt{n}$)", "1/2 of O(√n)"),
    "operator": (r"$\mathcal{O}(n\log n)$", "O(n log n)"),
    "ties": (
        r"Layer~3 of BERT~(base), wav2vec~2.0 at 500~Mbps",
        "Layer 3 of BERT (base), wav2vec 2.0 at 500 Mbps",
    ),
    "about and to": ("in ~5 s, <~10K, 1M~60M, costs ~2x", "in ~5 s, <~10K, 1M~60M, costs ~2x"),
    "sim between letters": (r"$x\sim G$", "x ~ G"),
    "citation": (r"on LibriSpeech~\citep{panayotov} we", "on LibriSpeech we"),
    "spacing": (r"16\,FPS on RTX\,4090\ now\\ and f\!x", "16 FPS on RTX 4090 now and fx"),
    "money": ("costs $1.5M to run but $0.5M to rent", "costs $1.5M to run but $0.5M to rent"),
    "money and mathematics": ("saves $100K in all, $n$ times", "saves $100K in all, n times"),
    "escaped dollar": (r"the KV\$ hits, so KV\$-reuse pays", "the KV$ hits, so KV$-reuse pays"),
    "unknown command": (
        r"we call it \methodname, and \ours{} wins",
        r"we call it \methodname, and \ours wins",
    ),
    "unclosed style": (r"we call it \textbf{Foo", r"we call it \textbf{Foo"),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2.88times faster at 245759 times 50000 muJ",
        "sim500-billion tokens, 2.36sim 8.02times",
        "mathcal{O}(1/epsilon^4) steps",
        "latency of 8.377,s per step",
        "Rin R^{stimes d} and h^{1/4-epsilon}",
        "A^2ATS keeps H_2O tokens",
        "see https://example.org/~name/a_b?x=1&y=2",
    ],
)
def test_residue_without_a_backslash_is_left_to_the_number_grammar(text: str) -> None:
    assert clean(text) == text


PIECES = st.sampled_from(
    [*"\\${}~^_&`'\"-%#;,.()[]=<> 1a5zOé", "\\textbf{", "\\'", "\\times", "\\sim", "\\frac{", "$\\alpha$",
     "&amp;", "&Atilde;", "©", "Ã", "\\$", "``", "''", "--", "{\\em ", "\\cite{", "\\sqrt{", "^{", "}",
     "\u2028", "\u200b", "\ud800"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once == " ".join(once.split())


def test_deeply_nested_commands_are_opened_in_linear_time() -> None:
    depth = 5_000
    started = time.perf_counter()
    cleaned = clean("\\textbf{" * depth + "deep" + "}" * depth)
    assert time.perf_counter() - started < 5
    assert clean(cleaned) == cleaned
    assert cleaned.endswith("deep")
