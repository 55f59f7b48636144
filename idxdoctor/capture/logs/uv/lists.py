"""uv's messages on lists of files, which `--find-links` names: they are fetched before any version is looked for.

uv: uv-client/src/flat_index.rs fetch_all, uv-resolver/src/resolver/mod.rs.
"""

from __future__ import annotations

from idxdoctor.capture.logs.said import Said
from idxdoctor.capture.logs.urls import url_of
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Fetch
from idxdoctor.model.trace import LINKS


def flat(run: UvRun, _: Said) -> None:
    """No copy of a list is cached: the next URL that is said not to be is a list's."""
    run.next_is_list = True


def listed(run: UvRun, said: Said) -> None:
    """A list was read."""
    fetch = named(run, said)
    if fetch is not None and not fetch.kept:
        last = fetch.last or run.unseen(fetch, said.line)
        last.passed = True


def named(run: UvRun, said: Said) -> Fetch | None:
    """Return the fetch of the list that a message names; it was none of a page, whatever its URL looked like."""
    url = url_of(said["url"])
    if url is None:
        return None
    fetch = next((one for one in run.fetches if one.url == url.bare()), None) or run.begin_list(url, said.line)
    _take_for_list(run, fetch)
    run.lists.add(fetch.url)
    run.current = fetch
    return fetch


def _take_for_list(run: UvRun, fetch: Fetch) -> None:
    """Take a fetch for that of a list, and not of a package's page."""
    if fetch.package is not None and run.searches.latest.get(fetch.package) is fetch:
        del run.searches.latest[fetch.package]
    fetch.package, fetch.index = LINKS, fetch.url
    run.searches.latest[LINKS] = fetch


def without_others(run: UvRun) -> None:
    """Leave out what was taken for a list, and is not said to be one."""
    run.fetches = [one for one in run.fetches if one.package != LINKS or one.url in run.lists]
