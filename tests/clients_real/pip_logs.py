"""What a real pip logs in a scenario's world, beside what the proxy saw of it, and how the two differ.

`python -m tests.clients_real.pip_logs [WORLDS] [RELEASE...]` runs so many drawn worlds over the releases.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from idxdoctor.capture.authority import Authority
from idxdoctor.capture.binaries import installed
from idxdoctor.capture.desk import Desk
from idxdoctor.capture.keyring import calls_in, install_keyring
from idxdoctor.capture.logs.read import traces_in
from idxdoctor.capture.process import run_limited
from idxdoctor.capture.proxy import Proxy
from idxdoctor.capture.run_pip import command, patience, prepare, variables
from idxdoctor.capture.sandbox import sandbox
from idxdoctor.capture.seen import CONNECT, Seen, SeenKeyring
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.model.exchange import Exchange, Failure, Gap, Witness
from idxdoctor.model.secret import MASK
from idxdoctor.model.trace import Client, Lookup, Outcome, Trace
from idxdoctor.scenario.drawing.pip import draw_pip
from idxdoctor.scenario.model import Scenario

LIMIT: Final = 120.0
RELEASES: Final = (
    *("21.0.1", "21.1.3", "21.2.4", "21.3.1", "22.0.4", "22.1.2", "22.2.2", "22.3.1", "23.0.1", "23.1.2", "23.2.1"),
    *("23.3.2", "24.0", "24.1.2", "24.2", "24.3.1", "25.0.1", "25.1.1", "25.2", "25.3", "26.0.1", "26.1.2", "26.2.1"),
    "26.3",
)


class Logged(NamedTuple):
    """A real run: what the release printed, explained, and what was seen of it."""

    scenario: Scenario
    version: str
    log: str
    status: int | None
    trace: Trace
    seen: tuple[Seen, ...]
    keyring: tuple[SeenKeyring, ...]


def logged(scenario: Scenario, version: str, authority: Authority, verbosity: str = "-vvv") -> Logged:
    """Run pip at a version in the scenario's world, and read its log."""
    program = installed(Client("pip", version, verified=False))
    desk = Desk(scenario, patience(scenario))
    with sandbox(scenario.given) as box, Proxy(desk, authority) as proxy:
        authority.write_certificate(box.certificate)
        install_keyring(box.programs, scenario.given.keyring, box.keyring_log)
        arguments = [*prepare(scenario, box), verbosity]
        env = box.environment(variables(scenario, box), proxy.url)
        done = run_limited([*command(program), *arguments], env, box.project, LIMIT, both=True)
        calls = calls_in(box.keyring_log)
    (trace,) = traces_in(done.stderr.split("\n"), scenario.id)
    seen = sorted((*desk.exchanges, *desk.files), key=lambda one: one.place)
    return Logged(scenario, version, done.stderr, done.status, trace, tuple(seen), calls)


def differences(run: Logged) -> Iterator[str]:
    """Say what the log, explained, tells otherwise than the proxy: of exchanges, keyring calls, the ends."""
    told = [exchange for lookup in run.trace.lookups for exchange in lookup.exchanges]
    files = [exchange for lookup in run.trace.lookups for exchange in lookup.files]
    yield from _in_order([*told, *files], run)
    if _module_calls(run) != [call.request.service for lookup in run.trace.lookups for call in lookup.keyring]:
        yield f"the keyring was asked {[*run.keyring]}"
    yield from _ends(run)
    yield from _unexplained(run)


def _in_order(told: list[Exchange], run: Logged) -> Iterator[str]:
    """Compare the exchanges with each URL, in their order, and all URLs by when each was first asked."""
    by_url: defaultdict[str, list[Exchange]] = defaultdict(list)
    for exchange in told:
        by_url[_key(exchange.request.url.reveal(), exchange.answer.failure)].append(exchange)
    seen: defaultdict[str, list[Seen]] = defaultdict(list)
    for one in run.seen:
        seen[_origin(one.url.reveal()) if one.method == CONNECT else one.url.reveal()].append(one)
    for url in dict.fromkeys((*by_url, *seen)):
        yield from _at_url(url, by_url[url], seen[url], run)


def _key(url: str, failure: Failure | None) -> str:
    """Return what a request is compared by: a connection that fails has no path."""
    return _origin(url) if failure in {Failure.PROXY, Failure.TLS} and url.startswith("https") else url


def _origin(url: str) -> str:
    return "/".join(url.split("/")[:3])


