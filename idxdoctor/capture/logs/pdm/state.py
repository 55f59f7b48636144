"""What is being put together while pdm's log is read: the pages and files that it asks for, and searches."""

from __future__ import annotations

from dataclasses import dataclass, field

from idxdoctor.model.exchange import Failure
from idxdoctor.model.url import Url


@dataclass(slots=True)
class Search:
    """One search of pdm for credentials: the index that it took the URL for, where it found some, what it asked."""

    line: int
    index: Url | None = None
    place: str | None = None
    asked: list[tuple[int, str, str | None]] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Say whether nothing more can follow: credentials were found."""
        return self.place is not None


@dataclass(slots=True)
class Fetch:
    """One page that pdm asks for.

    `has_userinfo` says that its URL holds some, which pdm blanks. `searches` are those for credentials: one before the
    first request, a second after a 401. `wrong` is the URL of which pdm says that the credentials are not right there.
    `is_alone` says that all lines between its first and last are about it, `is_shown` that its beginning is in the log.
    """

    line: int
    url: Url
    package: str
    root: Url
    has_userinfo: bool
    searches: list[Search] = field(default_factory=list)
    wrong: Url | None = None
    status: int | None = None
    why: str | None = None
    failure: Failure | None = None
    detail: str | None = None
    kept: bool = False
    over: bool = False
    prompted: bool = False
    broke: bool = False
    is_alone: bool = True
    is_shown: bool = True
    is_sent: bool = True

    @property
    def breaks_off(self) -> bool:
        """Say whether the log ends while credentials are looked for."""
        return not self.over and bool(self.searches) and bool(self.searches[-1].asked) and not self.searches[-1].is_over


@dataclass(slots=True)
class FileFetch:
    """One file that pdm asks for; `status` None where the log does not show what came back."""

    line: int
    url: Url
    status: int | None
    searches: list[Search]
    is_alone: bool


def root_key(url: Url) -> str:
    """Return the text by which an index is known, whatever credentials stand in its URL and whether a slash ends it."""
    return url.bare().reveal().rstrip("/")
