"""What follows from the statuses that probes got."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

_REFUSED: Final = frozenset({401, 403})


class Statuses(NamedTuple):
    """The statuses of one index's probes; None where there was no such probe, or no answer."""

    anonymous: int | None = None
    own: int | None = None
    wrong: int | None = None
    missing: int | None = None
    known: int | None = None


class Conclusion(NamedTuple):
    """A short code for what the probes showed, and the sentence."""

    code: str
    text: str


def concluded(seen: Statuses) -> Conclusion | None:
    """Return what the statuses show; None where they leave it open."""
    table = _WITH_CREDENTIALS if seen.own is not None else _WITHOUT
    return next((Conclusion(code, text.format(seen=seen)) for holds, code, text in table if holds(seen)), None)


_Row = tuple[Callable[[Statuses], bool], str, str]

_WITH_CREDENTIALS: Final[tuple[_Row, ...]] = (
    (
        lambda seen: seen.own == 200 and seen.anonymous == 200,
        "public",
        "the index answers anybody now: the refusal was of another request, or has passed",
    ),
    (
        lambda seen: seen.own == 200,
        "credentials-would-do",
        "with the credentials the index has the package: the client did not send them",
    ),
    (
        lambda seen: seen.own in _REFUSED and seen.known == 200,
        "refused-means-missing",
        "{seen.own} means here that this package is not there, or is blocked: the same credentials get another one",
    ),
    (
        lambda seen: seen.own in _REFUSED and seen.missing == 404,
        "package-refused",
        "the credentials are let in, since a name that is not there gets 404: they may not read this package",
    ),
    (
        lambda seen: seen.own in _REFUSED and seen.own == seen.wrong and seen.anonymous != seen.own,
        "credentials-wrong",
        "the credentials are wrong: made-up ones get {seen.wrong} too, and nobody gets {seen.anonymous}",
    ),
    (
        lambda seen: seen.own == 401 and seen.wrong == 401,
        "credentials-unknown",
        "the index treats the credentials as it treats made-up ones: they are wrong, expired, or of another server",
    ),
    (
        lambda seen: seen.own == 403 and seen.wrong == 401,
        "account-refused",
        (
            "the credentials are known, since made-up ones get 401: the account may not read this index, or the index "
            "says 403 for what it does not have"
        ),
    ),
    (
        lambda seen: seen.own == 403 and seen.wrong == 403 and seen.anonymous == 403,
        "refuses-everybody",
        "everybody gets 403, with and without credentials: it says nothing of these credentials",
    ),
    (
        lambda seen: seen.own == 404 and seen.known == 200,
        "missing",
        "the credentials are let in, and this package is not there, or is hidden from this account",
    ),
    (
        lambda seen: seen.own == 404 and seen.wrong in _REFUSED,
        "missing",
        (
            "the credentials are let in, since made-up ones get {seen.wrong}: this package is not there, or is hidden "
            "from this account"
        ),
    ),
    (
        lambda seen: seen.own == 404 and seen.wrong == 404 and seen.anonymous in _REFUSED,
        "hides-from-strangers",
        "404 may be a refusal here: made-up credentials get 404 as well, and nobody gets {seen.anonymous}",
    ),
    (
        lambda seen: seen.own == 404 and seen.wrong == 404 and seen.anonymous == 404,
        "hides-or-missing",
        (
            "everybody gets 404: either the package is not there, or the index hides it from all who may not see it; "
            "name a package that is there with --known to tell"
        ),
    ),
)
_WITHOUT: Final[tuple[_Row, ...]] = (
    (
        lambda seen: seen.anonymous in _REFUSED and seen.missing == 404,
        "package-refused",
        "a name that is not there gets 404 without credentials: only this package asks for some",
    ),
    (
        lambda seen: seen.anonymous in _REFUSED and seen.known == 200,
        "package-refused",
        "another package is given to anybody: only this one asks for credentials",
    ),
    (
        lambda seen: seen.anonymous in _REFUSED and seen.missing in _REFUSED,
        "needs-credentials",
        "every name is refused without credentials, whether it is there or not",
    ),
    (
        lambda seen: seen.anonymous == 404 and seen.wrong in _REFUSED,
        "knows-accounts",
        "made-up credentials get {seen.wrong}: the index has accounts, and may hide the package from nobody's request",
    ),
)
