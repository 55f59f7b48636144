"""The fixes for credentials that were refused: others in their place, the same written right, none at all."""

from __future__ import annotations

from datetime import UTC, datetime

from idxdoctor.config.netrc_edit import without_netrc_entry
from idxdoctor.diagnosis.finding import Change, Fix, Wanted
from idxdoctor.diagnosis.fixes.proposals import give_credentials
from idxdoctor.diagnosis.rule import Case, Refusal
from idxdoctor.model.credential import Credential, Provenance
from idxdoctor.model.plan import Index, StoredCredential


def renew(case: Case, refusal: Refusal, title: str, *, index: Index | None = None) -> Fix:
    """Give an index other credentials, by the conventions of its provider where that is known.

    `index` is the index as it is when another change has been made.
    """
    position = refusal.visit.index
    return give_credentials(
        index or case.ending.indexes[position],
        f"{title}{how_had(case, position)}",
        username=usual_username(case, position),
    )


def how_had(case: Case, position: int) -> str:
    """Return a clause that says how the provider of an index gives credentials out; empty where that isn't known."""
    seen = case.provider_of(position)
    if seen is None or seen.provider.obtained is None:
        return ""
    certain = seen.sure and (seen.provider.username is None or seen.provider.username.sure)
    where = f"at {seen.provider.name}" if certain else f"if this is {seen.provider.name}"
    user = f"the username is {seen.provider.username.text}, and " if seen.provider.username is not None else ""
    return f"; {where}, {user}{seen.provider.obtained}"


def usual_username(case: Case, position: int) -> str | None:
    """Return the username that everybody has at the provider of an index, if there is one."""
    seen = case.provider_of(position)
    return seen.provider.username.usual if seen is not None and seen.sure and seen.provider.username else None


def keyring_username(case: Case, index: Index) -> str | None:
    """Return the username for which the provider's keyring package answers, where both are known."""
    seen = case.providers.of(index)
    return seen.provider.keyring.username if seen is not None and seen.sure and seen.provider.keyring else None


def mend(index: Index, credential: Credential, title: str) -> Fix:
    """Write a credential as it was meant."""
    return Fix(title, Change(lambda editor, here: editor.mend(here, index, credential)))


def renew_stored(entry: StoredCredential, title: str) -> Fix:
    """Put another password into an entry of the client's own store."""
    wanted = Wanted(entry.service.origin, entry.credential.username)
    return Fix(title, Change(lambda editor, here: editor.renew_stored(here, entry), wanted=wanted))


def make_explicit(index: Index) -> Fix:
    """Ask an index only for what is pinned to it."""
    return Fix(
        f"ask {index.label} only for what comes from it: `explicit = true`, and an entry in `tool.uv.sources` for each "
        "package that does",
        Change(lambda editor, here: editor.make_explicit(here, index)),
    )


def drop_machine(entry: Provenance, why: str = "") -> Fix:
    """Take an entry out of the netrc file."""
    return Fix(f"take {entry} out{why}", Change(lambda _, here: without_netrc_entry(here, entry.line or 1)))


def moment(seconds: float) -> str:
    """Return a time as a person reads it."""
    return f"{datetime.fromtimestamp(max(seconds, 0), UTC):%Y-%m-%d %H:%M} UTC"
