"""What a client makes of its configuration before it asks anything: the answer to `idxdoctor config`."""

from __future__ import annotations

from typing import Final, NamedTuple

from idxdoctor.model.credential import Provenance
from idxdoctor.model.plan import AuthPolicy, Index, NetrcEntry, StoredCredential


class IndexOverview(NamedTuple):
    """One definition: its place in the search order, or why it has none, and who it would be asked as.

    `position` counts from 1. `keyring` are the calls that would be made for it, as typed in a shell.
    """

    definition: Index
    position: int | None
    unused: str | None
    policy: AuthPolicy
    netrc: NetrcEntry | None = None
    stored: StoredCredential | None = None
    keyring: tuple[str, ...] = ()


class Remark(NamedTuple):
    """Something in the configuration that does not do what it seems to, where it stands, and what would.

    `code` names the kind. `meant` is the index that it is about, and `spelling` what would be read in place of what
    stands there: a variable's name, a netrc machine.
    """

    code: str
    provenance: Provenance
    text: str
    remedy: str | None = None
    meant: Index | None = None
    spelling: str | None = None


class Overview(NamedTuple):
    """The whole configuration as one version of a client understands it."""

    indexes: tuple[IndexOverview, ...]
    remarks: tuple[Remark, ...]


NOTHING_CONFIGURED: Final = Overview((), ())
