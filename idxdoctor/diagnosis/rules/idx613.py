"""IDX613: The credentials of a definition that another one overrides are forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import lacks, upgrades
from idxdoctor.diagnosis.fixes.proposals import drop
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, refusals
from idxdoctor.model.plan import Index


def _find(case: Case) -> Iterator[Evidence]:
    if not lacks(case, "seeds_overridden_indexes"):
        return
    for refusal in refusals(case.lookup):
        index = case.index_of(refusal.exchange)
        overridden = _overridden_by(case, index)
        if refusal.exchange.request.credential is None and overridden is not None:
            yield Evidence(
                f"{overridden.provenance} gives `{index.name}` with credentials, and {index.provenance} gives the name "
                f"again without; {case.trace.client} forgets the credentials with the definition that is overridden",
                (refusal.position,),
                (*upgrades(case, "seeds_overridden_indexes"), drop(index, ", so that the other definition counts")),
            )


def _overridden_by(case: Case, index: Index) -> Index | None:
    """Return the definition of the same name and server that has complete credentials."""
    for other in case.trace.plan.defined:
        same = index.name is not None and other.name == index.name and other.url.origin == index.url.origin
        if same and index.credential is None and other.credential is not None and other.credential.is_complete:
            return other
    return None


RULE = Rule(
    code="IDX613",
    severity="error",
    title="uv before 0.8.3 forgets the credentials of an overridden index",
    means="An index is configured with credentials in its URL, and a variable or option gives its name again without. "
    "The later definition counts. From 0.8.3 on the credentials of the other one still serve their server; before, "
    "they were forgotten.",
    told="An index was refused without credentials; another definition of its name, on the same server, has some, and "
    "the version does not keep them.",
    remedies={"uv": "Upgrade to 0.8.3 or newer, or give the credentials by UV_INDEX_<NAME>_USERNAME and _PASSWORD."},
    sources=("https://github.com/astral-sh/uv/pull/14858",),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX120"}),
)
