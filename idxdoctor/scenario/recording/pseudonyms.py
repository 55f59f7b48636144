"""Stable, readable names in place of private ones; what matters about them is kept.

The same host, path, user or package gets the same name wherever it stands; one path that begins another still does.
Public hosts and packages, and the words of which providers make their paths, stay as they are. Secrets never do.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import quote, unquote

from idxdoctor.config.names import normalized_name
from idxdoctor.model.credential import Credential
from idxdoctor.model.flaw import HALF_ENCODED, flaws_as_written
from idxdoctor.model.secret import MASK, Secret, shown_username
from idxdoctor.model.url import Url
from idxdoctor.scenario.recording.hosts import is_public, of_provider
from idxdoctor.scenario.recording.made_up import made_up_secret, made_up_username

_COMMON: Final = frozenset(
    str.split(
        "simple +simple legacy api pypi pip python packages package _packaging artifactory nexus repository "
        "repositories repo projects groups project group - v1 v2 v3 v4 content index indexes root files f +f "
        "+e whl wheels cpu download downloads login +login signin sign_in sign-in oauth oauth2 authorize auth "
        "sso users basic public dl "
    )
)
_KNOWN_INDEXES: Final = frozenset({"pypi", "testpypi", "pytorch", "pytorch-cpu"})
_WELL_KNOWN: Final = frozenset(
    str.split(
        "attrs boto3 certifi click cryptography django fastapi flask httpx idna jinja2 matplotlib mypy numpy "
        "packaging pandas pillow pip poetry protobuf pydantic pytest pyyaml requests rich ruff scipy "
        "setuptools six sqlalchemy torch tqdm typer typing-extensions urllib3 uv wheel "
    )
)
_FILE: Final = re.compile(r"([A-Za-z0-9._]+?)-(\d[^-/]*)((?:-[^/]*)?\.whl(?:\.metadata)?|\.tar\.gz|\.zip)")
_TIMES: Final = frozenset({"x-amz-date", "x-amz-expires", "x-goog-date", "x-goog-expires", "expires", "se"})
_PARAMETERS: Final = _TIMES | frozenset(
    str.split(
        "x-amz-signature x-amz-credential x-amz-security-token x-amz-algorithm x-amz-signedheaders "
        "x-goog-signature x-goog-credential x-goog-algorithm x-goog-signedheaders signature sig token "
        "key-pair-id policy sv sr sp next return_to redirect redirect_uri client_id response_type state code "
        "session "
    )
)
TIME: Final = re.compile(r"[0-9TZ:%A-]{1,24}")
_VERSION: Final = re.compile(r"v?(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)*(?:[._-]?(?:a|b|rc|alpha|beta|post|dev)[0-9]*)*", re.I)


class Pseudonyms:
    """The names given so far. `packages` are the projects looked up, `public` those of them that everybody may know.

    With `keep_names` only secrets are replaced. `now` (seconds since 1970) tells which tokens have expired.
    """

    def __init__(
        self,
        packages: Collection[str] = (),
        public: Collection[str] = (),
        *,
        keep_names: bool = False,
        now: float | None = None,
    ) -> None:
        self._packages = frozenset(packages)
        self._public = frozenset(public) | _WELL_KNOWN
        self._keep = keep_names
        self._now = time.time() if now is None else now
        self._given: dict[tuple[str, str], str] = {}

    def package(self, name: str) -> str:
        """Return the name of a project, normalized."""
        normal = normalized_name(name)
        if self._keep or normal in self._public:
            return normal
        return self._named("package", normal, "package-{}")

    def is_package(self, name: str) -> bool:
        """Say whether a text is the name of a project that was looked up."""
        return normalized_name(name) in self._packages

    def index_name(self, name: str) -> str:
        """Return the name of an index."""
        return name if self._keep or name.lower() in _KNOWN_INDEXES else self._named("index", name, "index-{}")

    def host(self, host: str) -> str:
        """Return a host in place of another."""
        if not host or self._keep or is_public(host):
            return host
        number = 1 + sum(kind == "host" for kind, _ in self._given)
        name = of_provider(host, number) or f"index-{_letters(number)}.example"
        return self._given.setdefault(("host", host), name)

    def username(self, text: str) -> str:
        """Return a username; with names kept one that may be a token is replaced all the same."""
        if not text or (self._keep and shown_username(text, Secret("known")) != MASK):
            return text
        return self._made("user", text)

    def secret(self, text: str) -> str:
        """Return a made-up password or token."""
        return self._made("secret", text) if text else text

    def credential(self, credential: Credential) -> tuple[str | None, str | None]:
        """Return username and password as they are sent."""
        username, password = credential.username, credential.password
        secret = None if password is None else self.secret(password.reveal())
        return (None if username is None else self._user_of(username, password)), secret

    def folder(self, path: str) -> str:
        """Return a relative path of folders."""
        return "/".join(part if part in {".", "..", "~"} else self._folder(part) for part in path.split("/"))

    def path(self, path: str) -> str:
        """Return a URL's path, segment by segment."""
        return "/".join(self._segment(segment) if segment else "" for segment in path.split("/"))

    def url(self, url: Url) -> Url:
        """Return a URL with other names in all its parts."""
        if url.scheme == "file":
            return replace(url, path=self.folder(url.path) if "/" in url.path else self.index_name(url.path))
        in_path = [text for text in url.masked_texts() if self._keep and f"/{text}/" in f"{url.path}/"]
        path = self.path(url.path)
        for token in in_path:
            path = path.replace(token, self.secret(token))
        return replace(
            url,
            host=self.host(url.host),
            path=path,
            query=None if url.query is None else "&".join(self._parameters(url.query)),
            fragment=None if url.fragment is None else "fragment",
            username=self._in_url(url.username, self._user_of(url.decoded_username, url.decoded_password)),
            password=self._password_in(url),
        )

    def service(self, service: str) -> str:
        """Return the service of a keyring call: a URL or a host, with or without its port."""
        if "://" in service:
            mapped = self.url(Url.parse(service)).reveal()
            return mapped if service.endswith("/") or not mapped.endswith("/") else mapped.removesuffix("/")
        host, colon, port = service.partition(":")
        return f"{self.host(host)}{colon}{port}"

    def _user_of(self, username: str, password: Secret | None) -> str:
        """Return a username beside its password: a lone one may be a token."""
        if self._keep and username and shown_username(username, password) == MASK:
            return self._made("user", username)
        return self.username(username)

    def _password_in(self, url: Url) -> Secret | None:
        decoded = url.decoded_password
        if decoded is None or url.password is None:
            return None
        return Secret(self._in_url(url.password.reveal(), self.secret(decoded.reveal())))

    def _in_url(self, written: str, made_up: str) -> str:
        """Return a text as it is written in a URL; a `%` that was not encoded there is not."""
        encoded = quote(made_up, safe="")
        flaws = {flaw.code for flaw in flaws_as_written(written)}
        if not flaws:
            return encoded
        raw = encoded.replace("%25", "%")
        return f"%{ord(raw[0]):02X}{raw[1:]}" if HALF_ENCODED in flaws else raw

    def _parameters(self, query: str) -> Iterator[str]:
        for position, pair in enumerate(query.split("&"), start=1):
            name, equals, value = pair.partition("=")
            known = name.lower() in _PARAMETERS
            kept = known and name.lower() in _TIMES and TIME.fullmatch(value)
            yield f"{name if known else f'p{position}'}{equals}{value if kept else self.secret(unquote(value))}"

    def _segment(self, segment: str) -> str:
        if self._keep or segment in _COMMON:
            return segment
        if self.is_package(segment):
            return self.package(segment)
        if file := _FILE.fullmatch(segment):
            return self.file(file)
        return self._after(segment) or self._named("segment", segment, "repo-{}")

    def file_name(self, name: str) -> str | None:
        """Return the name of a wheel or source distribution; None for anything else."""
        file = _FILE.fullmatch(name)
        return None if file is None else self.file(file)

    def file(self, file: re.Match[str]) -> str:
        """Return a distribution's file name, taken apart before."""
        name, version, rest = file.groups()
        tags = "-py3-none-any" if "none-any" in rest else "-cp312-cp312-linux_x86_64" if ".whl" in rest else ""
        ending = rest[rest.index(".") :] if rest.startswith("-") else rest
        ending = ".whl.metadata" if ending.endswith(".whl.metadata") else ".whl" if ending.endswith(".whl") else ending
        return f"{self.package(name).replace('-', '_')}-{public_version(version)}{tags}{ending}"

    def _after(self, segment: str) -> str | None:
        """Return a name that begins with that of another segment, if this one begins with that."""
        before = [other for kind, other in self._given if kind == "segment" and segment.startswith(other)]
        before += [word for word in _COMMON if segment.startswith(word) and len(word) > 2]
        longest = max((word for word in before if word != segment), key=len, default=None)
        if longest is None or ("segment", segment) in self._given:
            return None
        return self._named("segment", segment, f"{self._segment(longest)}-{{}}")

    def _folder(self, part: str) -> str:
        return part if self._keep or not part else self._named("folder", part, "folder-{}")

    def _made(self, kind: str, text: str) -> str:
        if (kind, text) not in self._given:
            number = 1 + sum(other == kind for other, _ in self._given)
            make = made_up_secret if kind == "secret" else made_up_username
            self._given[kind, text] = make(text, number, self._now)
        return self._given[kind, text]

    def _named(self, kind: str, text: str, form: str) -> str:
        """Return the name of a text; none of the names of a kind begins another."""
        if (kind, text) not in self._given:
            digits = str(1 + sum(other == kind for other, _ in self._given))
            self._given[kind, text] = form.format("0" * (len(digits) - 1) + digits)
        return self._given[kind, text]


def public_version(text: str) -> str:
    """Return a version without its local part, which often names an organisation."""
    found = _VERSION.match(text)
    return found[0] if found else "0"


def _letters(number: int) -> str:
    """Return a number as letters: a to z, then aa."""
    number -= 1
    letter = chr(ord("a") + number % 26)
    return letter if number < 26 else _letters(number // 26) + letter
