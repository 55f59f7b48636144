"""Shapes that read a value in several forms, or make something else of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from yaml.nodes import Node, ScalarNode

from idxdoctor.scenario.shapes.shape import Faults, Shape, is_null

T = TypeVar("T")


class Nullable(NamedTuple, Generic[T]):
    """What another shape reads, or `null`, which is given as `null_as`."""

    shape: Shape[T]
    null_as: T

    def read(self, node: Node, faults: Faults) -> T | None:
        """Return the value or its stand-in."""
        return self.null_as if is_null(node) else self.shape.read(node, faults)

    def schema(self) -> dict[str, Any]:
        """Return the schema of the value or null."""
        return {"anyOf": [self.shape.schema(), {"type": "null"}]}


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
