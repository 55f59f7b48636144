"""Whether a text holds a secret of a trace, in any usual encoding."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final
from urllib.parse import quote, quote_plus, unquote

from idxdoctor.model.credential import Credential, Provenance
from idxdoctor.model.trace import Trace
from idxdoctor.scenario.recording.made_up import made_up_secret
from idxdoctor.scenario.recording.public import TIME

_SHORTEST: Final = 4


def holds_secret(text: str, traces: Iterable[Trace]) -> bool:
    """Say whether any secret of the traces stands in the text; what everybody writes for a password is none."""
    plain = unquote(text)
    secrets = {secret for trace in traces for secret in secrets_of(trace)}
    real = (secret for secret in secrets if len(secret) >= _SHORTEST and made_up_secret(secret, 0, 0) != secret)
    return any(form in text or form in plain for secret in real for form in forms_of(secret))


def secrets_of(trace: Trace) -> Iterator[str]:
    """Return every password and token that was configured, sent, or stood in a URL."""
    credentials = [*_configured(trace)]
    urls = [index.url for index in (*trace.plan.defined, *trace.plan.find_links, *trace.plan.pins.values())]
    for lookup in trace.lookups:
        for exchange in (*lookup.exchanges, *lookup.files):
            credentials.append(exchange.request.credential)
            urls += [exchange.request.url, *([exchange.redirect] if exchange.redirect else [])]
    for url in urls:
        credentials.append(Credential.from_url(url, Provenance("")))
        yield from (text for text in url.masked_texts() if not TIME.fullmatch(text))
    for credential in credentials:
        if credential is not None and credential.password is not None:
            yield credential.password.reveal()
            yield from _joined(credential)


def _configured(trace: Trace) -> Iterator[Credential | None]:
    plan = trace.plan
    yield from (index.credential for index in (*plan.defined, *plan.project_indexes, *plan.pins.values()))
    yield from (entry.credential for entry in (*plan.netrc, *plan.unread_netrc))
    yield from (entry.credential for entry in plan.stored)
    yield from (one.definition.credential for one in plan.unread)
    yield plan.hf_token


def _joined(credential: Credential) -> Iterator[str]:
    password = credential.password.reveal() if credential.password is not None else ""
    if len(password) >= _SHORTEST:
        joined = f"{credential.username or ''}:{password}".encode()
        yield b64encode(joined).decode().rstrip("=")
        yield urlsafe_b64encode(joined).decode().rstrip("=")


def forms_of(secret: str) -> set[str]:
    """Return a secret as it stands in texts of different kinds."""
    data = secret.encode("utf-8", "surrogatepass")
    encoded = {b64encode(data).decode().rstrip("="), urlsafe_b64encode(data).decode().rstrip("=")}
    written = {
        secret,
        quote(data, safe=""),
        quote_plus(data),
        escape(secret),
        json.dumps(secret)[1:-1],
        repr(secret)[1:-1],
    }
    return encoded | written
