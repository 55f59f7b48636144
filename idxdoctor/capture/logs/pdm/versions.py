"""What pdm's log says of versions: which were found, on which pages, and which was chosen."""

from __future__ import annotations

from re import Match

from idxdoctor.capture.logs.pdm.state import root_key
from idxdoctor.capture.logs.urls import root_and_name, url_of
from idxdoctor.config.names import normalized_name


class Versions:
    """What was found so far.

    `candidates` are all pages that versions were found on, by package, `taken` those that a file was taken from;
    `pinned` are packages of which a version was chosen, `missing` those that were found nowhere, `misfits` those of
    which there are files that do not fit. `shows_misfits` says that the log would show these of any package: pdm's file
    lists no candidates.
    """

    def __init__(self) -> None:
        self.candidates: dict[str, set[str]] = {}
        self.taken: dict[str, set[str]] = {}
        self.pinned: set[str] = set()
        self.missing: set[str] = set()
        self.misfits: set[str] = set()
        self._package: str | None = None
        self._fits = True
        self._lists = False
        self._is_file = False

    @property
    def shows_misfits(self) -> bool:
        """Say whether the log would show files that do not fit."""
        return self._lists or not self._is_file

    def on_collecting(self, _: int, words: Match[str]) -> None:
        """A package is looked for."""
        if url := url_of(words["url"]):
            self._package = root_and_name(url.bare())[1]

    on_fetched = on_failed = on_untrusted = on_collecting

    def on_listing(self, _: int, words: Match[str]) -> None:
        """Versions follow that were found: which fit, or which do not where none does."""
        self._lists, self._fits = True, words["misfits"] is None

    def on_candidate(self, _: int, words: Match[str]) -> None:
        """A version of a package was found on a page."""
        name = normalized_name(words["name"])
        if self._fits:
            self.candidates.setdefault(name, set()).add(words["url"].rstrip("/"))
        else:
            self.misfits.add(name)

    def on_pinned(self, _: int, words: Match[str]) -> None:
        """A version of a package is chosen."""
        self.pinned.add(normalized_name(words["name"]))

    def on_kept_file(self, _: int, words: Match[str]) -> None:
        """A file is taken that a page lists, here from pdm's cache."""
        if page := url_of(words["page"]):
            self.taken.setdefault(root_and_name(page)[1], set()).add(root_key(page))

    on_file = on_kept_file

    def on_misfit(self, _: int, __: Match[str]) -> None:
        """A file of the package that was looked for last does not fit."""
        if self._package is not None:
            self.misfits.add(self._package)

    def on_unmatched(self, _: int, __: Match[str]) -> None:
        """No version was found of the package that was looked for last."""
        if self._package is not None:
            self.missing.add(self._package)

    def on_missing(self, _: int, words: Match[str]) -> None:
        """The run ends for want of a package."""
        self.missing.add(normalized_name(words["name"]))

    def on_filed(self, _: int, __: Match[str]) -> None:
        """An error is written, which pdm does in its file alone."""
        self._is_file = True
