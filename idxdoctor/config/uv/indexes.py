"""Index definitions from flags, variables and files (uv: uv-distribution-types/src/index.rs)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.config.uv.files import Settings
from idxdoctor.config.uv.options import given_for, last_given
from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.plan import Index
from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Url
from idxdoctor.model.url_parts import UrlError

_NAME: Final = re.compile(r"[A-Za-z0-9._-]*")
_POLICIES: Final = ("auto", "always", "never")


def indexes_of_option(surroundings: Surroundings, name: str) -> list[Index]:
    """Return the indexes that an index option defines; `name=url` is read where uv reads it."""
    if name in {"index", "extra-index-url", "find-links"}:
        given = given_for(surroundings, name)
    else:
        last = last_given(surroundings, name)
        given = [last] if last else []
    default = name in {"default-index", "index-url"}
    named = name in {"index", "default-index"}
    return [_from_text(value.text, value.provenance, named, default) for value in given]


def _from_text(text: str, provenance: Provenance, named: bool, default: bool) -> Index:
    name, separator, rest = text.partition("=")
    if not (named and separator and ":" not in name):
        return Index(parse_url(text, provenance), provenance, default=default)
    _check_name(name, Place(provenance.label))
    return Index(parse_url(rest, provenance), provenance, name=name, default=default)


def indexes_of_table(settings: Settings) -> Iterator[Index]:
    """Return the `[[index]]` entries of a file."""
    entries = settings.data.get("index", [])
    if not isinstance(entries, list):
        raise settings.file.fault("`index` must be a list of tables, `[[...index]]`", settings.table, "index")
    for position, entry in enumerate(entries):
        yield _from_entry(settings, position, entry)


def indexes_of_project(file: TomlFile) -> list[Index]:
    """Return the `[[tool.uv.index]]` entries of a `pyproject.toml`."""
    return list(indexes_of_table(Settings(file, "tool.uv", file.table("tool", "uv"))))


def _from_entry(settings: Settings, position: int, entry: object) -> Index:
    table, file = settings.path("index"), settings.file

    def fault(key: str, message: str) -> InputError:
        return file.fault(message, table, key, position)

    if not isinstance(entry, dict) or not isinstance(entry.get("url"), str):
        raise fault("url", "an index needs a `url`, a text")
    name = entry.get("name")
    if name is not None:
        if not isinstance(name, str):
            raise fault("name", "an index's `name` must be a text")
        _check_name(name, Place(file.name, file.place(table, "name", position).line))
    for flag in ("default", "explicit"):
        if not isinstance(entry.get(flag, False), bool):
            raise fault(flag, f"`{flag}` must be true or false")
    policy = entry.get("authenticate", "auto")
    if policy not in _POLICIES:
        raise fault("authenticate", f"`authenticate` must be one of {', '.join(_POLICIES)}")
    codes = entry.get("ignore-error-codes")
    if codes is not None and not (isinstance(codes, list) and all(_is_status(code) for code in codes)):
        raise fault("ignore-error-codes", "`ignore-error-codes` must be a list of HTTP statuses, 100 to 999")
    provenance = file.place(table, "url", position)
    return Index(
        parse_url(entry["url"], provenance),
        provenance,
        name=name,
        default=entry.get("default", False),
        explicit=entry.get("explicit", False),
        policy=policy,
        ignored_statuses=None if codes is None else frozenset(codes),
        flat=entry.get("format") == "flat",
    )


def _is_status(code: object) -> bool:
    return isinstance(code, int) and not isinstance(code, bool) and 100 <= code <= 999


def indexes_of_setting(settings: Settings, key: str) -> list[Index]:
    """Return the indexes of `extra-index-url` (a list) or `index-url` (one, the default) in a file."""
    value = settings.data.get(key)
    if value is None:
        return []
    texts = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in texts) or isinstance(value, list) != (key != "index-url"):
        wanted = "one text" if key == "index-url" else "a list of texts"
        raise settings.file.fault(f"`{key}` must be {wanted}", settings.table, key)
    places = [settings.file.place(settings.table, key, value=text) for text in texts]
    return [
        Index(parse_url(text, place), place, default=key == "index-url")
        for text, place in zip(texts, places, strict=True)
    ]


def with_credentials(index: Index, env: Mapping[str, str]) -> Index:
    """Return the index with what its variables hold, or else its URL.

    The pair of variables replaces the URL's userinfo wholly, even where only one of them is set (uv:
    Index::credentials). The index that it may stand for gets its own.
    """
    if index.meant is not None:
        index = index._replace(meant=with_credentials(index.meant, env))
    if index.name:
        stem = f"UV_INDEX_{environment_name(index.name)}"
        username, password = env.get(f"{stem}_USERNAME"), env.get(f"{stem}_PASSWORD")
        if username is not None or password is not None:
            source = f"{stem}_PASSWORD" if password is not None else f"{stem}_USERNAME"
            secret = None if password is None else Secret(password)
            credential = Credential(username or None, secret, Provenance(source), Reach(index.url.origin))
            return index._replace(credential=credential)
    return index._replace(credential=Credential.from_url(index.url, index.provenance))


def first_of_each_name(indexes: Iterable[Index]) -> list[Index]:
    """Return the definitions that count: of those with one name the first, and all that have none."""
    names: set[str] = set()
    kept: list[Index] = []
    for index in indexes:
        if index.name not in names:
            kept.append(index)
        if index.name is not None:
            names.add(index.name)
    return kept


def environment_name(name: str) -> str:
    """Return an index's name as it stands in its variables: upper case, all but letters and digits as `_`."""
    return "".join(letter.upper() if letter.isascii() and letter.isalnum() else "_" for letter in name)


def parse_url(text: str, provenance: Provenance) -> Url:
    """Return an index's URL; a text without a scheme is a folder. Raises `InputError`, which repeats nothing."""
    if "://" not in text and "@" not in text:
        return Url("file", "", path=text)
    try:
        return Url.parse(text)
    except UrlError as error:
        place = Place(provenance.file, provenance.line) if provenance.file else Place(provenance.label)
        raise InputError(
            f"an index URL can't be read: {error}",
            place=place,
            remedy="Percent-encode the username and password (@ is %40, / is %2F, # is %23), or give them apart from "
            "the URL: UV_INDEX_<NAME>_USERNAME and UV_INDEX_<NAME>_PASSWORD.",
        ) from None


def is_name(text: str) -> bool:
    """Say whether a text could be the name of an index."""
    return _NAME.fullmatch(text) is not None


def _check_name(name: str, place: Place) -> None:
    if not is_name(name):
        raise InputError("an index name may hold letters, digits, '-', '_' and '.' only", place=place)
