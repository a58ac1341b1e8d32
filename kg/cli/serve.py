"""`kg serve`: a built folder over HTTP, for this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

__all__ = ["serve"]


def serve(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="A folder that `kg build` wrote.")] = Path("outputs"),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen; 0 takes a free port.")] = 8377,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="On which address: others than 127.0.0.1 are open.")] = (
        "127.0.0.1"
    ),
    timeout: Annotated[float, typer.Option(metavar="S", min=0.1, help="Seconds that a query may take.")] = 10,
    max_rows: Annotated[int, typer.Option(metavar="N", min=1, help="Rows that an answer may have.")] = 100_000,
    memory_limit: Annotated[int, typer.Option(metavar="MB", min=128, help="Memory that a query may take.")] = 1024,
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Processes for quick queries; four more than processors.")
    ] = None,
    cors: Annotated[
        list[str] | None,
        typer.Option("--cors", metavar="ORIGIN", help="A site whose pages may read answers, * for any. Repeatable."),
    ] = None,
) -> None:
    """Serve a built folder to this machine, read only.

    A SPARQL 1.1 endpoint, a JSON API, the page of the graph and a page to ask at. Makes the store of the folder first
    where there is none.

    \b
    Example:
      kg serve outputs --port 8377
    """
    from kg.serve import Settings
    from kg.serve.run import serve as serve_until_stopped

    more = {} if workers is None else {"workers": workers}
    serve_until_stopped(
        Settings(
            folder, host, port, timeout=timeout, memory=memory_limit << 20, max_rows=max_rows,
            cors=tuple(map(_origin, cors or [])), **more,
        )
    )  # fmt: skip


def _origin(given: str) -> str:
    """An origin as browsers name it, or `*`."""
    parts = urlsplit(given)
    if given != "*" and (parts.scheme not in ("http", "https") or given != f"{parts.scheme}://{parts.netloc}"):
        raise typer.BadParameter(f"{given!r} is no origin; give one as https://example.org, or *", param_hint="--cors")
    return given
