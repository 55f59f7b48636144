"""Stretches of releases as text: what each does, and the first request at which it parts from the one before."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.bisect import Stretch
from idxdoctor.model.credential import shown_service
from idxdoctor.model.trace import Lookup
from idxdoctor.report.redaction import scrubber_for
from idxdoctor.report.verdict import verdict
from idxdoctor.report.views.comparison import compare


def stretch_lines(client: str, found: list[Stretch]) -> Iterator[str]:
    """Return a paragraph for each stretch of releases."""
    clean = scrubber_for(stretch.run.trace for stretch in found).clean
    for before, stretch in zip([None, *found], found, strict=False):
        releases = stretch.first if stretch.first == stretch.last else f"{stretch.first} to {stretch.last}"
        yield f"{client} {releases}"
        for lookup in stretch.run.trace.lookups:
            count = len(lookup.exchanges)
            yield clean(f"  {verdict(lookup)} ({count} request{'' if count == 1 else 's'})")
        if before is not None:
            yield from (clean(f"  {line}") for line in _partings(before, stretch))


def _partings(before: Stretch, stretch: Stretch) -> Iterator[str]:
    kind = "outcome" if before.outcomes != stretch.outcomes else "requests"
    for comparison in compare([before.run, stretch.run]):
        if comparison.parting is None:
            yield from _beside_pages(before, stretch, comparison.package)
            continue
        exchanges = comparison.groups[-1].lookup.exchanges
        if comparison.parting < len(exchanges):
            exchange = exchanges[comparison.parting]
            who = exchange.answer.account or "nobody"
            yield (
                f"{kind} changed at request {comparison.parting + 1}: GET {exchange.request.url} as {who}, "
                f"{exchange.answer.status or 'no answer'}: {exchange.request.decision.text}"
            )
        else:
            yield f"{kind} changed: no request {comparison.parting + 1} any more"


def _beside_pages(before: Stretch, stretch: Stretch, package: str) -> Iterator[str]:
    """Say what changed where the requests for pages are the same: the keyring's calls, or those for files."""
    found = [one for run in (before.run, stretch.run) for one in run.trace.lookups if one.package == package]
    for kind, says in (("keyring calls", _keyring_calls), ("requests for files", _files)):
        texts = [", ".join(says(lookup)) or "none" for lookup in found]
        if len(set(texts)) > 1:
            yield f"{kind} changed: {texts[0]}; now {texts[1]}"


def _keyring_calls(lookup: Lookup) -> Iterator[str]:
    for call in lookup.keyring:
        yield shown_service(call.request.service) + ("" if call.request.username else " without a username")


def _files(lookup: Lookup) -> Iterator[str]:
    for one in lookup.files:
        who, status = one.answer.account or "nobody", one.answer.status or "no answer"
        yield f"{one.request.method} {one.request.url} as {who}, {status}"
