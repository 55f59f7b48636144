"""IDX222: pdm calls credentials wrong at a host to which it sent none."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.redirects import base_of, last_hops
from idxdoctor.diagnosis.fixes.proposals import move
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for hop in last_hops(case):
        if not ends_with(hop.last.request.decision.code, "redirect-dropped") or hop.last.answer.status != 401:
            continue
        target = hop.last.request.url
        base = base_of(target, case.lookup.package)
        tries = [position for position, one in case.lookup.exchanges_of(hop.visit.index) if one.request.url == target]
        yield Evidence(
            f"pdm says that the credentials are not correct for {target}; it sent none there: "
            f"{hop.last.request.decision.text}. {hop.index.label} itself took them, and was asked {len(tries)} times",
            (hop.position - 1, hop.position),
            () if base is None else (move(hop.index, base, ", with credentials for that host"),),
        )


RULE = Rule(
    code="IDX222",
    severity="error",
    title="pdm calls credentials wrong that it did not send",
    means="The index redirected to another origin, where pdm sends no credentials, and that answered 401. pdm takes "
    "this for a wrong password of the index, makes the whole chain of requests once more, and says `Credentials not "
    "correct for` the target. Nothing is wrong with the password.",
    told="The URL that pdm names in `Credentials not correct for` has another origin than the page that it asked for "
    "with credentials.",
    remedies={
        "pdm": "Use the redirect's target as the source's URL, with credentials for that host; pdm takes nothing from "
        "netrc after a redirect."
    },
    sources=(
        "https://github.com/frostming/unearth/blob/main/src/unearth/auth.py",
        "https://www.python-httpx.org/advanced/authentication/",
    ),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX201"}),
    only_in_logs=True,
)
