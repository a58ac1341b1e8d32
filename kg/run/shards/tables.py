"""Shards merged by the keys of entities, as tables: DuckDB does it piece by piece, for any number of papers.

    papers.parquet     paper, title, abstract, introduces, source
    entities.parquet   entity, kind, label, aliases, papers, mentions, broader
    mentions.parquet   paper, entity, section, start, end, text, rule, joined
    results.parquet    paper, number, and the fields of a result; number counts from 1 in each paper

They say of every entity what the NetworkX graph says of it, and do not need it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from kg.model import SLOTS, namesake_key
from kg.record.parquet import quoted_text

__all__ = ["TABLES", "write_tables"]

TABLES = ("papers.parquet", "entities.parquet", "mentions.parquet", "results.parquet")

_MEMORY = "1GB"  # what DuckDB may hold; more goes to its files

# What a paper calls by a name that others mean something else by stands under a key of its own.
_RECORDS = """
CREATE TEMP VIEW records AS
SELECT * FROM (SELECT * FROM read_parquet([{files}]) {among})
LEFT JOIN (SELECT id, map(list(key), list(own)) AS own FROM owned GROUP BY id) USING (id)
"""
_NAMED = """
CREATE TEMP VIEW named AS
SELECT id AS paper, coalesce(own[e.key], e.key) AS entity, lower(e.type) AS kind, e.name AS label, e.mentions, e.broader
FROM (SELECT id, own, unnest(entities) AS e FROM records)
"""
_RENAMED = ", ".join(f"{name}_key := coalesce(own[r.{name}_key], r.{name}_key)" for name in (*SLOTS, "metric_entity"))

# Where papers do not agree on what an entity is and is called, most of them win, then the first by the alphabet.
_ENTITIES = """
WITH votes AS (SELECT entity, kind, label, count(*) AS papers FROM named GROUP BY ALL),
chosen AS (SELECT entity, kind, label,
                  row_number() OVER (PARTITION BY entity ORDER BY papers DESC, kind, label) AS place
           FROM votes),
counted AS (SELECT entity, count(*) AS papers, sum(len(mentions))::BIGINT AS mentions,
                   list_sort(list_distinct(flatten(list(list_transform(mentions, lambda m: m.text))))) AS forms,
                   min(broader[1].key) AS broader
            FROM named GROUP BY entity),
above AS (SELECT c.key AS entity, kind, c.name AS label, row_number() OVER (
              PARTITION BY c.key ORDER BY count(*) DESC, kind, c.name) AS place,
              min(wider) AS broader
          FROM (SELECT kind, unnest(broader) AS c,
                       unnest(list_append(list_transform(broader[2:], lambda b: b.key), NULL)) AS wider
                FROM named)
          GROUP BY c.key, kind, c.name)
SELECT entity, kind, label, list_filter(forms, lambda f: f <> label) AS aliases, papers, mentions, broader
FROM counted JOIN chosen USING (entity) WHERE place = 1
UNION ALL
SELECT entity, kind, label, [] AS aliases, 0 AS papers, 0 AS mentions, broader
FROM above WHERE place = 1 AND entity NOT IN (SELECT entity FROM counted)
ORDER BY entity
"""

_QUERIES = {
    "papers.parquet": """
        SELECT id AS paper, title, abstract,
               list_transform(introduces, lambda key: coalesce(own[key], key)) AS introduces, source
        FROM records ORDER BY id
    """,
    "entities.parquet": _ENTITIES,
    "mentions.parquet": """
        SELECT paper, entity, m.section, m.start, m."end", m.text, m.rule, m.joined
        FROM (SELECT paper, entity, unnest(mentions) AS m FROM named)
        ORDER BY paper, m.section DESC, m.start, m."end", entity
    """,
    "results.parquet": f"""
        SELECT id AS paper, number, unnest(struct_update(r, {_RENAMED}))
        FROM (SELECT id, own, unnest(results) AS r, generate_subscripts(results, 1) AS number FROM records)
        ORDER BY paper, number
    """,
}


def write_tables(
    shards: Sequence[Path], folder: Path, contested: Mapping[str, Sequence[str]], ids: Collection[str] | None = None
) -> None:
    """Write the tables of shards, the files of a whole run, into a folder; with `ids` those of these papers.

    `contested` has by paper the keys that are its own, see `contested_in`.
    """
    import duckdb

    with duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": str(folder / "duckdb")}) as database:
        files = ", ".join(quoted_text(str(file)) for file in shards)
        owned = [(paper, key, namesake_key(key, paper)) for paper, keys in contested.items() for key in keys]
        database.execute("CREATE TEMP TABLE owned (id VARCHAR, key VARCHAR, own VARCHAR)")
        if owned:
            database.executemany("INSERT INTO owned VALUES (?, ?, ?)", owned)
        if ids is not None:
            database.execute("CREATE TEMP TABLE wanted AS SELECT unnest($ids) AS id", {"ids": sorted(ids)})
        among = "" if ids is None else "WHERE id IN (SELECT id FROM wanted)"
        database.execute(_RECORDS.format(files=files, among=among))
        database.execute(_NAMED)
        for name, query in _QUERIES.items():
            target = quoted_text(str(folder / name))
            database.execute(f"COPY ({query}) TO {target} (FORMAT parquet, COMPRESSION zstd)")
