"""uv's search for one project over its indexes (uv: uv-client/src/registry_client.rs package_metadata)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from idxdoctor.clients.interleave import concurrently, fails
from idxdoctor.clients.simple_page import fault_of_page
from idxdoctor.clients.uv.flat import is_flat, or_in_links, visit_flat
from idxdoctor.clients.uv.homes import visit_homes
from idxdoctor.clients.uv.kept import keep_page, kept_page
from idxdoctor.clients.uv.pages import fetch_page
from idxdoctor.clients.uv.request import GaveUp, Request, Response
from idxdoctor.clients.uv.session import Session
from idxdoctor.clients.uv.statuses import ignored_statuses
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import REFUSALS, Decision, Steps
from idxdoctor.model.plan import Index, Strategy
from idxdoctor.model.trace import Ending, Outcome, Visit


def lookup(session: Session, project: str) -> Steps[Ending]:
    """Search for `project` (a normalized name) as uv does and return how the search ended."""
    if refused := session.refused:
        why = Decision("uv.configuration-refused", f"uv {session.version} refuses it: {refused.text}")
        return Ending(Outcome.FAILED, session.order, (Visit(0, why),), 0)
    if (homes := session.plan.homes.get(project)) and not session.plan.no_index:
        return (yield from visit_homes(session, homes, project, _search))
    if project in session.plan.locked:
        session.pages[project] = {}
        return Ending(Outcome.FOUND, (), ())
    pinned = session.pins.get(project)
    if pinned is None or (session.plan.no_index and session.behaviours.no_index_covers_pins):
        return (yield from _decide(session, session.order, range(len(session.order)), project))
    if not session.behaviours.searches_everywhere_despite_pin:
        return (yield from _decide(session, (pinned,), range(1), project))
    return (yield from _search_everywhere_and_at(session, pinned, project))


def _search_everywhere_and_at(session: Session, pinned: Index, project: str) -> Steps[Ending]:
    """Ask all indexes and at the same time the one that the project is pinned to.

    The first search decides nothing, not even which file is chosen, but ends the run where it fails.
    """
    order, position = (*session.order, pinned), len(session.order)
    everywhere, at_pin = range(position), range(position, position + 1)
    parts = [_search(session, order, everywhere, project), _decide(session, order, at_pin, project)]
    searches = [search for search in (yield from concurrently(parts, _any_failed)) if search]
    deciding = next((search for search in searches if search.outcome is Outcome.FAILED), searches[-1])
    return replace(deciding, visits=tuple(visit for search in searches for visit in search.visits))


def _any_failed(searches: Sequence[Ending | None]) -> bool:
    return any(search and search.outcome is Outcome.FAILED for search in searches)


def _decide(session: Session, order: tuple[Index, ...], asked: range, project: str) -> Steps[Ending]:
    """Run the search that decides: what it finds, a file can be asked for from then on."""
    ending = or_in_links(session, (yield from _search(session, order, asked, project)), project)
    if ending.outcome is Outcome.FOUND:
        session.pages[project] = {at: page for at, page in session.answers.get(project, {}).items() if at in asked}
    return ending


def _search(session: Session, order: tuple[Index, ...], asked: range, project: str) -> Steps[Ending]:
    """Ask those indexes of `order` that stand at the positions `asked`."""
    if session.plan.strategy is Strategy.FIRST_INDEX:
        return (yield from _one_after_another(session, order, asked, project))
    return (yield from _all_at_once(session, order, asked, project))


def _one_after_another(session: Session, order: tuple[Index, ...], asked: range, project: str) -> Steps[Ending]:
    visits: list[Visit] = []
    for position in asked:
        outcome, visit = yield from _visit(session, order[position], position, project)
        visits.append(visit)
        if outcome is not Outcome.NOT_FOUND:
            return Ending(outcome, order, tuple(visits), position, visit.status)
    return Ending(Outcome.NOT_FOUND, order, tuple(visits))


def _all_at_once(session: Session, order: tuple[Index, ...], asked: range, project: str) -> Steps[Ending]:
    """The unsafe strategies ask all indexes; one that fails fails the search, else the first that has it counts."""
    parts = [_visit(session, order[position], position, project) for position in asked]
    results = yield from concurrently(parts, lambda results: fails(results, _has_failed))
    answered = [result for result in results if result]
    visits = tuple(visit for _, visit in answered)
    for wanted in (Outcome.FAILED, Outcome.FOUND):
        for outcome, visit in answered:
            if outcome is wanted:
                return Ending(outcome, order, visits, visit.index, visit.status)
    return Ending(Outcome.NOT_FOUND, order, visits)


def _has_failed(visited: tuple[Outcome, Visit]) -> bool:
    return visited[0] is Outcome.FAILED


def _visit(session: Session, index: Index, position: int, project: str) -> Steps[tuple[Outcome, Visit]]:
    """Ask one index for the project; `NOT_FOUND` means that the search goes on."""
    if index.url.scheme == "file":
        local = Decision("uv.local-index", "a folder on this machine: no request is sent")
        return Outcome.NOT_FOUND, Visit(position, local)
    if is_flat(session, index):
        return (yield from visit_flat(session, index, position, project))
    url = index.url.child(project)
    if kept := kept_page(session, url):
        session.answers.setdefault(project, {})[position] = kept
        known = Decision("uv.page-known", "the page was fetched before and is fresh: no request is sent")
        return Outcome.FOUND, Visit(position, known, kept.status)
    header = Credential.from_url(url, index.provenance)
    try:
        response = yield from fetch_page(session, Request(url.bare(), header, position))
    except GaveUp as end:
        return Outcome.FAILED, Visit(position, end.decision, end.status)
    outcome, decision = _judge(session, index, response)
    if outcome is Outcome.FOUND:
        session.answers.setdefault(project, {})[position] = response
        yield from keep_page(session, project, url, response)
    return outcome, Visit(position, decision, response.status, response.search)


def _judge(session: Session, index: Index, response: Response) -> tuple[Outcome, Decision]:
    """Say what uv makes of the last answer of an index (uv: status_code_strategy.rs, simple_single_index)."""
    status = response.status
    if status is None:
        failure = response.answer.failure
        reason = failure.value if failure else "no answer came"
        return Outcome.FAILED, Decision("uv.no-answer", f"{reason}: uv gives up, no other index is asked")
    if status < 400:
        if fault := fault_of_page(response.answer):
            return Outcome.FAILED, Decision("uv.not-a-page", f"the answer is no simple page ({fault}): uv gives up")
        return Outcome.FOUND, Decision("uv.found", "the page is taken: the search ends here")
    if response.attempt > 1 and session.behaviours.loses_status_after_retry:
        text = f"the {status} came only after a retry, by which this version no longer knows it: uv gives up"
        return Outcome.FAILED, Decision("uv.status-lost", text)
    if session.plan.strategy is not Strategy.FIRST_INDEX:
        return _judge_unsafe(session, status)
    return _judge_in_order(session, index, status)


def _judge_unsafe(session: Session, status: int) -> tuple[Outcome, Decision]:
    tolerated = {401, 403, 404}
    if session.behaviours.unsafe_tolerates_407_and_511:
        tolerated |= {407, 511}
    if status in tolerated:
        return Outcome.NOT_FOUND, Decision("uv.passed-over", f"the {status} is passed over")
    return Outcome.FAILED, Decision("uv.fatal-status", f"the {status} ends the run")


def _judge_in_order(session: Session, index: Index, status: int) -> tuple[Outcome, Decision]:
    if status == 404:
        return Outcome.NOT_FOUND, Decision("uv.next-index", "404: next index")
    if status in ignored_statuses(session, index):
        return Outcome.NOT_FOUND, Decision("uv.ignored-status", f"the {status} is ignored here: next index")
    if status not in REFUSALS:
        return Outcome.FAILED, Decision("uv.fatal-status", f"the {status} ends the run, no other index is asked")
    if session.behaviours.stops_at_refusal:
        return Outcome.STOPPED, Decision("uv.refused", f"the {status} ends the search")
    return Outcome.NOT_FOUND, Decision("uv.refused-next", f"uv before 0.7.0 passes over the {status}: next index")
