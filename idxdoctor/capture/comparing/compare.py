"""Holds what a real client did against what its model does, request by request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

from idxdoctor.capture.answering.seen import CONNECT, Seen, SeenKeyring, in_header, same_answer, same_credential
from idxdoctor.capture.comparing.groups import Group, Grouping, is_concurrent
from idxdoctor.capture.running.runner import Run
from idxdoctor.clients.simple_page import files_of_page
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Exchange, KeyringCall
from idxdoctor.model.trace import Lookup, Outcome, Trace


@dataclass(frozen=True, slots=True)
class Row:
    """What model and client did at the same place of their orders; None where that side did nothing more."""

    group: Group
    model: Exchange | None
    real: Seen | None

    @property
    def agrees(self) -> bool:
        """Say whether both did the same: same URL, same credential, same answer."""
        return self.model is not None and self.real is not None and _same(self.model, self.real)


@dataclass(frozen=True, slots=True)
class KeyringRow:
    """What model and client asked the keyring at the same place of their orders."""

    model: KeyringCall | None
    real: SeenKeyring | None

    @property
    def agrees(self) -> bool:
        """Say whether both asked the same."""
        if self.model is None or self.real is None:
            return False
        return _keyring_key(self.model) == (self.real.service, self.real.username or "")


Parting: TypeAlias = Row | KeyringRow | str
"""Where model and client part: an exchange, a keyring call, or a sentence about how the run ended."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A model's trace and a real run of the same client in the same world, side by side."""

    trace: Trace
    run: Run
    rows: tuple[Row, ...]
    keyring: tuple[KeyringRow, ...]
    parting: Parting | None

    @property
    def agrees(self) -> bool:
        """Say whether model and client did the same."""
        return self.parting is None


def compare(trace: Trace, run: Run, *, broken_off: bool = False) -> Comparison:
    """Hold a run against a trace, group by group; what goes out at once has no order here.

    `broken_off` says that the client may have ended before it did all that the trace holds.
    """
    rows, keyring = tuple(_rows(trace, run)), tuple(_keyring_rows(trace, run))
    return Comparison(trace, run, rows, keyring, _parting(trace, run, rows, keyring, broken_off))


def _parting(
    trace: Trace, run: Run, rows: tuple[Row, ...], keyring: tuple[KeyringRow, ...], broken_off: bool
) -> Parting | None:
    both: tuple[Row | KeyringRow, ...] = (*rows, *keyring)
    for row in both:
        if not row.agrees and not (broken_off and row.real is None):
            return row
    return _ending(trace, run) or (None if broken_off else file_difference(trace, run))


def _ending(trace: Trace, run: Run) -> str | None:
    """Say how the endings differ: uv ends with 1 where nothing fits, with 1 or 2 where a request fails."""
    if run.status is None:
        return "the client did not end in time"
    outcomes = {lookup.ending.outcome for lookup in trace.lookups}
    if run.status == 0 and outcomes != {Outcome.FOUND}:
        return "the client ended well, and its model does not"
    if run.status != 0 and not any(ends_the_run(lookup) for lookup in trace.lookups):
        return f"the client ended with status {run.status}, and its model finds every package"
    return None


def ends_the_run(lookup: Lookup) -> bool:
    """Say whether no version can come of a lookup: it failed, or its page lists no file."""
    found = lookup.ending.outcome is Outcome.FOUND
    if lookup.files and (lookup.files[-1].answer.status or 400) >= 400:
        return True
    return not (found and lookup.exchanges and any(files_of_page(exchange.answer) for exchange in lookup.exchanges))


def _rows(trace: Trace, run: Run) -> Iterator[Row]:
    grouping = Grouping(trace)
    modelled = grouping.of_model(exchange for lookup in trace.lookups for exchange in lookup.exchanges)
    seen = grouping.of_client(run.exchanges)
    for group in dict.fromkeys((*modelled, *seen)):
        for model, real in zip_longest(modelled.get(group, ()), seen.get(group, ())):
            yield Row(group, model, real)


def _keyring_rows(trace: Trace, run: Run) -> Iterator[KeyringRow]:
    """Pair the calls in order, or where lookups run at once each with its like."""
    modelled = [call for lookup in trace.lookups for call in lookup.keyring]
    seen = list(run.keyring)
    if not is_concurrent(trace):
        yield from (KeyringRow(model, real) for model, real in zip_longest(modelled, seen))
        return
    for model in modelled:
        like = next((real for real in seen if KeyringRow(model, real).agrees), None)
        if like is not None:
            seen.remove(like)
        yield KeyringRow(model, like)
    yield from (KeyringRow(None, real) for real in seen)


def _keyring_key(call: KeyringCall) -> tuple[str, str]:
    return call.request.service, call.request.username or ""


def file_difference(trace: Trace, run: Run) -> str | None:
    """Say how the requests for one file differ; between files there is no order."""
    modelled: defaultdict[str, list[_FileRequest]] = defaultdict(list)
    seen: defaultdict[str, list[_FileRequest]] = defaultdict(list)
    for exchange in (exchange for lookup in trace.lookups for exchange in lookup.files):
        request = exchange.request
        asked = _FileRequest(request.method, request.credential, exchange.answer.status)
        modelled[request.url.reveal()].append(asked)
    for one in run.files:
        seen[one.url.reveal()].append(_FileRequest(one.method, one.credential, one.answer.status))
    for url in dict.fromkeys((*modelled, *seen)):
        if _keys(modelled[url]) != _keys(seen[url]):
            sent, real = (", ".join(map(str, asked)) or "nothing" for asked in (modelled[url], seen[url]))
            return f"{url}: the model sends {sent}; the client {real}"
    return None


class _FileRequest(NamedTuple):
    method: str
    credential: Credential | None
    status: int | None

    def __str__(self) -> str:
        return f"{self.method} as {self.credential or 'nobody'}, {self.status}"


def _keys(requests: Iterable[_FileRequest]) -> list[tuple[object, ...]]:
    return [(asked.method, in_header(asked.credential), asked.status) for asked in requests]


def _same(model: Exchange, real: Seen) -> bool:
    request = model.request
    if not same_answer(model.answer, real):
        return False
    if real.method == CONNECT:
        return request.url.origin == real.url.origin
    return request.url.reveal() == real.url.reveal() and same_credential(request.credential, real.credential)
