"""What a log of pip does not tell, and the command that would show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from idxdoctor.capture.logs.pip.run import PipRun
from idxdoctor.capture.logs.pip.versions import LINES, hides_whom, is_older
from idxdoctor.capture.logs.urls import UNNAMED
from idxdoctor.model.exchange import Exchange, Gap
from idxdoctor.model.trace import Client, Lookup


def unknown(run: PipRun, lookups: Iterable[Lookup], client: Client) -> Iterator[str]:
    """Return sentences on what can't be known from this log."""
    told = list(lookups)
    if run.searches and not told:
        yield "any request of pip's for a package: the run is a `pip search`, which looks for none"
        return
    exchanges = [exchange for lookup in told for exchange in (*lookup.exchanges, *lookup.files)]
    yield from _age(run, client)
    yield from _names(run, told)
    yield from _prompted(run)
    if run.replaced:
        yield f"the URLs of {run.replaced} of the indexes, in whose place words stand: put https://NAME.example there"
    yield from _lost(run)
    if not run.tells_of_credentials or not run.shows_requests:
        yield (
            "which requests were sent, as whom, and what came back: `pip -vv ...` shows it (`--log FILE` keeps it, "
            "if there is a -v too)"
        )
    gaps = {gap for exchange in exchanges for gap in exchange.gaps}
    if Gap.STATUS in gaps and run.shows_requests:
        yield "some statuses: the log ends before them"
    if _leads_away(exchanges):
        yield (
            "whether netrc names the host that a redirect leads to: pip's HTTP library takes such an entry there "
            "without a word"
        )
    if run.provider == "subprocess":
        yield "for which services the keyring program was asked: pip does not say"
    if exchanges:
        yield "the configuration: which file or variable an index and its credentials come from (`pip config debug`)"


def _age(run: PipRun, client: Client) -> Iterator[str]:
    """Say what an old release, or one that the log does not name, leaves open."""
    if run.version is None and " " in client.version:
        yield f"pip's version, which its messages leave open ({client.version}): `pip --version` tells it"
    if is_older(client.version, LINES[0]):
        never = "; as whom it asks, it never logs" if hides_whom(client.version) else ""
        yield f"what {client} may log otherwise than {LINES[0]}, as which it is read{never}"


def _names(run: PipRun, lookups: list[Lookup]) -> Iterator[str]:
    """Say that packages or indexes have no names in the log."""
    if any(lookup.package == UNNAMED for lookup in lookups):
        yield f"which package was looked for: {UNNAMED} stands for it"
    if any(not lookup.ending.indexes for lookup in lookups) and not run.no_index:
        yield "which index was asked: the log names none, as pip does where https://pypi.org/simple is the only one"


def _prompted(run: PipRun) -> Iterator[str]:
    """Say what a prompt leaves open, which names a host alone."""
    for fetch in run.fetches:
        if fetch.by_host and fetch.root == fetch.url:
            yield f"which index on {fetch.url.origin.netloc} refused: pip's prompt names the host alone"
        elif fetch.by_host and fetch.package != UNNAMED:
            yield f"whether it was {fetch.package}'s page or its file that {fetch.url.origin.netloc} refused"


def _lost(run: PipRun) -> Iterator[str]:
    """Say of requests that broke that the log does not tell which server they went to."""
    for one, times in Counter(run.lost).items():
        tried = "once" if times == 1 else f"{times} times"
        yield f"which server was asked for {one.path}, {tried}, in vain: {one.failure.value}"


def _leads_away(exchanges: list[Exchange]) -> bool:
    return any(
        one.redirect is not None and one.redirect.origin.host != one.request.url.origin.host for one in exchanges
    )
