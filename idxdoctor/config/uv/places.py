"""The place where an index is defined, found again so that it can be changed there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from idxdoctor.config.edits import with_file, with_variables
from idxdoctor.config.surroundings import Surroundings, path_shown_as
from idxdoctor.config.uv.indexes import parse_url
from idxdoctor.config.uv.options import OPTIONS
from idxdoctor.model.errors import InputError
from idxdoctor.model.plan import Index

Rewrite: TypeAlias = Callable[[str], str | None]
"""Gives the URL that stands in place of one, or None where it goes."""

_LISTS = ("extra-index-url", "find-links")


def rewritten(here: Surroundings, index: Index, rewrite: Rewrite) -> Surroundings | None:
    """Return the surroundings with the index's URL changed where it stands, whatever stands around it kept.

    None where it stands nowhere: the index is built in.
    """
    if index.provenance.file is not None:
        return _in_file(here, index, rewrite)
    if index.provenance.label.startswith("-"):
        return _in_arguments(here, index, rewrite)
    return _in_variable(here, index, rewrite)


def with_table(here: Surroundings, index: Index, edit: Callable[[Any], None]) -> Surroundings | None:
    """Return the surroundings with the index's `[[index]]` table changed by `edit`; None where it has none."""

    def edited(document: Any) -> bool:  # noqa: ANN401 - tomlkit's containers stand for any mapping
        for table in _tables(document):
            if _is(str(table.get("url")), index):
                edit(table)
                return True
        return False

    return in_toml(here, index.provenance.file, edited)


def in_toml(here: Surroundings, shown: str | None, edit: Callable[[Any], bool]) -> Surroundings | None:
    """Return the surroundings with a TOML file changed by `edit`, its formatting kept; None where `edit` is false."""
    if shown is None or not shown.endswith(".toml"):
        return None
    import tomlkit

    path = path_shown_as(here.files, shown)
    document = tomlkit.parse(here.files.read(path) or "")
    return with_file(here, path, tomlkit.dumps(document)) if edit(document) else None


def _in_file(here: Surroundings, index: Index, rewrite: Rewrite) -> Surroundings | None:
    shown = index.provenance.file or ""
    if shown.endswith(".toml"):
        return in_toml(here, shown, lambda document: _in_document(document, index, rewrite))
    path, number = path_shown_as(here.files, shown), index.provenance.line
    lines = (here.files.read(path) or "").splitlines(keepends=True)
    if number is None or number > len(lines):
        return None
    words = lines[number - 1].split()
    url = next((word.rpartition("=")[2] for word in words if _is(word.rpartition("=")[2], index)), None)
    if url is None:
        return None
    new = rewrite(url)
    lines[number - 1] = "" if new is None else lines[number - 1].replace(url, new)
    return with_file(here, path, "".join(lines))


def _in_document(document: Any, index: Index, rewrite: Rewrite) -> bool:  # noqa: ANN401 - tomlkit's container
    for owner in _owners(document):
        for table in list(owner.get("index", [])):
            if isinstance(table, dict) and _is(str(table.get("url")), index):
                _put(owner, table, rewrite)
                return True
        for key in _LISTS:
            for position, url in enumerate(owner.get(key, [])):
                if _is(str(url), index):
                    _put_in(owner[key], position, rewrite(str(url)))
                    return True
        if _is(str(owner.get("index-url", "")), index):
            _put_in(owner, "index-url", rewrite(str(owner["index-url"])))
            return True
    return False


def _put(owner: Any, table: Any, rewrite: Rewrite) -> None:  # noqa: ANN401 - tomlkit's containers
    new = rewrite(str(table["url"]))
    if new is not None:
        table["url"] = new
    elif len(owner["index"]) == 1:
        del owner["index"]
    else:
        del owner["index"][owner["index"].index(table)]


def _put_in(owner: Any, key: int | str, new: str | None) -> None:  # noqa: ANN401 - tomlkit's containers
    if new is None:
        del owner[key]
    else:
        owner[key] = new


def _owners(document: Any) -> Iterator[Any]:  # noqa: ANN401 - tomlkit's container
    """Return the tables in which index settings may stand: the top, `[tool.uv]`, and `[pip]` in either."""
    for owner in (document, document.get("tool", {}).get("uv", {})):
        yield owner
        if isinstance(owner.get("pip"), dict):
            yield owner["pip"]


def _tables(document: Any) -> Iterator[Any]:  # noqa: ANN401 - tomlkit's container
    for owner in _owners(document):
        yield from (table for table in owner.get("index", []) if isinstance(table, dict))


def _in_variable(here: Surroundings, index: Index, rewrite: Rewrite) -> Surroundings | None:
    variable = index.provenance.label.partition(",")[0]
    words = here.env.get(variable, "").split()
    changed = [_word(word, index, rewrite) for word in words]
    if changed == words:
        return None
    kept = " ".join(word for word in changed if word is not None)
    return with_variables(here, {variable: kept or None})


def _in_arguments(here: Surroundings, index: Index, rewrite: Rewrite) -> Surroundings | None:
    option = next((option for option in OPTIONS.values() if index.provenance.label in option.flags), None)
    if option is None:
        return None
    args: list[str] = []
    rest = list(here.args)
    while rest:
        argument = rest.pop(0)
        flag, has_value, value = argument.partition("=")
        if flag not in option.flags or not (has_value or rest):
            args.append(argument)
            continue
        word = _word(value if has_value else rest.pop(0), index, rewrite)
        if word is not None:
            args += [f"{flag}={word}"] if has_value else [flag, word]
    return None if tuple(args) == here.args else here._replace(args=tuple(args))


def _word(word: str, index: Index, rewrite: Rewrite) -> str | None:
    """Return an argument's or variable's word with the index's URL changed; `name=` before it stays."""
    name, separator, rest = word.partition("=")
    prefix, url = (f"{name}=", rest) if separator and ":" not in name else ("", word)
    if not _is(url, index):
        return word
    new = rewrite(url)
    return None if new is None else f"{prefix}{new}"


def _is(text: str, index: Index) -> bool:
    if not text:
        return False
    try:
        return parse_url(text, index.provenance) == index.url
    except InputError:
        return False
