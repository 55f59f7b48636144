"""Stable, readable names in place of private ones; what matters about them is kept.

The same host, path, user or package gets the same name wherever it stands; one path that begins another still does.
Public hosts and packages, and the words of which providers make their paths, stay as they are. Secrets never do.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from dataclasses import replace
from urllib.parse import quote, unquote

from idxdoctor.config.names import normalized_name
from idxdoctor.model.credential import Credential
from idxdoctor.model.flaw import HALF_ENCODED, flaws_as_written
from idxdoctor.model.secret import MASK, Secret, shown_username
from idxdoctor.model.url import Url
from idxdoctor.scenario.recording.distribution import Distribution
from idxdoctor.scenario.recording.hosts import is_public, of_provider
from idxdoctor.scenario.recording.made_up import made_up_secret, made_up_username
from idxdoctor.scenario.recording.public import COMMON, KNOWN_INDEXES, PARAMETERS, TIME, TIMES, WELL_KNOWN


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
        self._public = frozenset(public) | WELL_KNOWN
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
        return name if self._keep or name.lower() in KNOWN_INDEXES else self._named("index", name, "index-{}")

    def host(self, host: str) -> str:
        """Return a host in place of another; one below a host that has been named stays below it."""
        if not host or self._keep or is_public(host):
            return host
        if ("host", host) not in self._given:
            above = [other for kind, other in self._given if kind == "host" and host.endswith(f".{other}")]
            number = 1 + sum(kind == "host" for kind, _ in self._given)
            own = f"host-{number}.{self._given['host', max(above, key=len)]}" if above else None
            self._given["host", host] = of_provider(host, number) or own or f"index-{_letters(number)}.example"
        return self._given["host", host]

    def given(self) -> dict[tuple[str, str], str]:
        """Return the names given so far, by kind (`host`, `package`, `user`...) and by what they stand for."""
        return dict(self._given)

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
            known = name.lower() in PARAMETERS
            kept = known and name.lower() in TIMES and TIME.fullmatch(value)
            yield f"{name if known else f'p{position}'}{equals}{value if kept else self.secret(unquote(value))}"

    def _segment(self, segment: str) -> str:
        if self._keep or segment in COMMON:
            return segment
        if self.is_package(segment):
            return self.package(segment)
        if file := self.file_name(segment):
            return file
        return self._after(segment) or self._named("segment", segment, "repo-{}")

    def file_name(self, name: str) -> str | None:
        """Return the name of a wheel or source distribution; None for anything else."""
        file = Distribution.of(name)
        return None if file is None else file.renamed(self.package(file.project))

    def _after(self, segment: str) -> str | None:
        """Return a name that begins with that of another segment, if this one begins with that."""
        before = [other for kind, other in self._given if kind == "segment" and segment.startswith(other)]
        before += [word for word in COMMON if segment.startswith(word) and len(word) > 2]
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


def _letters(number: int) -> str:
    """Return a number as letters: a to z, then aa."""
    number -= 1
    letter = chr(ord("a") + number % 26)
    return letter if number < 26 else _letters(number // 26) + letter
