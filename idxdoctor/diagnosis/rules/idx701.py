"""IDX701: Credentials go to an origin that they were not configured for."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import behaves, lacks, upgrades
from idxdoctor.diagnosis.evidence.sent import Sent, sent_credentials
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for sent in sent_credentials(case):
        if sent.exchanges and not sent.credential.reach.covers(sent.origin):
            withheld = any(case.lookup.exchanges[position].answer.withheld for position in sent.exchanges)
            held = "; this check left them out" if withheld else ""
            yield Evidence(
                f"{case.trace.client} sends {sent.credential} ({sent.credential.provenance}) to {sent.origin}{held}",
                sent.exchanges,
                _upgrades(case, sent),
            )


def _upgrades(case: Case, sent: Sent) -> tuple[Fix, ...]:
    """Return the upgrade to the next release that leaves the credentials behind at such a redirect."""
    configured = sent.credential.reach.origin
    decision = case.lookup.exchanges[sent.exchanges[0]].request.decision
    if ends_with(decision.code, "redirect-restored"):
        return upgrades(case, "restores_header_after_crossing")
    if configured and (configured.host, configured.port) == (sent.origin.host, sent.origin.port):
        return upgrades(case, "scheme_change_is_cross_origin") if lacks(case, "scheme_change_is_cross_origin") else ()
    return upgrades(case, "leaks_across_origins") if behaves(case, "leaks_across_origins") else ()


RULE = Rule(
    code="IDX701",
    severity="error",
    title="Credentials would go to an origin that they were not configured for",
    means="This client version carries the credentials of the index URL through a redirect to another origin, "
    "which may keep them, or refuse a request that has two kinds of authentication. Where that happened with real "
    "credentials, renew them.",
    told="A request carried credentials to a scheme, host or port for which the configuration does not give them.",
    remedies={
        "uv": "uv 0.6.15 and 0.7.0 send them anywhere, 0.7.10 after a second redirect within the other host, and up to "
        "0.12.8 any release keeps them where only the scheme changes. Upgrade.",
    },
    sources=(
        "https://github.com/astral-sh/uv/pull/13050",
        "https://github.com/astral-sh/uv/pull/13215",
        "https://github.com/astral-sh/uv/pull/14126",
    ),
    find=_find,
    instead_of=frozenset({"IDX402"}),
)
