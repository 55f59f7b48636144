"""Which fetches look for credentials, where a message names no more than an index or a realm."""

from __future__ import annotations

from idxdoctor.capture.logs.urls import url_of
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Fetch


def who_looks_below(run: UvRun, key: str) -> Fetch | None:
    """Return the fetch that looks for credentials for an index or a realm: the current one, or the oldest."""
    looking = looking_below(run, key)
    return run.current if run.current in looking or not looking else looking[0]


def looking_below(run: UvRun, key: str) -> list[Fetch]:
    """Return the fetches that look for credentials for an index or a realm, the oldest first."""
    url = url_of(key)
    if url is None:
        return []
    root = url.bare().reveal().rstrip("/")
    return [fetch for fetch in run.fetches if fetch.is_looking and fetch.at.reveal().startswith(root)]
