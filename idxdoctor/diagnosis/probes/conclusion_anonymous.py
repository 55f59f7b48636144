"""What follows from the statuses of probes where no credentials are at hand."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.probes.statuses import Row
from idxdoctor.model.exchange import REFUSALS

WITHOUT_CREDENTIALS: Final[tuple[Row, ...]] = (
    (
        lambda seen: seen.anonymous == 200,
        "public",
        "the index answers anybody now: the refusal was of another request, or has passed",
    ),
    (
        lambda seen: seen.anonymous in REFUSALS and seen.wrong == 200,
        "any-credentials",
        "made-up credentials are let in: the index wants some, whatever they are",
    ),
    (
        lambda seen: seen.anonymous in REFUSALS and seen.missing == 404,
        "package-refused",
        "without credentials a name that is not there gets 404: {seen.anonymous} is about this package",
    ),
    (
        lambda seen: seen.anonymous in REFUSALS and seen.known == 200 and seen.missing == seen.anonymous,
        "refused-means-missing",
        (
            "{seen.anonymous} means little here: a name that is not there gets it too, and anybody gets another "
            "package. This one is not there, or is not for everybody"
        ),
    ),
    (
        lambda seen: seen.anonymous in REFUSALS and seen.known == 200,
        "package-refused",
        "another package is given to anybody: {seen.anonymous} is about this one",
    ),
    (
        lambda seen: seen.anonymous == 401 and seen.missing in REFUSALS,
        "needs-credentials",
        "every name is refused without credentials, whether it is there or not",
    ),
    (
        lambda seen: seen.anonymous == 403 and seen.missing in REFUSALS,
        "refuses-strangers",
        (
            "a name that is not there is refused too: the index needs credentials, says 403 for what it does not "
            "have, or lets nobody in from here"
        ),
    ),
    (
        lambda seen: seen.anonymous == 404 and seen.known == 404,
        "nothing-there",
        (
            "a package that should be there gets 404 too: the URL is not that of the index, or the index hides all "
            "from those who give no credentials"
        ),
    ),
    (
        lambda seen: seen.anonymous == 404 and seen.known == 200,
        "missing",
        "anybody gets another package: this one is not there, or is hidden from those who give no credentials",
    ),
    (
        lambda seen: seen.anonymous == 404 and seen.wrong in REFUSALS,
        "knows-accounts",
        (
            "made-up credentials get {seen.wrong}: the index has accounts, and may hide the package from those who "
            "give no credentials"
        ),
    ),
)
