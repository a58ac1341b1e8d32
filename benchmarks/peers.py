"""Environments of their own for what kg is measured against: `python benchmarks/peers.py make [edsnlp] [medspacy]`.

They stand in benchmarks/.peers and hold packages that kg itself does not need; benchmarks/speed.py measures those that
are there. To be rid of them, remove the folder.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import venv
from pathlib import Path

__all__ = ["PEERS", "hint", "make", "python_of"]

FOLDER = Path(__file__).resolve().parent / ".peers"
PEERS = {"edsnlp": "edsnlp==0.23.0", "medspacy": "medspacy==1.3.1"}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("action", choices=["make"])
    arguments.add_argument("peers", nargs="*", metavar="PEER", help=f"some of {', '.join(PEERS)}; by default all")
    given = arguments.parse_args()
    if unknown := set(given.peers) - set(PEERS):
        arguments.error(f"no such peer: {', '.join(sorted(unknown))}; there are {', '.join(PEERS)}")
    for name in given.peers or PEERS:
        make(name)


def make(name: str) -> None:
    """An environment with the peer, instead of one that is there already."""
    print(f"installing {PEERS[name]} into {FOLDER / name}", file=sys.stderr)
    venv.create(FOLDER / name, clear=True, with_pip=True)
    install = [str(_python(name)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PEERS[name]]
    subprocess.run(install, check=True)  # noqa: S603 - the packages named above
    (FOLDER / name / ".ready").touch()  # an installation that failed is none


def python_of(name: str) -> Path | None:
    """The interpreter of a peer's environment; None where it was not made."""
    return _python(name) if (FOLDER / name / ".ready").exists() else None


def _python(name: str) -> Path:
    return FOLDER / name / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def hint(name: str) -> str:
    """What to say of a peer that is not there."""
    return f"{name}: not installed (python benchmarks/peers.py make {name})"


if __name__ == "__main__":
    main()
