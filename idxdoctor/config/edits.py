"""Changes to what a client reads, made in memory: files, variables, arguments. Nothing is written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote as percent_encoded

from idxdoctor.config.editor import PASSWORD, USERNAME
from idxdoctor.config.netrc import netrc_word
from idxdoctor.config.surroundings import Files, Surroundings

_QUOTED: Final = f'"{PASSWORD}"'


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
    """Return the surroundings with real credentials where the edits left room for some, spelt as belongs there."""
    in_url = {f"://{USERNAME}@": f"://{percent_encoded(username, safe='')}@"}
    plain = in_url | {USERNAME: username, PASSWORD: password}
    quoted = in_url | {_QUOTED: toml_text(password), USERNAME: netrc_word(username), PASSWORD: netrc_word(password)}

    files, texts = _texts(here.files)
    env = {name: _replaced(value, plain) for name, value in here.env.items()}
    args = tuple(_replaced(argument, plain) for argument in here.args)
    made = {path: _replaced(text, quoted) for path, text in texts.items()}
    return here._replace(env=env, args=args, files=EditedFiles(files, made))


def toml_text(text: str) -> str:
    """Return a text as a TOML string, quotes and all."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _replaced(text: str, words: Mapping[str, str]) -> str:
    return re.sub("|".join(map(re.escape, words)), lambda found: words[found[0]], text)


def _texts(files: Files) -> tuple[Files, Mapping[Path, str]]:
    return (files.files, files.texts) if isinstance(files, EditedFiles) else (files, {})
