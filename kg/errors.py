"""Everything `kg` raises on purpose.

* KgError                 one clear line for the user; the command line prints it and exits 1
  * InputError            a source that cannot be read: names the file, the line, what to do
  * RuleError             a rule file that is wrong: names the file, the line, the rule, the field
  * OutputError           a folder or file that cannot be written
  * UnknownNameError      a name that no entity of the graph has; offers the nearest ones
  * QueryError            a SPARQL or graph query that cannot be answered as asked

Each message is one line that a person can act on; nothing else of ours is raised to callers.
"""

from __future__ import annotations

__all__ = ["InputError", "KgError", "OutputError", "QueryError", "RuleError", "UnknownNameError"]


class KgError(Exception):
    """Base of every error that is the user's to mend."""


class InputError(KgError):
    """A source that cannot be read as papers."""

    def __init__(self, file: str, problem: str, line: int | None = None) -> None:
        self.file, self.line, self.problem = file, line, problem
        where = file if line is None else f"{file}:{line}"
        super().__init__(f"{where}: {problem}")


class RuleError(KgError):
    """A rule file that does not say what a rule must say."""

    def __init__(self, file: str, problem: str, line: int | None = None, rule: str | None = None) -> None:
        self.file, self.line, self.rule, self.problem = file, line, rule, problem
        where = file if line is None else f"{file}:{line}"
        named = f" rule {rule}:" if rule else ""
        super().__init__(f"{where}:{named} {problem}")


class OutputError(KgError):
    """A place that cannot be written."""


class UnknownNameError(KgError, KeyError):
    """A name that nothing in the graph answers to."""

    def __init__(self, name: str, nearest: tuple[str, ...] = (), hint: str = "") -> None:
        self.name, self.nearest = name, nearest
        hints = [f"nearest: {', '.join(nearest)}" if nearest else "", hint]
        super().__init__("; ".join([f"nothing in the graph is called {name!r}", *filter(None, hints)]))

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError would show the message in quotes


class QueryError(KgError):
    """A query that cannot be answered as it was asked."""
