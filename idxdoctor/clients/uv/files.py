"""What uv asks of a file once its page is found: its metadata, so that dependencies can be resolved.

Where the page offers the metadata apart (PEP 658), that is asked for. Else a wheel's size is asked first; a server that
answers no ranges, which no scenario's does, then sends the whole wheel (uv: uv-client/src/registry_client.rs
wheel_metadata_registry, wheel_metadata_no_pep658).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, NamedTuple

from idxdoctor.clients.simple_page import ListedFile, files_in_html, listed_files
from idxdoctor.clients.uv.flat import is_flat, linked_pages
from idxdoctor.clients.uv.pages import fetch_page
from idxdoctor.clients.uv.request import GaveUp, Request, Response
from idxdoctor.clients.uv.session import Session
from idxdoctor.clients.uv.statuses import ignored_statuses_of_files
from idxdoctor.config.names import normalized_name
from idxdoctor.model.credential import Credential, Provenance
from idxdoctor.model.exchange import Decision, Steps, Wait
from idxdoctor.model.plan import Index, Strategy
from idxdoctor.model.trace import Ending, Outcome, Visit
from idxdoctor.model.url import Url
from idxdoctor.model.url_parts import UrlError
from idxdoctor.model.versions import is_plain, is_version, release_number

HEAD_NOT_SUPPORTED: Final = frozenset({400, 403, 404, 405})


class Wheel(NamedTuple):
    """A wheel that a page lists: its version, the index that lists it, and whether its metadata is offered apart."""

    url: Url
    version: str
    home: Index
    has_metadata: bool


def metadata(session: Session, project: str) -> Steps[Ending]:
    """Fetch the metadata of the version that uv would choose of the pages found for `project`, or its locked file.

    Where the index may refuse a version, the next older one is tried.
    """
    if locked := session.plan.locked.get(project):
        return (yield from _fetched(session, locked, "GET"))
    if project not in session.pages:
        yield Wait(lambda: project in session.pages)
    ending = Ending(Outcome.NOT_FOUND, (), ())
    for wheel in _candidates(session, project):
        ending = yield from _described(session, wheel)
        if ending.status not in ignored_statuses_of_files(session, wheel.home):
            return ending
    return ending


def _described(session: Session, wheel: Wheel) -> Steps[Ending]:
    """Fetch a wheel's metadata, or the wheel itself; an index that knew no ranges once is not asked again.

    uv: uv-client/src/registry_client.rs set_no_range_requests.
    """
    if wheel.has_metadata:
        return (yield from _fetched(session, replace(wheel.url, path=f"{wheel.url.path}.metadata"), "GET"))
    if wheel.home.url not in session.without_ranges:
        measured = yield from _fetched(session, wheel.url, "HEAD")
        if measured.outcome is Outcome.FAILED:
            return measured
        session.without_ranges.add(wheel.home.url)
    return (yield from _fetched(session, wheel.url, "GET"))


def _fetched(session: Session, url: Url, method: str) -> Steps[Ending]:
    """Ask for a file, or for its size alone."""
    try:
        response = yield from fetch_page(session, _request(url, method))
    except GaveUp as end:
        return Ending(Outcome.FAILED, (), (Visit(0, end.decision, end.status),), status=end.status)
    if response.succeeded or (method == "HEAD" and _falls_back(session, response)):
        return Ending(Outcome.FOUND, (), ())
    refused = Decision("uv.file-refused", "the file could not be fetched: uv gives up")
    return Ending(Outcome.FAILED, (), (Visit(0, refused, response.status),), status=response.status)


def _falls_back(session: Session, response: Response) -> bool:
    """Say whether the whole wheel is asked for after this answer to HEAD."""
    tolerated = HEAD_NOT_SUPPORTED if session.behaviours.tolerates_400_to_head else HEAD_NOT_SUPPORTED - {400}
    return response.status in tolerated


def _request(url: Url, method: str) -> Request:
    """Return a request for a file; userinfo in its link is sent with it."""
    header = Credential.from_url(url, Provenance("the file's link"))
    return Request(url.bare(), header, 0, method=method)


def _candidates(session: Session, project: str) -> list[Wheel]:
    """Return the wheels in the order in which uv tries them; of the same version that of the first index.

    The best match is that of all pages, else it is that of the first page that lists any. What `--find-links` lists
    counts as listed by each page, before what that lists itself; but for flat indexes (uv:
    uv-resolver/src/version_map.rs from_simple_metadata, from_flat_metadata).
    """
    linked = [wheel for index, page in linked_pages(session, project) for wheel in _linked(project, index, page)]
    pages = [(_index_at(session, project, at), page) for at, page in sorted(session.pages.get(project, {}).items())]
    by_index = [
        _linked(project, index, page) if is_flat(session, index) else linked + _listed(project, index, page)
        for index, page in pages
    ] or [linked]
    if session.plan.strategy is not Strategy.UNSAFE_BEST_MATCH:
        by_index = [wheels for wheels in by_index if wheels][:1]
    return newest_first([wheel for listed in by_index for wheel in listed])


def _index_at(session: Session, project: str, position: int) -> Index:
    """Return the index that a page of the project came from."""
    return session.pins.get(project) or session.order[position]


def newest_first(wheels: list[Wheel]) -> list[Wheel]:
    """Return a wheel of each version, the first, by version; others than final releases only where there are no final.

    uv: uv-resolver/src/candidate_selector.rs, prerelease.rs.
    """
    by_version = {wheel.version: wheel for wheel in reversed(wheels)}.values()
    if all(is_plain(wheel.version) for wheel in wheels):
        return sorted(by_version, key=lambda wheel: release_number(wheel.version), reverse=True)
    from packaging.version import Version

    final = [wheel for wheel in by_version if not Version(wheel.version).is_prerelease]
    return sorted(final or by_version, key=lambda wheel: Version(wheel.version), reverse=True)


def _linked(project: str, index: Index, page: Response) -> list[Wheel]:
    return _wheels(project, index, page, files_in_html(page.answer))


def _listed(project: str, index: Index, page: Response) -> list[Wheel]:
    return _wheels(project, index, page, listed_files(page.answer))


def _wheels(project: str, index: Index, response: Response, files: Iterable[ListedFile]) -> list[Wheel]:
    """Return the project's wheels of those that a page lists, their links resolved against the URL that answered."""
    found: list[Wheel] = []
    for file in files:
        try:
            url = replace(response.url.join(file.url), fragment=None)
        except UrlError:
            continue
        name, *parts = url.path.rpartition("/")[2].removesuffix(".whl").split("-")
        if (
            url.path.endswith(".whl")
            and len(parts) in {4, 5}
            and normalized_name(name) == project
            and is_version(parts[0])
        ):
            found.append(Wheel(url, parts[0], index, file.has_metadata))
    return found
