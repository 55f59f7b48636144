"""How a real run's log, explained, differs from what a proxy saw of the run.

What was seen is put in order by the model, which `judge` holds to exactly the requests that the proxy saw: so each is
known with its package, its index, and where its redirect led. Where a release leaves something open, the comparison
does so too, for these reasons only:

- At -v uv says neither as whom it asks nor that it asks again with credentials: its authentication logs at TRACE only
  (uv-auth/src/middleware.rs), which before 0.6.4 -vv does not show either (uv/src/logging.rs). There an exchange that
  is told stands for one or more with its URL, of which the last has the status.
- Releases whose HTTP library follows redirects log none (uv-client/src/base_client.rs before 0.6.15, in 0.6.16 and
  0.6.17, and from 0.7.1 to 0.7.13). There an exchange that is told stands for the whole chain that it began: its
  status is marked inferred and is that of the chain's end. Where the end may be that of several requests, nothing is
  told of it, and that is said.
- The unsafe strategies ask all indexes at once (uv-client/src/registry_client.rs), so that only the order at each
  index is fixed.
- An error ends the run while other requests are on their way: one that was announced then may not have been sent, a
  call of the keyring not have been made, and what the keyring knew not have been told.
- Variables of a named index take the place of its URL's credentials without a word, where credentials are kept for
  URLs below it (uv-distribution-types/src/index.rs, credentials). There as whom is marked inferred.
- Where a chain that the log does not show leaves its server and comes back, the credentials that are told for its end
  were dropped on the way. They are marked inferred.
- A redirect names only its target (uv-client/src/base_client.rs). Where it may be the answer to several requests, and
  no other message tells, whose it was is marked inferred, and of the package only what happened at each URL compared.
- At -v no message tells the answer of a page, so that a version that is chosen may be from a list of files, where such
  were read.
- At -v no message says that a request is made again after a failure, so that an error may end the run after one more.
- At -v no strategy shows. There a package whose indexes are all asked at once is read as one that asks one after the
  other: nothing of it is compared but that it is told.
- Before 0.9.26 -v does not show by which method a file is asked for, so that no request for one is told.
- A connection that fails is seen by the proxy without what was to be asked for: only their number at each server is
  compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from idxdoctor.capture.answering.seen import CONNECT, Seen
from idxdoctor.capture.comparing.groups import asks_at_once
from idxdoctor.capture.comparing.judge import judge
from idxdoctor.capture.comparing.orders import MOST
from idxdoctor.clients.registry import client_of
from idxdoctor.clients.uv.behaviours import behaviours_of
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Decision, Exchange, Gap, Send, Witness
from idxdoctor.model.secret import MASK, HiddenSecret
from idxdoctor.model.trace import LINKS, Lookup, Outcome
from idxdoctor.model.url import Origin, Url
from idxdoctor.model.versions import release_number
from tests.clients_real.logs import RUST_LOG, Logged

_TRACE_SINCE: Final = "0.6.4"
_OF_CACHE: Final = frozenset({"uv.known-for-url", "uv.realm-credentials", "uv.password-found"})
_METHOD_SINCE: Final = "0.9.26"
Sequences: TypeAlias = dict[tuple[str, str], list[Exchange]]


class Difference(NamedTuple):
    """What the log tells otherwise than the proxy: its kind, and the particulars."""

    kind: str
    text: str


class Chain(NamedTuple):
    """A request and those to which redirects led from it that the log does not show."""

    head: Exchange
    hops: tuple[Exchange, ...] = ()

    @property
    def end(self) -> Exchange:
        """Return the request at which the redirects ended."""
        return self.hops[-1] if self.hops else self.head


class Truth(NamedTuple):
    """What the run did: its searches as the model has them, and without the requests that were not sent any more.

    `broken` says that it did not end well, so that something may have been under way.
    """

    lookups: tuple[Lookup, ...]
    seen: tuple[Lookup, ...]
    broken: bool


def differences(run: Logged) -> Iterator[Difference]:
    """Return what the log, explained, tells otherwise than the proxy: exchanges, keyring calls, ends."""
    compared = judge(run.scenario, client_of(f"uv=={run.version}"), run.run, MOST)
    if not compared.agrees:
        yield Difference("model", f"the model does otherwise than the run: {compared.parting}")
        return
    sent = {id(row.model) for row in compared.rows if row.real is not None}
    lookups = compared.trace.lookups
    seen = tuple(
        one._replace(exchanges=tuple(exchange for exchange in one.exchanges if id(exchange) in sent)) for one in lookups
    )
    truth = Truth(lookups, seen, run.run.status != 0)
    at_once = {one.package for one in lookups if asks_at_once(compared.trace, one)}
    shape = _Shape(at_once, _of_unknown_redirects(run, at_once), _unreachable(run))
    told, were = _pages(run.trace.lookups, shape), _pages(truth.seen, shape)
    for key in dict.fromkeys((*told, *were)):
        comparison = _Comparison(run, " ".join(key).strip(), truth.broken, key[0] in at_once)
        yield from comparison.of(told.get(key, []), were.get(key, []))
    yield from _connections(run)
    yield from _files(run)
    yield from _keyring(run)
    yield from _ends(run, truth, at_once)


class _Shape(NamedTuple):
    """What has an order: packages that ask all indexes `at_once`, those whose redirects are `unclear`, dead servers."""

    at_once: set[str]
    unclear: set[str]
    unreachable: set[Origin]


def _of_unknown_redirects(run: Logged, at_once: set[str]) -> set[str]:
    """Return the packages of which the log does not tell whose answer a redirect was."""
    if not behaviours_of(run.version).follows_redirects_itself:
        return set()
    return {
        lookup.package
        for lookup in run.trace.lookups
        if lookup.package in at_once
        and any(one.redirect is not None and one.evidence is Witness.INFERRED for one in lookup.exchanges)
    }


def _unreachable(run: Logged) -> set[Origin]:
    return {one.url.origin for one in run.run.exchanges if one.method == CONNECT}


def _pages(lookups: Iterable[Lookup], shape: _Shape) -> Sequences:
    """Return what has an order: the pages of a package, or at each index where a package asks all of them at once."""
    found: Sequences = {}
    for lookup in lookups:
        for exchange in lookup.exchanges:
            if _failed_at(exchange, shape.unreachable):
                continue
            part = _spelled(lookup, exchange.request.index) if lookup.package in shape.at_once else ""
            if lookup.package in shape.unclear:
                part = exchange.request.url.reveal()
            found.setdefault((lookup.package, part), []).append(exchange)
    return found


def _failed_at(exchange: Exchange, unreachable: set[Origin]) -> bool:
    """Say whether the connection failed, or may have, where connections do."""
    failed = exchange.answer.failure is not None or _is_announced(exchange)
    return failed and exchange.request.url.origin in unreachable


def _connections(run: Logged) -> Iterator[Difference]:
    """Compare how many connections to each server failed."""
    seen = Counter(one.url.origin for one in run.run.exchanges if one.method == CONNECT)
    exchanges = [one for lookup in run.trace.lookups for one in lookup.exchanges if _failed_at(one, set(seen))]
    told = Counter(one.request.url.origin for one in exchanges if one.answer.failure is not None)
    announced = Counter(one.request.url.origin for one in exchanges if one.answer.failure is None)
    if run.run.status != 0 and not shows_authentication(run):
        failed = {one.request.url for one in exchanges if one.answer.failure is not None}
        announced.update(url.origin for url in failed)
    for origin, count in seen.items():
        if not told[origin] <= count <= told[origin] + announced[origin]:
            yield Difference(
                "connections", f"{origin}: {told[origin]} told and {announced[origin]} begun, {count} seen"
            )


def _spelled(lookup: Lookup, index: int | None) -> str:
    return "" if index is None else lookup.ending.indexes[index].url.bare().reveal().rstrip("/")


class _Comparison(NamedTuple):
    """What is compared, and what may be open in it."""

    run: Logged
    name: str
    broken: bool
    at_once: bool = False

    def of(self, told: Sequence[Exchange], seen: Sequence[Exchange]) -> Iterator[Difference]:
        """Compare exchanges in their order."""
        hidden = not behaviours_of(self.run.version).follows_redirects_itself
        chains = _chains(seen) if hidden else [Chain(one) for one in seen]
        if not shows_authentication(self.run):
            chains = _last_at_each_url(chains)
        heads = _chains(told) if hidden else [Chain(one) for one in told]
        if not shows_authentication(self.run) and len(told) <= len(seen):
            heads = _last_at_each_url(heads)
        while self.broken and len(heads) > len(chains) and _is_announced(heads[-1].head):
            heads.pop()
        urls, wanted = _urls(heads), _urls(chains)
        if self.at_once and not shows_authentication(self.run):
            return
        if wanted != urls:
            yield Difference(_kind(urls, wanted), f"{self.name}: told {urls}, seen {wanted}")
            return
        for one, chain in zip(heads, chains, strict=True):
            yield from self._pair(one.head, chain)
            if one.hops:
                yield from self._hop(one, chain)

    def _pair(self, told: Exchange, chain: Chain) -> Iterator[Difference]:
        where = f"{self.name}: {told.request.url}"
        if told.request.method != chain.head.request.method:
            yield Difference("method", f"{where}: {told.request.method} told, {chain.head.request.method} seen")
        yield from self._who(told, chain.head)
        yield from self._answer(told, chain.end if told.redirect is None else chain.head)
        if chain.hops and told.evidence is Witness.SEEN and Gap.STATUS not in told.gaps:
            yield Difference("evidence", f"{where}: what {chain.end.request.url} answered is told as seen")

    def _answer(self, told: Exchange, seen: Exchange) -> Iterator[Difference]:
        where = f"{self.name}: {told.request.url}"
        to = seen.redirect.bare() if seen.redirect else None
        if told.redirect is not None and told.redirect.bare() != to and not _is_hidden(told):
            yield Difference("redirect", f"{where}: to {told.redirect} told, {to} seen")
        if Gap.STATUS in told.gaps:
            return
        if (told.answer.failure is None) != (seen.answer.failure is None):
            yield Difference("failure", f"{where}: {told.answer.failure} told, {seen.answer.failure} seen")
        if told.answer.status != seen.answer.status:
            yield Difference("status", f"{where}: {told.answer.status} told, {seen.answer.status} seen")
        if told.redirect is None and seen.redirect is not None and not self.broken:
            yield Difference("redirect", f"{where}: none told, to {seen.redirect} seen")

    def _hop(self, told: Chain, chain: Chain) -> Iterator[Difference]:
        """Compare the one URL to which the log shows that redirects led in the end."""
        where = f"{self.name}: {told.head.request.url} to {told.end.request.url}"
        if told.end.request.url != chain.end.request.url:
            yield Difference("redirect", f"{where} told, to {chain.end.request.url} seen")
        if Witness.SEEN in {told.head.evidence, told.end.evidence}:
            yield Difference("evidence", f"{where}: told as seen")
        if len(chain.hops) == 1:
            yield from self._who(told.end, chain.end)
        yield from self._answer(told.end, chain.end)

    def _who(self, told: Exchange, seen: Exchange) -> Iterator[Difference]:
        one, other = told.request.credential, seen.request.credential
        variables = any(name.startswith("UV_INDEX_") for name in self.run.scenario.given.env)
        inferred = told.evidence is Witness.INFERRED and told.request.decision.code in _OF_CACHE
        if variables and inferred and one and other:
            return
        if Gap.WHO not in told.gaps and not same_user(one, other):
            yield Difference("user", f"{self.name}: {told.request.url}: {one} told, {other} seen")


def shows_authentication(run: Logged) -> bool:
    """Say whether the run's log has uv's messages at TRACE."""
    if run.verbosity == RUST_LOG:
        return True
    return run.verbosity == "-vv" and release_number(run.version) >= release_number(_TRACE_SINCE)


def _is_hidden(told: Exchange) -> bool:
    return told.evidence is Witness.INFERRED and Gap.STATUS in told.gaps


def _chains(exchanges: Sequence[Exchange]) -> list[Chain]:
    """Put each request that a redirect led to behind the one that was redirected; others may have come between."""
    left, chains = list(exchanges), []
    while left:
        head = left.pop(0)
        hops: list[Exchange] = []
        while hop := _next((hops or [head])[-1].redirect, left):
            left.remove(hop)
            hops.append(hop)
        chains.append(Chain(head, tuple(hops)))
    return chains


def _next(redirect: Url | None, left: Sequence[Exchange]) -> Exchange | None:
    spelled = redirect.bare().reveal().partition("#")[0] if redirect else None
    return next((one for one in left if one.request.url.reveal() == spelled), None)


def _last_at_each_url(chains: Sequence[Chain]) -> list[Chain]:
    """Return one chain for each run of chains that begin at the same URL: the last."""
    kept: list[Chain] = []
    for chain in chains:
        if kept and kept[-1].head.request.url == chain.head.request.url:
            kept.pop()
        kept.append(chain)
    return kept


def _urls(chains: Iterable[Chain]) -> list[str]:
    return [chain.head.request.url.reveal() for chain in chains]


def _is_announced(exchange: Exchange) -> bool:
    return exchange.evidence is Witness.INFERRED and Gap.STATUS in exchange.gaps


def _kind(told: list[str], seen: list[str]) -> str:
    more, less = Counter(told) - Counter(seen), Counter(seen) - Counter(told)
    if more and less:
        return "other requests"
    return "invented" if more else "missed" if less else "order"


def same_user(told: Credential | None, seen: Credential | None) -> bool:
    """Say whether a credential may be the one seen; where the log shows its password, whether it is, else has one."""
    if told is None or seen is None:
        return told is None and seen is None
    if told.username != MASK and (told.username or "") != (seen.username or ""):
        return False
    if isinstance(told.password, HiddenSecret):
        return bool(seen.password)
    return (told.password.reveal() if told.password else "") == (seen.password.reveal() if seen.password else "")


def _files(run: Logged) -> Iterator[Difference]:
    """Compare the requests for each file in their order; files are fetched at once."""
    told: defaultdict[str, list[Exchange]] = defaultdict(list)
    seen: defaultdict[str, list[Exchange]] = defaultdict(list)
    for lookup in run.trace.lookups:
        for exchange in lookup.files:
            told[exchange.request.url.reveal()].append(exchange)
    for one in run.run.files:
        seen[one.url.reveal()].append(_as_exchange(one))
    if not shows_authentication(run) and release_number(run.version) < release_number(_METHOD_SINCE):
        seen.clear()
    for url in dict.fromkeys((*told, *seen)):
        yield from _Comparison(run, url, run.run.status != 0).of(told[url], seen[url])


def _as_exchange(seen: Seen) -> Exchange:
    request = Send(seen.url, seen.credential, Decision("seen", "on the wire"), 0, method=seen.method)
    return Exchange(request, seen.answer, seen.redirect)


def _keyring(run: Logged) -> Iterator[Difference]:
    """Compare the calls of the keyring program; packages ask at once, so that their order is not compared."""
    told = [(call.request.service, call.request.username or "") for one in run.trace.lookups for call in one.keyring]
    seen = [(call.service, call.username or "") for call in run.run.keyring]
    invented, missed = Counter(told) - Counter(seen), Counter(seen) - Counter(told)
    if run.run.status != 0:
        invented -= Counter(_last_calls(run))
    if invented or (missed and shows_authentication(run)):
        yield Difference("keyring", f"told {told}, seen {seen}")
    known = {(entry.service, entry.username) for entry in run.scenario.given.keyring}
    for lookup in run.trace.lookups:
        for call in lookup.keyring:
            service, username = call.request.service, call.request.username
            waits = not call.answered and run.run.status != 0
            if username is not None and call.answered != ((service, username) in known) and not waits:
                yield Difference("keyring", f"{service}, {username}: told that it was answered: {call.answered}")


def _last_calls(run: Logged) -> Iterator[tuple[str, str]]:
    """Return the calls that were announced last for each package, of which an error may have come first."""
    for lookup in run.trace.lookups:
        for call in lookup.keyring[-1:]:
            if not call.answered:
                yield call.request.service, call.request.username or ""


def _ends(run: Logged, truth: Truth, at_once: set[str]) -> Iterator[Difference]:
    """Compare how the searches ended; what another's failure broke off may have no end that the log knows."""
    told = {lookup.package: lookup for lookup in run.trace.lookups}
    for model, seen in zip(truth.lookups, truth.seen, strict=True):
        lookup = told.get(model.package)
        if lookup is None:
            if seen.exchanges:
                yield Difference("missed", f"{model.package}: no search is told")
            continue
        if truth.broken and lookup.ending.outcome is Outcome.UNKNOWN:
            continue
        if not shows_authentication(run) and lookup.package in at_once:
            continue
        if not shows_authentication(run) and _may_be_from_a_list(lookup, run):
            continue
        if not _same_end(lookup, model):
            yield Difference("end", f"{model.package}: told {_end(lookup)}, was {_end(model)}")


