"""The verdict on a lookup, in one sentence."""

from __future__ import annotations

from idxdoctor.diagnosis.rule import ends_with
from idxdoctor.model.credential import whom
from idxdoctor.model.exchange import REFUSALS, Exchange, Failure, Gap
from idxdoctor.model.trace import PYTHON, Ending, Lookup, Outcome, Visit


def verdict(lookup: Lookup) -> str:
    """Return who ended the search, how it was asked, what it answered, and which indexes were never asked."""
    ending = lookup.ending
    if lookup.package == PYTHON:
        return f"A Python to run is fetched, which is no package.{_file(lookup) or _asked_for_file(lookup)}"
    if not ending.indexes and ending.outcome is Outcome.FOUND:
        return f"{lookup.package}: locked, no index is asked.{_file(lookup)}"
    if ending.outcome is Outcome.UNKNOWN and not (lookup.exchanges or _visited(ending)):
        return f"{lookup.package}: the log does not show the search.{_file(lookup) or _asked_for_file(lookup)}"
    if ending.outcome is Outcome.FOUND and ending.index is not None:
        return f"{lookup.package}: found at {ending.indexes[ending.index].label}.{_file(lookup)}{_passed_over(lookup)}"
    if ending.outcome is Outcome.FOUND:
        return f"{lookup.package}: found, the log does not show where.{_file(lookup)}{_passed_over(lookup)}"
    if ending.outcome is Outcome.NOT_FOUND:
        asked = len(ending.visits) if len(_visited(ending)) == len(ending.visits) else 0
        unasked = "and the log does not show what was asked" if ending.indexes else "and no index is named"
        where = unasked if not asked else "not on the one index" if asked == 1 else f"on none of {asked}"
        return f"{lookup.package}: not found, {where}{'' if asked <= 1 else ' indexes'}.{_passed_over(lookup)}"
    if ending.outcome is Outcome.UNCHECKED:
        return f"{lookup.package}: could not be checked. {_out_of_time(ending)}."
    outcome = "the log does not show the end" if ending.outcome is Outcome.UNKNOWN else ending.outcome.value
    return f"{lookup.package}: {outcome}. {_end(lookup)}{_never_asked(lookup)}."


def _out_of_time(ending: Ending) -> str:
    over = "The time for the whole run was over"
    if ending.index is None or not ending.indexes:
        return over
    return f"{over} before index {ending.index + 1} of {len(ending.indexes)} answered"


def _visited(ending: Ending) -> list[Visit]:
    """Return what became of the indexes of which the log shows that they were visited."""
    return [visit for visit in ending.visits if not ends_with(visit.decision.code, "perhaps-asked")]


def _end(lookup: Lookup) -> str:
    ending = lookup.ending
    position = ending.index or 0
    name = f"Index {position + 1} of {len(ending.indexes)}"
    exchanges = [exchange for _, exchange in lookup.exchanges_of(position)]
    visit = lookup.visit_of(position)
    if not exchanges:
        if visit is not None and ends_with(visit.decision.code, "not-shown"):
            return f"{name} may have been asked: {visit.decision.text}"
        return f"{name} was not asked: {visit.decision.text if visit else ''}"
    last = exchanges[-1]
    if ends_with(last.request.decision.code, "password-sought"):
        return f"{name} may not have been asked yet: {last.request.decision.text}"
    server = last.request.url.origin
    elsewhere = f" by {server}" if server != ending.indexes[position].url.origin else ""
    what = _came(last)
    if elsewhere:
        return f"{name} redirected to {server}, which was asked {_how(last)} and {what}"
    return f"{name} was asked {_how(last)} and {what}"


def _file(lookup: Lookup) -> str:
    """Say what came of the file, where it could not be fetched."""
    if lookup.file_fault is None:
        return ""
    if not lookup.files:
        return f" Its file can't be fetched: {lookup.file_fault.text}."
    file = lookup.files[-1]
    return f" Its file can't be fetched: {file.request.url.origin} was asked {_how(file)} and {_came(file)}."


def _asked_for_file(lookup: Lookup) -> str:
    """Say what the last request for the file came to, where that ended no run that the log shows."""
    if not lookup.files:
        return ""
    last = lookup.files[-1]
    return f" For its file {last.request.url.origin} was asked {_how(last)} and {_came(last)}."


def _came(exchange: Exchange) -> str:
    if Gap.STATUS in exchange.gaps:
        return "gave an answer that the log does not show"
    return f"answered {exchange.answer.status}" if exchange.answer.status else _no_answer(exchange)


def _no_answer(exchange: Exchange) -> str:
    failure = exchange.answer.failure
    if failure in {Failure.BROKEN, Failure.STALLED}:
        return f"began an answer ({failure.value})"
    return f"gave no answer ({failure.value})" if failure else "gave no answer"


def _how(exchange: Exchange) -> str:
    return "(the log does not show as whom)" if Gap.WHO in exchange.gaps else whom(exchange.request.credential)


def _never_asked(lookup: Lookup) -> str:
    ending = lookup.ending
    asked = {visit.index for visit in ending.visits}
    hosts = [index.url.origin.netloc for index in ending.indexes]
    names = [
        str(index.url.bare()) if hosts.count(host) > 1 else host
        for position, (index, host) in enumerate(zip(ending.indexes, hosts, strict=True))
        if position not in asked
    ]
    if not names:
        return ""
    listed = names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}"
    return f"; {listed} {'was' if len(names) == 1 else 'were'} never asked"


def _passed_over(lookup: Lookup) -> str:
    refused = [visit for visit in lookup.ending.visits if visit.status in REFUSALS]
    if not refused:
        return ""
    first = refused[0]
    return f" Index {first.index + 1} of {len(lookup.ending.indexes)} answered {first.status}, which was passed over."
