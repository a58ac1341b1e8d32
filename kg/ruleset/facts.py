"""What a rule states of its thing beside its names: figures of a datasheet, checked field by field."""

from __future__ import annotations

from kg.model import Facts
from kg.ruleset.entry import Entry
from kg.ruleset.files import LINE

__all__ = ["DEVICE_CLASSES", "facts_of"]

DEVICE_CLASSES = (
    "data-centre GPU", "workstation GPU", "consumer GPU", "laptop GPU", "mobile GPU", "TPU", "AI accelerator", "FPGA",
    "FPGA board", "edge board", "edge accelerator", "phone chip", "phone", "laptop chip", "server CPU", "desktop CPU",
    "mobile CPU", "embedded CPU", "microcontroller", "superchip", "system",
)  # fmt: skip
_TEXTS = ("vendor", "architecture", "memory_type", "source")
_AMOUNTS = ("bandwidth_gb_s", "fp16_tflops", "power_w")
_YEARS = (1985, 2100)


def facts_of(entry: Entry) -> Facts | None:
    """Return what the field `facts` says, or None where there is none. Raises RuleError for what cannot be so."""
    if "facts" not in entry:
        return None
    given = Entry(entry.file, {**entry.part("facts").raw, LINE: entry.line, "id": entry.id()})  # errors name the rule
    given.only((*_TEXTS, *_AMOUNTS, "device_class", "year", "memory_gb", "id"))
    if "source" not in given and set(given.raw) - {LINE, "id", "device_class"}:
        raise entry.wrong("field 'facts' needs a 'source': the name of the datasheet its figures are from")
    year = given.count("year", 0) or None
    if year is not None and not _YEARS[0] <= year <= _YEARS[1]:
        raise entry.wrong(f"field 'year' must be the year of launch, not {year}")
    least, most = _memory(given)
    bandwidth, throughput, power = (_amount(given, name) if name in given else None for name in _AMOUNTS)
    vendor, architecture, memory_type, source = map(given.optional_text, _TEXTS)
    device_class = given.optional_word("device_class", DEVICE_CLASSES)
    return Facts(
        vendor, device_class, architecture, year, least, most, memory_type, bandwidth, throughput, power, source
    )


def _memory(given: Entry) -> tuple[float | None, float | None]:
    """GB of memory: one number, or the least and the most that the device is sold with."""
    if "memory_gb" not in given:
        return None, None
    if not isinstance(given.raw["memory_gb"], list):
        return _amount(given, "memory_gb"), None
    sizes = given.numbers("memory_gb")
    if len(sizes) != 2 or not 0 < sizes[0] < sizes[1]:
        raise given.wrong("field 'memory_gb' must be a number of GB, or the least and the most as [40, 80]")
    return sizes[0], sizes[1]


def _amount(given: Entry, field: str) -> float:
    amount = given.number(field)
    if amount <= 0:
        raise given.wrong(f"field {field!r} must be above 0, not {amount:g}; leave out what is not known")
    return amount
