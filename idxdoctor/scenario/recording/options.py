"""uv's variables and arguments, as far as they touch indexes, under made-up names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from idxdoctor.config.netrc_edit import netrc_path
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.uv.indexes import environment_name
from idxdoctor.config.uv.options import OPTIONS, Option
from idxdoctor.model.plan import Plan
from idxdoctor.scenario.recording.pseudonyms import Pseudonyms
from idxdoctor.scenario.recording.settings import index_text, insecure_host_text

_PLAIN: Final = re.compile(r"[A-Za-z0-9,_-]{0,40}")
_PLAIN_VARIABLES: Final = frozenset(
    str.split(
        "UV_INDEX_STRATEGY UV_KEYRING_PROVIDER UV_NO_CONFIG UV_FROZEN UV_LOCKED UV_NO_SYSTEM_CONFIG "
        "UV_PREVIEW UV_PREVIEW_FEATURES UV_NO_SOURCES UV_HTTP_RETRIES UV_HTTP_TIMEOUT UV_REQUEST_TIMEOUT "
        "HTTP_TIMEOUT UV_NO_HF_TOKEN DEPENDABOT UV_NO_INDEX "
    )
)
_INDEX_OPTIONS: Final = ("index", "default-index", "index-url", "extra-index-url", "find-links")
_PATH_OPTIONS: Final = ("config-file", "project", "directory")
_INSECURE: Final = "allow-insecure-host"
_CREDENTIAL_VARIABLE: Final = re.compile(r"(UV_INDEX|UV_HTTP_BASIC)_(.+)_(USERNAME|PASSWORD|USER|PASS|TOKEN)", re.ASCII)
_PIP_VARIABLES: Final = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL")


class Placed(NamedTuple):
    """Where the files of surroundings lie in the scenario: from `base` on in its project folder."""

    here: Surroundings
    base: Path
    names: Pseudonyms

    def name(self, path: Path) -> str | None:
        """Return the name of a project's file, or None where it lies elsewhere."""
        home = self.here.files.home / ".config"
        if not path.is_relative_to(self.base) or (path.is_relative_to(home) and not self.base.is_relative_to(home)):
            return None
        folder = path.parent.relative_to(self.base).as_posix()
        file = path.name if path.name in {"pyproject.toml", "uv.toml", "uv.lock"} else self._file(path)
        return file if folder == "." else f"{self.names.folder(folder)}/{file}"

    def below(self, folder: Path, inner: Path) -> str | None:
        """Return the way from one folder to another in it, None where they are the same."""
        if not inner.is_relative_to(folder) or inner == folder:
            return None
        return self.names.folder(inner.relative_to(folder).as_posix())

    def netrc(self, path: Path) -> str:
        """Return the name of a netrc file: that of the home folder, or one that NETRC names."""
        if path == self.here.files.home / ".netrc":
            return "~/.netrc"
        return self._file(path) if path.is_relative_to(self.base) else f"/etc/{self._file(path)}"

    def _file(self, path: Path) -> str:
        return f"{self.names.folder(path.stem).replace('folder', 'file')}{path.suffix}"


def variables(here: Surroundings, plan: Plan, placed: Placed, names: Pseudonyms) -> dict[str, str]:
    """Return the variables that touch indexes and credentials."""
    indexes = (*plan.defined, *plan.project_indexes, *plan.pins.values(), *(one.definition for one in plan.unread))
    known = dict.fromkeys(index.name for index in indexes if index.name)
    return dict(_variables(here, tuple(known), placed, names))


