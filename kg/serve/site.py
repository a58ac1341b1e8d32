"""The pages: the graph to look at, which the build wrote, its report, and one to ask at."""

from __future__ import annotations

import html
import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from kg.serve.refusal import Refused

__all__ = ["Site"]

_PAGES = Path(__file__).parent / "pages"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
_OWN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


class Site:
    """Pages over one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own = {file.name: file.read_bytes() for file in _PAGES.iterdir() if file.suffix in _TYPES}

    async def graph(self, request: Request) -> Response:  # noqa: ARG002 - Starlette gives it
        """The page of the graph."""
        return self._written("graph.html", "the page of a graph", "write it with `kg view`, or ask at /query")

    async def report(self, request: Request) -> Response:  # noqa: ARG002 - as above
        """The page of figures and results."""
        return self._written("report.html", "a report", "write it with `kg report`")

    def _written(self, name: str, what: str, remedy: str) -> Response:
        """A page of the folder, under the policy that it names itself."""
        file = self._folder / name
        try:
            with file.open(encoding="utf-8") as page:
                stated = _POLICY.search(page.read(4096))
        except OSError as error:
            raise Refused(404, f"the folder has no {name}; {remedy}") from error
        if stated is None:
            raise Refused(404, f"{name} is not {what}; {remedy}")
        policy = f"{html.unescape(stated[1])}; frame-ancestors 'none'"
        return FileResponse(file, headers={"Content-Security-Policy": policy, "Content-Type": _type(".html")})

    async def query(self, request: Request) -> Response:  # noqa: ARG002 - Starlette gives it
        """The page to ask at."""
        return self._file("query.html")

    async def part(self, request: Request) -> Response:
        """A script or a style of that page."""
        return self._file(request.path_params["name"])

    def _file(self, name: str) -> Response:
        if name not in self._own:
            raise Refused(404, f"there is no page {name!r}")
        headers = {"Content-Security-Policy": _OWN, "Content-Type": _type(Path(name).suffix)}
        return Response(self._own[name], headers=headers)


def _type(suffix: str) -> str:
    return f"{_TYPES[suffix]}; charset=utf-8"
