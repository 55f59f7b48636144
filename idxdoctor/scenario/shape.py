"""Shapes of YAML values: one description reads a value, finds every fault with its place, and gives its schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from idxdoctor.model.errors import InputError, Place

T = TypeVar("T")
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


class Text(NamedTuple, Generic[T]):
    """A text, taken as it is written: `no`, `1.0` and `2024-01-01` stay texts. `parse` may refuse it."""

    parse: Callable[[str], T]
    pattern: str | None = None

    def read(self, node: Node, faults: Faults) -> T | None:
        """Return the parsed text."""
        if not isinstance(node, ScalarNode) or _is_null(node):
            faults.add(node, f"a text is wanted, and this is {_kind(node)}")
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


class Nullable(NamedTuple, Generic[T]):
    """What another shape reads, or `null`, which is given as `null_as`."""

    shape: Shape[T]
    null_as: T

    def read(self, node: Node, faults: Faults) -> T | None:
        """Return the value or its stand-in."""
        return self.null_as if _is_null(node) else self.shape.read(node, faults)

    def schema(self) -> dict[str, Any]:
        """Return the schema of the value or null."""
        return {"anyOf": [self.shape.schema(), {"type": "null"}]}


class ListOf(NamedTuple, Generic[T]):
    """A list, every item of one shape."""

    item: Shape[T]

    def read(self, node: Node, faults: Faults) -> tuple[T, ...] | None:
        """Return the items."""
        if not isinstance(node, SequenceNode):
            faults.add(node, f"a list is wanted, and this is {_kind(node)}")
            return None
        items = [self.item.read(child, faults) for child in node.value]
        return tuple(item for item in items if item is not None)

    def schema(self) -> dict[str, Any]:
        """Return the schema of the list."""
        return {"type": "array", "items": self.item.schema()}


class MapOf(NamedTuple, Generic[T]):
    """A mapping from texts, every value of one shape."""

    value: Shape[T]

    def read(self, node: Node, faults: Faults) -> dict[str, T] | None:
        """Return the mapping."""
        values: dict[str, T] = {}
        for key, child in entries(node, faults):
            value = self.value.read(child, faults)
            if value is not None:
                values[key] = value
        return values

    def schema(self) -> dict[str, Any]:
        """Return the schema of the mapping."""
        return {"type": "object", "additionalProperties": self.value.schema()}


class Key(NamedTuple, Generic[T]):
    """A key of a record: the shape of its value, whether it must be there, and what it is for."""

    shape: Shape[T]
    means: str
    required: bool = False


class Record(NamedTuple, Generic[T]):
    """A mapping with known keys, out of which `build` makes a value.

    `build` gets the values by key, with `-` as `_`, and may refuse them by `ValueError`.
    """

    build: Callable[..., T]
    keys: Mapping[str, Key[Any]]

    def read(self, node: Node, faults: Faults) -> T | None:
        """Return the built value; None where anything in it is at fault."""
        before = len(faults.found)
        values: dict[str, Any] = {}
        for key, child in entries(node, faults):
            known = self.keys.get(key)
            if known is None:
                faults.add(child, f"there is no key '{key}' here{suggestion(key, self.keys)}")
            else:
                values[key.replace("-", "_")] = known.shape.read(child, faults)
        for key, known in self.keys.items():
            if known.required and key not in values and isinstance(node, MappingNode):
                faults.add(node, f"the key '{key}' is missing")
        if len(faults.found) > before:
            return None
        try:
            return self.build(**values)
        except ValueError as error:
            faults.add(node, str(error))
            return None

    def schema(self) -> dict[str, Any]:
        """Return the schema of the record."""
        properties = {key: known.shape.schema() | {"description": known.means} for key, known in self.keys.items()}
        required = [key for key, known in self.keys.items() if known.required]
        return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


class ScalarOr(NamedTuple, Generic[T]):
    """A short form, written as one scalar, or a long one."""

    short: Shape[T]
    long: Shape[T]

    def read(self, node: Node, faults: Faults) -> T | None:
        """Return what either form means."""
        return (self.short if isinstance(node, ScalarNode) else self.long).read(node, faults)

    def schema(self) -> dict[str, Any]:
        """Return the schema of either form."""
        return {"anyOf": [self.short.schema(), self.long.schema()]}


class Mapped(NamedTuple, Generic[T]):
    """What another shape reads, made into something else."""

    shape: Shape[Any]
    convert: Callable[[Any], T]

    def read(self, node: Node, faults: Faults) -> T | None:
        """Return the converted value."""
        value = self.shape.read(node, faults)
        return None if value is None else self.convert(value)

    def schema(self) -> dict[str, Any]:
        """Return the schema of what is written."""
        return self.shape.schema()


def entries(node: Node, faults: Faults) -> list[tuple[str, Node]]:
    """Return a mapping's entries; a key that is no text or stands there twice is a fault."""
    if not isinstance(node, MappingNode):
        faults.add(node, f"a mapping is wanted, and this is {_kind(node)}")
        return []
    found: dict[str, Node] = {}
    for key, child in node.value:
        if not isinstance(key, ScalarNode):
            faults.add(key, "a key must be a text")
        elif key.value in found:
            faults.add(key, f"the key '{key.value}' stands here a second time")
        else:
            found[key.value] = child
    return list(found.items())


def suggestion(word: str, known: Mapping[str, Any] | tuple[str, ...]) -> str:
    """Return a guess at what was meant, or the list of what can be meant."""
    from difflib import get_close_matches

    close = get_close_matches(word, list(known), 1)
    return f"; '{close[0]}' was meant?" if close else f"; known are {', '.join(known)}"


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.style and node.value in {"", "~", "null"}


def _kind(node: Node) -> str:
    if isinstance(node, MappingNode):
        return "a mapping"
    return "a list" if isinstance(node, SequenceNode) else "empty" if _is_null(node) else "a text"
