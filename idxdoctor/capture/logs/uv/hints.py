"""uv's hints on indexes that refused, which end what it prints."""

from __future__ import annotations

import re
from re import Match
from typing import Final

from idxdoctor.capture.logs.urls import HIDDEN, UNNAMED, spelled, url_of
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Fetch
from idxdoctor.model.url import Url

HINT: Final = re.compile(r"An index (?:URL )?\((?P<url>[^()]+)\).*?\b(?P<status>40[13]) ")
_LETS_OTHERS_IN: Final = "received a successful response from another request to the index"
"""What 0.11.17 and newer add where another package of the run was found at the index."""


def hint(run: UvRun, found: Match[str], line: int) -> None:
    """Take a hint at the end: which index refused, and with which status. It does not name the package.

    Where messages say that searches were ended, these tell more (`stops`).
    """
    index, status = url_of(found["url"]) or HIDDEN, int(found["status"])
    if _LETS_OTHERS_IN in found.string:
        run.errors.lets_others_in.add(spelled(index))
    run.errors.hinted[spelled(index), status] = line
    open_ = [fetch for fetch in run.fetches if _may_be_hinted_at(run, fetch, index)]
    if run.searches.stops or len(open_) != 1:
        return
    fetch = open_[0]
    last = fetch.last or (run.unseen(fetch, fetch.shown) if fetch.shown else None)
    if last is not None and not last.answered:
        last.answer(status)


def _may_be_hinted_at(run: UvRun, fetch: Fetch, index: Url) -> bool:
    at_index = fetch.index is not None and spelled(fetch.index) == spelled(index)
    return at_index and fetch.package not in run.searches.chosen and not (fetch.last and fetch.last.answered)


def settle_hints(run: UvRun) -> None:
    """Begin a page at each index that a hint names, where the log shows no request for any: that of what uv lacks.

    Where several refused, none of them ended the search. A blanked index may be any that the log shows.
    """
    asked = {spelled(fetch.index) for fetch in run.fetches if fetch.index is not None}
    for (index, status), line in run.errors.hinted.items():
        url = url_of(index)
        if index in asked or url is None or (asked and url == HIDDEN):
            continue
        fetch = refused_at(run, url, status, line)
        fetch.stopped = run.behaviours.stops_at_refusal and len(run.errors.hinted) == 1


def refused_at(run: UvRun, index: Url, status: int, line: int) -> Fetch:
    """Begin the page of what uv lacks at an index that refused, of which the log shows no request."""
    fetch = page_at(run, index, line)
    run.unseen(fetch, line).answer(status)
    run.searches.gone_on.add(fetch.package or UNNAMED)
    return fetch


def page_at(run: UvRun, index: Url, line: int) -> Fetch:
    """Begin the page of what uv lacks at an index."""
    package = run.errors.unmet[0] if run.errors.unmet else UNNAMED
    return run.begin(Fetch(line, index.child(package), package, index))
