"""Everything an extractor is made of as plain data: one byte string, from which any process makes the same at once.

What is in it was checked when it was made, so nothing is checked, and no regular expression compiled, before a text
asks for it. It is decoded by type: whatever bytes it is given, it runs nothing.
"""

from __future__ import annotations

import msgspec

from kg.extract.known.terms import PackedForms
from kg.extract.results import ResultGrammar
from kg.identity.families import PackedFamilies
from kg.memory import no_garbage
from kg.ruleset import PackedRules

__all__ = ["Compiled", "decode_compiled", "encode_compiled"]


class Compiled(msgspec.Struct, frozen=True, array_like=True):
    """Rules, with what is made of all of them at once, and the grammar of results."""

    rules: PackedRules
    forms: PackedForms
    families: PackedFamilies
    grammar: ResultGrammar


def encode_compiled(compiled: Compiled) -> bytes:
    """The byte string that `decode_compiled` reads."""
    return msgspec.msgpack.encode(compiled)


def decode_compiled(data: bytes) -> Compiled:
    """What was encoded. Raises msgspec.MsgspecError or ValueError for anything else."""
    with no_garbage():
        return msgspec.msgpack.decode(data, type=Compiled)
