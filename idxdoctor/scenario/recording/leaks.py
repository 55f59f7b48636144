"""Whether a record holds a secret of the traces that it was made of."""

from __future__ import annotations

from collections.abc import Iterable

from idxdoctor.config.own_words import is_own_word
from idxdoctor.model.credential import Credential, Provenance
from idxdoctor.model.known_secrets import credentials_in, urls_in
from idxdoctor.model.leaks import SHORTEST_IN_URL, SecretSearch, secret_texts
from idxdoctor.model.trace import Trace
from idxdoctor.scenario.recording.made_up import made_up_secret
from idxdoctor.scenario.recording.public import TIME


def holds_secret(text: str, traces: Iterable[Trace]) -> bool:
    """Say whether any secret of the traces stands in the text."""
    return any(not is_own_word(leak.found) for leak in SecretSearch(real_secrets(traces)).found_in(text))


def real_secrets(traces: Iterable[Trace]) -> list[Credential]:
    """Return every secret of the traces; what everybody writes for a password, or a moment in a URL, is none."""
    kept = tuple(traces)
    in_urls = {part for url in urls_in(kept) for part in url.masked_texts() if len(part) >= SHORTEST_IN_URL}
    moments = {part for part in in_urls if TIME.fullmatch(part)}
    return [*filter(_is_secret, credentials_in(kept)), *secret_texts(in_urls - moments, Provenance("a URL"))]


def _is_secret(credential: Credential) -> bool:
    password = credential.password
    return password is None or made_up_secret(password.reveal(), 0, 0) != password.reveal()
