"""IDX606: Credentials for a redirect's target are not looked up."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.redirected import misled
from idxdoctor.diagnosis.evidence.releases import lacks, upgrades
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.credential import Credential
from idxdoctor.model.url import Origin


def _find(case: Case) -> Iterator[Evidence]:
    if not lacks(case, "follows_redirects_itself"):
        return
    for one in misled(case):
        known = _known_for(case, one.origin)
        if one.origin != one.index.url.origin and known is not None:
            yield Evidence(
                f"{one.index.url.origin} redirects to {one.origin}, for which {known} ({known.provenance}) is known; "
                f"{case.trace.client} looks for credentials of the index's own host only",
                one.exchanges,
                (*upgrades(case, "follows_redirects_itself"), *one.move()),
            )


def _known_for(case: Case, target: Origin) -> Credential | None:
    """Return what netrc or another index gives for the server that a redirect leads to."""
    plan = case.trace.plan
    known = [*(entry.credential for entry in plan.netrc), *(index.credential for index in plan.defined)]
    fits = (one for one in known if one is not None and one.is_complete and one.reach.covers(target))
    return next(fits, None)


RULE = Rule(
    code="IDX606",
    severity="error",
    title="uv before 0.7.14 looks for no credentials at a redirect's target",
    means="The index redirects to another server, which wants credentials, and netrc or another index has some for it. "
    "The HTTP library followed the redirect, below the part of uv that knows credentials. From 0.7.14 on each "
    "redirect goes through that part (in 0.6.15 and 0.7.0 as well).",
    told="The last request was led to another origin by a redirect, had no credentials and was refused; the "
    "configuration has some for that origin, and the version does not look for them.",
    remedies={"uv": "Upgrade to 0.7.14 or newer, or configure the redirect's target as the index."},
    sources=("https://github.com/astral-sh/uv/issues/5595", "https://github.com/astral-sh/uv/pull/14126"),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX102", "IDX123", "IDX124"}),
)
