"""What a log of poetry does not tell, and the command that would show it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from idxdoctor.model.exchange import Gap
from idxdoctor.model.trace import Lookup


def unknown(lookups: Collection[Lookup], kinds: frozenset[str], *, has_version: bool, is_sure: bool) -> Iterator[str]:
    """Return sentences on what can't be known from this log."""
    exchanges = [exchange for lookup in lookups for exchange in (*lookup.exchanges, *lookup.files)]
    gaps = {gap for exchange in exchanges for gap in exchange.gaps}
    if not has_version:
        yield "poetry's version: `poetry --version` shows it"
    if "uploading" in kinds:
        yield "any request of poetry's for a package: the run uploads (`poetry publish`), which is no search"
    elif "keyring_locked" in kinds:
        yield "for which source poetry asked the keyring, which was locked: before 1.7 that ends the run"
    elif not lookups and kinds & {"source", "session"}:
        yield "any request: the log ends before poetry asks for a page or file"
    elif not kinds & {"request", "source"}:
        yield "which requests were made, and what came of those that are not refused: `poetry -vvv ...` shows it"
    elif "source" not in kinds:
        yield "the sources and their order: the beginning of the log, with `-vvv`, shows them"
    if Gap.WHO in gaps:
        yield (
            "as whom a source is asked whose URL has no credentials: poetry logs that at no verbosity; `poetry config "
            "--list`, the variables POETRY_HTTP_BASIC_<NAME>_USERNAME and _PASSWORD, netrc and keyring decide"
        )
    if not is_sure and any(exchange.request.credential is not None for exchange in exchanges):
        yield "whether netrc has the host of a source: before 2.3.4 it takes the place of the credentials in the URL"
    if any(exchange.redirect is not None for exchange in exchanges):
        yield "whether a netrc entry was sent after a redirect: where there is one for the new host, it takes its place"
