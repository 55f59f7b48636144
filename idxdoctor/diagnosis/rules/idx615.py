"""IDX615: HF_TOKEN is unknown to this version."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import lacks, upgrades
from idxdoctor.diagnosis.fixes.proposals import give_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, refusals


def _find(case: Case) -> Iterator[Evidence]:
    token = case.trace.plan.hf_token
    if token is None or not lacks(case, "sends_hf_token"):
        return
    for refusal in refusals(case.lookup):
        request = refusal.exchange.request
        if request.credential is None and token.reach.covers(request.url.origin):
            index = case.index_of(refusal.exchange)
            yield Evidence(
                f"{token.provenance} has a token for {request.url.host}; {case.trace.client} does not read it",
                (refusal.position,),
                (*upgrades(case, "sends_hf_token"), give_credentials(index)),
            )


RULE = Rule(
    code="IDX615",
    severity="error",
    title="uv before 0.8.1 does not read HF_TOKEN",
    means="From 0.8.1 on the token in HF_TOKEN is sent to huggingface.co after a refusal. An older release asks "
    "without credentials and stops at the refusal.",
    told="huggingface.co refused a request without credentials, HF_TOKEN is set, and the version does not read it.",
    remedies={"uv": "Upgrade to 0.8.1 or newer, or give the token as the password of the index or in netrc."},
    sources=(
        "https://github.com/astral-sh/uv/pull/14797",
        "https://docs.astral.sh/uv/reference/environment/#hf_token",
    ),
    find=_find,
    instead_of=frozenset({"IDX101"}),
)
