"""A worker process: is given the compiled rules, then does one job after another, and ends with its parent."""

from __future__ import annotations

import gc
import sys
from typing import IO

import msgspec

from kg.processes.child import end_with, frames_to_read, own_output
from kg.processes.frames import packed
from kg.record import Extractor
from kg.run.work.job import Answer, Job, do

__all__ = ["Broken", "Reply", "main", "replied"]


class Broken(msgspec.Struct, frozen=True):
    """What the file system refused."""

    number: int
    reason: str
    file: str | None


class Reply(msgspec.Struct, frozen=True):
    """What a worker says to a job: the answer, or why there is none."""

    answer: Answer | None = None
    broken: Broken | None = None

    def read(self) -> Answer:
        """The answer. Raises the OSError that the worker met."""
        if self.broken is not None:
            raise OSError(self.broken.number, self.broken.reason, self.broken.file)
        assert self.answer is not None
        return self.answer


def replied(job: Job, extractor: Extractor) -> Reply:
    """Do a job."""
    try:
        return Reply(do(job, extractor))
    except OSError as error:
        return Reply(broken=Broken(error.errno or 0, error.strerror or str(error), error.filename))


def main() -> None:
    """Work for the process whose number stands on the command line."""
    out = own_output()
    end_with(int(sys.argv[1]))
    frames = frames_to_read()
    extractor = Extractor.from_compiled(frames.get())
    gc.freeze()  # what it is made of stays to the end
    _say(out, b"")
    decode = msgspec.msgpack.Decoder(Job).decode
    encode = msgspec.msgpack.Encoder().encode
    while True:
        _say(out, encode(replied(decode(frames.get()), extractor)))


def _say(out: IO[bytes], message: bytes) -> None:
    out.write(packed(message))
    out.flush()


if __name__ == "__main__":
    main()
