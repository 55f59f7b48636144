"""What a client's configuration can be asked to change: the steps that fixes are made of."""

from __future__ import annotations

from typing import Protocol

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import AuthPolicy, Index, StoredCredential, Strategy

USERNAME = "<username>"
PASSWORD = "<password>"  # noqa: S105 - what stands in a password's place


class Editor(Protocol):
    """Knows where one client keeps what.

    Each step returns the surroundings as it leaves them, nothing written anywhere; None where it can't say how: the
    index is built in, or the setting needs a name that the index does not have.
    """

    def give_credentials(self, here: Surroundings, index: Index, username: str | None) -> Surroundings | None:
        """Give an index credentials, out of committed files; `PASSWORD`, and `USERNAME` if None, stand for them."""

    def give_host_credentials(self, here: Surroundings, host: str) -> Surroundings | None:
        """Give a host credentials, whoever leads there; `USERNAME` and `PASSWORD` stand for them."""

    def give_username(self, here: Surroundings, index: Index, username: str | None) -> Surroundings | None:
        """Say as whom an index is asked, so that the password can be looked up; `USERNAME` stands for None."""

    def keep_apart(self, here: Surroundings, index: Index) -> Surroundings | None:
        """Move the credentials that an index's URL holds to where they are not committed or shown."""

    def forget_credentials(self, here: Surroundings, index: Index) -> Surroundings | None:
        """Take what was given for one index alone out: its variables, or the userinfo of its URL."""

    def name(self, here: Surroundings, index: Index, name: str) -> Surroundings | None:
        """Give an index a name."""

    def add(self, here: Surroundings, index: Index) -> Surroundings | None:
        """Define an index, which stands elsewhere, where every command reads it."""

    def drop(self, here: Surroundings, index: Index) -> Surroundings | None:
        """Take an index out."""

    def move(self, here: Surroundings, index: Index, url: str) -> Surroundings | None:
        """Give an index another URL; what credentials its old URL holds are kept."""

    def set_policy(self, here: Surroundings, index: Index, policy: AuthPolicy) -> Surroundings | None:
        """Say when an index is asked with credentials."""

    def ignore_status(self, here: Surroundings, index: Index, status: int) -> Surroundings | None:
        """Let an index's status mean that it does not have the package."""

    def make_explicit(self, here: Surroundings, index: Index) -> Surroundings | None:
        """Let an index be asked only for the packages that are pinned to it."""

    def mend(self, here: Surroundings, index: Index, credential: Credential) -> Surroundings | None:
        """Write an index's credential as it was meant, where its looks say so."""

    def renew_stored(self, here: Surroundings, entry: StoredCredential) -> Surroundings | None:
        """Put `PASSWORD` into an entry of the client's own store."""

    def unset(self, here: Surroundings, index: Index, key: str) -> Surroundings | None:
        """Take a setting of an index away."""

    def pin(self, here: Surroundings, package: str, index: Index) -> Surroundings | None:
        """Take a package from one index only."""

    def unpin(self, here: Surroundings, package: str) -> Surroundings | None:
        """Let a package come from any index again."""

    def ask_indexes(self, here: Surroundings) -> Surroundings | None:
        """Let indexes be asked, where none is."""

    def use_keyring(self, here: Surroundings) -> Surroundings | None:
        """Let the keyring be asked."""

    def retry(self, here: Surroundings, times: int) -> Surroundings | None:
        """Set how often a request is tried again."""

    def wait(self, here: Surroundings, seconds: int) -> Surroundings | None:
        """Set how long an answer is waited for."""

    def use_strategy(self, here: Surroundings, strategy: Strategy) -> Surroundings | None:
        """Set how the indexes are gone through."""
