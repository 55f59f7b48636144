"""Flat lists of files: `--find-links`, and indexes with `format = "flat"` (uv: uv-client/src/flat_index.rs).

They are read as HTML, whatever their type.
"""

from __future__ import annotations

from typing import Final

from idxdoctor.clients.interleave import concurrently, fails
from idxdoctor.clients.simple_page import files_in_html
from idxdoctor.clients.uv.pages import fetch_page
from idxdoctor.clients.uv.request import GaveUp, Request, Response
from idxdoctor.clients.uv.session import Session
from idxdoctor.config.names import normalized_name
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Decision, Steps
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Ending, Outcome, Visit

IN_LINKS: Final = Decision(
    "uv.in-links", "no index has it, and the list of `--find-links` does: it is taken from there"
)


def find_links(session: Session) -> Steps[Ending]:
    """Fetch all `--find-links` pages before anything is resolved; one that fails ends the run."""
    pages = session.find_links
    parts = [_fetched(session, index, position) for position, index in enumerate(pages)]
    fetched = yield from concurrently(parts, lambda results: fails(results, _is_unreadable))
    session.read_requirements()
    visits = tuple(result[1] for result in fetched if result)
    for visit in visits:
        if visit.decision.code == "uv.flat-unreadable":
            return Ending(Outcome.FAILED, pages, visits, visit.index, visit.status)
    return Ending(Outcome.FOUND, pages, visits, len(pages) - 1, visits[-1].status)


def _is_unreadable(fetched: tuple[Response | None, Visit]) -> bool:
    return fetched[0] is None


def linked_pages(session: Session, project: str) -> list[tuple[Index, Response]]:
    """Return the `--find-links` pages that list files of the project, each with its index, in the order of their URLs.

    A project that is pinned to an index is not looked for there, but was before 0.6.10 (uv:
    uv-resolver/src/resolver/provider.rs get_package_versions; the order: uv-client/src/flat_index.rs fetch_all).
    """
    if project in session.pins and session.behaviours.ignores_links_for_pins:
        return []
    known = {index: session.flat_pages[index.url] for index in session.find_links if index.url in session.flat_pages}
    listing = [(index, page) for index, page in known.items() if _lists(page, project)]
    return sorted(listing, key=lambda listed: listed[0].url.reveal())


def or_in_links(session: Session, ending: Ending, project: str) -> Ending:
    """Return how a search ends that found nothing at an index, whether it was refused or not: in the links, if there.

    Then the list of links stands behind the indexes that were asked (uv: uv-resolver/src/resolver/provider.rs
    get_package_versions).
    """
    links = linked_pages(session, project)
    if not links or ending.outcome not in {Outcome.NOT_FOUND, Outcome.STOPPED}:
        return ending
    position, (index, page) = len(ending.indexes), links[0]
    visits = (*ending.visits, Visit(position, IN_LINKS, page.status))
    return Ending(Outcome.FOUND, (*ending.indexes, index), visits, position, page.status)


def is_flat(session: Session, index: Index) -> bool:
    """Say whether an index is one list of files: by its format, or because `--find-links` names it."""
    return (index.flat and session.behaviours.reads_flat_indexes) or index in session.find_links


def visit_flat(session: Session, index: Index, position: int, project: str) -> Steps[tuple[Outcome, Visit]]:
    """Look for the project's files in a flat index, which is fetched once a run."""
    page, visit = yield from _fetched(session, index, position)
    if page is None:
        return Outcome.FAILED, visit
    if _lists(page, project):
        session.answers.setdefault(project, {})[position] = page
        return Outcome.FOUND, visit
    return Outcome.NOT_FOUND, Visit(position, Decision("uv.next-index", "no file of it here: next index"), visit.status)


def _fetched(session: Session, index: Index, position: int) -> Steps[tuple[Response | None, Visit]]:
    known = session.flat_pages.get(index.url)
    if known is not None:
        return known, Visit(position, Decision("uv.flat-known", "the list was fetched before"))
    request = Request(index.url.bare(), Credential.from_url(index.url, index.provenance), position)
    try:
        response = yield from fetch_page(session, request)
    except GaveUp as end:
        return None, Visit(position, Decision("uv.flat-unreadable", end.decision.text, end.decision.drops), end.status)
    status = response.status
    if status is None or status >= 400:
        why = "no answer came" if status is None else f"the {status} ends the run"
        return None, Visit(position, Decision("uv.flat-unreadable", f"{why}: a list of files must be readable"), status)
    session.flat_pages[index.url] = response
    return response, Visit(position, Decision("uv.flat-read", "the list was read"), status)


def _lists(page: Response, project: str) -> bool:
    return any(_is_of(project, file.url) for file in files_in_html(page.answer))


def _is_of(project: str, file: str) -> bool:
    """Say whether a file's name is that of a wheel or source distribution of the project."""
    name = file.partition("#")[0].rpartition("/")[2]
    stem = name.partition("-")[0] if name.endswith(".whl") else name.rpartition("-")[0]
    return normalized_name(stem) == project
