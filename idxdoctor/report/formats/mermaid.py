"""A lookup as a mermaid sequence diagram: the client, and each server that it asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from idxdoctor.model.exchange import Exchange
from idxdoctor.model.trace import Client, Lookup
from idxdoctor.report.phrases import came, who
from idxdoctor.report.steps import dropped_at


def sequence_diagram(client: Client, lookup: Lookup, clean: Callable[[str], str]) -> str:
    """Return the diagram's source. `clean` masks secrets; what could be syntax is written as character references."""
    servers = list(dict.fromkeys(str(one.request.url.origin) for one in lookup.exchanges))
    dropped = dropped_at(lookup)
    lines = ["sequenceDiagram", f"    participant C as {_safe(clean(str(client)))}"]
    lines += [f"    participant S{number} as {_safe(clean(server))}" for number, server in enumerate(servers)]
    for number, exchange in enumerate(lookup.exchanges, start=1):
        server = servers.index(str(exchange.request.url.origin))
        lines += [f"    {line}" for line in _arrows(number, exchange, f"S{server}", clean)]
        lines += ["    Note over C: credentials dropped"] if number - 1 in dropped else []
    lines.append(f"    Note over C: {_safe(clean(_ending(lookup)))}")
    return "\n".join(lines)


def _arrows(number: int, exchange: Exchange, server: str, clean: Callable[[str], str]) -> Iterator[str]:
    request, answer = exchange.request, exchange.answer
    path = str(request.url).removeprefix(str(request.url.origin)) or "/"
    yield f"C->>{server}: {_safe(clean(f'{number}. {request.method} {path} as {who(exchange)}'))}"
    if answer.status is None:
        yield f"{server}--xC: {_safe(came(exchange))}"
    else:
        target = f" to {exchange.redirect}" if exchange.redirect else ""
        yield f"{server}-->>C: {_safe(clean(f'{answer.status}{target}'))}"


def _ending(lookup: Lookup) -> str:
    ending = lookup.ending
    status = f", {ending.status}" if ending.status else ""
    return f"{lookup.package}: {ending.outcome.value.replace('-', ' ')}{status}"


def _safe(text: str) -> str:
    """Return a text in which mermaid sees no syntax: letters, digits and plain punctuation stay."""
    return "".join(letter if letter.isalnum() or letter in " ./:-_,?=*" else f"#{ord(letter)};" for letter in text)
