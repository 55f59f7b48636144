"""What a shape is, and the faults that it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from idxdoctor.model.errors import InputError, Place

T_co = TypeVar("T_co", covariant=True)


@dataclass(slots=True)
class Faults:
    """Collects the faults of one file."""

    source: str
    found: list[InputError] = field(default_factory=list)

    def add(self, node: Node, message: str) -> None:
        """Note a fault at a node."""
        place = Place(self.source, node.start_mark.line + 1, node.start_mark.column + 1)
        self.found.append(InputError(message, place=place))


class Shape(Protocol[T_co]):
    """Reads a YAML node; returns None, and notes why, where the node has another shape."""

    def read(self, node: Node, faults: Faults) -> T_co | None:
        """Return the node's value."""

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the values."""


def suggestion(word: str, known: Mapping[str, Any] | tuple[str, ...]) -> str:
    """Return a guess at what was meant, or the list of what can be meant."""
    from difflib import get_close_matches

    close = get_close_matches(word, list(known), 1)
    return f"; '{close[0]}' was meant?" if close else f"; known are {', '.join(known)}"


def is_null(node: Node) -> bool:
    """Say whether a node is empty, or YAML's null."""
    return isinstance(node, ScalarNode) and not node.style and node.value in {"", "~", "null"}


def kind(node: Node) -> str:
    """Return what a node is, for a message."""
    if isinstance(node, MappingNode):
        return "a mapping"
    return "a list" if isinstance(node, SequenceNode) else "empty" if is_null(node) else "a text"
