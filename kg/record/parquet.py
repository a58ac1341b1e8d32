"""Records as Parquet: one row a record, its columns the record's fields, and beside them the paper's other versions.

DuckDB reads and writes the files. The types of the columns are worked out from the records' own, so that what comes
back is what went in: `test_parquet.py` holds it to that.
"""

from __future__ import annotations

import types
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from kg.errors import InputError
from kg.model import Extraction, Paper
from kg.record.store import encode_record

if TYPE_CHECKING:
    import duckdb

__all__ = ["Versions", "ask_parquet", "quoted_text", "read_parquet", "read_parquet_papers", "write_parquet"]

Versions = tuple[str, ...]  # the abstracts that other versions of a paper have

_ENCODE = msgspec.json.Encoder().encode
_TYPES = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE"}
_LARGEST_LINE = 1 << 28  # bytes of one record


class _PaperRow(Paper, frozen=True, gc=False):
    """A row without what was read from the paper's text."""

    versions: Versions = ()


def write_parquet(rows: Iterable[tuple[Extraction, Versions]], target: Path) -> int:
    """Write records with the other versions of their papers; returns how many. The same rows give the same bytes.

    Writes `target` and, for as long as it takes, a file of JSON Lines beside it. Raises OSError where it cannot.
    """
    lines = target.with_suffix(".jsonl")
    count = 0
    try:
        with lines.open("wb") as out:
            for count, (record, versions) in enumerate(rows, 1):  # noqa: B007 - the count is what is returned
                out.write(encode_record(record)[:-2] + b',"versions":' + _ENCODE(versions) + b"}\n")
        columns = ", ".join(f"{_quoted(name)}: {quoted_text(type_)}" for name, type_ in _columns().items())
        filled = ", ".join(f"{_filled(type_, _quoted(name))} AS {_quoted(name)}" for name, type_ in _fields().items())
        with _connection() as database:
            database.execute(
                f"COPY (SELECT {filled} FROM read_json({quoted_text(str(lines))}, format = 'newline_delimited', "
                f"columns = {{{columns}}}, maximum_object_size = {_LARGEST_LINE})) "
                f"TO {quoted_text(str(target))} (FORMAT parquet, COMPRESSION zstd)"
            )
    finally:
        lines.unlink(missing_ok=True)
    return count


def read_parquet(file: Path, ids: Collection[str] | None = None) -> Iterator[Extraction]:
    """The records of a file that `write_parquet` wrote, in order; with `ids` only those.

    Raises InputError where it is none.
    """
    decode = msgspec.json.Decoder(Extraction).decode
    return map(decode, _rows(file, Extraction.__struct_fields__, ids))


def read_parquet_papers(file: Path) -> Iterator[tuple[Paper, Versions]]:
    """The papers of such a file with their other versions, in order; what was read from them is passed over."""
    decode = msgspec.json.Decoder(_PaperRow).decode
    for row in map(decode, _rows(file, _PaperRow.__struct_fields__)):
        yield Paper(row.id, row.title, row.abstract, row.source), row.versions


def ask_parquet(query: str, files: Sequence[Path], values: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    """The rows that a query has of each of some files, which it calls `shards`; `values` are its parameters."""
    import duckdb

    for file in files:
        try:
            with _connection() as database:
                database.execute(f"CREATE TEMP VIEW shards AS SELECT * FROM read_parquet({quoted_text(str(file))})")
                yield from database.execute(query, values).fetchall()
        except duckdb.Error as error:
            raise _no_parquet(file, error) from error


def _connection() -> duckdb.DuckDBPyConnection:
    """A database in memory that does its work in one thread, in the order of the rows."""
    import duckdb

    return duckdb.connect(config={"threads": 1, "preserve_insertion_order": True})


def _rows(file: Path, names: Iterable[str], ids: Collection[str] | None = None) -> list[str]:
    """The rows of a file as JSON, of each no more than the columns `names`."""
    import duckdb

    packed = ", ".join(f"{name} := {name}" for name in map(_quoted, names))
    query = f"SELECT to_json(struct_pack({packed})) FROM read_parquet($file)"
    wanted = {} if ids is None else {"ids": list(ids)}
    try:
        with _connection() as database:
            found = database.execute(f"{query} WHERE id IN $ids" if wanted else query, {"file": str(file), **wanted})
            return [row for (row,) in found.fetchall()]
    except duckdb.Error as error:
        raise _no_parquet(file, error) from error


def _no_parquet(file: Path, error: Exception) -> InputError:
    return InputError(str(file), f"is no Parquet file of `kg extract --shards`: {str(error).splitlines()[0]}")


def _fields() -> dict[str, Any]:
    return {**get_type_hints(Extraction), "versions": Versions}


def _columns() -> dict[str, str]:
    return {name: _sql_type(type_) for name, type_ in _fields().items()}


def _sql_type(type_: Any) -> str:
    """The type of a column that holds what a field of a record does."""
    type_ = _present(type_)
    if get_origin(type_) is Literal:
        return "VARCHAR"
    if get_origin(type_) is tuple:
        return f"{_sql_type(get_args(type_)[0])}[]"
    if type_ in _TYPES:
        return _TYPES[type_]
    return f"STRUCT({', '.join(f'{_quoted(name)} {_sql_type(of)}' for name, of in get_type_hints(type_).items())})"


def _filled(type_: Any, value: str, depth: int = 0) -> str:
    """The value with empty lists where the JSON has none because they are empty: no field is a list or nothing."""
    type_ = _present(type_)
    if get_origin(type_) is tuple:
        item = get_args(type_)[0]
        each = _filled(item, f"x{depth}", depth + 1)
        whole = value if each == f"x{depth}" else f"list_transform({value}, lambda x{depth}: {each})"
        return f"coalesce({whole}, [])"
    if not (isinstance(type_, type) and issubclass(type_, msgspec.Struct)):
        return value
    inner = {name: _filled(of, f"{value}.{_quoted(name)}", depth) for name, of in get_type_hints(type_).items()}
    changed = {name: of for name, of in inner.items() if of != f"{value}.{_quoted(name)}"}
    if not changed:
        return value
    updates = ", ".join(f"{_quoted(name)} := {of}" for name, of in changed.items())
    return f"CASE WHEN {value} IS NULL THEN NULL ELSE struct_update({value}, {updates}) END"


def _present(type_: Any) -> Any:
    """What an optional field holds where it holds something."""
    if get_origin(type_) in (Union, types.UnionType):
        return next(of for of in get_args(type_) if of is not types.NoneType)
    return type_


def _quoted(name: str) -> str:
    return f'"{name}"'


def quoted_text(text: str) -> str:
    """A text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"
