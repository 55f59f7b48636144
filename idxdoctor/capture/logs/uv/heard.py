"""What a log of uv has said so far of the run as a whole, beside the single fetches."""

from __future__ import annotations

from dataclasses import dataclass, field

from idxdoctor.capture.logs.sent import Sent
from idxdoctor.capture.logs.uv.state import Fetch
from idxdoctor.model.exchange import Failure
from idxdoctor.model.url import Url


@dataclass(slots=True)
class Before:
    """What the messages just before were about, where the next one may need that.

    `passed` is the fetch of which one said that its answer was good, `answered` the one of which it told the last
    answer, `end_at` the URL of the end of which it told, `crosses` that a redirect leaves its server, `changed` the
    status of an answer that takes the place of a cached copy.
    """

    passed: Fetch | None = None
    answered: Fetch | None = None
    end_at: Url | None = None
    crosses: bool = False
    changed: int | None = None


@dataclass(slots=True)
class Searches:
    """What became of the searches for packages.

    `latest` is the page of each package that was begun last, `concurrent` are packages of which several pages were
    under way at once, `chosen` those of which a version was chosen, `gone_on` those after whose search the run went
    on, `absent` those that no index had. `stops` are the lines and statuses of searches that a status ended, where the
    log does not tell of each request; `unclear_stops` says that it is open whose one is.
    """

    latest: dict[str, Fetch] = field(default_factory=dict)
    concurrent: set[str] = field(default_factory=set)
    chosen: set[str] = field(default_factory=set)
    gone_on: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)
    stops: list[tuple[int, int]] = field(default_factory=list)
    unclear_stops: bool = False


@dataclass(slots=True)
class Errors:
    """What errors, their causes and hints said.

    `broken` says that one ended the run; `unmet` are the packages that it lacks, `only` what it says of the versions
    that are there, `fetched` the packages whose file it is about, `at_fault` the one whose file the error being told
    is about, `cut_files` those whose file broke off, and why. `failing` is the request of which the lines that follow
    an error speak, `within` says that an answer was being read. `hinted` are indexes with the statuses that ended
    searches there, each with its line, `lets_others_in` those of them that had another package. `no_index` says that
    no index is to be asked, `netrc_fault` why netrc could not be read.
    """

    broken: bool = False
    unmet: list[str] = field(default_factory=list)
    only: list[str] = field(default_factory=list)
    fetched: set[str] = field(default_factory=set)
    at_fault: str | None = None
    cut_files: dict[str, Failure] = field(default_factory=dict)
    failing: Sent | None = None
    within: bool = False
    hinted: dict[tuple[str, int], int] = field(default_factory=dict)
    lets_others_in: set[str] = field(default_factory=set)
    no_index: bool = False
    netrc_fault: str | None = None
