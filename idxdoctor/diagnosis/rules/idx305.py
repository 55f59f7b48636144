"""IDX305: `ignore-error-codes` does nothing here."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice, drop
from idxdoctor.diagnosis.fixes.search import use_strategy
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with
from idxdoctor.model.exchange import REDIRECTS
from idxdoctor.model.plan import Index, Strategy
from idxdoctor.model.trace import Visit

_ENDS = ("refused", "fatal-status", "flat-unreadable")


def _find(case: Case) -> Iterator[Evidence]:
    if case.is_older_than("uv", "0.7.0"):
        return
    for visit in case.ending.visits:
        yield from _on_redirects(case, visit)
        if ends_with(visit.decision.code, *_ENDS):
            yield from _on_the_end(case, visit)


def _on_redirects(case: Case, visit: Visit) -> Iterator[Evidence]:
    index = case.ending.indexes[visit.index]
    listed = (index.ignored_statuses or frozenset()) & REDIRECTS
    for position, exchange in case.lookup.exchanges_of(visit.index):
        if exchange.answer.status in listed:
            yield Evidence(
                f"{index.label} ({index.provenance}) answered {exchange.answer.status}, which its `ignore-error-codes` "
                "have; a redirect is no error, and they are not looked at",
                (position,),
                (advice(f"let {exchange.request.url.origin} answer 404 for what it does not have"),),
            )
            return


def _on_the_end(case: Case, visit: Visit) -> Iterator[Evidence]:
    index, status = case.ending.indexes[visit.index], visit.status
    position = tuple(position for position, _ in case.lookup.exchanges_of(visit.index)[-1:])
    if status in (index.ignored_statuses or frozenset()):
        why, fixes = _why_unread(case, visit)
        text = f"{index.label} ({index.provenance}) answered {status}, which its `ignore-error-codes` have; {why}"
        yield Evidence(text, position, fixes)
    elif other := _definition_with(case, index, status):
        yield Evidence(
            f"`ignore-error-codes` of {other.label} ({other.provenance}) have {status}, but what was asked is the same "
            f"URL as {index.provenance} gives it, and that has no such setting",
            position,
            (drop(index, ", so that the definition with the setting counts"),),
        )


def _why_unread(case: Case, visit: Visit) -> tuple[str, tuple[Fix, ...]]:
    """Return why a status in the list ended the run nonetheless, and what mends it."""
    code, strategy = visit.decision.code, case.trace.plan.strategy
    if ends_with(code, "flat-unreadable"):
        return "a flat list of files must be readable whatever they say", ()
    if strategy is not Strategy.FIRST_INDEX:
        return f"the strategy {strategy.value} does not look at them", (use_strategy(Strategy.FIRST_INDEX),)
    first = _first_definition(case, case.ending.indexes[visit.index])
    return f"the same URL is defined at {first.provenance} before, and that definition counts", (drop(first),)


def _definition_with(case: Case, index: Index, status: int | None) -> Index | None:
    """Return another definition of the same URL whose list has the status."""
    same = (other for other in case.trace.plan.defined if _same_url(other, index))
    return next((other for other in same if status in (other.ignored_statuses or frozenset())), None)


def _first_definition(case: Case, index: Index) -> Index:
    return next((other for other in case.trace.plan.defined if _same_url(other, index)), index)


def _same_url(one: Index, other: Index) -> bool:
    return one.url.bare().reveal().rstrip("/") == other.url.bare().reveal().rstrip("/")


RULE = Rule(
    code="IDX305",
    severity="warning",
    title="`ignore-error-codes` does nothing here",
    means="A status that the setting lists came, and did not make the search go on. The setting is looked at by "
    "the strategy first-index only, for the definition that is asked, and only for errors: redirects are "
    "followed, and what their target answers counts.",
    told="The version knows the setting. An index answered a status that `ignore-error-codes` list, for it or for "
    "another definition of its URL, and the run ended there; or the status is a redirect.",
    remedies={
        "uv": "Use first-index, and put the setting at the definition that is asked; have "
        "the server answer 404 in place of a redirect.",
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/indexes/#ignoring-error-codes-when-searching-across-indexes",
        "https://github.com/astral-sh/uv/pull/12805",
        "https://github.com/astral-sh/uv/issues/13216",
    ),
    find=_find,
    instead_of=frozenset({"IDX402"}),
)
