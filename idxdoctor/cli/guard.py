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

    def let_pass(self, texts: Iterable[tuple[str, str]], withheld: str = "nothing") -> None:
        """Look through texts, each with what it goes to: a file's name, `standard output`.

        Raises `FaultError` where one of them holds a secret; it says that `withheld` was written.
        """
        for name, text in texts:
            for leak in self._search.found_in(text):
                if not is_own_word(leak.found):
                    raise self._refusal(withheld, name, printable(str(leak.provenance)), leak.encoding)

    def let_change(self, name: str, old: str, new: str) -> None:
        """Look through a new text for a file, which may hold the secrets that the old one holds, and no others.

        Raises `FaultError` as `let_pass` does.
        """
        known = {leak.found for leak in self._search.found_in(old)}
        for leak in self._search.found_in(new):
            if leak.found not in known and not is_own_word(leak.found):
                raise self._refusal("nothing", name, printable(str(leak.provenance)), leak.encoding)

    def _refusal(self, withheld: str, name: str, whose: str, encoding: str) -> FaultError:
        """Say what was found, and where the secret is from unless that would tell it."""
        if any(self._search.found_in(f"{name} {whose}")):
            name, whose = "the output", "the configuration"
        return FaultError(
            f"{withheld} was written: a secret from {whose} would stand in {name}, {encoding}",
            remedy="This is a fault of idxdoctor: please report it. Until it is mended, try another --format.",
        )


def guard_for(*values: object) -> Guard:
    """Return a guard that knows every secret of some values (traces, plans) and of the environment."""
    return Guard(SecretSearch([*credentials_in(values), *secrets_of_environment(os.environ)], urls_in(values)))


def guard_of_nothing() -> Guard:
    """Return a guard for what a guard says itself."""
    return Guard(SecretSearch(()))


def guard_against(secrets: Iterable[Credential]) -> Guard:
    """Return a guard that knows these secrets and those of the environment."""
    return Guard(SecretSearch([*secrets, *secrets_of_environment(os.environ)]))
