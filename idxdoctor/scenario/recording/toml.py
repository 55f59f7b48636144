"""Settings as TOML, laid out as people write them: each table under a header of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from idxdoctor.config.edits import toml_text

_INLINE: Final = frozenset({"sources", "source"})


def toml_document(data: Mapping[str, Any]) -> str:
    """Return a document of texts, numbers, booleans, lists and tables; empty where there is nothing in it."""
    return "\n".join(_tables(data, "", "")).strip("\n") + "\n" if data else ""


def _tables(data: Mapping[str, Any], name: str, header: str) -> Iterator[str]:
    inner = {key: value for key, value in data.items() if _is_table(key, value, name)}
    lines = [f"{_key(key)} = {_value(value)}" for key, value in data.items() if key not in inner]
    if lines:
        yield "\n".join((*([header] if header else []), *lines, ""))
    for key, value in inner.items():
        path = f"{name}.{_key(key)}" if name else _key(key)
        if isinstance(value, Mapping):
            yield from _tables(value, path, f"[{path}]")
        else:
            for entry in value:
                yield from _tables(entry, path, f"[[{path}]]")


def _is_table(key: str, value: object, within: str) -> bool:
    if within.rpartition(".")[2] in _INLINE or key == "source":
        return False
    in_lock = within == "package"
    is_list_of_tables = isinstance(value, list) and bool(value) and all(isinstance(entry, Mapping) for entry in value)
    return isinstance(value, Mapping) or (is_list_of_tables and not in_lock)


def _key(key: str) -> str:
    return key if key and key.replace("-", "").replace("_", "").isascii() and _is_bare(key) else toml_text(key)


def _is_bare(key: str) -> bool:
    return all(letter.isalnum() or letter in "-_" for letter in key)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return str(value) if isinstance(value, int) else toml_text(str(value))
