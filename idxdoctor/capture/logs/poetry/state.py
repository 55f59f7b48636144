"""What is being put together while poetry's log is read: its sources, the pages and files that it asks for."""

from __future__ import annotations

from dataclasses import dataclass, field

from idxdoctor.capture.logs.sent import Sent
from idxdoctor.model.url import Url


@dataclass(frozen=True, slots=True)
class Source:
    """A configured source: its URL with userinfo, its priority, and the line that shows it."""

    name: str
    url: Url
    priority: str
    line: int


@dataclass(slots=True)
class Fetch:
    """One page or file that poetry asks for, with all requests for it.

    `listed` is how many versions the page was good for, `any_version` that any would have done, `refused` that poetry
    said so of its answer, `is_fatal` that a 401 or 403 ended the run instead, `over` that nothing more comes of it. A
    page that was `kept` is taken from poetry's cache without a request.
    """

    line: int
    url: Url
    package: str | None
    source: str | None
    is_page: bool
    sent: list[Sent] = field(default_factory=list)
    listed: int | None = None
    refused: bool = False
    over: bool = False
    kept: bool = False
    any_version: bool = False
    is_fatal: bool = False

    @property
    def last(self) -> Sent | None:
        """Return the last request, or None where there was none."""
        return self.sent[-1] if self.sent else None
