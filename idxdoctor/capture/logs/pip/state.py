"""What is being put together while pip's log is read: pages and files that it fetches, and the requests for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from idxdoctor.capture.logs.sent import Sent
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Decision, Failure, KeyringCall
from idxdoctor.model.url import Url


@dataclass(slots=True)
class Search:
    """What pip said of its search for credentials since the last request.

    `place` is where it found some, `index` the index that it took the URL for one of. `services` are what it asked
    the keyring for. `netloc` is for whom it asked the user, `typed` the name that shows there;
    None where it shows none.
    """

    place: str | None = None
    index: Url | None = None
    services: list[str] = field(default_factory=list)
    netloc: str | None = None
    typed: str | None = None
    password: bool = False

    @property
    def is_silent(self) -> bool:
        """Say whether nothing was said, not even that none was found."""
        return self.place is None and self.index is None and not self.services


class Try(NamedTuple):
    """A try whose host the log does not tell: the path, and why no answer came."""

    path: str
    failure: Failure


@dataclass(slots=True)
class Fetch:
    """One page or file that pip fetches, and all requests for it.

    `root` is the index that a page belongs to, `given` what its URL holds. `links` counts the files that fit which
    the page lists, `misfits` the others. `kept` says that a cached copy was taken without a request, `copy_age` how
    old (seconds) a copy is. `fault` is why nothing came of it otherwise than by a status, `status` the one with which
    it ended where no request shows it. `retries` says that the next request is the last one made again, `by_host` that
    a prompt told of it, which names the host alone.
    """

    line: int
    url: Url
    package: str | None = None
    root: Url | None = None
    given: Credential | None = None
    sent: list[Sent] = field(default_factory=list)
    calls: list[KeyringCall] = field(default_factory=list)
    links: int = 0
    misfits: int = 0
    kept: bool = False
    copy_age: int | None = None
    fault: Decision | None = None
    search: Decision | None = None
    retries: bool = False
    fetched: bool = False
    by_host: bool = False

    @property
    def last(self) -> Sent | None:
        """Return the last request, or None before the first."""
        return self.sent[-1] if self.sent else None

    @property
    def is_page(self) -> bool:
        """Say whether it is a page of an index, or of `--find-links`."""
        return self.root is not None
