"""IDX708: Credentials are sent although there must be none."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import forget_credentials, unset
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        index = case.ending.indexes[visit.index]
        against = tuple(
            position
            for position, exchange in case.lookup.exchanges_of(visit.index)
            if ends_with(exchange.request.decision.code, "never-but-url")
        )
        if against:
            yield Evidence(
                f"{index.label} ({index.provenance}) has `authenticate = never` and credentials in its URL, and uv "
                "sends these all the same",
                against,
                (
                    forget_credentials(index, f"take the credentials out of the URL of {index.label}"),
                    unset(index, "authenticate", ", if the index wants them"),
                ),
            )


RULE = Rule(
    code="IDX708",
    severity="warning",
    title="Credentials are sent in spite of `authenticate = never`",
    means="The setting keeps uv from looking for credentials. What stands in the index URL is sent with its pages all "
    "the same, and not with its files.",
    told="The index has `authenticate = never`, and a request for it carried the credentials of its URL.",
    remedies={"uv": "Take the credentials out of the URL, or the setting away."},
    sources=("https://docs.astral.sh/uv/concepts/indexes/#authentication",),
    find=_find,
)
