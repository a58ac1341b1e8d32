"""What another process prints, which gives the members of sets another order."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]


def printed_elsewhere(code: str) -> str:
    """What `code` writes to standard output in a process of its own that can import our tests."""
    paths = os.pathsep.join([str(TESTS.parent), str(TESTS)])
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": paths}
    done = subprocess.run([sys.executable, "-c", code], cwd=TESTS, env=environment, capture_output=True, check=True)
    return done.stdout.decode()
