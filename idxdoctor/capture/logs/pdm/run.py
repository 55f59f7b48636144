"""One run of pdm as its log is read."""

from __future__ import annotations

from idxdoctor.capture.logs.pdm.credentials import Credentials
from idxdoctor.capture.logs.pdm.pages import Pages
from idxdoctor.capture.logs.pdm.versions import Versions


class PdmRun:
    """What the log has told so far of pages, of credentials and files, of versions; messages go to these in turn."""

    def __init__(self) -> None:
        self.pages = Pages()
        self.credentials = Credentials(self.pages)
        self.versions = Versions()
