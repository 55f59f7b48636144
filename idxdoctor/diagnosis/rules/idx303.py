"""IDX303: A public index answered in place of one that refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.indexes import is_open, passed_over, served
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice, give_credentials, pin, unset, upgrade
from idxdoctor.diagnosis.fixes.search import use_strategy
from idxdoctor.diagnosis.rule import Case, Evidence, Refusal, Rule, ends_with
from idxdoctor.model.plan import Index, Strategy

_ONE_INDEX: Final = "let one index serve both, the private one as a proxy of the public one, and name no other"


def _find(case: Case) -> Iterator[Evidence]:
    taken = served(case)
    if taken is None or not is_open(taken.exchange.request.url):
        return
    for refusal in passed_over(case):
        index = case.ending.indexes[refusal.visit.index]
        if not is_open(index.url):
            condition, fix = _let_through(case, refusal, index)
            pinned = () if case.trace.plan.strategy is Strategy.ALL_INDEXES else (pin(case.lookup.package, index),)
            yield Evidence(
                f"the page comes from {taken.origin}, where anybody may publish; {index.label} ({index.provenance}) "
                f"answered {refusal.visit.status}, and {condition}",
                tuple(sorted((refusal.position, taken.position))),
                (give_credentials(index), *pinned, fix),
            )


def _let_through(case: Case, refusal: Refusal, index: Index) -> tuple[str, Fix]:
    """Return the condition that let the search go on, and what takes it away."""
    status, code = refusal.visit.status, refusal.visit.decision.code
    if ends_with(code, "ignored-status"):
        return (
            f"its `ignore-error-codes` let a {status} mean that the package is not there",
            unset(index, "ignore-error-codes", ": a refusal then ends the search"),
        )
    if case.trace.plan.strategy is Strategy.ALL_INDEXES:
        return f"{case.trace.client.name} asks every index and takes a {status} for no files", advice(_ONE_INDEX)
    if ends_with(code, "passed-over"):
        strategy = case.trace.strategy
        return f"the strategy {strategy} passes over a {status}", use_strategy(Strategy.FIRST_INDEX)
    why = ", which ends the search at a refusal"
    return f"before 0.7.0, uv passes over a {status}", upgrade("uv", "0.7.0", why)


RULE = Rule(
    code="IDX303",
    severity="error",
    title="A public index answered in place of one that refused",
    means="A private index refused, the client went on, and an index on which anybody may publish has a package of "
    "that name. What is installed is the public one: a package of the same name by somebody else, if the private "
    "index has one (dependency confusion). No message says so.",
    told="An index refused, with a 401, a challenge, or in spite of credentials; the search went on; and the page "
    "that was taken comes from pypi.org or another host known to be open to anybody. The client's decision on the "
    "refusal says what let it pass: the version, `ignore-error-codes`, or an unsafe strategy.",
    remedies={
        "uv": "Make the credentials work; pin private packages to their index with `explicit = true` and "
        "`tool.uv.sources`; use 0.7.0 or newer, without `ignore-error-codes = [401]` and without an unsafe strategy.",
        "pip": "Make the credentials work. pip can't bind a package to an index: give it one index that has "
        "both, by --index-url alone, or install private packages with hashes.",
        "poetry": "Make the credentials work, and bind private packages to their source: `poetry add --source <name> "
        "<package>`.",
        "pdm": "Make the credentials work, and bind private packages to their source by `include_packages`, or set "
        "`respect-source-order`.",
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/12362",
        "https://github.com/astral-sh/uv/pull/12805",
        "https://docs.astral.sh/uv/concepts/indexes/#searching-across-multiple-indexes",
        "https://pip.pypa.io/en/stable/cli/pip_install/#cmdoption-extra-index-url",
    ),
    find=_find,
    instead_of=frozenset({"IDX301", "IDX306", "IDX307"}),
)
