"""What becomes of a drawing of matplotlib's in a page."""

from __future__ import annotations

import pytest

from kg.view.report.svg import Link, inlined

LINKS = [Link("#figure=a&mark=b", 'the "first" <mark>'), Link("#figure=a&mark=c", "the second")]


def drawing(inside: str) -> bytes:
    root = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 20.5 10">'
    return f"{root}<metadata>x</metadata><defs><style>*{{}}</style></defs>{inside}</svg>".encode()


def test_styles_become_attributes_and_colours_classes() -> None:
    path = '<path d="M 0.123456 1 \nL 2.0004 3" style="fill: #d55e00; stroke: #16191d; stroke-width: 1.4"/>'
    svg = inlined(drawing(f'<g id="patch_1">{path}</g>'), [], "A & B", "wide")
    assert svg == (
        '<svg class="drawing wide" width="20.5" viewBox="0 0 20.5 10" role="group" aria-label="A &amp; B">'
        '<path class="fill-hardware stroke-ink" stroke-width="1.4" d="M 0.12 1 L 2 3"/></svg>'
    )


def test_text_stays_text_and_loses_its_font() -> None:
    style = "font-size: 12.5px; font-family: 'DejaVu Sans'; text-anchor: end; fill: #5a626d"
    text = f'<text style="{style}" x="1.234567" y="2" transform="rotate(-48 1.234567 2)">a &lt;b&gt;</text>'
    svg = inlined(drawing(text), [], "", "wide")
    assert (
        '<text class="fill-quiet" text-anchor="end" font-size="12.5" x="1.23" y="2" '
        'transform="rotate(-48 1.23 2)">a &lt;b&gt;</text>'
    ) in svg


def test_the_font_of_older_drawings_is_understood() -> None:
    text = '<text style="font: 11px \'DejaVu Sans\'; fill: #5a626d" x="0" y="0" transform="rotate(-0 0 0)">a</text>'
    assert '<text class="fill-quiet" font-size="11" x="0" y="0">a</text>' in inlined(drawing(text), [], "", "wide")


def test_the_parts_of_a_mark_are_one_link_and_the_first_is_reached_with_tab() -> None:
    shape = '<path d="M 0 0" style="fill: #d55e00"/>'
    parts = (("mark-0-reach", '<path d="M 0 0" style="fill: none"/>'), ("mark-1", shape), ("mark-0", shape))
    svg = inlined(drawing("".join(f'<g id="{name}">{inside}</g>' for name, inside in parts)), LINKS, "", "wide")
    said = "the &quot;first&quot; &lt;mark&gt;"
    assert svg.count("<a ") == 2
    assert (
        f'<a class="mark" href="#figure=a&amp;mark=b" data-mark="0" tabindex="0" aria-label="{said}">'
        f"<title>{said}</title>"
        '<path class="reach" d="M 0 0"/><path class="fill-hardware" d="M 0 0"/></a>'
    ) in svg
    assert 'data-mark="1" tabindex="-1" aria-label="the second"' in svg


@pytest.mark.parametrize("unknown", ['<image href="x"/>', '<path d="M 0 0" style="filter: url(#x)"/>'])
def test_what_is_not_known_is_refused(unknown: str) -> None:
    with pytest.raises(ValueError, match="this page"):
        inlined(drawing(unknown), [], "", "wide")
