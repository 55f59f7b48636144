"""A throw-away home, project and cache for one run of a client, filled with what a scenario gives."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from idxdoctor.model.errors import InputError, Place
from idxdoctor.scenario.model import Given

CERTIFICATE_VARIABLES: Final = ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE")
PROXY_VARIABLES: Final = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@dataclass(frozen=True, slots=True)
class Sandbox:
    """The folders of one run. `system` stands for the machine's root where a scenario gives files by absolute path."""

    root: Path
    given: Given

    @property
    def home(self) -> Path:
        """Return the home folder."""
        return self.root / "home"

    @property
    def project(self) -> Path:
        """Return the folder that the client is run in."""
        return self.root / "project"

    @property
    def cache(self) -> Path:
        """Return the folder for whatever the client caches."""
        return self.root / "cache"

    @property
    def programs(self) -> Path:
        """Return the folder that comes first on PATH."""
        return self.root / "bin"

    @property
    def modules(self) -> Path:
        """Return the folder for modules that a client's Python must find."""
        return self.root / "modules"

    @property
    def system(self) -> Path:
        """Return the folder that stands for `/`."""
        return self.root / "system"

    @property
    def keyring_log(self) -> Path:
        """Return the file in which calls of the keyring program are noted."""
        return self.root / "keyring.log"

    @property
    def certificate(self) -> Path:
        """Return the file with the certificate that the client must trust."""
        return self.root / "authority.pem"

    def environment(self, of_client: Mapping[str, str], proxy: str) -> dict[str, str]:
        """Return the whole environment of the run: the scenario's, the client's, the proxy; nothing is inherited."""
        etc = self.system / "etc"
        env = {
            "PATH": f"{self.programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "HOME": str(self.home),
            "TMPDIR": str(self.root),
            "XDG_CACHE_HOME": str(self.cache),
            "XDG_CONFIG_DIRS": f"{etc / 'xdg'}:{etc}",
            "LANG": "C.UTF-8",
            "NO_COLOR": "1",
        }
        env |= {name: self.placed(value) for name, value in self.given.env.items()} | dict(of_client)
        for name in PROXY_VARIABLES:
            env[name] = env[name.lower()] = proxy
        env.pop("SSL_CERT_DIR", None)
        return env | {"NO_PROXY": "", "no_proxy": "", **dict.fromkeys(CERTIFICATE_VARIABLES, str(self.certificate))}

    def placed(self, value: str) -> str:
        """Return a value that names an absolute path of the scenario's files as it reads in the sandbox."""
        known = value.startswith("/") and any(name.startswith(value) for name in self.given.files)
        return f"{self.system}{value}" if known else value

    def path(self, name: str) -> Path:
        """Return where a file of the scenario lies. Raises `InputError` where it would lie outside."""
        if name.startswith("~/"):
            base, inside = self.home, name[2:]
        elif name.startswith("/"):
            base, inside = self.system, name.lstrip("/")
        else:
            base, inside = self.project, name
        path = Path(os.path.normpath(base / inside))
        if not path.is_relative_to(base):
            raise InputError("a file of the scenario lies outside the project and the home folder", place=Place(name))
        return path


@contextmanager
def sandbox(given: Given) -> Iterator[Sandbox]:
    """Make the folders, with the scenario's files in them, and remove them whatever happens."""
    with TemporaryDirectory(prefix="idxdoctor-", ignore_cleanup_errors=True) as folder:
        box = Sandbox(Path(folder).resolve(), given)
        for path in (box.home, box.project, box.cache, box.programs, box.system):
            path.mkdir()
        for name, text in given.files.items():
            path = box.path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        yield box
