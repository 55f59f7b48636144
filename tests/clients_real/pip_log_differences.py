"""How a real pip's log, explained, differs from what a proxy saw of the run.

pip does one thing after the other, so for each package the requests must come in the very order in which they were
seen, each as the same user and with the same status, and at the index that it was made for. What the log leaves open,
the comparison leaves open too, for these reasons only:

- A redirect's target gets what netrc has for its host, without a word (pip: _vendor/requests/sessions.py,
  SessionRedirectMixin.rebuild_auth). There as whom is marked inferred, and the trace says that this is not known.
- A username that stands alone in a URL is masked (pip: _internal/utils/misc.py, redact_netloc). Whether it is the user
  whose password was sent to the host before stays open then, and is said to be unknown.
- The keyring program is called without a word; as a module each call is told (pip: _internal/network/auth.py,
  KeyRingCliProvider, KeyRingPythonProvider). Only the calls of the module are compared.
- A connection that fails is seen by the proxy without what was to be asked for: only the number at each server is
  compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from idxdoctor.capture.answering.seen import CONNECT, Seen
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.model.exchange import Exchange, Failure, Gap, Witness
from idxdoctor.model.secret import MASK
from idxdoctor.model.trace import Lookup, Outcome
from idxdoctor.model.url import Url
from tests.clients_real.pip_logs import Logged

_BEFORE_REQUESTS = frozenset({Failure.PROXY, Failure.TLS, Failure.CONNECT})


class Difference(NamedTuple):
    """What kind of thing differs, and how."""

    kind: str
    text: str


def differences(run: Logged) -> Iterator[Difference]:
    """Say what the log, explained, tells otherwise than the proxy: of requests, keyring calls, the ends, the causes."""
    for lookup in run.trace.lookups:
        yield from _requests(lookup, run)
    yield from _connections(run)
    services = [call.request.service for lookup in run.trace.lookups for call in lookup.keyring]
    if _module_calls(run) != services:
        yield Difference("keyring", f"asked {[*run.keyring]}, told {services}")
    yield from _ends(run)
    yield from _unexplained(run)


def _requests(lookup: Lookup, run: Logged) -> Iterator[Difference]:
    """Compare the requests for a package, one by one."""
    told = [one for one in (*lookup.exchanges, *lookup.files) if not _is_connection(one)]
    seen = [one for one in run.seen if one.method != CONNECT and _is_about(one, lookup.package)]
    if [one.request.url.reveal() for one in told] != [one.url.reveal() for one in seen]:
        shown = (
            [f"{one.request.url} {one.answer.status}" for one in told],
            [f"{one.url} {one.answer.status}" for one in seen],
        )
        yield Difference("requests", f"told {shown[0]}, seen {shown[1]}")
        return
    for exchange, one in zip(told, seen, strict=True):
        if exchange.answer.status != one.answer.status or Gap.STATUS in exchange.gaps:
            yield Difference("status", f"{one.url}: told {exchange.answer.status}, seen {one.answer.status}")
        if (exchange.answer.failure is None) != (one.answer.failure is None):
            yield Difference("failure", f"{one.url}: told {exchange.answer.failure}, seen {one.answer.failure}")
        if exchange.redirect is not None and not _leads_alike(exchange.redirect, one.redirect):
            yield Difference("redirect", f"{one.url}: told {exchange.redirect}, seen {one.redirect}")
        if not (_same_user(exchange, one) or _netrc_at_redirect(exchange, run) or _masked_name(exchange)):
            yield Difference("as whom", f"{one.url}: told {exchange.request.credential}, seen {one.credential}")
    yield from _indexes(lookup)


def _is_about(seen: Seen, package: str) -> bool:
    """Say whether a request is for a package's page, or for a file of it."""
    return bool({package, package.replace("-", "_")} & {re.split("-[0-9]", part)[0] for part in seen.url.segments})


def _indexes(lookup: Lookup) -> Iterator[Difference]:
    """Each first request for an index is below its URL."""
    led = set()
    for exchange in lookup.exchanges:
        root = lookup.ending.indexes[exchange.request.index].url.reveal().rstrip("/")
        url = exchange.request.url.reveal()
        if url not in led and not url.startswith(f"{root}/"):
            yield Difference("index", f"{url} told to be of {root}")
        if exchange.redirect is not None:
            led.add(exchange.redirect.reveal())


def _leads_alike(told: Url, seen: Url | None) -> bool:
    """Say whether a redirect led where it is told; the userinfo of a Location does not stand in every log."""
    return seen is not None and told in {seen, seen.bare()}