def _may_be_from_a_list(lookup: Lookup, run: Logged) -> bool:
    """Say whether a package is told to be found, and not where, as lists of files were read."""
    has_lists = any(other.package == LINKS for other in run.trace.lookups)
    return has_lists and lookup.ending.outcome is Outcome.FOUND and lookup.ending.index is None


def _same_end(told: Lookup, model: Lookup) -> bool:
    """Say whether a search ended as told, at that index, with that status; the log may not show the status."""
    one, other = told.ending, model.ending
    status = one.status == other.status or (one.status is None and _status_is_unknown(told))
    return status and _end(told)[:2] == _end(model)[:2]


def _status_is_unknown(told: Lookup) -> bool:
    return any(
        Gap.STATUS in exchange.gaps for exchange in told.exchanges if exchange.request.index == told.ending.index
    )


def _end(lookup: Lookup) -> tuple[Outcome, str, int | None]:
    return lookup.ending.outcome, _spelled(lookup, lookup.ending.index), lookup.ending.status


def amounts(runs: Iterable[Logged]) -> Counter[str]:
    """Return how much of what the proxy saw the logs tell, as seen, as inferred, and with which gaps."""
    count: Counter[str] = Counter()
    for run in runs:
        count["requests"] += len(run.run.requests)
        for lookup in run.trace.lookups:
            for exchange in (*lookup.exchanges, *lookup.files):
                count[exchange.evidence.value] += 1
                count["as whom unknown"] += Gap.WHO in exchange.gaps
                count["status unknown"] += Gap.STATUS in exchange.gaps
                credential = exchange.request.credential
                count["name hidden"] += credential is not None and credential.username == MASK
    return count
