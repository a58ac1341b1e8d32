"""Papers → records: the extractor that composes all stages, and the file the records live in."""

from kg.record.extractor import Extractor
from kg.record.rules import compiled_rules, load_extractor
from kg.record.store import RecordFile, decode_record, encode_record, read_records, write_records

__all__ = [
    "Extractor", "RecordFile", "compiled_rules", "decode_record", "encode_record", "load_extractor", "read_records",
    "write_records",
]  # fmt: skip
