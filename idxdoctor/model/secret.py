"""A text that is masked wherever it is shown."""

from __future__ import annotations

import re
from typing import Final, NoReturn

MASK: Final = "****"


_CONVENTIONAL_USERNAMES: Final = frozenset(
    {
        *("__token__", "_json_key_base64", "aws", "build", "gitlab-ci-token", "oauth2accesstoken", "token", "user"),
        "VssSessionToken",
    }
)
_FILLER_PASSWORDS: Final = frozenset({"", "x", "X", "x-oauth-basic"})
_TOKEN: Final = re.compile(r"eyJ[\w-]{8,}\.|gl(pat|dt|cbt)-|gh[pousr]_|AKCp|pypi-Ag")


class Secret:
    """A password or token.

    `str`, `repr` and `format` give `****`; it can't be pickled. `reveal()` is the one way to the text, and
    only the transport and the redaction at the report's door call it.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself."""
        return self._text

    def __repr__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __bool__(self) -> bool:
        return bool(self._text)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret can't be pickled")


class HiddenSecret(Secret):
    """A secret that a log masks: nobody knows its text. It equals another only where both have the same `key`."""

    __slots__ = ("_key",)

    def __init__(self, key: str) -> None:
        super().__init__(MASK)
        self._key = key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HiddenSecret) and other._key == self._key

    def __hash__(self) -> int:
        return hash((HiddenSecret, self._key))


def shown_username(username: str, password: Secret | None) -> str:
    """Return the username as it may be shown.

    A username that stands alone, or beside a password that is only a filler, is often a token
    (`https://TOKEN@host/`), so it is masked, unless it is one that conventions give to everybody. What has the form
    of a token is masked in any case.
    """
    if _TOKEN.match(username):
        return MASK
    alone = password is None or password.reveal() in _FILLER_PASSWORDS
    return MASK if username and alone and username not in _CONVENTIONAL_USERNAMES else username
