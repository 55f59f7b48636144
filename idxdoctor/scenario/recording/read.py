"""Files of which those that a client reads are noted."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from idxdoctor.config.surroundings import Files


@dataclass(frozen=True, slots=True)
class NotedFiles:
    """Files of which those that were read are in `texts`, in order; see `Files`."""

    files: Files
    texts: dict[Path, str] = field(default_factory=dict)

    @property
    def project(self) -> Path:
        """The folder that the client is run in."""
        return self.files.project

    @property
    def home(self) -> Path:
        """The home folder of the user who runs it."""
        return self.files.home

    def read(self, path: Path) -> str | None:
        """Return the text of a file, and keep it; see `Files.read`."""
        text = self.files.read(path)
        if text is not None:
            self.texts[path] = text
        return text

    def folders(self, path: Path) -> list[Path]:
        """Return the folders in a folder; see `Files.folders`."""
        return self.files.folders(path)
