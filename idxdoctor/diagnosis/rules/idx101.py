"""IDX101: An index that asks for credentials was asked without any."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.indexes import needs_credentials
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import drop, ignore_status
from idxdoctor.diagnosis.fixes.renewal import renew
from idxdoctor.diagnosis.rule import Case, Evidence, Refusal, Rule, ends_with, refusals
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    for refusal in refusals(case.lookup):
        search = refusal.visit.search
        if case.ending.outcome is Outcome.FOUND and not needs_credentials(case, refusal):
            continue
        dropped = refusal.exchange.request.decision.drops or (search is not None and search.drops)
        if refusal.exchange.request.credential is None and not dropped:
            index = case.ending.indexes[refusal.visit.index]
            yield Evidence(
                f"{index.label} ({index.provenance}) answered {refusal.visit.status} to a request without "
                + _what(refusal)
                + (f"; {search.text}" if search else "")
                + _may_be_missing(case, refusal),
                (refusal.position,),
                (
                    renew(case, refusal, f"give credentials for {index.label}"),
                    *_go_on(case, refusal),
                    drop(index, " if nothing comes from it"),
                ),
            )


def _what(refusal: Refusal) -> str:
    """Return what a request lacked: of some a log shows only that no password went along."""
    return "a password" if ends_with(refusal.exchange.request.decision.code, "without-password") else "credentials"


def _go_on(case: Case, refusal: Refusal) -> tuple[Fix, ...]:
    """Let other indexes be asked, where a 403 that ended the search may mean that the package is not there."""
    stops = case.ending.outcome is Outcome.STOPPED and _may_be_missing(case, refusal)
    return (ignore_status(case.ending.indexes[refusal.visit.index], 403),) if stops else ()


def _may_be_missing(case: Case, refusal: Refusal) -> str:
    """Return a clause on what a 403 means as well where the index may be one that says so of what it does not have."""
    seen = case.provider_of(refusal.visit.index)
    if seen is None or seen.provider.username is not None or refusal.visit.status != 403:
        return ""
    if not seen.provider.may_mean(403, "no such package"):
        return ""
    asked = "`idxdoctor check --probe` tells which"
    return (
        f". {seen.by[:1].upper()}{seen.by[1:]}: it may also say 403 because {case.lookup.package} is not there; {asked}"
    )


RULE = Rule(
    code="IDX101",
    severity="error",
    title="An index that asks for credentials was asked without any",
    means="The index refused a request that carried no credentials, and the client found none to try: no source "
    "that it reads has any for this index.",
    told="The last request to the index had no Authorization, its answer was 401 or 403, and no credentials were "
    "dropped on the way. A bare 403 does not count where the package was found elsewhere: it may mean 'not there'.",
    remedies={
        "uv": "Name the index and set UV_INDEX_<NAME>_USERNAME and UV_INDEX_<NAME>_PASSWORD, or write a netrc entry "
        "for its host.",
        "pip": "Write the username and the password into the index URL (PIP_INDEX_URL, pip.conf), or a netrc "
        "entry for its host; with --no-input the keyring is asked only where --keyring-provider "
        "names one (23.1 and newer).",
        "pdm": "Write the username and the password into the source's URL, or give it `username` and `password` "
        "(`pdm config pypi.<name>.username`), or write a netrc entry for its host.",
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/indexes/#providing-credentials-directly",
        "https://pip.pypa.io/en/stable/topics/authentication/",
    ),
    find=_find,
)
