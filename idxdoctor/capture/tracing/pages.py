"""Which of the requests on the wire are for simple pages, of which package, and which for files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple
from urllib.parse import unquote

from idxdoctor.capture.answering.seen import CONNECT, Seen
from idxdoctor.model.plan import Plan
from idxdoctor.model.url import Url

_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FILE: Final = re.compile(
    r"(?P<wheel>[^-/]+)-[^/]+\.whl(?:\.metadata)?|(?P<source>[^/]+)-[^-/]+\.(?:tar\.gz|zip|tgz|tar\.bz2)(?:\.metadata)?"
)


FLAT: Final = "--flat"
"""Stands for a package where a page lists the files of all of them."""


class Sorted(NamedTuple):
    """Requests by what they are for: `pages` and `files` by package, `failed` connections, and the `rest`.

    What a redirect leads to belongs to what was asked first.
    """

    pages: Mapping[str, list[Seen]]
    files: Mapping[str, list[Seen]]
    failed: tuple[Seen, ...]
    rest: tuple[Seen, ...]

    def packages(self) -> list[str]:
        """Return whose pages were asked for; where one page lists all, whose files were."""
        names = [name for name in self.pages if name != FLAT]
        return list(dict.fromkeys([*names, *(self.files if FLAT in self.pages else ())]))

    @property
    def of_pages(self) -> list[Seen]:
        """Return the requests for pages in the order of the wire, with the connections that failed."""
        return sorted([*(one for ones in self.pages.values() for one in ones), *self.failed], key=lambda one: one.place)


def sort(seen: Iterable[Seen], plan: Plan | None) -> Sorted:
    """Sort requests: what is asked for below an index of the plan is a page; without one, what looks like a page."""
    indexes = () if plan is None else (*plan.defined, *plan.pins.values())
    roots = None if plan is None else [index.url.bare() for index in indexes]
    flat = [index.url.bare() for index in (*indexes, *(plan.find_links if plan else ()))]
    pages: dict[str, list[Seen]] = {}
    files: dict[str, list[Seen]] = {}
    failed: list[Seen] = []
    rest: list[Seen] = []
    led: dict[Url, list[Seen]] = {}
    for one in seen:
        if one.method == CONNECT:
            failed.append(one)
            continue
        kept = led.get(one.url)
        if kept is None and (package := _package_of(one.url, roots, flat)) is not None:
            kept = pages.setdefault(package, [])
        elif kept is None and (package := _package_of_file(one.url)) is not None:
            kept = files.setdefault(package, [])
        kept = rest if kept is None else kept
        kept.append(one)
        if one.redirect is not None:
            led[one.redirect.bare()] = kept
    return Sorted(pages, files, tuple(failed), tuple(rest))


def _package_of(url: Url, roots: list[Url] | None, flat: list[Url]) -> str | None:
    """Return the package whose page a URL is, below one of the roots or, without them, by its looks."""
    name = unquote(url.segments[-1]) if url.segments else ""
    if roots is None:
        return name if _NAME.fullmatch(name) and url.path.endswith("/") and len(url.segments) > 1 else None
    if _NAME.fullmatch(name) and any(root.child(name) == url for root in roots):
        return name
    return FLAT if url in flat else None


def _package_of_file(url: Url) -> str | None:
    match = _FILE.fullmatch(unquote(url.segments[-1])) if url.segments else None
    return re.sub(r"[-_.]+", "-", match["wheel"] or match["source"]).lower() if match else None
