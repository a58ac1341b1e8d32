"""Units as papers write them, and the QUDT units they are; all others get a unit of ours."""

from __future__ import annotations

from kg.rdf.iris import Iris
from kg.rdf.prefixes import PREFIXES

__all__ = ["qudt_unit", "unit_node"]

_FORMS_BY_QUDT_NAME = {
    "UNITLESS": "x",
    "PERCENT": "%",
    "NanoSEC": "ns",
    "MicroSEC": "us µs μs microseconds",
    "MilliSEC": "ms millisecond milliseconds",
    "SEC": "s sec secs second seconds",
    "MIN": "min mins minute minutes",
    "HR": "h hr hrs hour hours",
    "DAY": "day days",
    "WK": "week weeks",
    "BYTE": "B byte bytes",
    "KiloBYTE": "KB kB",
    "MegaBYTE": "MB",
    "GigaBYTE": "GB",
    "TeraBYTE": "TB",
    "KibiBYTE": "KiB",
    "MebiBYTE": "MiB",
    "GibiBYTE": "GiB",
    "BIT": "bit bits",
    "MicroW": "uW µW μW",
    "MilliW": "mW",
    "W": "W watt watts",
    "KiloW": "kW",
    "PicoJ": "pJ",
    "NanoJ": "nJ",
    "MicroJ": "uJ µJ μJ",
    "MilliJ": "mJ",
    "J": "J joule joules",
    "KiloJ": "kJ",
    "KiloW-HR": "kWh",
    "HZ": "Hz",
    "KiloHZ": "kHz",
    "MegaHZ": "MHz",
    "GigaHZ": "GHz",
    "DeciB": "dB",
    "FRAME-PER-SEC": "FPS fps frames/s",
    "GigaFLOPS": "GFLOPS GFLOP/s",
    "TeraFLOPS": "TFLOPS TFLOP/s",
    "PetaFLOPS": "PFLOPS PFLOP/s",
    "MegaBYTE-PER-SEC": "MB/s",
    "GigaBYTE-PER-SEC": "GB/s",
    "MilliM2": "mm2 mm^2 mm²",
    "KiloGM": "kg",
    "TONNE": "tonnes",
}
_QUDT_NAMES = {form: name for name, forms in _FORMS_BY_QUDT_NAME.items() for form in forms.split()}


def qudt_unit(unit: str) -> str | None:
    """Return the QUDT unit for a unit as written, or None where QUDT has none (tokens, images per second)."""
    name = _QUDT_NAMES.get(unit)
    return f"<{PREFIXES['unit']}{name}>" if name else None


def unit_node(unit: str, iris: Iris) -> str:
    """Return QUDT's unit, or else ours."""
    return qudt_unit(unit) or iris.shared("unit", unit)
