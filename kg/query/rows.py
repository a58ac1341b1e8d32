"""Results as rows: for a program, for a frame, for a notebook."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from importlib import import_module
from typing import Any

from kg.errors import KgError
from kg.model import SLOTS, Bond
from kg.query.hits import ResultHit

__all__ = ["COLUMNS", "data_frame", "flat_row", "html_table", "json_row", "json_text"]

_NUMBER = ("metric", "metric_by", "value", "high", "unit", "sense", "qualifier", "better")
_HEADS = ("result", "measure", "subject", "vs", "hardware", "model", "dataset", "task", "confidence", "paper")
# The columns of a frame, in order.
COLUMNS = (
    "key", "amount", *_NUMBER, "normal", "normal_high", "normal_unit", "confidence",
    *(name for slot in SLOTS for name in (slot, f"{slot}_key", f"{slot}_by", f"{slot}_confidence")), "metric_key",
    "paper", "title", "quote", "sentence", "rule", "group", "rank",
)  # fmt: skip


def json_row(hit: ResultHit) -> dict[str, Any]:
    """Return a result as plain lists and dicts, with its evidence and what bound each slot."""
    spot = hit.evidence
    normal = hit.normal
    slots = {
        slot: {"name": getattr(hit, slot), "key": hit.keys.get(slot), **_why(_main_bond(hit, slot))}
        for slot in SLOTS
        if getattr(hit, slot) is not None or slot in hit.keys
    }
    return {
        "key": hit.key, "amount": hit.amount, **{name: getattr(hit, name) for name in _NUMBER},
        "normal": normal and {"value": normal.value, "high": normal.high, "unit": normal.unit},
        "confidence": hit.confidence, "metric_key": hit.keys.get("metric"), "slots": slots,
        "bound": [_bond_row(bond, name) for bond, name in zip(hit.bound, hit.bound_names, strict=True)],
        "paper": {"key": spot.paper, "title": spot.title},
        "evidence": {
            "section": spot.section, "start": spot.start, "end": spot.end, "quote": spot.text,
            "sentence": spot.sentence, "rule": spot.rule,
        },
    }  # fmt: skip


def flat_row(hit: ResultHit) -> dict[str, Any]:
    """Return a result as one row of `COLUMNS`, without its group and rank."""
    spot, normal = hit.evidence, hit.normal
    row = {"key": hit.key, "amount": hit.amount, **{name: getattr(hit, name) for name in _NUMBER}}
    row |= {
        "normal": normal and normal.value, "normal_high": normal and normal.high,
        "normal_unit": normal and normal.unit, "confidence": hit.confidence, "metric_key": hit.keys.get("metric"),
        "paper": spot.paper, "title": spot.title, "quote": spot.text, "sentence": spot.sentence, "rule": spot.rule,
    }  # fmt: skip
    for slot in SLOTS:
        why = {f"{slot}_{name}": value for name, value in _why(_main_bond(hit, slot)).items()}
        row |= {slot: getattr(hit, slot), f"{slot}_key": hit.keys.get(slot), **why}
    return row


def _bond_row(bond: Bond, name: str) -> dict[str, Any]:
    place = {"section": bond.section, "start": bond.start, "end": bond.end}
    return {"slot": bond.slot, "name": name, "key": bond.key, **_why(bond), **place}


def _main_bond(hit: ResultHit, slot: str) -> Bond | None:
    return next((name.bond for name in hit.names(slot)), None)


def _why(bond: Bond | None) -> dict[str, Any]:
    return {"by": bond and bond.by, "confidence": bond and bond.confidence}


def json_text(told: Any) -> str:
    """Return plain lists and dicts as JSON."""
    return json.dumps(told, ensure_ascii=False, indent=1)


def data_frame(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> Any:
    """Return a pandas DataFrame of rows with these columns. Raises KgError where pandas is missing."""
    try:
        pandas = import_module("pandas")
    except ImportError as error:
        raise KgError("a frame needs pandas; install it with: pip install 'kg-abstracts[pandas]'") from error
    return pandas.DataFrame(rows, columns=list(columns))


def html_table(heading: str, hits: Sequence[ResultHit]) -> str:
    """Return one table, its text escaped; the sentence of each result is the tooltip of its number."""
    caption = f"<caption>{escape(heading)}</caption>" if heading else ""
    head = "".join(f"<th>{name}</th>" for name in _HEADS)
    rows = "\n".join(f"<tr>{_html_cells(hit)}</tr>" for hit in hits)
    return f"<table>{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"


def _html_cells(hit: ResultHit) -> str:
    sure = "" if hit.confidence is None else f"{hit.confidence:.2f}"
    cells = (hit.measure, hit.subject, hit.baseline, hit.hardware, hit.model, hit.dataset, hit.task, sure,
             hit.evidence.title)  # fmt: skip
    first = f'<td title="{escape(hit.evidence.sentence)}">{escape(hit.amount)}</td>'
    return first + "".join(f"<td>{escape(cell or '')}</td>" for cell in cells)
