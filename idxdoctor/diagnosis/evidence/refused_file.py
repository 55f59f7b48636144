"""A file that was refused: to somebody without a password, or to complete credentials."""

from __future__ import annotations

from dataclasses import dataclass

from idxdoctor.diagnosis.rule import Case
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import REFUSALS, Exchange, Gap
from idxdoctor.model.plan import Index
from idxdoctor.model.url import Url


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """The last request for a file: its positions among those for files, and the index whose page listed it.

    `index` is None where a lock named the file.
    """

    index: Index | None
    positions: tuple[int, ...]
    last: Exchange

    @property
    def url(self) -> Url:
        """Return the URL that was refused."""
        return self.last.request.url

    @property
    def what(self) -> str:
        """Return what became of the file, as the end of a sentence."""
        how = "with a username and no password" if self.last.request.credential else "without credentials"
        return f"{self.url}, asked for {how}, answered {self.last.answer.status}"


@dataclass(frozen=True, slots=True)
class FileRefused:
    """A file that was refused to complete credentials: see `RefusedFile`."""

    index: Index | None
    positions: tuple[int, ...]
    url: Url
    credential: Credential
    status: int


def file_refused_to_somebody(case: Case) -> FileRefused | None:
    """Return the file that ended the run because it was refused to complete credentials."""
    last = case.lookup.faulty_file
    if last is None or Gap.WHO in last.gaps:
        return None
    credential, status = last.request.credential, last.answer.status
    if status not in REFUSALS or credential is None or not credential.is_complete:
        return None
    return FileRefused(_listing_index(case), _refusals_of(case, last), last.request.url, credential, status)


def refused_file(case: Case) -> RefusedFile | None:
    """Return the file that ended the run because it was refused to somebody without a password."""
    last = case.lookup.faulty_file
    if last is None or Gap.WHO in last.gaps:
        return None
    credential = last.request.credential
    if last.answer.status not in REFUSALS or (credential is not None and credential.is_complete):
        return None
    return RefusedFile(_listing_index(case), _refusals_of(case, last), last)


def _listing_index(case: Case) -> Index | None:
    ending = case.ending
    return None if ending.index is None else ending.indexes[ending.index]


def _refusals_of(case: Case, last: Exchange) -> tuple[int, ...]:
    """Return the positions of the requests for the same file that were refused."""
    return tuple(
        position
        for position, exchange in enumerate(case.lookup.files)
        if exchange.request.url == last.request.url and exchange.answer.status in REFUSALS
    )
