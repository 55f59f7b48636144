"""IDX218: Refused credentials stand before those of uv's store."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused import Refused, refused
from idxdoctor.diagnosis.fixes.proposals import forget_credentials
from idxdoctor.diagnosis.fixes.renewal import renew
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.credential import Credential


def _find(case: Case) -> Iterator[Evidence]:
    for one in refused(case):
        other = _hidden(case, one)
        if other is not None:
            yield Evidence(
                f"{one.where}; {other} ({other.provenance}) is known for this host too and never tried, since what "
                "the index itself is given comes first",
                one.at,
                (
                    forget_credentials(one.index, f"take out what {one.credential.provenance} gives"),
                    renew(case, one.refusal, f"renew what {one.credential.provenance} holds"),
                ),
            )


def _hidden(case: Case, one: Refused) -> Credential | None:
    """Return what uv's store has for the index, where netrc, which comes before it, has nothing."""
    if one.index.credential != one.credential or case.is_older_than("uv", "0.8.15"):
        return None
    origin = one.refusal.exchange.request.url.origin
    if any(entry.host in {None, origin.host} for entry in case.trace.plan.netrc):
        return None
    stored = (entry.credential for entry in case.trace.plan.stored if entry.service.origin == origin)
    return next((known for known in stored if known != one.credential), None)


RULE = Rule(
    code="IDX218",
    severity="error",
    title="Refused credentials stand before those of uv's store",
    means="What an index URL or the index's variables give is sent, and where it is refused nothing else is "
    "tried. Credentials that were renewed with `uv auth login` are never seen.",
    told="The index's own credentials were answered with 401 or 403, and uv's store has others for its host. "
    "Releases before 0.8.15 have no store.",
    remedies={"uv": "Take username and password out of the URL or the variables, or renew them there."},
    sources=("https://docs.astral.sh/uv/concepts/authentication/http/",),
    find=_find,
    instead_of=frozenset({"IDX201", "IDX202"}),
)
