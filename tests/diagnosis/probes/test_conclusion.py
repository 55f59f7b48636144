"""What follows from the statuses of probes."""

from __future__ import annotations

from itertools import product

import pytest

from idxdoctor.diagnosis.probes.conclusion import WITH_CREDENTIALS, concluded
from idxdoctor.diagnosis.probes.conclusion_anonymous import WITHOUT_CREDENTIALS
from idxdoctor.diagnosis.probes.statuses import NO_ANSWER, Row, Statuses

ALL = [Statuses(*some) for some in product((None, NO_ANSWER, 200, 401, 403, 404), repeat=5)]


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        # pypiserver: 401 to nobody, 403 to a wrong password.
        (Statuses(401, 403, 403, 403), "credentials-wrong"),
        (Statuses(401, None, 403, 401), "needs-credentials"),
        # Artifactory: 401 to nobody and to strangers, 403 or 404 to who may not read.
        (Statuses(401, 403, 401, 403), "account-refused"),
        (Statuses(401, 404, 401, 404), "missing"),
        (Statuses(401, 404, 404, 404), "hides-from-strangers"),
        (Statuses(401, 401, 401, 401), "credentials-unknown"),
        # Azure Artifacts: 401 to all but the right ones.
        (Statuses(401, None, 401, 401), "needs-credentials"),
        (Statuses(401, 200, 401, 404), "credentials-would-do"),
        # GitLab: 404 to who may not see.
        (Statuses(404, None, 401, 404), "knows-accounts"),
        (Statuses(404, 404, 401, 404), "missing"),
        (Statuses(404, 404, 404, 404, 200), "missing"),
        (Statuses(404, 404, 401, 404, 404), "nothing-there"),
        # S3: 403 for what is not there.
        (Statuses(403, None, 403, 403, 200), "refused-means-missing"),
        (Statuses(403, None, 403, 403), "refuses-strangers"),
        (Statuses(403, 403, 403, 403), "refuses-everybody"),
        # Wrong credentials at an index that is open, and a right server that gives a page for any name.
        (Statuses(200, 401, 401, 401), "credentials-harm"),
        (Statuses(401, 200, 401, 200), "answers-any-name"),
        (Statuses(401, None, 200, 401), "any-credentials"),
    ],
)
def test_servers(seen: Statuses, code: str) -> None:
    conclusion = concluded(seen)
    assert conclusion is not None
    assert conclusion.code == code


@pytest.mark.parametrize("table", [WITH_CREDENTIALS, WITHOUT_CREDENTIALS])
def test_no_row_stands_in_the_shadow_of_another(table: tuple[Row, ...]) -> None:
    reached = {conclusion.text for seen in ALL if (conclusion := concluded(seen))}
    for _, _, text in table:
        ways = {text.format(seen=seen) for seen in ALL}
        assert ways & reached


def test_nothing_is_concluded_from_an_answer_that_never_came() -> None:
    for seen in ALL:
        conclusion = concluded(seen)
        if seen.own == NO_ANSWER or (seen.own is None and seen.anonymous in {None, NO_ANSWER}):
            assert conclusion is None
        assert conclusion is None or not {"None", " 0"} & {word for word in ("None", " 0") if word in conclusion.text}


def test_credentials_are_let_in_only_where_others_are_not() -> None:
    for seen in ALL:
        conclusion = concluded(seen)
        if conclusion and ("are known" in conclusion.text or "are let in, since" in conclusion.text):
            assert seen.wrong in {401, 403, 404}
            assert seen.wrong != seen.own