def _variables(
    here: Surroundings, known: tuple[str, ...], placed: Placed, names: Pseudonyms
) -> Iterator[tuple[str, str]]:
    options = {OPTIONS[name].variable: OPTIONS[name] for name in _INDEX_OPTIONS}
    paths = {OPTIONS[name].variable for name in _PATH_OPTIONS}
    for variable, value in here.env.items():
        if variable in _PLAIN_VARIABLES and _PLAIN.fullmatch(value):
            yield variable, value
        elif variable in options or variable in _PIP_VARIABLES:
            yield variable, _index_values(options.get(variable) or OPTIONS["extra-index-url"], value, names)
        elif variable == OPTIONS[_INSECURE].variable:
            yield variable, _insecure_hosts(value, names)
        elif variable in paths and value:
            yield variable, _path(value, placed)
        elif variable == "NETRC" and value:
            yield variable, _netrc(here, placed)
        elif variable == "HF_TOKEN" and value:
            yield variable, names.secret(value)
        elif match := _CREDENTIAL_VARIABLE.fullmatch(variable):
            made_up = names.username(value) if match[3].startswith("USER") else names.secret(value)
            yield f"{match[1]}_{_stem(match[2], known, names)}_{match[3]}", made_up


def _stem(stem: str, known: tuple[str, ...], names: Pseudonyms) -> str:
    """Return what stands for an index's name in a variable: misspelt where it was, something else where it is none."""
    from difflib import get_close_matches

    by_stem = {environment_name(name): environment_name(names.index_name(name)) for name in known}
    plain = environment_name(stem)
    if names.is_package(stem):
        return environment_name(names.package(stem))
    if stem in by_stem or by_stem.get(stem) == stem:
        return by_stem[stem]
    if plain in by_stem:
        return by_stem[plain].lower()
    close = get_close_matches(plain, by_stem, 1)
    return f"{by_stem[close[0]]}X" if close else "OTHER"


def _netrc(here: Surroundings, placed: Placed) -> str:
    path = netrc_path(here)
    return "/etc/there-is-none" if path == here.files.home / ".netrc" else placed.netrc(path)


def _path(value: str, placed: Placed) -> str:
    path = Path(os.path.normpath(placed.here.files.project / value))
    if path.suffix:
        return placed.name(path) or f"/etc/{placed.names.folder(path.stem)}{path.suffix}"
    return placed.below(placed.base, path) or "."


def _index_values(option: Option, text: str, names: Pseudonyms) -> str:
    joined = "," if option is OPTIONS["find-links"] else " "
    return joined.join(filter(None, (_index_value(word, names) for word in option.split(text))))


def _insecure_hosts(text: str, names: Pseudonyms) -> str:
    return " ".join(insecure_host_text(word, names) for word in OPTIONS[_INSECURE].split(text))


def _index_value(word: str, names: Pseudonyms) -> str | None:
    """Return one value of an index option: `name=url`, a URL, or the name of an index."""
    name, separator, rest = word.partition("=")
    if separator and ":" not in name:
        url = index_text(rest, names)
        return None if url is None else f"{names.index_name(name)}={url}"
    return index_text(word, names)


def arguments(here: Surroundings, placed: Placed, names: Pseudonyms, requirements: list[str]) -> tuple[str, ...]:
    """Return the arguments that touch indexes, and the file with all `requirements`, if there is one."""
    kept = list(_arguments(here, placed, names))
    away = placed.here.files.project
    if away != placed.base and not any(word == "--directory" for word in kept):
        kept += ["--directory", placed.below(placed.base, away) or "."]
    words = (*here.command[2:], *here.args)
    kept += ["pyproject.toml"] if "pyproject.toml" in words else []
    return (*kept, *requirements)


def _arguments(here: Surroundings, placed: Placed, names: Pseudonyms) -> Iterator[str]:
    by_flag = {flag: (name, option) for name, option in OPTIONS.items() for flag in option.flags}
    rest = list(here.args)
    while rest:
        flag, has_value, value = rest.pop(0).partition("=")
        if flag not in by_flag:
            continue
        name, option = by_flag[flag]
        if option.switch:
            yield flag
            continue
        text = value if has_value else rest.pop(0) if rest else ""
        if name in _INDEX_OPTIONS:
            yield from (flag, _index_values(option, text, names))
        elif name == _INSECURE:
            yield from (flag, _insecure_hosts(text, names))
        elif name in _PATH_OPTIONS:
            yield from (flag, _path(text, placed))
        elif _PLAIN.fullmatch(text):
            yield from (flag, text)
