"""IDX218: Refused credentials stand before others for the host."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes import forget_credentials
from idxdoctor.diagnosis.refused import Refused, refused
from idxdoctor.diagnosis.renewal import renew
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
    """Return other credentials that would be found if the index had none of its own."""
    if one.index.credential is None or one.index.credential != one.credential:
        return None
    origin = one.refusal.exchange.request.url.origin
    entries = [entry.credential for entry in case.trace.plan.netrc if entry.host == origin.host]
    stored = [entry.credential for entry in case.trace.plan.stored if entry.service.origin == origin]
    return next((known for known in (*entries, *stored) if known != one.credential), None)


RULE = Rule(
    code="IDX218",
    severity="error",
    title="Refused credentials stand before others for the host",
    means="What an index URL or the index's variables give is sent, and where it is refused nothing else is tried: not "
    "netrc, not the store, not the keyring. Credentials that were renewed there are never seen.",
    told="The index's own credentials were answered with 401 or 403, and netrc or uv's store has others for its host.",
    remedies={"uv": "Take username and password out of the URL or the variables, or renew them there."},
    sources=("https://docs.astral.sh/uv/concepts/authentication/http/",),
    find=_find,
    instead_of=frozenset({"IDX201", "IDX202"}),
)
