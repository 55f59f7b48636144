"""IDX107: An index said that it has nothing, asked with the credentials of another one on its host."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import give_credentials, name, together
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    if case.ending.outcome is Outcome.FOUND:
        return
    for visit in case.ending.visits:
        index = case.ending.indexes[visit.index]
        position, last = next(iter(reversed(case.lookup.exchanges_of(visit.index))), (0, None))
        if visit.status != 404 or last is None or index.credential is not None:
            continue
        credential = last.request.credential
        owner = next((other for other in case.trace.plan.defined if other.credential == credential), None)
        if credential is None or owner is None or not ends_with(last.request.decision.code, "realm-credentials"):
            continue
        give = give_credentials(index, f"give {index.label} an account of its own")
        if index.name is None:
            named = index._replace(name="second-account")
            give = together(give.title, name(index, "second-account"), give_credentials(named))
        yield Evidence(
            f"{index.label} ({index.provenance}) answered 404 to {credential}, whom {credential.provenance} gives for "
            f"{owner.label}: either it does not have {case.lookup.package}, or it hides it from that account",
            (position,),
            (give,),
        )


RULE = Rule(
    code="IDX107",
    severity="warning",
    title="An index said that it has nothing, asked with the credentials of another one on its host",
    means="An index without credentials gets those that are known for its scheme, host and port, of whichever index "
    "had them last. Where each has an account or token of its own, they are the wrong ones, and servers such as GitLab "
    "answer 404, not 401 or 403, to somebody who may not see a package.",
    told="The package was not found, and the last request to the index carried credentials that were lent to it by an "
    "index of the same origin, and was answered with 404. A lookup as the right account tells the two cases apart.",
    remedies={"uv": "Give each index a name and credentials of its own: UV_INDEX_<NAME>_USERNAME and _PASSWORD."},
    sources=(
        "https://github.com/astral-sh/uv/issues/8565",
        "https://github.com/astral-sh/uv/pull/13463",
    ),
    find=_find,
)
