"""What all lock files have in common: packages, and the index that a package must come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from idxdoctor.config.names import normalized_name
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.model.credential import Credential, Provenance
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.plan import Index
from idxdoctor.model.url import Url
from idxdoctor.model.url_parts import UrlError


class Locked(NamedTuple):
    """A package of a lock: its normalized name, and the index that must serve it, None where the lock names none."""

    name: str
    home: Index | None


def named_tables(lock: TomlFile, key: str) -> Iterator[tuple[str, dict[str, Any], int | None]]:
    """Return the tables of a list, such as `[[package]]`, each with its normalized name and the line of its header.

    Raises `InputError` where the list holds something else, or a table has no name.
    """
    tables, lines = lock.data.get(key, []), lock.lines_of(key)
    if not isinstance(tables, list):
        raise _fault(lock, f"`{key}` must be a list of tables", None)
    for position, table in enumerate(tables):
        line = lines[position] if position < len(lines) else None
        name = table.get("name") if isinstance(table, dict) else None
        if not isinstance(name, str):
            raise _fault(lock, f"each `[[{key}]]` must be a table with a `name`", line)
        yield normalized_name(name), table, line


def locked_index(lock: TomlFile, text: object, line: int | None) -> Index:
    """Return the index that a lock names by its URL, as the lock alone shows it.

    Raises `InputError` where that is no URL.
    """
    provenance = Provenance.at(lock.name, line)
    try:
        url = Url.parse(str(text))
    except UrlError as error:
        raise _fault(lock, f"an index's URL can't be read: {error}", line) from None
    return Index(url, provenance, credential=Credential.from_url(url, provenance))


def _fault(lock: TomlFile, problem: str, line: int | None) -> InputError:
    return InputError(problem, place=Place(lock.name, line), remedy="Have the tool that wrote the lock write it anew.")
