"""Changes to what a client reads, made in memory: files, variables, arguments. Nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path
from shlex import join, quote
from typing import Final, NamedTuple

from idxdoctor.config.editor import PASSWORD, USERNAME
from idxdoctor.config.surroundings import Files, Surroundings, shown_path
from idxdoctor.model.secret import MASK, shown_username

_USERINFO: Final = re.compile(r"(://)[^/@\s\"']*@(?:[^/@\s\"']*@)*")
_PASSWORD: Final = re.compile(r'(\b(?:password|token)(?:\s*=\s*|\s+))("(?:\\.|[^"\\])*"|\S+)')
_CREDENTIAL_VARIABLE: Final = re.compile(r"USERNAME|PASSWORD|TOKEN|PASS$|USER$")


class EditedFiles(NamedTuple):
    """Files of which some have another text."""

    files: Files
    texts: Mapping[Path, str]

    @property
    def project(self) -> Path:
        """The folder that the client is run in."""
        return self.files.project

    @property
    def home(self) -> Path:
        """The home folder of the user who runs it."""
        return self.files.home

    def read(self, path: Path) -> str | None:
        """Return the text of a file; see `Files.read`."""
        return self.texts[path] if path in self.texts else self.files.read(path)

    def folders(self, path: Path) -> list[Path]:
        """Return the folders in a folder; see `Files.folders`. An edit makes none."""
        return self.files.folders(path)


def with_file(here: Surroundings, path: Path, text: str) -> Surroundings:
    """Return the surroundings with another text in a file."""
    files, texts = _texts(here.files)
    return here._replace(files=EditedFiles(files, {**texts, path: text}))


def with_variables(here: Surroundings, variables: Mapping[str, str | None]) -> Surroundings:
    """Return the surroundings with variables set, or unset where the value is None."""
    env = {**here.env, **variables}
    return here._replace(env={name: value for name, value in env.items() if value is not None})


def edited_texts(here: Surroundings) -> Mapping[Path, str]:
    """Return the files whose text was changed, by path."""
    return _texts(here.files)[1]


def filled(here: Surroundings, username: str, password: str) -> Surroundings:
    """Return the surroundings with real credentials where the edits left room for some."""

    def fill(text: str) -> str:
        return text.replace(USERNAME, username).replace(PASSWORD, password)

    files, texts = _texts(here.files)
    env = {name: fill(value) for name, value in here.env.items()}
    return here._replace(env=env, files=EditedFiles(files, {path: fill(text) for path, text in texts.items()}))


def shown_changes(before: Surroundings, after: Surroundings) -> Iterator[str]:
    """Return what differs, as lines: files as a patch would have it, variables as a shell would, the arguments.

    Whatever may be secret in them is masked.
    """
    for path, text in edited_texts(after).items():
        name = shown_path(before.files, path)
        old = (before.files.read(path) or "").splitlines()
        context = 2 if path.suffix == ".toml" else 0
        patch = unified_diff(old, text.splitlines(), name, name, n=context, lineterm="")
        yield from map(_masked, patch)
    yield from _shown_variables(before.env, after.env)
    if before.args != after.args:
        yield f"- {_masked(join((*before.command, *before.args)))}"
        yield f"+ {_masked(join((*after.command, *after.args)))}"


def _shown_variables(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    gone = {before[name]: name for name in sorted(before) if name not in after}
    for name in sorted(after):
        value = after[name]
        if before.get(name) == value:
            continue
        if value in gone:
            yield f'export {name}="${gone[value]}"'
        else:
            yield f"export {name}={quote(_masked(value)) if _may_be_shown(name, value) else MASK}"
    yield from (f"unset {name}" for name in sorted(gone.values()))


def _may_be_shown(name: str, value: str) -> bool:
    conventional = name.endswith("_USERNAME") and shown_username(value, None) == value
    return "://" in value or value in {USERNAME, PASSWORD} or conventional or not _CREDENTIAL_VARIABLE.search(name)


def _masked(line: str) -> str:
    return _PASSWORD.sub(_hidden, _USERINFO.sub(_hidden_userinfo, line))


def _hidden_userinfo(found: re.Match[str]) -> str:
    return found[0] if found[0] == f"{found[1]}{USERNAME}@" else f"{found[1]}{MASK}@"


def _hidden(found: re.Match[str]) -> str:
    return found[0] if found[2].strip('"') == PASSWORD else f"{found[1]}{MASK}"


def _texts(files: Files) -> tuple[Files, Mapping[Path, str]]:
    return (files.files, files.texts) if isinstance(files, EditedFiles) else (files, {})
