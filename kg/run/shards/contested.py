"""Names that several papers of shards coin: DuckDB finds them, and what decides whose they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from kg.graph.namesakes import Claims

__all__ = ["contested_in"]

_CLAIMED = """
WITH stored AS (SELECT id, introduces, entities FROM read_parquet($files) {among}),
shared AS (SELECT key FROM (SELECT id, unnest(introduces) AS key FROM stored) GROUP BY key HAVING count(*) > 1)
SELECT id, e.key, len(list_filter(e.mentions, lambda m: m.rule = e.key)) > 0 AS ruled,
       list_transform(e.mentions, lambda m: m.text) AS forms
FROM (SELECT id, introduces, unnest(entities) AS e FROM stored)
WHERE e.key IN (FROM shared) AND list_contains(introduces, e.key)
ORDER BY id
"""


def contested_in(shards: Sequence[Path], ids: Collection[str] | None = None) -> dict[str, list[str]]:
    """By paper, the keys that `kg.graph.namesakes` makes its own; of all papers of shards, or of those with `ids`."""
    import duckdb

    claims = Claims()
    among, wanted = ("", {}) if ids is None else ("WHERE id IN $ids", {"ids": sorted(ids)})
    with duckdb.connect() as database:
        found = database.execute(_CLAIMED.format(among=among), {"files": list(map(str, shards)), **wanted})
        while rows := found.fetchmany(10_000):
            for paper, key, ruled, forms in rows:
                claims.claim(paper, key, ruled, forms)
    return claims.contested()
