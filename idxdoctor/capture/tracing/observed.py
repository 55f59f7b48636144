"""What mitmdump told, as requests with their answers in the order of the wire."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from idxdoctor.capture.answering.desk import credential_of
from idxdoctor.capture.answering.seen import CONNECT, Seen
from idxdoctor.capture.tracing.mitmdump import body_of
from idxdoctor.model.exchange import Answer, Failure
from idxdoctor.model.url import Origin, Url
from idxdoctor.transport.performer import redirect_of

_FAILURES: Final = (
    (re.compile(r"certificate|TLS|SSL", re.IGNORECASE), Failure.TLS),
    (re.compile(r"refused HTTP CONNECT request: 50[234]"), Failure.CONNECT),
    (re.compile(r"proxy|refused HTTP CONNECT", re.IGNORECASE), Failure.PROXY),
    (
        re.compile(r"getaddrinfo|Name or service|nodename|name resolution|Temporary failure", re.IGNORECASE),
        Failure.NAME,
    ),
    (re.compile(r"disconnect|closed|reset|EOF", re.IGNORECASE), Failure.RESET),
    (re.compile(r"time", re.IGNORECASE), Failure.TIMEOUT),
)
"""How mitmdump's words for an error begin or what they hold; any other means that nothing listens there."""


def seen_in(events: Iterable[Mapping[str, Any]]) -> list[Seen]:
    """Return the requests that events tell of; one that was not answered any more has neither status nor failure."""
    seen: list[Seen] = []
    places: dict[str, int] = {}
    for event in events:
        kind = event["kind"]
        if kind == "request":
            places[event["id"]] = len(seen)
            seen.append(_request(event, len(seen)))
        elif kind == "unreached":
            origin = Origin("https", event["host"], event["port"])
            failed = Answer(None, failure=_failure(event["why"]))
            seen.append(Seen(CONNECT, Url.parse(str(origin)), None, failed, None, len(seen)))
        elif (place := places.get(event["id"])) is not None:
            seen[place] = _answered(seen[place], event)
    return seen


def _request(event: Mapping[str, Any], place: int) -> Seen:
    path, has_query, query = event["path"].partition("?")
    url = replace(Url.parse(event["origin"]), path=path or "/", query=query if has_query else None)
    given = event["authorization"]
    return Seen(event["method"], url, None if given is None else credential_of(given), Answer(None), None, place)


def _answered(seen: Seen, event: Mapping[str, Any]) -> Seen:
    if event["kind"] == "answer":
        answer = Answer(event["status"], event["headers"])
    elif event["kind"] == "body":
        answer = replace(seen.answer, body=body_of(event))
    else:
        answer = seen.answer if seen.answer.status else Answer(None, failure=_failure(event["why"]))
    return replace(seen, answer=answer, redirect=redirect_of(seen.url, answer))


def _failure(why: str) -> Failure:
    return next((failure for pattern, failure in _FAILURES if pattern.search(why)), Failure.CONNECT)
