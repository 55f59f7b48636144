"""What follows from the statuses that probes got."""

from __future__ import annotations

from typing import Final, NamedTuple

from idxdoctor.diagnosis.probes.conclusion_anonymous import WITHOUT_CREDENTIALS
from idxdoctor.diagnosis.probes.statuses import Row, Statuses
from idxdoctor.model.exchange import REFUSALS

_NOT_GIVEN: Final = frozenset({401, 403, 404})


class Conclusion(NamedTuple):
    """A short code for what the probes showed, and the sentence."""

    code: str
    text: str


def concluded(seen: Statuses) -> Conclusion | None:
    """Return what the statuses show; None where they leave it open."""
    table = WITHOUT_CREDENTIALS if seen.own is None else WITH_CREDENTIALS
    return next((Conclusion(code, text.format(seen=seen)) for holds, code, text in table if holds(seen)), None)


WITH_CREDENTIALS: Final[tuple[Row, ...]] = (
    (
        lambda seen: seen.own == 200 and seen.missing == 200,
        "answers-any-name",
        "the index gives a page for a name that is not there too: its 200 does not say that it has the package",
    ),
    (
        lambda seen: seen.own == 200 and seen.anonymous == 200,
        "public",
        "the index answers anybody now: the refusal was of another request, or has passed",
    ),
    (
        lambda seen: seen.own == 200,
        "credentials-would-do",
        "with the credentials the index gives the page: the client asked without them, or the refusal has passed",
    ),
    (
        lambda seen: seen.own in _NOT_GIVEN and seen.anonymous == 200,
        "credentials-harm",
        "anybody gets the page, and these credentials get {seen.own}: without any it would do",
    ),
    (
        lambda seen: seen.own in REFUSALS and seen.missing == 404 and _differ(seen.own, seen.wrong),
        "package-refused",
        (
            "the credentials are known, since made-up ones get {seen.wrong}, and a name that is not there gets 404: "
            "they may not read this package, or it is blocked"
        ),
    ),
    (
        lambda seen: seen.own in REFUSALS and seen.missing == 404,
        "package-refused",
        (
            "a name that is not there gets 404, so {seen.own} is about this package: the credentials are wrong, or "
            "may not read it, or it is blocked"
        ),
    ),
    (
        lambda seen: seen.own in REFUSALS and seen.known == 200 and seen.missing == seen.own,
        "refused-means-missing",
        (
            "{seen.own} means little here: a name that is not there gets it too, and the same credentials get another "
            "package. This one is not there, is blocked, or is not for them"
        ),
    ),
    (
        lambda seen: seen.own in REFUSALS and seen.known == 200,
        "package-refused",
        (
            "the same credentials get another package, so {seen.own} is about this one: it is not there, is blocked, "
            "or is not for them"
        ),
    ),
    (
        lambda seen: seen.own in REFUSALS and seen.own == seen.wrong and _differ(seen.own, seen.anonymous),
        "credentials-wrong",
        (
            "made-up credentials get {seen.wrong} too, and nobody gets {seen.anonymous}: these are wrong or expired, "
            "or the index says the same to an account that may not read it"
        ),
    ),
    (
        lambda seen: seen.own == 401 and seen.wrong == 401,
        "credentials-unknown",
        (
            "the index treats the credentials as it treats made-up ones: they are wrong, expired, or of another "
            "server, or it says 401 to an account that may not read it"
        ),
    ),
    (
        lambda seen: seen.own == 403 and seen.wrong in {401, 404},
        "account-refused",
        (
            "the credentials are known, since made-up ones get {seen.wrong}: the account may not read this index, or "
            "the index says 403 for what it does not have"
        ),
    ),
    (
        lambda seen: seen.own == 403 and seen.wrong == 403 and seen.anonymous == 403,
        "refuses-everybody",
        "everybody gets 403, with and without credentials: it says nothing of these credentials",
    ),
    (
        lambda seen: seen.own == 404 and seen.known == 404,
        "nothing-there",
        (
            "a package that should be there gets 404 too: the URL is not that of the index, or the index hides all "
            "from these credentials"
        ),
    ),
    (
        lambda seen: seen.own == 404 and seen.known == 200,
        "missing",
        "the same credentials get another package: this one is not there, or is hidden from them",
    ),
    (
        lambda seen: seen.own == 404 and seen.wrong in REFUSALS,
        "missing",
        (
            "the credentials are let in, since made-up ones get {seen.wrong}: this package is not there, or is hidden "
            "from this account"
        ),
    ),
    (
        lambda seen: seen.own == 404 and seen.wrong == 404 and seen.anonymous in REFUSALS,
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


def _differ(own: int | None, other: int | None) -> bool:
    """Say whether others were not given the page either, and were told so in another way."""
    return other in _NOT_GIVEN and other != own
