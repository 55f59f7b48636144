"""What the user configured, read from every source: the input of a client's lookup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Literal, NamedTuple, TypeAlias

from idxdoctor.model.credential import Credential, Provenance
from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Url

AuthPolicy: TypeAlias = Literal["auto", "always", "never"]
UnreadKind: TypeAlias = Literal["pip-table", "tool", "hidden", "member", "pip.conf"]


class Strategy(Enum):
    """How a client goes through its indexes; pip asks all of them, and takes the best version of what they list."""

    FIRST_INDEX = "first-index"
    UNSAFE_FIRST_MATCH = "unsafe-first-match"
    UNSAFE_BEST_MATCH = "unsafe-best-match"
    ALL_INDEXES = "all-indexes"


class Index(NamedTuple):
    """One configured simple-API root.

    `url` keeps its userinfo. `credential` is what the configuration gives for it: from variables named after
    it, else from the URL. `ignored_statuses` None means that the setting is absent. `meant` is the configured index
    whose name stands in place of a URL, which some versions understand.
    """

    url: Url
    provenance: Provenance
    name: str | None = None
    default: bool = False
    explicit: bool = False
    policy: AuthPolicy = "auto"
    ignored_statuses: frozenset[int] | None = None
    credential: Credential | None = None
    flat: bool = False
    meant: Index | None = None

    @property
    def label(self) -> str:
        """Return the name, or the URL as it may be shown."""
        return self.name or str(self.url.bare())


class NetrcEntry(NamedTuple):
    """A netrc entry: its host (None for `default`) and what it gives there.

    `written` is the same as it stands in the file, where a backslash escapes what follows: whoever copied a token from
    there sends that, and a server may repeat it. It is kept so that it can be masked too.
    """

    host: str | None
    credential: Credential
    written: Credential | None = None


class InsecureHost(NamedTuple):
    """A host whose certificates the client does not verify, at any scheme or port where that is None; None: any host.

    The client takes `port` for another than the scheme's own, which a URL leaves out.
    """

    provenance: Provenance
    host: str | None
    scheme: str | None = None
    port: int | None = None

    def __str__(self) -> str:
        scheme = f"{self.scheme}://" if self.scheme else ""
        port = "" if self.port is None else f":{self.port}"
        return "*" if self.host is None else f"{scheme}{self.host}{port}"

    def matches(self, url: Url) -> bool:
        """Say whether requests to a URL are meant (uv: uv-configuration/src/trusted_host.rs matches)."""
        if self.host is None:
            return True
        return self.host == url.host and self.scheme in {None, url.scheme} and self.port in {None, url.port}


class ProxySettings(NamedTuple):
    """The proxies that a client's settings name for each scheme, and the hosts that go without.

    A proxy's text may hold its credentials; `secrets` are these again.
    """

    http: Secret | None = None
    https: Secret | None = None
    exempt: tuple[str, ...] = ()
    secrets: tuple[Credential, ...] = ()


NO_PROXIES: Final = ProxySettings()


class StoredCredential(NamedTuple):
    """An entry of the client's own credentials store: the service URL, and what it gives below it."""

    service: Url
    credential: Credential


class UnreadIndex(NamedTuple):
    """An index that stands where the command does not read it: what kind of place that is, and why in words."""

    definition: Index
    kind: UnreadKind
    why: str


class Refusable(NamedTuple):
    """Something in the configuration that some versions of the client refuse: what, in words, and where."""

    code: str
    text: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole configuration as the client's lookup needs it.

    `defined` are all indexes in the order in which they were defined, first the ones that win; the client makes its
    search order of them. `pins` maps normalized project names to the one index that they come from; `taught` are these
    in the order in which the client comes upon them. `find_links` are lists of files, read before anything else;
    `hf_token` is the token for Hugging Face. `locked` are files that a lock names, for which no index is asked; `homes`
    are the indexes that must serve a locked package, which are asked before all others and in place of its file.
    `refusable` is what some versions end the run for before they ask anything. `unread` are indexes that the command
    does not see where they stand, `unread_netrc` the entries of a netrc file that another one hides. `http_retries` is
    the number of tries after the first, `timeout` is in seconds. `project_command` is false for pip-like commands,
    which read other tables; such a command has no `project_indexes`, which are those that the project itself defines,
    whether they count or not. `system_store` says that the client is to ask the store of the operating system.
    `dependabot` says that somebody between client and index adds the credentials. `uncommitted` are the files, as
    provenances name them, that git ignores. `insecure_hosts` are those whose certificates are not verified,
    `proxies` those of the settings, which some versions know.
    """

    defined: tuple[Index, ...]
    strategy: Strategy = Strategy.FIRST_INDEX
    no_index: bool = False
    keyring: bool = False
    netrc: tuple[NetrcEntry, ...] = ()
    stored: tuple[StoredCredential, ...] = ()
    find_links: tuple[Index, ...] = ()
    hf_token: Credential | None = None
    locked: Mapping[str, Url] = field(default_factory=dict)
    homes: Mapping[str, tuple[Index, ...]] = field(default_factory=dict)
    pins: Mapping[str, Index] = field(default_factory=dict)
    taught: tuple[Index, ...] = ()
    project_indexes: tuple[Index, ...] = ()
    http_retries: int = 3
    timeout: float = 30.0
    project_command: bool = True
    dependabot: bool = False
    system_store: bool = False
    refusable: tuple[Refusable, ...] = ()
    unread: tuple[UnreadIndex, ...] = ()
    unread_netrc: tuple[NetrcEntry, ...] = ()
    uncommitted: frozenset[str] = frozenset()
    insecure_hosts: tuple[InsecureHost, ...] = ()
    proxies: ProxySettings = NO_PROXIES

    def verifies(self, url: Url) -> bool:
        """Say whether a request to this URL ends where the server's certificate is not trusted."""
        return not any(host.matches(url) for host in self.insecure_hosts)
