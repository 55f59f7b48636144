"""IDX607: A token is not enough for `authenticate = always`."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import lacks, upgrades
from idxdoctor.diagnosis.fixes.proposals import give_credentials, unset
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with
from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import Index


def _find(case: Case) -> Iterator[Evidence]:
    if not lacks(case, "token_satisfies_always"):
        return
    for visit in case.ending.visits:
        index = case.ending.indexes[visit.index]
        token = _token_for(case, index)
        if ends_with(visit.decision.code, "incomplete-credentials") and token is not None:
            yield Evidence(
                f"{token.provenance} has a token for {index.label}, which {case.trace.client} takes for a username "
                "whose password is missing",
                (),
                (
                    *upgrades(case, "token_satisfies_always"),
                    unset(index, "authenticate", ": the token is then sent after a refusal"),
                    give_credentials(index),
                ),
            )


def _token_for(case: Case, index: Index) -> Credential | None:
    """Return the token that is kept for the index's server."""
    plan = case.trace.plan
    known = [*(entry.credential for entry in plan.stored), *([plan.hf_token] if plan.hf_token else [])]
    return next((one for one in known if one.bearer and one.reach.covers(index.url.origin)), None)


RULE = Rule(
    code="IDX607",
    severity="error",
    title="uv before 0.11.0 takes a token for incomplete credentials",
    means="With `authenticate = always` uv wants a username and a password. Until 0.10 a bearer token (of HF_TOKEN, or "
    "one that `uv auth login --token` stored) did not count as both, and the run ended before any request.",
    told="The client gave up for want of a password because of `authenticate = always`, and a token is kept for the "
    "server.",
    remedies={"uv": "Upgrade to 0.11.0 or newer, or take `authenticate = always` out."},
    sources=("https://github.com/astral-sh/uv/pull/18425",),
    find=_find,
    instead_of=frozenset({"IDX103", "IDX104", "IDX126"}),
)
