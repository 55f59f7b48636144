"""Shapes of single values."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from yaml.nodes import Node, ScalarNode

from idxdoctor.scenario.shapes.shape import Faults, is_null, kind, suggestion

T = TypeVar("T")


class Text(NamedTuple, Generic[T]):
    """A text, taken as it is written: `no`, `1.0` and `2024-01-01` stay texts. `parse` may refuse it."""

    parse: Callable[[str], T]
    pattern: str | None = None

    def read(self, node: Node, faults: Faults) -> T | None:
        """Return the parsed text."""
        if not isinstance(node, ScalarNode) or is_null(node):
            faults.add(node, f"a text is wanted, and this is {kind(node)}")
            return None
        if self.pattern and not re.search(self.pattern, node.value):
            faults.add(node, f"a text that matches {self.pattern} is wanted")
            return None
        try:
            return self.parse(node.value)
        except ValueError as error:
            faults.add(node, str(error))
            return None

    def schema(self) -> dict[str, Any]:
        """Return the schema of a text."""
        return {"type": "string"} | ({"pattern": self.pattern} if self.pattern else {})


class Choice(NamedTuple):
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, node: Node, faults: Faults) -> str | None:
        """Return the word."""
        if isinstance(node, ScalarNode) and node.value in self.words:
            return str(node.value)
        hint = suggestion(node.value, self.words) if isinstance(node, ScalarNode) else ""
        faults.add(node, f"one of {', '.join(self.words)} is wanted{hint}")
        return None

    def schema(self) -> dict[str, Any]:
        """Return the schema of the words."""
        return {"enum": list(self.words)}


class Whole(NamedTuple):
    """A whole number between two bounds, both included."""

    least: int
    most: int

    def read(self, node: Node, faults: Faults) -> int | None:
        """Return the number."""
        plain = isinstance(node, ScalarNode) and not node.style and re.fullmatch(r"[0-9]{1,9}", node.value)
        if plain and self.least <= int(node.value) <= self.most:
            return int(node.value)
        faults.add(node, f"a whole number from {self.least} to {self.most} is wanted")
        return None

    def schema(self) -> dict[str, Any]:
        """Return the schema of the number."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class Seconds(NamedTuple):
    """A number of seconds."""

    def read(self, node: Node, faults: Faults) -> float | None:
        """Return the number."""
        if isinstance(node, ScalarNode) and re.fullmatch(r"[0-9]{1,6}(\.[0-9]+)?", node.value):
            return float(node.value)
        faults.add(node, "a number of seconds is wanted")
        return None

    def schema(self) -> dict[str, Any]:
        """Return the schema of the number."""
        return {"type": "number", "minimum": 0}


class Flag(NamedTuple):
    """`true` or `false`, and nothing that YAML 1.1 takes for them."""

    def read(self, node: Node, faults: Faults) -> bool | None:
        """Return the truth."""
        if isinstance(node, ScalarNode) and not node.style and node.value in {"true", "false"}:
            return bool(node.value == "true")
        faults.add(node, "true or false is wanted")
        return None

    def schema(self) -> dict[str, Any]:
        """Return the schema of the truth."""
        return {"type": "boolean"}
