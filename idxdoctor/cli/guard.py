"""The guard at the door: nothing is written before it was searched for every secret that is known."""

from __future__ import annotations

import os
from collections.abc import Iterable

from idxdoctor.config.own_words import is_own_word
from idxdoctor.model.credential import Credential
from idxdoctor.model.errors import FaultError
from idxdoctor.model.known_secrets import credentials_in, secrets_of_environment, urls_in
from idxdoctor.model.leaks import SecretSearch
from idxdoctor.model.printable import printable


class Guard:
    """Refuses texts that hold a secret. Reports are masked before; whatever is found here is a fault of the tool."""

    def __init__(self, search: SecretSearch) -> None:
        self._search = search

    def let_pass(self, texts: Iterable[tuple[str, str]]) -> None:
        """Look through texts, each with what it is: a file's name, `standard output`.

        Raises `FaultError` where one of them holds a secret.
        """
        for name, text in texts:
            for leak in self._search.found_in(text):
                if not is_own_word(leak.found):
                    raise self._refusal(name, printable(str(leak.provenance)), leak.encoding)

    def _refusal(self, name: str, whose: str, encoding: str) -> FaultError:
        """Say what was found, and where the secret is from unless that would tell it."""
        if any(self._search.found_in(f"{name} {whose}")):
            name, whose = "the output", "the configuration"
        return FaultError(
            f"nothing was written: a secret from {whose} would stand in {name}, {encoding}",
            remedy="This is a fault of idxdoctor: please report it. Until it is mended, try another --format.",
        )


def guard_for(*values: object) -> Guard:
    """Return a guard that knows every secret of some values (traces, plans) and of the environment."""
    return Guard(SecretSearch([*credentials_in(values), *secrets_of_environment(os.environ)], urls_in(values)))


def guard_against(secrets: Iterable[Credential]) -> Guard:
    """Return a guard that knows these secrets and those of the environment."""
    return Guard(SecretSearch([*secrets, *secrets_of_environment(os.environ)]))
