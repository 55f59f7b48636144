"""What a person is told of a served scenario: where it is, how each client is told of it, and each request."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from time import localtime, strftime
from typing import Final

from idxdoctor.capture.answering.plain import refuses_all
from idxdoctor.capture.answering.seen import Seen, SeenKeyring
from idxdoctor.capture.comparing.likeness import Unlike
from idxdoctor.capture.running.settings import PROJECT_FILE, Settings
from idxdoctor.capture.served import Served
from idxdoctor.model.credential import shown_service
from idxdoctor.model.exchange import Exchange, KeyringCall
from idxdoctor.model.known_secrets import credentials_in, urls_in
from idxdoctor.model.printable import printable
from idxdoctor.model.trace import Client
from idxdoctor.report.layout import Line, Span
from idxdoctor.report.redaction import Scrubber
from idxdoctor.scenario.model import NOBODY, STRANGER, Scenario
from idxdoctor.scenario.moved import NETRC
from idxdoctor.scenario.secrets import secrets_of_scenario

HEADING: Final = f"{'time':8}  {'who':12}  {'method':7}  {'status':6}  URL"
ANYBODY: Final = "any user"
_MOST_LINES: Final = 60
_OVER_TLS: Final = frozenset({"tls", "proxy"})


def where_lines(world: Scenario, served: Served) -> Iterator[str]:
    """Return which server is where."""
    yield f"Serving {world.id}: {printable(world.title)}"
    yield ""
    if not served.places:
        yield f"  {served.surroundings['HTTPS_PROXY']}  is the proxy behind which all hosts of the scenario are"
        return
    servers = {server.url.origin: server for server in world.servers}
    width = max(len(str(place)) for place in served.places.values())
    for origin, place in served.places.items():
        server = servers.get(origin)
        closed = "  (no server of the scenario: refuses connections, of which no row tells)" if server is None else ""
        if server is not None and refuses_all(server):
            closed = "  (refuses connections, as the scenario says; no row tells of them)"
        yield f"  {place!s:{width}}  is {origin}{closed}"


def doubt_lines(world: Scenario, served: Served, client: Client, found: Unlike | None) -> Iterator[str]:
    """Return how what clients do here may differ from what they do under the hosts' own names."""
    if not served.places:
        return
    if found is None:
        yield f"{client} sends the same requests here as under the hosts' own names, by its model."
    else:
        yield f"{client} does not do here what it does under the hosts' own names ({found.package}), by its model:"
        yield f"  there  {_did(served, found.there)}"
        yield f"  here   {_did(served, found.here)}"
    yield "All hosts are ports of one host here, by http. Clients that go by the host's name alone may act otherwise:"
    yield "a netrc entry is for all of them, pip and others may take a redirect for one within a host. In --proxy mode"
    yield "every host has its own name."
    if any(name in world.given.files for name in NETRC) and len(world.servers) > 1:
        yield "This scenario has a netrc file, and more than one server: it matters here."
    if any(rule.answer.drop in _OVER_TLS for server in world.servers for rule in server.rules):
        yield "A certificate or a proxy fails in it: without TLS these are closed connections; --proxy shows them."


def configuration_lines(served: Served) -> Iterator[str]:
    """Return shell commands that tell each client of the world."""
    yield "# Paste this into another terminal. Passwords in it are the scenario's: made up. The folder goes at the end."
    yield f"cd {shlex.quote(str(served.box.project))}"
    for name, value in served.surroundings.items():
        shown = value.partition(":")[0] if name == "PATH" else value
        yield f"export {name}={shlex.quote(shown)}" + (':"$PATH"' if name == "PATH" else "")
    yield ""
    yield "# what the scenario gives"
    for name, value in served.given.items():
        yield f"export {name}={shlex.quote(printable(value))}"
    for name in served.scenario.given.files:
        yield from _file(f"{name}, which is {served.box.path(name)}", served.box.path(name).read_text("utf-8"))
    for entry in served.scenario.given.keyring:
        call = f"{entry.service} {entry.username}"
        yield printable(f"# keyring: `keyring get {call}` says {entry.password.reveal()}")
    for settings in served.settings:
        yield ""
        yield from _of_client(served, settings)


def request_line(served: Served, seen: Seen, at: float) -> Line:
    """Return a request that came at that time (seconds since 1970), under the scenario's own names."""
    clean = _scrubber(served, seen).clean
    account = seen.answer.account
    who = account if account is not None else NOBODY if seen.credential is None else STRANGER
    status = seen.answer.status
    known = {NOBODY: "dim", STRANGER: "yellow"}
    spans = [
        Span(f"{_clock(at)}  ", "dim"),
        Span(f"{printable(who):12}  ", known.get(who, "bold")),
        Span(f"{seen.method:7}  "),
        Span(f"{status or 'none':<6}  ", _style(status)),
        Span(clean(str(served.named(seen.url)))),
    ]
    if seen.redirect is not None:
        spans.append(Span(f"  > {clean(str(served.named(seen.redirect)))}", "dim"))
    if seen.answer.failure is not None:
        spans.append(Span(f"  ({seen.answer.failure.value})", "dim"))
    return tuple(spans)


def keyring_line(served: Served, call: SeenKeyring) -> Line:
    """Return a call of the keyring, under the scenario's own names."""
    has = served.has(call)
    return (
        Span(f"{_clock(call.at)}  ", "dim"),
        Span(f"{printable(call.username or ANYBODY):12}  "),
        Span("keyring  "),
        Span(f"{'found' if has else 'absent':<6}  ", "green" if has else "yellow"),
        Span(_scrubber(served).clean(shown_service(served.named_service(call.service)))),
    )


def _scrubber(served: Served, seen: object = None) -> Scrubber:
    """Return what masks the secrets of the scenario, and those in what a client did, which may be others."""
    return Scrubber([*secrets_of_scenario(served.scenario), *credentials_in(seen)], urls_in(seen))


def _clock(at: float) -> str:
    return f"{strftime('%H:%M:%S', localtime(at)):8}"


def _style(status: int | None) -> str:
    if status is None or status >= 500:
        return "bold magenta"
    if status in (401, 403, 407):
        return "bold red"
    return "yellow" if status >= 400 else "cyan" if status >= 300 else "green"


def _of_client(served: Served, settings: Settings) -> Iterator[str]:
    own = served.folder(settings)
    yield f"# {settings.client}"
    for name, value in settings.variables.items():
        yield f"export {name}={shlex.quote(value)}"
    if settings.project is None:
        yield settings.command
    else:
        yield from _file(str(own / PROJECT_FILE), settings.project)
        yield f"(cd {shlex.quote(str(own))} && {settings.command})"


def _file(name: str, text: str) -> Iterator[str]:
    lines = text.splitlines()
    yield f"# {printable(name)}:"
    yield from (f"#   {printable(line)}".rstrip() for line in lines[:_MOST_LINES])
    if len(lines) > _MOST_LINES:
        yield f"#   ... {len(lines) - _MOST_LINES} more lines"


def _did(served: Served, did: Exchange | KeyringCall | None) -> str:
    if did is None:
        return "nothing more"
    clean = _scrubber(served, did).clean
    if isinstance(did, KeyringCall):
        return clean(f"keyring get {shown_service(did.request.service)} {did.request.username or '--mode creds'}")
    status = did.answer.status or (did.answer.failure.value if did.answer.failure else "no answer")
    url = served.named(did.request.url)
    return clean(f"{did.request.method} {url} as {did.request.credential or NOBODY}: {status}")
