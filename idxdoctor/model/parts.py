"""A value taken apart: everything that stands anywhere in it, and the same value with other parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final, TypeVar, cast

T = TypeVar("T")

KEEP: Final = object()
"""What a change says of a part that it leaves to be taken apart."""


def parts_of(value: object, kind: type[T]) -> Iterator[T]:
    """Return every value of a kind in `value`, also those within one another; what stands there twice comes once."""
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str | bytes | int | float | None) or id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, kind):
            yield one
        waiting += reversed(_inner(one))


def rebuilt(value: T, change: Callable[[object], object]) -> T:
    """Return `value` with each part that `change` answers with another one; `KEEP` has it looked for further in."""
    done: dict[int, tuple[object, Any]] = {}

    def again(one: object) -> Any:  # noqa: ANN401 - of the same kind as what goes in
        if id(one) not in done:
            other = change(one)
            # The value is kept beside what it became: while it lives, no other has its identity.
            done[id(one)] = one, _with_inner(one, again) if other is KEEP else other
        return done[id(one)][1]

    return cast(T, again(value))


def _inner(value: object) -> list[object]:
    if isinstance(value, tuple | list | frozenset | set):
        return list(value)
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    if is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, field.name) for field in fields(value)]
    return []


def _with_inner(value: Any, again: Callable[[object], Any]) -> Any:  # noqa: ANN401 - of the same kind
    if isinstance(value, tuple) and hasattr(value, "_make"):
        return value._make(map(again, value))
    if isinstance(value, tuple | list | frozenset | set):
        return type(value)(map(again, value))
    if isinstance(value, Mapping):
        return {again(key): again(inner) for key, inner in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{field.name: again(getattr(value, field.name)) for field in fields(value)})
    return value