def _is_connection(exchange: Exchange) -> bool:
    """Say whether a request failed before it was sent, as those do of which the proxy saw CONNECT alone."""
    return exchange.answer.failure in _BEFORE_REQUESTS


def _connections(run: Logged) -> Iterator[Difference]:
    """Compare how often each server was not to be reached."""
    failed = [one for lookup in run.trace.lookups for one in (*lookup.exchanges, *lookup.files) if _is_connection(one)]
    told = Counter(str(one.request.url.origin) for one in failed)
    seen = Counter(str(one.url.origin) for one in run.seen if one.method == CONNECT)
    if told != seen:
        yield Difference("connections", f"told {dict(told)}, seen {dict(seen)}")


def _same_user(exchange: Exchange, seen: Seen) -> bool:
    told = exchange.request.credential
    if told is None or seen.credential is None:
        return told is None and seen.credential is None and Gap.WHO not in exchange.gaps
    return told.username == MASK or (told.username or "") == (seen.credential.username or "")


def _netrc_at_redirect(exchange: Exchange, run: Logged) -> bool:
    has_netrc = "NETRC" in run.scenario.given.env or "~/.netrc" in run.scenario.given.files
    inferred = exchange.evidence is Witness.INFERRED
    return has_netrc and inferred and exchange.request.decision.code.startswith("pip.redirect-")


def _masked_name(exchange: Exchange) -> bool:
    return Gap.WHO in exchange.gaps and exchange.request.decision.code == "pip.either"


def _module_calls(run: Logged) -> list[str]:
    return [call.service for call in run.keyring] if "Getting credentials from keyring" in run.text else []


def _ends(run: Logged) -> Iterator[Difference]:
    """Compare the ends with what pip did: which files it saved, what it named as not found, how it ended."""
    told = {lookup.package: lookup.ending.outcome for lookup in run.trace.lookups}
    for package in run.scenario.given.packages:
        saved = re.search(rf"^Saved \S*/{package.replace('-', '_')}-", run.text, re.MULTILINE) is not None
        missing = f"No matching distribution found for {package}" in run.text
        if (saved and told.get(package) is not Outcome.FOUND) or (missing and told[package] is not Outcome.NOT_FOUND):
            yield Difference("end", f"{package}: saved {saved}, not found {missing}, told {told.get(package)}")
    crashed, unanswered = "ERROR: Exception:" in run.text, "EOFError" in run.text
    ended = {Outcome.STOPPED, Outcome.FAILED} & set(told.values())
    if ended != ({Outcome.STOPPED if unanswered else Outcome.FAILED} if crashed else set()):
        yield Difference("end", f"an exception {crashed}, an unanswered prompt {unanswered}, told {told}")
    if (run.status == 0) != (set(told.values()) == {Outcome.FOUND}):
        yield Difference("end", f"exit status {run.status}, told {told}")
    for lookup in run.trace.lookups:
        yield from _where(lookup, run)


def _where(lookup: Lookup, run: Logged) -> Iterator[Difference]:
    """The page that a package is told to be found on lists the file that was fetched."""
    if not lookup.files or lookup.ending.index is None:
        return
    file = lookup.files[0].request.url
    page = lookup.exchanges_of(lookup.ending.index)[-1][1].request.url
    if page.origin != file.origin:
        yield Difference("end", f"{lookup.package}: {page} is elsewhere than {file}")
    bodies = [one.answer.body.decode() for one in run.seen if one.url == page and one.answer.status == 200]
    if not any(file.segments[-1] in body for body in bodies):
        yield Difference("end", f"{lookup.package}: {page} does not list {file}")


def _unexplained(run: Logged) -> Iterator[Difference]:
    """A search that found nothing has a finding, and none speaks of another client."""
    for lookup, findings in zip(run.trace.lookups, diagnose(run.trace), strict=True):
        ended_badly = lookup.ending.outcome in {Outcome.NOT_FOUND, Outcome.STOPPED, Outcome.FAILED}
        if ended_badly and not findings:
            yield Difference("cause", f"{lookup.package}: {lookup.ending.outcome.value}, and nothing says why")
        for finding in findings:
            said = " ".join((finding.title, finding.text, *(fix.title for fix in finding.fixes)))
            if re.search(r"\buv\b|\bUV_", said):
                yield Difference("cause", f"{lookup.package}: {finding.code} speaks of uv")
