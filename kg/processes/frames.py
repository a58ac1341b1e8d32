"""What a process and its workers say to each other: frames of bytes, each after its length."""

from __future__ import annotations

import json
import struct
from asyncio import StreamReader
from collections.abc import Mapping
from typing import IO, Any

__all__ = ["PIECE", "packed", "packed_json", "read_frame", "receive_frame"]

PIECE = 1 << 16  # bytes of an answer in one frame
_LENGTH = struct.Struct(">I")


def packed(payload: bytes) -> bytes:
    """Return a frame."""
    return _LENGTH.pack(len(payload)) + payload


def packed_json(message: Mapping[str, Any]) -> bytes:
    """Return a frame of JSON."""
    return packed(json.dumps(message).encode())


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Return the next frame's content, None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    payload = stream.read(length)
    return payload if len(payload) == length else None


async def receive_frame(stream: StreamReader) -> bytes:
    """Return the next frame's content; raises IncompleteReadError at the end of the stream."""
    (length,) = _LENGTH.unpack(await stream.readexactly(_LENGTH.size))
    return await stream.readexactly(length)
