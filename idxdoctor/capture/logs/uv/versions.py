"""Which release wrote a log that does not say: the newest that prints all of its messages."""

from __future__ import annotations

from collections.abc import Iterable

from idxdoctor.capture.logs.uv.patterns import Pattern
from idxdoctor.clients.registry import client_of, model_of
from idxdoctor.model.errors import InputError
from idxdoctor.model.trace import Client
from idxdoctor.model.versions import release_number


def versions_with(patterns: Iterable[Pattern]) -> list[str]:
    """Return the releases that print all of these messages, oldest first: the first where only older ones do."""
    kept, releases = list(patterns), model_of("uv").releases
    if any(is_too_old(one) for one in kept):
        return [releases[0]]
    return [release for release in releases if all(_prints(release, one) for one in kept)]


def is_too_old(pattern: Pattern) -> bool:
    """Say whether only releases older than the first one that is modelled print a message."""
    return pattern.until is not None and release_number(pattern.until) < release_number(model_of("uv").releases[0])


def client_at(version: str | None, fitting: list[str]) -> Client:
    """Return the client at its version; where the log names none, at the newest that fits."""
    if version is None:
        newest = fitting[-1] if fitting else model_of("uv").releases[-1]
        return client_of(f"uv=={newest}")._replace(verified=False)
    try:
        return client_of(f"uv=={version}")
    except InputError:
        releases = model_of("uv").releases
        older = [release for release in releases if release_number(release) <= release_number(version)]
        return Client("uv", version, False, modelled_as=older[-1] if older else releases[0])


def _prints(release: str, pattern: Pattern) -> bool:
    number = release_number(release)
    until = release_number(pattern.until) if pattern.until else number
    return release_number(pattern.since) <= number <= until
