"""Reads what pdm prints (`-v`, `-vv`) or leaves in its log file, of releases from 2.20 on."""

from __future__ import annotations

from typing import ClassVar

from idxdoctor.capture.logs.lines import Line
from idxdoctor.capture.logs.message import MessageLog, Told
from idxdoctor.capture.logs.pdm.lookups import Searches
from idxdoctor.capture.logs.pdm.patterns import WORDS, is_wrapped, matches
from idxdoctor.capture.logs.pdm.run import PdmRun
from idxdoctor.capture.logs.pdm.unknown import unknown


class PdmLog(MessageLog):
    """One run of pdm in a log."""

    name: ClassVar[str] = "pdm"
    releases: ClassVar[str] = "2.20 or newer"
    marks: ClassVar[frozenset[str]] = WORDS
    matches = staticmethod(matches)
    breaks_off = staticmethod(is_wrapped)

    def __init__(self) -> None:
        self._run = PdmRun()
        super().__init__(self._run.pages, self._run.credentials, self._run.versions)

    @staticmethod
    def owns(line: Line) -> bool:
        """Say whether this is a message that pdm alone prints."""
        return line.text.startswith(("unearth.", "pdm.termui:")) or matches(line.text) is not None

    def begins_with(self, line: Line) -> bool:
        """Say whether a run begins with this line: it resolves once more, or names the version after requests."""
        match = matches(line.text)
        kind = match[0].kind if match else None
        begins = kind == "start" or (kind == "version" and self.has_version)
        return begins and bool(self._run.pages.fetches)

    def stretch(self) -> str:
        """Return the releases that may have printed the log.

        Before 2.4 pdm could do with an unearth before 0.7, whose one logger is called `unearth`; before 2.0 it had pip
        look for packages.
        """
        return "before 2.4" if "old" in self._kinds else self.releases

    def _told(self, version: str, kinds: frozenset[str]) -> Told:
        if "old" in kinds:
            text = f"any request: pdm {self.stretch()} logs otherwise than 2.20 and newer, which is all that is read"
            return Told((), (), (text,))
        searches = Searches(self._run)
        lookups = tuple(searches.lookups())
        placed = any(exchange.answer.failure is not None for lookup in lookups for exchange in lookup.exchanges)
        failure = None if placed else self._run.pages.failure
        told = unknown(lookups, kinds, failure, has_version=bool(version))
        return Told(searches.indexes(), lookups, tuple(told))
