"""IDX122: The same index is given again with credentials that do not come first."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import drop, forget_credentials, upgrade
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, refusals
from idxdoctor.model.plan import Index


def _find(case: Case) -> Iterator[Evidence]:
    for refusal in refusals(case.lookup):
        index = case.ending.indexes[refusal.visit.index]
        hidden = next(_fuller(case, index), None)
        if hidden is None or hidden.credential is None or index.credential is None:
            continue
        same_user = hidden.credential.username == index.credential.username
        newer = (upgrade("uv", "0.7.4", ", which finds the password"),) if case.is_older_than("uv", "0.7.4") else ()
        yield Evidence(
            f"{index.label} was asked with what {index.credential.provenance} gives, which comes first; "
            f"{hidden.credential.provenance} gives the same URL "
            + ("with a password" if same_user else "with other credentials")
            + f" and was not used; the answer was {refusal.visit.status}",
            (refusal.position,),
            (
                drop(index, ", which repeats the other without its credentials"),
                forget_credentials(index, f"take the credentials out of {index.credential.provenance}"),
                *newer,
            ),
        )


def _fuller(case: Case, index: Index) -> Iterator[Index]:
    """Return other definitions of the index's URL that have complete credentials, and others than the index has."""
    for other in case.trace.plan.defined:
        repeats = other.url.bare() == index.url.bare() and other.provenance != index.provenance
        complete = other.credential is not None and other.credential.is_complete
        if repeats and complete and other.credential != index.credential:
            yield other


RULE = Rule(
    code="IDX122",
    severity="error",
    title="The same index is given again with credentials that do not come first",
    means="Two settings name one URL, and the one that comes first (a flag before a variable, a variable before a "
    "file) has a username without a password, or other credentials. The first one's are sent.",
    told="The last request to an index was refused; its own credentials are from one setting, and another setting has "
    "the same URL with other, complete ones.",
    remedies={"uv": "Give the URL once. uv 0.7.4 and newer find the password where both name the same user."},
    sources=(
        "https://github.com/astral-sh/uv/issues/13443",
        "https://github.com/astral-sh/uv/pull/13463",
    ),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX103", "IDX201", "IDX202"}),
)
