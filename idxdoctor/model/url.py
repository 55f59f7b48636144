"""URLs as package managers read them (the WHATWG URL standard), safe to show.

`str(url)` never holds a password, a lone username that may be a token, or a signature; the text that goes
on the wire comes from `reveal()`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from urllib.parse import quote, unquote

from idxdoctor.model.secret import MASK, Secret, shown_username
from idxdoctor.model.url_parts import DEFAULT_PORTS, UrlError, host_and_port, normal_path
from idxdoctor.model.url_secrets import masked_path, masked_query, secrets_in_path, secrets_in_query

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
_PASSWORD_TAIL = re.compile(r":.*@")
_USERNAME_AND_DIGITS = re.compile(r"(?!localhost:)[^.\[\]]+:[0-9]+")


class Origin(NamedTuple):
    """Scheme, host and effective port (RFC 6454). uv calls it a realm."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        if DEFAULT_PORTS.get(self.scheme) == self.port:
            return f"{self.scheme}://{self.host}"
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def netloc(self) -> str:
        """Return the host, with the port only where it is not the scheme's own."""
        return str(self).partition("://")[2]


@dataclass(frozen=True, slots=True)
class Url:
    """An absolute URL, taken apart.

    `username` and `password` are as they stand in the text, percent-encoding and all; `port` is None for the
    scheme's own.
    """

    scheme: str
    host: str
    port: int | None = None
    path: str = "/"
    query: str | None = field(default=None, repr=False)
    fragment: str | None = field(default=None, repr=False)
    username: str = field(default="", repr=False)
    password: Secret | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, text: str) -> Url:
        """Return the URL that `text` spells.

        Raises `UrlError` where it spells none, or where a raw `/`, `#` or `?` in a password has made the
        rest of the password look like a path (uv: uv-redacted `DisplaySafeUrl::reject_ambiguous_credentials`).
        """
        match = _SCHEME.fullmatch(text.strip())
        if match is None:
            raise UrlError("it has no scheme (https://...)")
        scheme, rest = match[1].lower(), match[2].replace("\\", "/")
        if scheme == "file":
            return cls(scheme, "", path=rest.removeprefix("//"))
        if scheme not in DEFAULT_PORTS:
            raise UrlError("what stands before its first ':' is not one of http, https and file")
        rest, has_fragment, fragment = rest.lstrip("/").partition("#")
        rest, has_query, query = rest.partition("?")
        authority, slash, path = rest.partition("/")
        userinfo, _, netloc = authority.rpartition("@")
        username, has_password, password = userinfo.partition(":")
        cut_at_port = _USERNAME_AND_DIGITS.fullmatch(netloc) is not None and "@" in f"{path}{query}{fragment}"
        if not has_password and (cut_at_port or any(_PASSWORD_TAIL.search(part) for part in (path, fragment))):
            raise UrlError(
                "a raw '/', '?' or '#' stands in its username or password; percent-encode it (%2F, %3F, %23)"
            )
        host, port = host_and_port(scheme, netloc)
        return cls(
            scheme,
            host,
            port,
            normal_path(slash + path),
            query if has_query else None,
            fragment if has_fragment else None,
            username,
            Secret(password) if password else None,
        )

    @property
    def origin(self) -> Origin:
        """Return the scheme, host and effective port."""
        return Origin(self.scheme, self.host, self.port or DEFAULT_PORTS.get(self.scheme, 0))

    @property
    def segments(self) -> list[str]:
        """Return the path's segments that are not empty."""
        return [segment for segment in self.path.split("/") if segment]

    @property
    def decoded_username(self) -> str:
        """Return the username with its percent-encoding undone."""
        return unquote(self.username)

    @property
    def decoded_password(self) -> Secret | None:
        """Return the password with its percent-encoding undone."""
        return None if self.password is None else Secret(unquote(self.password.reveal()))

    def bare(self) -> Url:
        """Return the URL without username and password."""
        if not self.username and self.password is None:
            return self
        return replace(self, username="", password=None)

    def child(self, name: str) -> Url:
        """Return the URL one level down, with a slash at its end, as every simple page has.

        One trailing slash of this URL is taken up; the query stays (uv: `path_segments_mut().pop_if_empty()`).
        """
        return replace(self, path=f"{self.path.removesuffix('/')}/{quote(name)}/")

    def join(self, reference: str) -> Url:
        """Return what `reference` means when it stands in an answer from this URL (RFC 3986, 5.2).

        Raises `UrlError` where it means nothing.
        """
        reference = reference.strip().replace("\\", "/")
        if _SCHEME.fullmatch(reference):
            return Url.parse(reference)
        if reference.startswith("//"):
            return Url.parse(f"{self.scheme}:{reference}")
        rest, has_fragment, fragment = reference.partition("#")
        path, has_query, query = rest.partition("?")
        if not path:
            joined, kept_query = self.path, query if has_query else self.query
        else:
            folder = "" if path.startswith("/") else self.path.rpartition("/")[0] + "/"
            joined, kept_query = normal_path(folder + path), query if has_query else None
        return replace(self, path=joined, query=kept_query, fragment=fragment if has_fragment else None)

    def reveal(self) -> str:
        """Return the text for the wire and for matching: without userinfo and fragment, nothing masked."""
        netloc = self.host if self.port is None else f"{self.host}:{self.port}"
        query = "" if self.query is None else f"?{self.query}"
        return f"{self.scheme}://{netloc}{self.path}{query}"

    def __str__(self) -> str:
        netloc = self.host if self.port is None else f"{self.host}:{self.port}"
        query = "" if self.query is None else f"?{masked_query(self.query)}"
        return f"{self.scheme}://{self._masked_userinfo()}{netloc}{masked_path(self.host, self.path)}{query}"

    def masked_texts(self) -> Iterator[str]:
        """Return what `str` masks in the path and the query, percent-encoding undone."""
        yield from secrets_in_path(self.host, self.path)
        yield from secrets_in_query(self.query or "")

    def _masked_userinfo(self) -> str:
        if not self.username and self.password is None:
            return ""
        password = "" if self.password is None else f":{MASK}"
        return f"{shown_username(self.username, self.password)}{password}@"
