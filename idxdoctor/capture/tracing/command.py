"""Which client a command line runs, and how it is called."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Final, NamedTuple

from idxdoctor.clients.registry import client_of, is_modelled, model_of
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.trace import Client
from idxdoctor.model.versions import release_number

_PROGRAM: Final = re.compile(r"(uv(?=x?$)|pip(?=[0-9.]*$)|poetry$|pdm$).*")
_PYTHON: Final = re.compile(r"(?:python|pypy)[0-9.]*")
_VERSION: Final = re.compile(r"\d+\.\d+(?:\.\d+)?[0-9a-z.]*")
_PATIENCE: Final = 20.0
_UNTOLD: Final = "(version unknown)"


class Command(NamedTuple):
    """A command line: `head` runs the client's program (`uv`, or `python -m pip`), `rest` is what it is told.

    `client` is None where the program is none that is known.
    """

    client: str | None
    head: tuple[str, ...]
    rest: tuple[str, ...]

    @classmethod
    def of(cls, words: Sequence[str]) -> Command:
        """Return the command that these words are. Raises `InputError` where there is none."""
        if not words:
            raise InputError(
                "no command was given",
                place=Place("trace"),
                remedy="Give it after --, as in: idxdoctor trace -- uv pip install PACKAGE",
            )
        program = PurePath(words[0]).name
        if _PYTHON.fullmatch(program) and len(words) > 1:
            script = 2 if words[1] == "-m" and len(words) > 2 else 1
            if client := _client(PurePath(words[script]).name.removesuffix(".pyz")):
                return cls(client, tuple(words[: script + 1]), tuple(words[script + 1 :]))
        return cls(_client(program), tuple(words[:1]), tuple(words[1:]))

    @property
    def words(self) -> tuple[str, ...]:
        """Return the whole command line."""
        return (*self.head, *self.rest)

    @property
    def for_client(self) -> tuple[str, ...]:
        """Return what the client is told: `uvx` is `uv tool run`, and what follows `--` is for another program."""
        told = self.rest[: self.rest.index("--")] if "--" in self.rest else self.rest
        return ("tool", "run", *told) if PurePath(self.head[0]).stem == "uvx" else told

    def release(self, env: Mapping[str, str]) -> Client:
        """Return the client and its release, as the program tells it; of an unknown program only its name.

        Raises `InputError` where there is no such program.
        """
        name = self.client or PurePath(self.head[0]).name
        version = self.version(env) if self.client else None
        if version is None:
            return Client(name, _UNTOLD, verified=False)
        if not is_modelled(name):
            return Client(name, version, verified=False)
        try:
            return client_of(f"{name}=={version}")
        except InputError:
            releases = model_of(name).releases
            older = [one for one in releases if release_number(one) <= release_number(version)]
            return Client(name, version, verified=False, modelled_as=(older or releases)[-1 if older else 0])

    def version(self, env: Mapping[str, str]) -> str | None:
        """Return the version that the program says it is; None where it says none.

        Raises `InputError` where there is no such program.
        """
        try:
            said = subprocess.run(  # noqa: S603 - the program that the user wants to run
                [*self.head, "--version"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_PATIENCE,
                env=dict(env),
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
        except OSError as error:
            raise not_run(self.head[0], error) from None
        match = _VERSION.search(said.stdout)
        return match[0] if match else None


def not_run(program: str, error: OSError) -> InputError:
    """Return the error for a program that can't be run."""
    return InputError(
        f"the program can't be run: {error.strerror}",
        place=Place(PurePath(program).name),
        remedy="Give the command as you would type it, after --.",
    )


def _client(name: str) -> str | None:
    match = _PROGRAM.fullmatch(name)
    return match[1] if match else None
