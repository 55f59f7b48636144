"""IDX104: The index must be asked with credentials, and there are none."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import give_credentials, set_policy
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        if ends_with(visit.decision.code, "missing-credentials", "incomplete-credentials"):
            index = case.ending.indexes[visit.index]
            asked = tuple(position for position, _ in case.lookup.exchanges_of(visit.index))
            yield Evidence(
                f"{index.label} ({index.provenance}): {visit.decision.text}",
                asked,
                (give_credentials(index), set_policy(index, "auto", " if anybody may read it")),
            )


RULE = Rule(
    code="IDX104",
    severity="error",
    title="The index must be asked with credentials, and there are none",
    means="`authenticate = always` forbids a request without credentials, and no source that the client reads "
    "has complete ones.",
    told="The client gave up at the index before it asked anything, for want of credentials or of a password.",
    remedies={
        "uv": "Set UV_INDEX_<NAME>_USERNAME and UV_INDEX_<NAME>_PASSWORD, or write a netrc entry for its host.",
    },
    sources=("https://docs.astral.sh/uv/concepts/indexes/#authentication",),
    find=_find,
)
