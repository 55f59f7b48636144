"""Stretches of real releases as text."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.capture.answering.seen import Seen
from idxdoctor.capture.comparing.bisect import RealStretch
from idxdoctor.report.redaction import Scrubber


def real_stretch_lines(client: str, found: list[RealStretch]) -> Iterator[str]:
    """Return a paragraph for each stretch: how its runs ended, and every request."""
    sent = (one.credential for stretch in found for one in stretch.run.exchanges)
    clean = Scrubber(credential for credential in sent if credential is not None).clean
    for stretch in found:
        releases = stretch.first if stretch.first == stretch.last else f"{stretch.first} to {stretch.last}"
        ended = "went well" if stretch.run.status == 0 else "failed"
        count = len(stretch.run.exchanges)
        yield f"{client} {releases}: {ended}, {count} request{'' if count == 1 else 's'}"
        yield from (clean(f"  {_line(seen)}") for seen in stretch.run.exchanges)


def _line(seen: Seen) -> str:
    return f"{seen.method} {seen.url} as {seen.answer.account or 'nobody'}, {seen.answer.status or 'no answer'}"
