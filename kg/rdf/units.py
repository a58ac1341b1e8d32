"""Units as papers write them, and the QUDT units they are; all others get a unit of ours."""

from __future__ import annotations

from kg.rdf.iris import Iris
from kg.rdf.own_units import own_unit
from kg.rdf.prefixes import PREFIXES

__all__ = ["qudt_unit", "unit_node"]

# What may mean two things is left out: Gb and Kb (bits or bytes), TFLOPs (a count or a rate), $ (of which country?).
_FORMS_BY_QUDT_NAME = {
    "UNITLESS": "x",
    "PERCENT": "%, percent, per cent",
    "NanoSEC": "ns, nanosecond, nanoseconds",
    "MicroSEC": "us, µs, μs, mus, microsecond, microseconds",
    "MilliSEC": "ms, msec, millisecond, milliseconds",
    "SEC": "s, sec, secs, second, seconds",
    "MIN": "min, mins, minute, minutes",
    "HR": "h, hr, hrs, hour, hours",
    "DAY": "day, days",
    "WK": "week, weeks",
    "BYTE": "B, byte, bytes",
    "KiloBYTE": "KB, kB, kb, kbytes, kilobyte, kilobytes",
    "MegaBYTE": "MB, mb, megabyte, megabytes",
    "GigaBYTE": "GB, gb, gigabyte, gigabytes",
    "TeraBYTE": "TB, tb, terabyte, terabytes",
    "PetaBYTE": "PB, petabyte, petabytes",
    "KibiBYTE": "KiB, kibibyte, kibibytes",
    "MebiBYTE": "MiB, mebibyte, mebibytes",
    "GibiBYTE": "GiB, gibibyte, gibibytes",
    "TebiBYTE": "TiB, tebibyte, tebibytes",
    "PebiBYTE": "PiB, pebibyte, pebibytes",
    "BIT": "bit, bits",
    "MicroW": "uW, µW, μW, microwatt, microwatts",
    "MilliW": "mW, milliwatt, milliwatts",
    "W": "W, watt, watts",
    "KiloW": "kW, kilowatt, kilowatts",
    "MegaW": "MW, megawatt, megawatts",
    "FemtoJ": "fJ, femtojoule, femtojoules",
    "PicoJ": "pJ, picojoule, picojoules",
    "NanoJ": "nJ, nanojoule, nanojoules",
    "MicroJ": "uJ, µJ, μJ, muJ, microjoule, microjoules",
    "MilliJ": "mJ, millijoule, millijoules",
    "J": "J, joule, joules",
    "KiloJ": "kJ, kilojoule, kilojoules",
    "MegaJ": "MJ, megajoule, megajoules",
    "W-HR": "Wh, watt hour, watt hours",
    "KiloW-HR": "kWh, kilowatt hour, kilowatt hours",
    "MegaW-HR": "MWh, megawatt hour, megawatt hours",
    "HZ": "Hz",
    "KiloHZ": "kHz",
    "MegaHZ": "MHz",
    "GigaHZ": "GHz",
    "DeciB": "dB",
    "FRAME-PER-SEC": "FPS, fps, frames/s, frame/s, frames/sec, frames per second, frame per second",
    "FLOPS": "FLOP/s",
    "GigaFLOPS": "GFLOPS, GFLOP/s",
    "TeraFLOPS": "TFLOPS, TFLOP/s, TFLOPS/s, TFLOPs/s, teraflops",
    "PetaFLOPS": "PFLOPS, PFLOP/s, petaflops",
    "BYTE-PER-SEC": "B/s",
    "MegaBYTE-PER-SEC": "MB/s, MBps",
    "GigaBYTE-PER-SEC": "GB/s, GBps, GB/sec",
    "KiloBIT-PER-SEC": "kbps, kbit/s",
    "MegaBIT-PER-SEC": "Mbps, Mbit/s, Mb/s",
    "GigaBIT-PER-SEC": "Gbps, Gbit/s, Gb/s",
    "TeraBIT-PER-SEC": "Tbps, Tbit/s, Tb/s",
    "MilliM": "mm",
    "CentiM": "cm",
    "M": "meters, metres",
    "MilliM2": "mm2, mm^2, mm², square millimeters",
    "M-PER-SEC": "m/s",
    "KiloM-PER-HR": "km/h",
    "DEG": "deg, degree, degrees, °",
    "EV": "eV",
    "KiloJ-PER-MOL": "kJ/mol",
    "KiloCAL-PER-MOL": "kcal/mol",
    "KiloGM": "kg",
    "TONNE": "tonnes",
    "CCY_USD": "USD, US dollars",
}
_QUDT_NAMES = {form: name for name, forms in _FORMS_BY_QUDT_NAME.items() for form in forms.split(", ")}
_LONGEST_SIGN = 3  # letters: a longer form is a word, which means the same with a capital


def qudt_unit(unit: str) -> str | None:
    """Return the QUDT unit for a unit as written, or None where QUDT has none (tokens, images per second)."""
    name = _QUDT_NAMES.get(unit)
    if name is None and len(unit) > _LONGEST_SIGN and unit.istitle():
        name = _QUDT_NAMES.get(unit.lower())
    return f"<{PREFIXES['unit']}{name}>" if name else None


def unit_node(unit: str, iris: Iris) -> str:
    """Return QUDT's unit, or else ours: one for all the ways to write it."""
    return qudt_unit(unit) or iris.shared("unit", own_unit(unit).name)