def _at_url(url: str, told: list[Exchange], seen: list[Seen], run: Logged) -> Iterator[str]:
    if len(told) > len(seen):
        yield f"{url}: invented, {len(told)} told and {len(seen)} seen"
    if len(told) < len(seen):
        yield f"{url}: missed, {len(told)} told and {len(seen)} seen"
    for exchange, one in zip(told, seen, strict=False):
        if exchange.answer.status != one.answer.status or Gap.STATUS in exchange.gaps:
            yield f"{url}: {exchange.answer.status} told, {one.answer.status} seen"
        if (exchange.answer.failure is None) != (one.answer.failure is None):
            yield f"{url}: {exchange.answer.failure} told, {one.answer.failure} seen"
        excused = _netrc_at_redirect(exchange, run) or _masked_names(exchange)
        if one.method != CONNECT and not _same_user(exchange, one) and not excused:
            yield f"{url}: as {exchange.request.credential} told, as {one.credential} seen"


def _same_user(exchange: Exchange, seen: Seen) -> bool:
    told = exchange.request.credential
    if told is None or seen.credential is None:
        return told is None and seen.credential is None
    return told.username == MASK or (told.username or "") == (seen.credential.username or "")


def _netrc_at_redirect(exchange: Exchange, run: Logged) -> bool:
    """A redirect's target gets what netrc has for it without a word (requests: sessions.py rebuild_auth)."""
    has_netrc = "NETRC" in run.scenario.given.env or "~/.netrc" in run.scenario.given.files
    inferred = exchange.evidence is Witness.INFERRED
    return has_netrc and inferred and exchange.request.decision.code.startswith("pip.redirect-")


def _masked_names(exchange: Exchange) -> bool:
    """A username that stands alone is masked, so which of two it is stays open (pip: utils/misc.py redact_netloc)."""
    return Gap.WHO in exchange.gaps and exchange.request.decision.code == "pip.either"


def _module_calls(run: Logged) -> list[str]:
    """Return the keyring calls that pip logs: those of the module (pip: network/auth.py KeyRingPythonProvider)."""
    if "Getting credentials from keyring" not in run.log:
        return []
    return [call.service for call in run.keyring]


def _ends(run: Logged) -> Iterator[str]:
    """Compare the ends with what pip did: the files that it saved, its exit status, the packages that it names."""
    asked = {lookup.package: lookup for lookup in run.trace.lookups}
    for package in run.scenario.given.packages:
        lookup = asked.get(package)
        saved = f"Saved {''}" in run.log and f"/{package.replace('-', '_')}-" in run.log.partition("Saved ")[2]
        if saved and (lookup is None or lookup.ending.outcome is not Outcome.FOUND):
            yield f"{package}: found, and told otherwise"
        if lookup is not None and f"No matching distribution found for {package}" in run.log:
            yield from _not_found(lookup)
    crashed = "ERROR: Exception:" in run.log
    outcomes = {lookup.ending.outcome for lookup in run.trace.lookups}
    ends = {Outcome.STOPPED} if "EOFError" in run.log else {Outcome.FAILED}
    if crashed and not outcomes & ends:
        yield f"an exception ended the run, told {outcomes}"
    if not crashed and outcomes & {Outcome.STOPPED, Outcome.FAILED}:
        yield f"no exception ended the run, told {outcomes}"
    if run.status == 0 and outcomes != {Outcome.FOUND}:
        yield f"all was found, told {outcomes}"


def _not_found(lookup: Lookup) -> Iterator[str]:
    if lookup.ending.outcome is not Outcome.NOT_FOUND:
        yield f"{lookup.package}: not found, told {lookup.ending.outcome}"


def _unexplained(run: Logged) -> Iterator[str]:
    """A search that found nothing has a finding, and none speaks of another client."""
    for lookup, findings in zip(run.trace.lookups, diagnose(run.trace), strict=True):
        if lookup.ending.outcome in {Outcome.NOT_FOUND, Outcome.STOPPED, Outcome.FAILED} and not findings:
            yield f"{lookup.package}: {lookup.ending.outcome.value}, and nothing says why"
        for finding in findings:
            said = " ".join((finding.title, finding.text, *(fix.title for fix in finding.fixes)))
            if re.search(r"\buv\b|\bUV_", said):
                yield f"{lookup.package}: {finding.code} speaks of uv"


def worlds(numbers: Iterable[int]) -> Iterator[Scenario]:
    """Return the worlds of these numbers."""
    return (draw_pip(number) for number in numbers)


def main(arguments: list[str]) -> int:
    """Run drawn worlds, each over one release after the other, and print what differs."""
    count, releases = int(arguments[0]) if arguments else 200, arguments[1:] or RELEASES
    authority, different = Authority(), 0
    for number in range(count):
        version = releases[number % len(releases)]
        found = [*differences(logged(draw_pip(number), version, authority))]
        different += bool(found)
        for line in found:
            print(f"random-pip-{number} pip {version}: {line}", flush=True)
    print(f"{count} runs, {different} different")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
