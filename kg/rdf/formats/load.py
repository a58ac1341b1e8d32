"""RDF files of any format into an Oxigraph store, with one clear line for what cannot be read."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Store

from kg.errors import InputError
from kg.rdf.formats.names import FORMATS, format_of

__all__ = ["load_file"]


def load_file(store: Store, file: Path, *, ours: bool = False) -> None:
    """Load a file into a store; raises InputError for one that is not there, cannot be read, or is no RDF.

    In one of `ours` it is not checked whether each IRI is one, which takes a fifth of the time.
    """
    if not file.exists():
        where, what = (file.parent, file.name) if file.name == "graph.nt" else (file, "such file")
        raise InputError(str(where), f"there is no {what} here; make one with `kg build`")
    format_ = format_of(file)
    if format_ is None:
        endings = ", ".join(format_.suffix for format_ in FORMATS.values())
        raise InputError(str(file), f"is named none of {endings}; give an RDF file that is")
    try:
        store.bulk_load(path=file, format=format_.engine, lenient=ours)
    except SyntaxError as error:
        raise InputError(str(file), f"is no valid RDF: {_one_line(error)}", error.lineno) from error
    except OSError as error:
        raise InputError(str(file), f"cannot be read: {_one_line(error)}") from error


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())
