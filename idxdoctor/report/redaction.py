"""The last look at what goes out: known secrets are masked in every encoding, control characters made visible."""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import quote, quote_plus

from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import Plan
from idxdoctor.model.secret import MASK
from idxdoctor.model.trace import Trace

_SHORTEST: Final = 4
_SHORTEST_USERNAME: Final = 12
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_AUTHORIZATION: Final = re.compile(r"\b(Basic|Bearer)\s+[A-Za-z0-9+/=_.~-]{6,}", re.IGNORECASE)


class Scrubber:
    """Masks secrets in texts.

    A password of fewer than four characters is left to the types that hold it: masking every such run of
    characters would make the text unreadable and tell nothing.
    """

    def __init__(self, credentials: Iterable[Credential]) -> None:
        forms = {form for credential in credentials for form in _forms_of(credential)}
        ordered = sorted(forms, key=len, reverse=True)
        self._pattern = re.compile("|".join(re.escape(form) for form in ordered)) if ordered else None

    def clean(self, text: str) -> str:
        """Return the text with every secret masked and nothing in it that could move a cursor."""
        if self._pattern is not None:
            text = self._pattern.sub(MASK, text)
        return printable(_AUTHORIZATION.sub(rf"\1 {MASK}", text))

    def clean_document(self, document: Any) -> Any:  # noqa: ANN401 - JSON: whatever goes in comes out
        """Return a JSON value with every text in it cleaned."""
        if isinstance(document, str):
            return self.clean(document)
        if isinstance(document, list):
            return [self.clean_document(item) for item in document]
        if isinstance(document, dict):
            return {key: self.clean_document(value) for key, value in document.items()}
        return document


def scrubber_for(traces: Iterable[Trace]) -> Scrubber:
    """Return a scrubber that knows every secret of these traces' plans and requests."""
    return Scrubber(credential for trace in traces for credential in _credentials_of(trace))


def plan_scrubber(plan: Plan) -> Scrubber:
    """Return a scrubber that knows every secret of a configuration."""
    return Scrubber(_configured(plan))


def printable(text: str) -> str:
    """Return the text with control characters, escapes and direction marks as `?`."""
    return _CONTROLS.sub("?", text)


def _credentials_of(trace: Trace) -> Iterator[Credential]:
    yield from _configured(trace.plan)
    for lookup in trace.lookups:
        for exchange in lookup.exchanges:
            if exchange.request.credential is not None:
                yield exchange.request.credential


def _configured(plan: Plan) -> Iterator[Credential]:
    for index in (*plan.defined, *plan.pins.values()):
        if index.credential is not None:
            yield index.credential
        if (in_url := Credential.from_url(index.url, index.provenance)) is not None:
            yield in_url
    for entry in plan.netrc:
        yield entry.credential
    for stored in plan.stored:
        yield stored.credential


def _forms_of(credential: Credential) -> Iterator[str]:
    """Return the encodings in which a credential's secret could stand in a text."""
    username = credential.username or ""
    secret = "" if credential.password is None else credential.password.reveal()
    for pair in (f"{username}:{secret}", secret):
        if len(secret) > 1:
            yield from _base64(pair)
    if len(secret) >= _SHORTEST:
        yield from _spellings(secret)
    if credential.shown_name == MASK and len(username) >= _SHORTEST_USERNAME:
        yield from _spellings(username)
        yield from _base64(username)


def _spellings(secret: str) -> set[str]:
    once = quote(secret, safe="")
    return {
        secret,
        once,
        quote(secret),
        once.lower(),
        quote_plus(secret),
        quote(once, safe=""),
        html.escape(secret),
        json.dumps(secret)[1:-1],
        repr(secret)[1:-1],
    }


def _base64(text: str) -> set[str]:
    """Return the base64 forms of a text, without the last characters that depend on what follows it."""
    data = text.encode()
    return {
        encoded.rstrip("=")
        for encode in (b64encode, urlsafe_b64encode)
        for encoded in [encode(data).decode()]
        if len(encoded) >= _SHORTEST
    }
