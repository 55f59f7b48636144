"""How models and real clients compare, as text."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.capture.answering.seen import Seen
from idxdoctor.capture.comparing.compare import Comparison, KeyringRow, Row
from idxdoctor.capture.comparing.verify import Verdict
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.known_secrets import credentials_in, urls_in
from idxdoctor.model.url import Url
from idxdoctor.report.redaction import Scrubber
from idxdoctor.scenario.secrets import secrets_of_scenario


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """Return a line where model and client agree, else both side by side as far as they go together and part."""
    head = f"{verdict.scenario.id}  {verdict.client}"
    known = [*secrets_of_scenario(verdict.scenario), *credentials_in(verdict.comparison)]
    clean = Scrubber(known, urls_in(verdict.comparison)).clean
    if verdict.comparison is None:
        yield from (clean(line) for line in f"FAILED    {head}: {verdict.error}".splitlines())
    elif verdict.comparison.agrees:
        count = len(verdict.comparison.rows) + len(verdict.comparison.run.files)
        yield f"agrees    {head}  {count} request{'' if count == 1 else 's'}"
    else:
        yield f"DIFFERS   {head}"
        yield from (clean(f"    {line}") for line in _difference(verdict.comparison))


def count_lines(verdicts: list[Verdict]) -> Iterator[str]:
    """Return how many agreed of how many were compared, by client, and which differ."""
    for client in dict.fromkeys(verdict.client for verdict in verdicts):
        own = [verdict for verdict in verdicts if verdict.client == client]
        compared = [verdict.comparison for verdict in own if verdict.comparison is not None]
        agreed = sum(comparison.agrees for comparison in compared)
        line = f"{client}: {agreed}/{len(compared)} agree"
        differing = [one.scenario.id for one in own if one.comparison is not None and not one.comparison.agrees]
        failed = len(own) - len(compared)
        yield line + (f", {failed} could not be run" if failed else "") + _listed(differing)


def _listed(differing: list[str]) -> str:
    return f"; these differ: {', '.join(differing)}" if differing else ""


def _difference(comparison: Comparison) -> Iterator[str]:
    parting = comparison.parting
    if isinstance(parting, str):
        yield parting
        return
    if isinstance(parting, KeyringRow):
        model = parting.model.request if parting.model else None
        yield f"model  {_keyring(model.service, model.username) if model else 'does not ask the keyring any more'}"
        real = parting.real
        yield f"real   {_keyring(real.service, real.username) if real else 'does not ask the keyring any more'}"
        return
    for row in comparison.rows:
        if row is parting:
            break
        if row.model is not None:
            yield f"both   {_modelled(row.model)}"
    if parting is not None:
        yield from _sides(parting)


def _sides(row: Row) -> Iterator[str]:
    yield f"model  {_modelled(row.model) if row.model else 'no request'}"
    yield f"real   {_seen(row.real) if row.real else 'no request'}"


def _modelled(exchange: Exchange) -> str:
    request, status = exchange.request, exchange.answer.status
    return f"{_line('GET', request.url, request.credential, status)}  ({request.decision.text})"


def _seen(seen: Seen) -> str:
    return _line(seen.method, seen.url, seen.credential, seen.answer.status)


def _line(method: str, url: Url, credential: Credential | None, status: int | None) -> str:
    return f"{method} {url} as {credential or 'nobody'}, {status or 'no answer'}"


def _keyring(service: str, username: str | None) -> str:
    return f"keyring get {service} {username or '--mode creds'}"
