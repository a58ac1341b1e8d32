"""How large a NetworkX graph may get."""

from __future__ import annotations

from kg.errors import KgError

__all__ = ["MOST_PAPERS", "check_size"]

MOST_PAPERS = 250_000  # some 6 GB; about 24 KB a paper


def check_size(papers: int) -> None:
    """Raises KgError for more papers than a NetworkX graph will hold, before memory runs out; it says what will do."""
    if papers > MOST_PAPERS:
        raise KgError(
            f"{papers:,} papers are too many for a NetworkX graph (to about {MOST_PAPERS:,}): take tables and RDF for"
            " all of them (`kg extract --shards`, then `kg build --from`), and a graph of a part (--about NAME)"
        )
