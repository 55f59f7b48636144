"""IDX214: The same credentials were refused, and accepted later in the run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.refused import let_in, refused
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule

_FEWER: Final = {"uv": (advice("if it passes, send fewer requests at once: UV_CONCURRENT_DOWNLOADS=2"),)}


def _find(case: Case) -> Iterator[Evidence]:
    for one in refused(case, 401):
        before, after = let_in(case, one.index, one.credential)
        if after and not before:
            yield Evidence(
                f"{one.where} for {case.lookup.package}, and let in for {after[0].request.url.segments[-1]} later in "
                "the run: either the server refuses some requests while it does not know the session yet or gets many "
                f"at once, or {case.lookup.package} is not there or kept from this account",
                one.at,
                (
                    advice("run it again: a refusal that has passed was the server's, one that stays is the package's"),
                    *_FEWER.get(case.trace.client.name, ()),
                ),
            )


RULE = Rule(
    code="IDX214",
    severity="warning",
    title="The same credentials were refused, and accepted later in the run",
    means="The credentials are right, since they were let in later. A server that asks another one who somebody is can "
    "refuse the first requests, or some of many at once; the client does not try again after a 401.",
    told="Credentials were answered with 401, and later in the run the same index answered 200 to them for another "
    "package, as it did not before.",
    remedies={
        "uv": "Run it again, with UV_CONCURRENT_DOWNLOADS=2 if it happens often.",
        "pip": "Run it again; pip asks one thing after the other.",
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/17485",
        "https://github.com/astral-sh/uv/issues/12054",
    ),
    find=_find,
    instead_of=frozenset({"IDX201", "IDX203", "IDX204", "IDX205", "IDX206", "IDX207", "IDX208", "IDX216", "IDX217"}),
)
