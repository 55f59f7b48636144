"""Shapes of lists and mappings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from idxdoctor.scenario.shapes.shape import Faults, Shape, kind, suggestion

T = TypeVar("T")


class ListOf(NamedTuple, Generic[T]):
    """A list, every item of one shape."""

    item: Shape[T]

    def read(self, node: Node, faults: Faults) -> tuple[T, ...] | None:
        """Return the items."""
        if not isinstance(node, SequenceNode):
            faults.add(node, f"a list is wanted, and this is {kind(node)}")
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


def entries(node: Node, faults: Faults) -> list[tuple[str, Node]]:
    """Return a mapping's entries; a key that is no text or stands there twice is a fault."""
    if not isinstance(node, MappingNode):
        faults.add(node, f"a mapping is wanted, and this is {kind(node)}")
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
