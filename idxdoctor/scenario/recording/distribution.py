"""The names of wheels and source distributions, taken apart."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_FILE: Final = re.compile(r"([A-Za-z0-9._]+?)-(\d[^-/]*)((?:-[^/]*)?\.whl(?:\.metadata)?|\.tar\.gz|\.zip)")
_VERSION: Final = re.compile(r"v?(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)*(?:[._-]?(?:a|b|rc|alpha|beta|post|dev)[0-9]*)*", re.I)


class Distribution(NamedTuple):
    """A file of a project: its version, and what follows that in the file's name."""

    project: str
    version: str
    rest: str

    @classmethod
    def of(cls, name: str) -> Distribution | None:
        """Return what a file's name says, or None where it is that of no distribution."""
        found = _FILE.fullmatch(name)
        return None if found is None else cls(*found.groups())

    def renamed(self, project: str) -> str:
        """Return the file's name for another project: for any platform where it was, else for one that all know."""
        endings = (".whl.metadata", ".whl", ".tar.gz", ".zip")
        ending = next(ending for ending in endings if self.rest.endswith(ending))
        tags = "-py3-none-any" if "none-any" in self.rest else "-cp312-cp312-linux_x86_64" if ".whl" in ending else ""
        return f"{project.replace('-', '_')}-{public_version(self.version)}{tags}{ending}"


def public_version(text: str) -> str:
    """Return a version without its local part, which often names an organisation."""
    found = _VERSION.match(text)
    return found[0] if found else "0"
