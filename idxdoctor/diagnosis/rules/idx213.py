"""IDX213: The 404 may hide a refusal."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import give_credentials
from idxdoctor.diagnosis.fixes.renewal import how_had, moment, usual_username
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.credential import Credential
from idxdoctor.model.token import expiry_of
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits if case.ending.outcome is Outcome.NOT_FOUND else ():
        exchanges = case.lookup.exchanges_of(visit.index)
        credential = exchanges[-1][1].request.credential if exchanges else None
        seen = case.provider_of(visit.index)
        hidden = seen.provider.may_mean(404, "wrong credentials", "no permission") if seen is not None else None
        if visit.status != 404 or credential is None or not credential.is_complete or not seen or not hidden:
            continue
        index = case.ending.indexes[visit.index]
        this_is, says = "this is" if seen.sure else "this may be", "answers" if hidden.sure else "is said to answer"
        cause = "credentials that it does not take" if hidden.means == "wrong credentials" else "what one may not see"
        yield Evidence(
            f"{index.label} answered 404 to {credential} ({credential.provenance}); {this_is} {seen.provider.name} "
            f"({seen.by}), which {says} 404 also to {cause}: either {case.lookup.package} is not there, or the "
            f"credentials do not do{_expired(case, credential)}",
            (exchanges[-1][0],),
            (
                give_credentials(
                    index,
                    f"renew what {credential.provenance} holds{how_had(case, visit.index)}",
                    username=usual_username(case, visit.index),
                ),
            ),
        )


def _expired(case: Case, credential: Credential) -> str:
    expiry = expiry_of(credential)
    return f"; the token expired on {moment(expiry)}" if expiry is not None and expiry < case.now else ""


RULE = Rule(
    code="IDX213",
    severity="warning",
    title="The 404 may hide a refusal",
    means="Some providers do not say that something is kept from an account, or that its credentials are no good: they "
    "answer 404, as for a package that does not exist. The client goes on to the next index and in the end finds "
    "nothing.",
    told="No index had the package, one of them answered complete credentials with 404, and its provider is known to "
    "answer so for other reasons too.",
    remedies={
        "uv": "Renew the credentials and try again; a package that is known to be there tells the two apart "
        "(`idxdoctor check --probe --known NAME`).",
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/11899",
        "https://github.com/astral-sh/uv/issues/8565",
        "https://github.com/pypa/pip/issues/11113",
    ),
    find=_find,
    instead_of=frozenset({"IDX302"}),
)
