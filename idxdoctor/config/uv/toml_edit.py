"""Changes to the TOML files that define indexes: formatting, comments and line ends are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple, TypeAlias

from idxdoctor.config.edits import with_file
from idxdoctor.config.surroundings import Surroundings, path_shown_as
from idxdoctor.config.toml_file import TomlFile, block_of
from idxdoctor.config.uv.indexes import parse_url
from idxdoctor.model.credential import Provenance
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.plan import Index

Rewrite: TypeAlias = Callable[[str], str | None]
"""Gives the URL that stands in place of one, or None where it goes."""

_LISTS: Final = ("extra-index-url", "find-links")


class _Spot(NamedTuple):
    """Where a URL stands: what holds it under which key, its provenance, and for an `[[index]]` table which one."""

    holder: Any
    key: str | int
    place: Provenance
    nth: int | None = None
    owner: Any = None
    table: str = ""


def in_toml(here: Surroundings, shown: str | None, edit: Callable[[Any], bool]) -> Surroundings | None:
    """Return the surroundings with a TOML file changed by `edit`.

    None where `edit` is false, or where the change would not last: nothing differs, or the file would read otherwise
    than was meant. Raises `InputError` where the file is no TOML (any more).
    """
    if shown is None or not shown.endswith(".toml"):
        return None
    import tomllib

    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = path_shown_as(here.files, shown)
    text = here.files.read(path) or ""
    windows = "\r\n" in text and text.count("\n") == text.count("\r\n")
    old = text.replace("\r\n", "\n") if windows else text
    try:
        document = tomlkit.parse(old)
        if not edit(document):
            return None
        new = tomlkit.dumps(document)
        lasts = new != old and tomllib.loads(new) == document.unwrap()
    except (ValueError, TOMLKitError, RecursionError):
        raise InputError("it can't be changed: it is no TOML that can be edited", place=Place(shown)) from None
    return with_file(here, path, new.replace("\n", "\r\n") if windows else new) if lasts else None


def with_table(here: Surroundings, index: Index, edit: Callable[[Any], None]) -> Surroundings | None:
    """Return the surroundings with the index's `[[index]]` table changed by `edit`; None where it has none."""

    def edited(document: Any) -> bool:  # noqa: ANN401 - tomlkit's containers stand for any mapping
        spot = _spot_of(here, document, index, tables=True)
        if spot is not None:
            _edit_above_comments(spot.holder, edit)
        return spot is not None

    return in_toml(here, index.provenance.file, edited)


def rewritten_in_toml(here: Surroundings, index: Index, rewrite: Rewrite) -> Surroundings | None:
    """Return the surroundings with the index's URL changed in its file; where it goes, its whole table goes."""
    gone: list[_Spot] = []

    def edited(document: Any) -> bool:  # noqa: ANN401 - tomlkit's document
        spot = _spot_of(here, document, index)
        if spot is None:
            return False
        new = rewrite(str(spot.holder[spot.key]))
        if new is not None:
            spot.holder[spot.key] = new
        elif spot.nth is None:
            del spot.holder[spot.key]
        else:
            gone.append(spot)
            _drop(spot)
        return True

    after = in_toml(here, index.provenance.file, edited)
    if after is None or not gone:
        return after
    return _with_comments_kept(here, after, index.provenance.file or "", gone[0])


def is_url_of(text: str, index: Index) -> bool:
    """Say whether a text is the index's URL."""
    if not text:
        return False
    try:
        return parse_url(text, index.provenance) == index.url
    except InputError:
        return False


def _spot_of(here: Surroundings, document: Any, index: Index, *, tables: bool = False) -> _Spot | None:  # noqa: ANN401 - tomlkit's document
    """Return where the index stands: of several places with its URL the one that it was read from."""
    shown = index.provenance.file or ""
    file = TomlFile(shown, {}, here.files.read(path_shown_as(here.files, shown)) or "")
    alike = [
        spot
        for spot in _spots(document, file)
        if (not tables or spot.nth is not None)
        and is_url_of(str(spot.holder.get("url") if spot.nth is not None else spot.holder[spot.key]), index)
        and (spot.nth is None or spot.holder.get("name") == index.name)
    ]
    return next((spot for spot in alike if spot.place == index.provenance), next(iter(alike), None))


def _spots(document: Any, file: TomlFile) -> Iterator[_Spot]:  # noqa: ANN401 - tomlkit's document
    for name, owner in _owners(document):
        table = f"{name}.index" if name else "index"
        for nth, entry in enumerate(owner.get("index", [])):
            if isinstance(entry, dict):
                yield _Spot(entry, "url", file.place(table, "url", nth), nth, owner, table)
        for key in _LISTS:
            for position, url in enumerate(owner.get(key, [])):
                yield _Spot(owner[key], position, file.place(name, key, value=str(url)))
        if "index-url" in owner:
            yield _Spot(owner, "index-url", file.place(name, "index-url", value=str(owner["index-url"])))


def _owners(document: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - tomlkit's document
    """Return the tables in which index settings may stand, by name: the top, `[tool.uv]`, and `[pip]` in either."""
    for name, owner in (("", document), ("tool.uv", document.get("tool", {}).get("uv", {}))):
        yield name, owner
        if isinstance(owner.get("pip"), dict):
            yield f"{name}.pip" if name else "pip", owner["pip"]


def _edit_above_comments(table: Any, edit: Callable[[Any], None]) -> None:  # noqa: ANN401 - tomlkit's table
    """Change a table so that new keys follow its last one: comments at its end belong to what comes next."""
    from tomlkit.items import Table

    tail: list[Any] = []
    body = table.value.body if isinstance(table, Table) else []
    while body and body[-1][0] is None:
        tail.insert(0, body.pop())
    edit(table)
    body.extend(tail)


def _drop(spot: _Spot) -> None:
    if len(spot.owner["index"]) == 1:
        del spot.owner["index"]
    else:
        del spot.owner["index"][spot.nth]


def _with_comments_kept(here: Surroundings, after: Surroundings, shown: str, gone: _Spot) -> Surroundings:
    """Return the surroundings with no more taken out than the table's own lines, where it stands under a header."""
    import tomllib

    path = path_shown_as(here.files, shown)
    old, new = here.files.read(path) or "", after.files.read(path) or ""
    lines = old.split("\n")
    start, end = block_of(lines, gone.table, gone.nth or 0)
    if start is None:
        return after
    own = [
        number for number in range(start, end) if lines[number].strip() and not lines[number].lstrip().startswith("#")
    ]
    end = max(own, default=start - 1) + 1
    blank_before = start < 2 or not lines[start - 2].strip()
    while blank_before and end < len(lines) - 1 and not lines[end].strip():
        end += 1
    kept = "\n".join((*lines[: start - 1], *lines[end:]))
    try:
        same = tomllib.loads(kept) == tomllib.loads(new)
    except tomllib.TOMLDecodeError:
        return after
    return with_file(after, path, kept) if same else after
