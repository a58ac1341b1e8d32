"""YAML with line numbers: every mapping of a rule file remembers the line it starts on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from kg.errors import RuleError

__all__ = ["LINE", "read_yaml", "without_lines"]

LINE = "__line__"


class _LineLoader(yaml.CSafeLoader):
    """Safe YAML, each mapping with its line under `LINE`, double keys refused."""

    def construct_lined(self, node: yaml.MappingNode) -> dict[Any, Any]:
        mapping: dict[Any, Any] = self.construct_mapping(node, deep=True)
        if len(mapping) < len(node.value):
            raise self._twice(node)
        mapping[LINE] = node.start_mark.line + 1
        return mapping

    def _twice(self, node: yaml.MappingNode) -> yaml.MarkedYAMLError:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        second = next(at for at, key in enumerate(keys) if key in keys[:at])
        problem = f"the field {keys[second]!r} stands twice"
        return yaml.constructor.ConstructorError(None, None, problem, node.value[second][0].start_mark)


# YAML 1.1 reads `no`, `on` and `off` as booleans; here they are the English words, as in YAML 1.2.
_LineLoader.yaml_implicit_resolvers = {
    letter: [(tag, regexp) for tag, regexp in resolvers if letter in "tTfF" or not tag.endswith(":bool")]
    for letter, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_LineLoader.add_constructor("tag:yaml.org,2002:map", _LineLoader.construct_lined)


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping a rule file holds. Raises RuleError, with the line, where it is no such thing."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LineLoader)  # noqa: S506 - a safe loader's child
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(path.name, f"cannot be read: {error}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise RuleError(path.name, f"is not valid YAML: {error.problem}", line) from error
    except yaml.YAMLError as error:  # a character that no YAML file may hold
        raise RuleError(path.name, f"is not valid YAML: {' '.join(str(error).split())}") from error
    if not isinstance(content, dict):
        raise RuleError(path.name, "must be a mapping with `type:` and `rules:` (see rules/README.md)", 1)
    return content


def without_lines(value: Any) -> Any:
    """The same value as its file has it: no mapping in it holds `LINE`."""
    if isinstance(value, Mapping):
        return {key: without_lines(part) for key, part in value.items() if key != LINE}
    return [without_lines(part) for part in value] if isinstance(value, list) else value
