"""The servers of a scenario, from what was asked and answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from idxdoctor.model.exchange import Exchange, Failure
from idxdoctor.model.secret import Secret
from idxdoctor.model.trace import Lookup
from idxdoctor.model.url import Origin, Url
from idxdoctor.scenario.model import NOBODY, STRANGER, Reply, Rule, Server
from idxdoctor.scenario.recording.answers import reply_of
from idxdoctor.scenario.recording.pseudonyms import Pseudonyms

_SILENT = frozenset({Failure.NAME, Failure.CONNECT})


def servers_of(lookups: Iterable[Lookup], names: Pseudonyms) -> tuple[Server, ...]:
    """Return a server for each origin that answered, its rules one for each path and who asked for it.

    One that could not be reached at all has none, which is what a scenario says of it.
    """
    by_origin: dict[Origin, list[Exchange]] = {}
    for lookup in lookups:
        for exchange in (*lookup.exchanges, *lookup.files):
            by_origin.setdefault(exchange.request.url.origin, []).append(exchange)
    servers = [server for exchanges in by_origin.values() if (server := _server(exchanges, names)) is not None]
    return (*servers, *_file_servers(servers))


def _file_servers(servers: list[Server]) -> Iterator[Server]:
    """Return the servers on which the files of pages lie, which were not asked: what a page lists is there."""
    known = {server.url.origin for server in servers}
    for base in [rule.answer.files for server in servers for rule in server.rules]:
        if base is not None and base.origin not in known:
            known.add(base.origin)
            yield Server(Url.parse(str(base.origin)))


def _server(exchanges: list[Exchange], names: Pseudonyms) -> Server | None:
    failures = {exchange.answer.failure for exchange in exchanges}
    if failures <= _SILENT:
        return None
    url = names.url(exchanges[0].request.url)
    accounts = dict(_accounts(exchanges, names))
    origin = Url.parse(str(url.origin))
    if len(failures) == 1 and None not in failures:
        return Server(origin, accounts, (Rule(reply_of(exchanges[0], names)),))
    return Server(origin, accounts, tuple(_rules(exchanges, accounts, names)))


def _accounts(exchanges: list[Exchange], names: Pseudonyms) -> Iterator[tuple[str, Secret]]:
    """Return who asked, as accounts; of several passwords of one user that which was let in, else the first."""
    seen: set[str] = set()
    for exchange in sorted(exchanges, key=lambda one: one.answer.status is None or one.answer.status >= 400):
        credential = exchange.request.credential
        if credential is None or exchange.answer.withheld or exchange.answer.account == STRANGER:
            continue
        username, password = names.credential(credential)
        if (username or "") not in seen:
            seen.add(username or "")
            yield username or "", Secret(password or "")


def _rules(exchanges: list[Exchange], accounts: dict[str, Secret], names: Pseudonyms) -> Iterator[Rule]:
    """Return the rules in the order of the first requests; a question that got several answers has a rule for each."""
    answers: dict[tuple[str, str], list[Reply]] = {}
    for exchange in exchanges:
        path = names.url(exchange.request.url).path
        answers.setdefault((path, _who(exchange, accounts, names)), []).append(reply_of(exchange, names))
    for (path, who), replies in answers.items():
        runs = [(reply, sum(1 for _ in run)) for reply, run in groupby(replies)]
        for position, (reply, times) in enumerate(runs):
            last = position == len(runs) - 1
            yield Rule(reply, re.sub(r"([*?[])", r"[\1]", path), who, None if last else times)


def _who(exchange: Exchange, accounts: dict[str, Secret], names: Pseudonyms) -> str:
    credential = exchange.request.credential
    if credential is None:
        return NOBODY
    username, password = names.credential(credential)
    is_account = accounts.get(username or "") == Secret(password or "")
    return (username or "") if is_account else STRANGER
