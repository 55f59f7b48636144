"""IDX602: This version refuses the configuration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from idxdoctor.config.uv.refusals import DUPLICATE_NAME, TWO_DEFAULTS, UNNAMED_EXPLICIT
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice, drop, name, together, unset
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with
from idxdoctor.model.plan import Index, Refusable


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        if not ends_with(visit.decision.code, "configuration-refused"):
            continue
        refused = [one for one in case.trace.plan.refusable if one.text in visit.decision.text]
        if refused and refused[0].code == UNNAMED_EXPLICIT:
            places = " and ".join(str(one.provenance) for one in refused)
            yield Evidence(f"{places}: {refused[0].text}", (), (_name_all(case, refused),))
            continue
        for refusable in refused:
            yield Evidence(f"{refusable.provenance}: {refusable.text}", (), tuple(_fixes(case, refusable)))


def _fixes(case: Case, refusable: Refusable) -> Iterator[Fix]:
    index = _index_at(case, refusable)
    if index is not None and refusable.code == TWO_DEFAULTS:
        yield unset(index, "default", ", so that the other is the only default")
        yield drop(index)
    elif index is not None and refusable.code == DUPLICATE_NAME:
        yield name(index, f"{index.name}-2", ", and its variables and sources accordingly")
        yield drop(index)
    else:
        yield advice(f"correct what stands at {refusable.provenance}")


def _name_all(case: Case, refused: list[Refusable]) -> Fix:
    """Return the fix that gives names to explicit indexes, made of their hosts."""
    named = Counter[str]()
    changes = []
    for index in filter(None, (_index_at(case, one) for one in refused)):
        host = index.url.host.replace(".", "-") or "local"
        named[host] += 1
        changes.append(name(index, host if named[host] == 1 else f"{host}-{named[host]}"))
    return together("; ".join(change.title for change in changes), *changes)


def _index_at(case: Case, refusable: Refusable) -> Index | None:
    return next((one for one in case.trace.plan.defined if one.provenance == refusable.provenance), None)


RULE = Rule(
    code="IDX602",
    severity="error",
    title="This version refuses the configuration",
    means="Older releases read it without a word; this one ends the run before it asks any index. Repeated index "
    "names are refused from 0.6.4 on, a second default and explicit indexes without a name from 0.10.0 on.",
    told="The client ended the run because of the configuration, before any request.",
    remedies={"uv": "Give each index a name of its own, and one of them `default = true`."},
    sources=(
        "https://github.com/astral-sh/uv/pull/11824",
        "https://github.com/astral-sh/uv/pull/17011",
        "https://github.com/astral-sh/uv/pull/17777",
    ),
    find=_find,
)
