"""IDX411: Redirects lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.answers import Last, last_answers
from idxdoctor.diagnosis.fixes.proposals import advice, drop
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.url import Url

_MOST: Final = 10


def _find(case: Case) -> Iterator[Evidence]:
    for last in last_answers(case):
        chain = _chain(case, last)
        if len(chain) >= _MOST and last.exchange.redirect is not None:
            urls = [url for _, url in chain]
            again = next((url for url in urls if urls.count(url) > 1), None)
            how = f"they lead back to {again}" if again is not None else "each leads to another URL"
            yield Evidence(
                f"{last.index.label} ({last.index.provenance}) redirected {len(chain)} times, and {how}",
                (chain[0][0], last.position),
                (advice(f"mend the redirects of {last.exchange.request.url.origin}"), drop(last.index)),
            )


def _chain(case: Case, last: Last) -> list[tuple[int, Url]]:
    """Return the redirects in a row that end with the last answer of an index."""
    chain: list[tuple[int, Url]] = []
    for position, exchange in reversed(case.lookup.exchanges_of(last.visit.index)):
        if exchange.redirect is None:
            break
        chain.insert(0, (position, exchange.request.url))
    return chain


RULE = Rule(
    code="IDX411",
    severity="error",
    title="Redirects lead nowhere",
    means="The index redirects again and again: in a circle, or through more URLs than the client follows. No page "
    "comes of it.",
    told="The last ten or more answers of an index were all redirects.",
    remedies={"uv": "Mend the redirects at the server: often a proxy and the index each send to the other's URL."},
    sources=("https://www.rfc-editor.org/rfc/rfc9110#name-redirection-3xx",),
    find=_find,
    whoever_asked=True,
    instead_of=frozenset({"IDX401", "IDX402", "IDX405", "IDX406", "IDX601", "IDX605"}),
)
