"""How the index URLs of providers end, so that one that lacks its end can be told."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from idxdoctor.model.exchange import Answer
from idxdoctor.model.url import Url


class Shape(NamedTuple):
    """URLs of a provider that stop short: of which host, with which path, and what is missing."""

    provider: str
    path: re.Pattern[str]
    host: re.Pattern[str] = re.compile(r".*")
    end: str = "simple"

    def fits(self, url: Url) -> bool:
        """Say whether a URL is of this shape."""
        return bool(self.host.fullmatch(url.host) and self.path.fullmatch(url.path.rstrip("/")))


_AMAZON: Final = re.compile(r".+\.d\.codeartifact\.[^.]+\.amazonaws\.com|.*codeartifact\.[^.]+\.on\.aws")
_SHAPES: Final = (
    Shape("Artifactory", re.compile(r"(/artifactory)?/api/pypi/[^/]+")),
    Shape("Google Artifact Registry", re.compile(r"/[^/]+/[^/]+"), re.compile(r".+-python\.pkg\.dev")),
    Shape("CodeArtifact", re.compile(r"/pypi/[^/]+"), _AMAZON),
    Shape("GitLab", re.compile(r".*/api/v4/(projects|groups)/[^/]+(/-)?/packages/pypi")),
    Shape("Azure Artifacts", re.compile(r".*/_packaging/[^/]+/pypi")),
    Shape("Gitea or Forgejo", re.compile(r".*/api/packages/[^/]+/pypi")),
    Shape("Nexus", re.compile(r"(/nexus)?/repository/[^/]+")),
)
_DEVPI: Final = re.compile(rb"<h1>\s*<a [^>]*>\s*devpi\s*</a>", re.IGNORECASE)


def cut_short(url: Url, answer: Answer) -> Shape | None:
    """Return the shape of an index URL that lacks its end; devpi's is told by what answers there."""
    if _DEVPI.search(answer.body) and not url.path.rstrip("/").endswith("/+simple"):
        return Shape("devpi", re.compile(r".*"), end="+simple")
    return next((shape for shape in _SHAPES if shape.fits(url)), None)
