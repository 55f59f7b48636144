"""One run of poetry as its log is read."""

from __future__ import annotations

from re import Match

from idxdoctor.capture.logs.poetry.pages import Pages
from idxdoctor.capture.logs.poetry.requests import Requests


class PoetryRun:
    """What the log has told so far: of pages, of requests, and which packages lack versions (`missing`).

    `keyring_trouble` are the services at which the keyring failed, each with why.
    """

    def __init__(self) -> None:
        self.pages = Pages()
        self.requests = Requests(self.pages)
        self.missing: set[str] = set()
        self.keyring_trouble: dict[str, str] = {}

    def on_locked(self, _: int, words: Match[str]) -> None:
        """The keyring is locked."""
        self.keyring_trouble.setdefault(words["service"], "is locked")

    def on_keyring_failed(self, _: int, words: Match[str]) -> None:
        """The keyring can't be asked."""
        self.keyring_trouble.setdefault(words["service"], "can't be read")

    def on_missing(self, _: int, words: Match[str]) -> None:
        """The run ends for want of a package."""
        self.missing.add(words["name"])
