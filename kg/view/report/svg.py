"""A drawing of matplotlib's as a part of a page: no style of its own, the page's colours, and each mark a link.

The page's policy forbids styles in attributes, so what they say becomes attributes of SVG, and colours become classes
that the page fills in, light or dark. What is not known here is no part of our drawings, and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple
from xml.etree import ElementTree

from kg.plot.palette import PALETTE

__all__ = ["Link", "inlined"]

_NAMES = {colour: name for name, colour in PALETTE.items()}
_MARK = re.compile(r"mark-(\d+)(?:-(\w+))?")
_NUMBER = re.compile(r"-?\d+\.\d{3,}")
# A font is stated part by part, by older matplotlib in one; its family is the page's.
_FONT = re.compile(r"(?P<size>[\d.]+)px")
# What a style may say, and nothing else needs to be kept of it.
_KEPT = ("stroke-width", "stroke-dasharray", "stroke-linecap", "text-anchor")
_DROPPED = ("stroke-linejoin", "stroke-dashoffset", "font", "font-family", "font-size", "fill", "stroke")


class Link(NamedTuple):
    """Where a mark leads, and the mark in words."""

    href: str
    said: str


class _Shape(NamedTuple):
    """An element of a drawing as markup, and the mark that it is a part of."""

    markup: str
    mark: int | None


def inlined(drawing: bytes, links: Sequence[Link], label: str, form: str) -> str:
    """An SVG element for a page: `links` has one for each mark, `label` names the whole, `form` is its classes.

    One mark can be reached with Tab, the others from there with the arrow keys: a script moves between them.
    """
    root = ElementTree.fromstring(drawing)  # noqa: S314 - matplotlib has just written it
    shapes = list(_shapes(root, None))
    parts: dict[int, list[_Shape]] = {}
    for shape in shapes:
        if shape.mark is not None:
            parts.setdefault(shape.mark, []).append(shape)
    inside: list[str] = []
    for shape in shapes:
        if shape.mark is None:
            inside.append(shape.markup)
        elif shape is parts[shape.mark][0]:
            inside.append(_link(shape.mark, links[shape.mark], [part.markup for part in parts[shape.mark]]))
    width, height = root.get("viewBox", "0 0 0 0").split()[2:]
    sizes = f'width="{_short(width)}" viewBox="0 0 {_short(width)} {_short(height)}"'
    opened = f'<svg class="drawing {form}" {sizes} role="group" aria-label="{escape(label)}">'
    return f"{opened}{''.join(inside)}</svg>"


def _link(number: int, link: Link, parts: Sequence[str]) -> str:
    reached = "0" if number == 0 else "-1"
    said = escape(link.said)
    return (
        f'<a class="mark" href="{escape(link.href)}" data-mark="{number}" tabindex="{reached}" aria-label="{said}">'
        f"<title>{said}</title>{''.join(parts)}</a>"
    )


def _shapes(element: ElementTree.Element, mark: int | None) -> Iterator[_Shape]:
    """The shapes and texts below an element, in the order they are drawn."""
    for child in element:
        tag = child.tag.rpartition("}")[2]
        if tag in ("metadata", "defs"):
            continue
        if tag == "g":
            found = _MARK.fullmatch(child.get("id", ""))
            yield from _shapes(child, int(found[1]) if found else mark)
        elif tag == "path":
            yield _Shape(_path(child, pressed=mark is not None), mark)
        elif tag == "text":
            yield _Shape(_text(child), mark)
        else:
            raise ValueError(f"a drawing holds a {tag!r}, which this page does not show")


def _path(element: ElementTree.Element, *, pressed: bool) -> str:
    """A shape; what is neither filled nor drawn is there to be pressed, or not at all."""
    said = _style(element)
    line = _NUMBER.sub(lambda found: _short(found[0]), " ".join(element.get("d", "").split()))
    if said.get("fill") == "none" and said.get("stroke", "none") == "none":
        return f'<path class="reach" d="{line}"/>' if pressed else ""
    return f'<path{_attributes(said)} d="{line}"/>'


def _text(element: ElementTree.Element) -> str:
    said = _style(element)
    font = _FONT.search(said.get("font-size", said.get("font", "")))
    assert font is not None, "matplotlib states the size of each text"
    more = f' font-size="{_short(font["size"])}"'
    place = f' x="{_short(element.get("x", "0"))}" y="{_short(element.get("y", "0"))}"'
    turned = element.get("transform", "")
    if turned and not turned.startswith("rotate(-0 "):
        place += f' transform="{_NUMBER.sub(lambda found: _short(found[0]), escape(turned))}"'
    return f"<text{_attributes(said)}{more}{place}>{escape(element.text or '')}</text>"


def _style(element: ElementTree.Element) -> dict[str, str]:
    """What the style of an element says; a shape without a word on its fill is black in SVG, as text is."""
    pairs = (part.partition(":") for part in element.get("style", "").split(";") if part.strip())
    said = {name.strip(): value.strip() for name, _, value in pairs}
    unknown = set(said).difference(_KEPT, _DROPPED)
    if unknown:
        raise ValueError(f"a drawing is styled by {', '.join(sorted(unknown))}, which this page would lose")
    return said


def _attributes(said: dict[str, str]) -> str:
    classes = [f"{name}-{_NAMES[said[name]]}" for name in ("fill", "stroke") if said.get(name, "none") != "none"]
    plain = {name: said[name] for name in _KEPT if name in said}
    if "stroke" not in said:
        plain = {name: value for name, value in plain.items() if not name.startswith("stroke")}
    if said.get("fill") == "none":
        plain["fill"] = "none"
    kept = "".join(f' {name}="{escape(value)}"' for name, value in plain.items())
    return f' class="{" ".join(classes)}"{kept}'


def _short(number: str) -> str:
    return f"{float(number):.2f}".rstrip("0").rstrip(".") if "." in number else number
