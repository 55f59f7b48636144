"""IDX619: A request is taken to belong to an index whose path only begins with the same characters."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import lacks, upgrades
from idxdoctor.diagnosis.fixes.proposals import unset
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with, refusals
from idxdoctor.model.plan import Index
from idxdoctor.model.url import Url


def _find(case: Case) -> Iterator[Evidence]:
    if not lacks(case, "index_prefix_by_segment"):
        return
    for refusal in refusals(case.lookup):
        request = refusal.exchange.request
        if not ends_with(request.decision.code, "never", "redirect-dropped", "redirect-outside-index"):
            continue
        for index in case.trace.plan.defined:
            if index.policy == "never" and _only_begins_so(index, request.url):
                yield Evidence(
                    f"{request.url} is not below {index.url.bare()}, but begins with the same characters, so that "
                    f"`authenticate = never` ({index.provenance}) counts for it too",
                    (refusal.position,),
                    (*upgrades(case, "index_prefix_by_segment"), unset(index, "authenticate")),
                )


def _only_begins_so(index: Index, url: Url) -> bool:
    """Say whether the index's path is a prefix of the URL's by characters, and not by whole segments."""
    root = index.url.path.rstrip("/").removesuffix("/simple")
    rest = url.path.removeprefix(root)
    return index.url.origin == url.origin and url.path.startswith(root) and bool(rest) and not rest.startswith("/")


RULE = Rule(
    code="IDX619",
    severity="error",
    title="uv before 0.11.9 takes /acme-mirror for a part of /acme",
    means="Which index a request belongs to was decided by the characters of its URL, not by whole path segments. An "
    "index that must get no credentials (`authenticate = never`) so kept others from getting theirs.",
    told="A request without credentials was refused at a URL that begins with the characters of an index with "
    "`authenticate = never`, but does not lie below it.",
    remedies={"uv": "Upgrade to 0.11.9 or newer."},
    sources=("https://github.com/astral-sh/uv/pull/19154",),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX102", "IDX112"}),
)
