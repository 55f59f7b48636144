"""IDX302: No index has the package."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.indexes import is_open
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice, give_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.exchange import REFUSALS, Exchange, Gap
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Outcome, Visit


def _find(case: Case) -> Iterator[Evidence]:
    ending = case.ending
    if ending.outcome is not Outcome.NOT_FOUND or any(visit.status in REFUSALS for visit in ending.visits):
        return
    if case.trace.is_of_a_log and (not ending.visits or any(not _is_absent(visit) for visit in ending.visits)):
        return
    absent = tuple(n for n, exchange in enumerate(case.lookup.exchanges) if _shows_404(exchange))
    text = f"{len(ending.visits)} of {len(ending.indexes)} indexes were asked, and none has {case.lookup.package}"
    hiding = list(_may_hide_it(case))
    if hiding:
        unknown = any(Gap.WHO in exchange.gaps for exchange in case.lookup.exchanges)
        whom = "to somebody whom the log does not show" if unknown else "to a request without credentials"
        text += f"; {', '.join(index.label for index in hiding)} answered 404 {whom}"
    yield Evidence(text, absent, tuple(_fixes(case, hiding)))


def _shows_404(exchange: Exchange) -> bool:
    """Say whether a request was answered 404, and is known whole: a log may not show as whom it was sent."""
    return exchange.answer.status == 404 and not exchange.gaps


def _is_absent(visit: Visit) -> bool:
    """Say whether an index answered that it has no such package, and not something that a client counts as that."""
    return visit.status == 404


def _fixes(case: Case, hiding: list[Index]) -> Iterator[Fix]:
    for index in hiding:
        yield give_credentials(index, f"give credentials for {index.label}, if it hides packages from others")
    yield advice(f"check how {case.lookup.package} is spelled, and which index should have it")


def _may_hide_it(case: Case) -> Iterator[Index]:
    """Return the indexes that answered 404 to nobody in particular, though not everybody may read there."""
    for visit in case.ending.visits:
        exchanges = case.lookup.exchanges_of(visit.index)
        index = case.ending.indexes[visit.index]
        if visit.status == 404 and exchanges and exchanges[-1][1].request.credential is None and not is_open(index.url):
            yield index


RULE = Rule(
    code="IDX302",
    severity="error",
    title="No index has the package",
    means="Every index was asked and answered that it has no such package. Either that is so, or one of them hides it: "
    "some servers answer 404, and not 401 or 403, to somebody who may not see a package.",
    told="The search ended without a page, and no index answered 401 or 403. `idxdoctor check --probe` asks each index "
    "for a name that can't exist, which tells a server that hides from one that does not have it.",
    remedies={
        "uv": "Check the package's name and the URL of the index that should have it; give an index that may hide "
        "packages credentials.",
        "pip": "Check the package's name and the URL of the index that should have it; give an index that "
        "may hide packages credentials.",
        "poetry": "Check the package's name and the sources: an explicit one is asked only for packages that name it, "
        "PyPI only where no source is primary.",
        "pdm": "Check the package's name and the URL of the source that should have it; `include_packages` and "
        "`exclude_packages` keep a source from being asked.",
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/indexes/#searching-across-multiple-indexes",
        "https://github.com/astral-sh/uv/issues/11899",
    ),
    find=_find,
)
