"""URLs as they stand in a pasted log, where somebody may have blanked a part by hand."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from idxdoctor.config.names import normalized_name
from idxdoctor.model.url import Url
from idxdoctor.model.url_parts import UrlError

_BLANK: Final = re.compile(r"[<>{}\[\]|^\"\\]")
"""What no client leaves in a URL as it is: it stands around a word that somebody put in the place of another."""
_BLANKED_HOST: Final = re.compile(rf"{_BLANK.pattern}|%7B|%7D")
_UNSCHEMED: Final = re.compile(r"(?:<[\w.-]+>|[\w-]+(?:\.[\w-]+)+)/")
"""A word in the place of scheme and host, or a host alone; few indexes are without TLS."""
_FILE: Final = re.compile(r"\.(?:whl|tar\.gz|zip|tar\.bz2|tgz)(?:\.metadata)?$")
_PYTHON: Final = re.compile(
    r"(?:cpython-\d+\.\d+\.\d[^-/]*-\w+-|pypy\d\.\d+-v\d|graalpy-\d[\d.]*-[a-z]+-)[^/]*\.(?:tar\.(?:gz|zst|bz2)|zip)$"
)
"""A Python to run, by the name of its archive (uv: uv-python/download-metadata.json)."""
_NAMED: Final = re.compile(r"(?P<wheel>[^-/]+)-[^/]+\.whl|(?P<source>[^/]+)-[^-/]+\.(?:tar\.gz|zip|tgz|tar\.bz2)")
_TAIL: Final = "`'\",;)"

UNNAMED: Final = "PACKAGE"
"""What a project is called that the log does not name."""
HIDDEN: Final = Url.parse("https://index.invalid")
"""What stands for an index that a log speaks of and whose URL somebody blanked: no server has this name (RFC 2606)."""


def url_of(text: str) -> Url | None:
    """Return the URL that a log shows; None where it is none, or one of a file on the machine."""
    text = text.strip(_TAIL)
    scheme, separator, rest = (f"https://{text}" if _UNSCHEMED.match(text) else text).partition("://")
    authority, slash, path = rest.partition("/")
    for host in (authority, _BLANKED_HOST.sub("", authority)):
        try:
            url = Url.parse(f"{scheme}{separator}{host}{slash}{_BLANK.sub('', path)}")
        except UrlError:
            continue
        return url if url.scheme != "file" else None
    return None


def server_named(netloc: str) -> Url | None:
    """Return the server with a host and port that a log shows, spelled as in its URLs; few are without TLS."""
    return url_of(f"https://{netloc.replace(' ', '-')}/")


def spelled(url: Url) -> str:
    """Return an index's URL in the spelling by which it is compared: without userinfo and the slash at its end."""
    return url.bare().reveal().rstrip("/")


def is_file(url: Url) -> bool:
    """Say whether a URL is that of a file, and not of a page that lists some."""
    return _FILE.search(url.path) is not None or is_python(url)


def is_python(url: Url) -> bool:
    """Say whether a URL is that of a Python to run, and not of a package's file."""
    return bool(url.segments) and _PYTHON.match(unquote(url.segments[-1])) is not None


def is_page(url: Url) -> bool:
    """Say whether a URL may be that of a project's page: clients end it with the name and a slash."""
    return url.path.endswith("/") and bool(url.path.strip("/"))


def root_and_name(url: Url) -> tuple[Url, str]:
    """Return the index that a page belongs to, and the project's name that ends its path."""
    from dataclasses import replace

    path = url.path.removesuffix("/")
    root, _, name = path.rpartition("/")
    return replace(url, path=root or "/"), name


def project_named_by(url: Url) -> str | None:
    """Return the project that a file's name begins with; None where it is no file of one."""
    named = _NAMED.match(url.segments[-1]) if url.segments else None
    return normalized_name(named["wheel"] or named["source"]) if named else None


def project_of(url: Url, names: list[str]) -> str | None:
    """Return which of these projects a file is of."""
    file = normalized_name(url.segments[-1]) if url.segments else ""
    return max((name for name in names if file.startswith(f"{name}-")), key=len, default=None)
