"""What a worker process is told when it is started."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["Orders"]


@dataclass(frozen=True)
class Orders:
    """The folder with the store, the memory for a query in bytes, whether it answers what is quick, and whose it is."""

    folder: Path
    memory: int
    quick: bool
    server: int

    def written(self) -> str:
        """Return them as one word of a command line."""
        return json.dumps({**asdict(self), "folder": str(self.folder)})

    @classmethod
    def read(cls, word: str) -> Orders:
        """Return what was written."""
        given = json.loads(word)
        return cls(**{**given, "folder": Path(given["folder"])})
