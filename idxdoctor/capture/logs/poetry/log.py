"""Reads what poetry prints (`-v` to `-vvv`), of releases from 1.8 on; without `-vvv` that is little."""

from __future__ import annotations

from typing import ClassVar

from idxdoctor.capture.logs.lines import Line
from idxdoctor.capture.logs.message import MessageLog, Told
from idxdoctor.capture.logs.poetry.lookups import Searches
from idxdoctor.capture.logs.poetry.patterns import WORDS, is_wrapped, matches
from idxdoctor.capture.logs.poetry.run import PoetryRun
from idxdoctor.capture.logs.poetry.unknown import unknown


class PoetryLog(MessageLog):
    """One run of poetry in a log."""

    name: ClassVar[str] = "poetry"
    releases: ClassVar[str] = "1.8 or newer"
    marks: ClassVar[frozenset[str]] = WORDS
    matches = staticmethod(matches)
    breaks_off = staticmethod(is_wrapped)

    def __init__(self) -> None:
        self._run = PoetryRun()
        super().__init__(self._run.pages, self._run.requests, self._run)

    @staticmethod
    def owns(line: Line) -> bool:
        """Say whether this is a message that poetry alone prints."""
        match = matches(line.text)
        if match is None:
            return line.text.startswith("Source (") and is_wrapped(line.text)
        return match[0].own or (match[0].kind == "status_error" and match[1].start() == 0)

    @staticmethod
    def opens(line: Line) -> bool:
        """Say whether this is the error of a status, broken off, or that no answer came from a page."""
        match = matches(line.text)
        if match is None:
            return is_wrapped(line.text)
        if match[0].kind != "unanswered" or match[1].start() > 0:
            return False
        return (match[1].groupdict().get("path") or "").endswith("/")

    def begins_with(self, line: Line) -> bool:
        """Say whether a run begins with this line: it names sources again, after requests."""
        match = matches(line.text)
        if match is None:
            return False
        if match[0].kind == "version":
            return self.has_version and bool(self._run.pages.fetches)
        return (match[0].kind == "source" and bool(self._run.pages.fetches)) or "written" in self._kinds

    def stretch(self) -> str:
        """Return the releases that may have printed the log.

        From 1.2 on a page's 401 or 403 is a warning (repositories/http.py), from 1.7 on a locked keyring is passed over
        (utils/password_manager.py).
        """
        if any(fetch.is_fatal for fetch in self._run.pages.fetches):
            return "before 1.2"
        return "before 1.7" if "keyring_locked" in self._kinds else self.releases

    def _told(self, version: str, kinds: frozenset[str]) -> Told:
        searches = Searches(self._run, version)
        lookups = tuple(searches.lookups())
        told = unknown(lookups, kinds, has_version=bool(version), is_sure=searches.is_sure)
        return Told(searches.indexes(), lookups, tuple(told))
