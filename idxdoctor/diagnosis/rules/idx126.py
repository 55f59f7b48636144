"""IDX126: The client's own store has credentials for the host, and they are not used."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.unauthenticated import Unauthenticated, unauthenticated
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice, forget_credentials, give_credentials, upgrade
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.plan import StoredCredential


def _find(case: Case) -> Iterator[Evidence]:
    for lacking in unauthenticated(case):
        for stored in case.trace.plan.stored:
            why = _why_unused(case, lacking, stored)
            if stored.service.host == lacking.index.url.host and why is not None:
                yield Evidence(
                    f"{lacking.what}; the credentials store ({stored.credential.provenance}) has an entry for "
                    f"{stored.service}, which was not used: {why}",
                    lacking.exchanges,
                    tuple(_fixes(case, lacking, stored)),
                )
                break


def _why_unused(case: Case, lacking: Unauthenticated, stored: StoredCredential) -> str | None:
    url = lacking.index.url
    if case.is_older_than("uv", "0.8.15"):
        return f"{case.trace.client} does not read the store"
    if not _covers(stored, lacking):
        return f"{url.bare()} is not below it"
    if lacking.username not in {None, stored.credential.username}:
        return "its username is another than the one that is known for the index"
    return "several entries fit equally well" if _ties(case, lacking) else None


def _covers(stored: StoredCredential, lacking: Unauthenticated) -> bool:
    service, url = stored.service, lacking.index.url
    return service.origin == url.origin and f"{url.path}/".startswith(f"{service.path.rstrip('/')}/")


def _ties(case: Case, lacking: Unauthenticated) -> bool:
    covering = [stored.service.path for stored in case.trace.plan.stored if _covers(stored, lacking)]
    longest = max((len(path) for path in covering), default=0)
    return sum(len(path) == longest for path in covering) > 1


def _fixes(case: Case, lacking: Unauthenticated, stored: StoredCredential) -> Iterator[Fix]:
    index = lacking.index
    if case.is_older_than("uv", "0.8.15"):
        yield upgrade("uv", "0.8.15", ", which reads the store")
    elif _covers(stored, lacking) and lacking.username not in {None, stored.credential.username}:
        yield forget_credentials(index, "take the username out, so that the store's counts")
    else:
        yield advice(f"store them for the server: `uv auth login {index.url.origin}`")
    yield give_credentials(index)


RULE = Rule(
    code="IDX126",
    severity="error",
    title="The client's own store has credentials for the host, and they are not used",
    means="What `uv auth login` stores counts for URLs below the service that was named, for its own username only, "
    "and from the release on that reads the store.",
    told="An index was refused for want of credentials, and the store has an entry for its host that this release does "
    "not read, that is not a prefix of the index URL, that has another username, or that ties with another entry.",
    remedies={"uv": "Log in for the server as a whole, `uv auth login https://HOST`, with uv 0.8.15 or newer."},
    sources=(
        "https://docs.astral.sh/uv/concepts/authentication/http/",
        "https://github.com/astral-sh/uv/pull/15588",
        "https://github.com/astral-sh/uv/issues/15818",
    ),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX103", "IDX104"}),
)
