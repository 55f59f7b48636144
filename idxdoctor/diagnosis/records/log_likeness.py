"""Where the replay of a scenario differs from the log that it was made of, in words without names or secrets."""

from __future__ import annotations

from typing import Final

from idxdoctor.capture.comparing.compare import Comparison, KeyringRow, Row
from idxdoctor.capture.comparing.judge import judge
from idxdoctor.capture.comparing.log_run import run_of
from idxdoctor.model.errors import InputError
from idxdoctor.model.exchange import Gap, Witness
from idxdoctor.model.trace import Client, Lookup, Outcome, Trace
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.recording.pseudonyms import Pseudonyms

_FOLLOWED: Final = "uv.redirect-followed"


def difference_from_log(
    scenario: Scenario, client: Client, lookups: tuple[Lookup, ...], names: Pseudonyms
) -> str | None:
    """Say where the replay differs from a log's lookups, completed; None where it does not.

    Where packages or indexes are asked at once, one of the orders that the model allows must be that of the log.
    """
    try:
        comparison = judge(scenario, client, run_of(lookups, names))
    except InputError as error:
        return f"it can't be replayed: {error.message}"
    if not comparison.agrees:
        return _parting(comparison)
    return _other_reason(comparison, lookups) or _other_end(comparison.trace, lookups, names)


def _parting(comparison: Comparison) -> str:
    parting = comparison.parting
    if isinstance(parting, KeyringRow):
        return "a call of the keyring"
    if not isinstance(parting, Row):
        return parting or "how it ends"
    of_group = [row for row in comparison.rows if row.group == parting.group]
    about = f"{parting.group.package or 'a server that was not reached'}, request {of_group.index(parting) + 1}"
    if parting.model is None:
        return f"{about}: the replay does not send it"
    return f"{about}: only the replay sends it" if parting.real is None else f"{about}: its URL, credentials or answer"


def _other_reason(comparison: Comparison, lookups: tuple[Lookup, ...]) -> str | None:
    """Say which request is made for another reason than the log shows."""
    shown = {
        exchange.line: exchange.request.decision.code
        for lookup in lookups
        for exchange in lookup.exchanges
        if exchange.evidence is Witness.SEEN and Gap.WHO not in exchange.gaps
    }
    for row in comparison.rows:
        code = shown.get(row.real.place) if row.real else None
        if row.model is not None and code not in {None, _FOLLOWED, row.model.request.decision.code}:
            return f"{row.group.package or 'a package'}: why a request is made"
    return None


def _other_end(replayed: Trace, lookups: tuple[Lookup, ...], names: Pseudonyms) -> str | None:
    """Say of which package the search ends otherwise; what an error broke off has no end."""
    again = {lookup.package: lookup for lookup in replayed.lookups}
    broken = any(lookup.ending.outcome is Outcome.FAILED or lookup.file_fault for lookup in lookups)
    for lookup in lookups:
        package = names.package(lookup.package)
        if lookup.ending.outcome is Outcome.UNKNOWN or (broken and package not in again):
            continue
        if package not in again or _end(lookup, names) != _end(again[package], None):
            return f"{package}: how the search ends"
    return None


def _end(lookup: Lookup, names: Pseudonyms | None) -> tuple[Outcome, str | None]:
    ending = lookup.ending
    if ending.index is None:
        return ending.outcome, None
    url = ending.indexes[ending.index].url.bare()
    return ending.outcome, (url if names is None else names.url(url)).reveal().rstrip("/")
