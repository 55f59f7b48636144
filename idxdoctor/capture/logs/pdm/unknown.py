"""What a log of pdm does not tell, and the command that would show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Failure, Gap
from idxdoctor.model.secret import MASK
from idxdoctor.model.trace import Lookup


def unknown(
    lookups: Iterable[Lookup], kinds: frozenset[str], failure: Failure | None, *, has_version: bool
) -> Iterator[str]:
    """Return sentences on what can't be known from this log; `failure` is one of a source that it does not name."""
    exchanges = [exchange for lookup in lookups for exchange in lookup.exchanges]
    if not has_version:
        yield "pdm's version: `pdm --version` shows it"
    if failure is not None:
        yield f"which source gave no answer ({failure.value}), which ended the run: `pdm -vv ...` shows it"
    if "uploading" in kinds:
        yield "any request of pdm's for a package: the run uploads (`pdm publish`), which is no search"
        return
    if "collecting" not in kinds:
        yield "which sources were asked, as whom, and which answered well: `pdm -vv ...` shows it, or pdm's log file"
    elif any(Gap.WHO in exchange.gaps for exchange in exchanges):
        yield (
            "as whom some requests were sent, and for which of them the keyring was asked: lines of several packages "
            "stand among each other; lock one package"
        )
    if any(_is_masked(exchange.request.credential) for exchange in exchanges):
        yield "usernames in URLs, which pdm blanks, in netrc or in the keyring: `pyproject.toml` and `pdm config`"
    yield "redirects on the way: pdm follows them without a word, so a status may be that of another URL"


def _is_masked(credential: Credential | None) -> bool:
    return credential is not None and credential.username == MASK
