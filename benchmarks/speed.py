"""What kg costs, in one table: `make bench`, or `python benchmarks/speed.py [FILES...]`. See docs/benchmarks.md.

The papers of FILES (default: the dumps of ../shared/corpus where they are, else the shipped sample) are read

a. whole, beside spaCy's tokenization of the same texts, and stage by stage;
b. by the token rules alone, beside spaCy's Matcher and EntityRuler with the same rules, and with 200 and 500 of them;
c. beside EDS-NLP and medspaCy with the same terms, where `python benchmarks/peers.py make` has installed them;
d. by the command, repeated with other words (see perturbed.py) to 1,000 and 4,000 papers, or as `--papers` says;
e. one of them, from the start of the process;
f. from the records of d to RDF and to a graph.

`--sections` takes some of these letters; `--write PAGE` puts the table between the marks of a page as well.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from speeds.graphs import graphs
from speeds.growth import growth
from speeds.machine import described
from speeds.matchers import matchers
from speeds.rivals import rivals
from speeds.stages import stages
from speeds.starts import starts
from speeds.table import Section, as_markdown, as_text, put_into

from kg.model import Paper
from kg.record import Extractor
from kg.ruleset import load_ruleset
from kg.sources import read_papers

ROOT = Path(__file__).resolve().parents[1]
LETTERS = "abcdef"
SIZES = (1_000, 4_000)
SOME = 40  # papers, for what takes others long


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("files", nargs="*", type=Path, help="files of papers")
    arguments.add_argument("--papers", nargs="+", type=int, default=SIZES, help="numbers of papers (1000 4000)")
    arguments.add_argument("--rounds", type=int, default=5, help="how often all are measured (default 5)")
    arguments.add_argument("--sections", default=LETTERS, help=f"which of {LETTERS} (default all)")
    arguments.add_argument("--write", type=Path, metavar="PAGE", help="write the table into this page, too")
    given = arguments.parse_args()
    if given.write:
        put_into(given.write.read_text(encoding="utf-8"), "")  # a page without marks is told of before the work
    papers = list(read_papers(given.files or _default_files()))
    with tempfile.TemporaryDirectory() as folder:
        sections = list(_measured(papers, sorted(given.papers), given.rounds, given.sections, Path(folder)))
    print(described(), end="\n\n")
    print(as_text(sections))
    if given.write:
        _write(given.write, sections)


def _default_files() -> list[Path]:
    dumps = sorted((ROOT.parent / "shared" / "corpus").glob("*.txt"))
    return dumps or sorted((ROOT / "kg" / "sample").glob("*.txt"))


def _measured(
    papers: Sequence[Paper], sizes: Sequence[int], rounds: int, letters: str, where: Path
) -> Iterator[Section]:
    rules = load_ruleset()
    some = papers[:: -(-len(papers) // SOME)]
    sections: dict[str, Callable[[], Section]] = {
        "a": lambda: stages(Extractor(rules), papers, rounds),
        "b": partial(matchers, rules, some, rounds),
        "c": partial(rivals, rules, some, rounds),
        "d": partial(growth, papers, sizes, where),
        "e": partial(starts, papers, rounds, where),
        "f": partial(graphs, sizes, where),
    }
    for letter, section in sections.items():
        if letter in letters or (letter == "d" and "f" in letters):  # f goes on from the records of d
            print(f"section {letter}", file=sys.stderr)
            yield section()


def _write(page: Path, sections: Sequence[Section]) -> None:
    content = f"{described()}\n\n{as_markdown(sections)}"
    page.write_text(put_into(page.read_text(encoding="utf-8"), content), encoding="utf-8")


if __name__ == "__main__":
    main()
