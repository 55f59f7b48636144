"""The names in runs and what stands in their place, in values and in sentences alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from idxdoctor.diagnosis.run import Run
from idxdoctor.model.credential import Credential, Provenance
from idxdoctor.model.exchange import AskKeyring
from idxdoctor.model.parts import parts_of
from idxdoctor.model.plan import Index, NetrcEntry
from idxdoctor.model.secret import MASK
from idxdoctor.model.trace import Lookup, Outcome
from idxdoctor.model.url import Url
from idxdoctor.model.url_parts import UrlError
from idxdoctor.scenario.recording.hosts import is_public
from idxdoctor.scenario.recording.pseudonyms import Pseudonyms

_NEVER_MIND: Final = 0.0
_PYPI: Final = "pypi.org"
_PLAIN: Final = frozenset(
    str.split(
        "a an and any as asked at be by client credentials default for found from header host https in index indexes "
        "is it its key keyring log netrc no nobody none not of on one only or package password pip proxy request "
        "requests search server simple status stopped that the this to token url user username uv variable was with"
    )
)
"""Words of sentences: a user or index that is called so has no name worth hiding, and hiding it would garble them."""
_URL: Final = re.compile(r"(https?|file)://(<[^<>\s]*>(?::<[^<>\s]*>)?@)?([^\s\"'<>(),;]*[^\s\"'<>(),;.:])")
_OF_INDEX: Final = re.compile(
    r"\b(UV_INDEX_|POETRY_HTTP_BASIC_|POETRY_PYPI_TOKEN_|POETRY_REPOSITORIES_)([A-Za-z0-9_]+?)"
    r"(?=(?:_(?:USERNAME|PASSWORD|TOKEN|URL|USER|PASS|KEY))?\b)"
)
_WIDELY_USED: Final = frozenset({"USERNAME", "PASSWORD", "TOKEN", "URL", "STRATEGY", "STRATEGY_UNSAFE"})
_FOLDER: Final = re.compile(r"(?<![\w:/.~])(?:~|[A-Za-z]:)?(?:/[^\s/:,;()\"']+){2,}|(?<![\w:/.])~/[^\s:,;()\"']+")
_KNOWN_PARTS: Final = frozenset(
    str.split(
        ". .. ~ / etc usr local share lib home Users root opt var tmp srv xdg .config .local .pip uv pip pypoetry "
        "Library Application Support Preferences AppData Roaming Local credentials "
        "pyproject.toml uv.toml uv.lock pylock.toml .netrc _netrc netrc pip.conf pip.ini credentials.toml "
        "requirements.txt requirements.in constraints.txt setup.py setup.cfg poetry.lock pdm.lock auth.toml"
    )
)
_BELOW: Final = 2


class AnonymousNames:
    """Pseudonyms for everything in some runs that says who uses what, the same for the same runs every time."""

    def __init__(self, runs: list[Run]) -> None:
        lookups = [lookup for run in runs for lookup in (*run.trace.lookups, *run.trace.others)]
        packages = [*dict.fromkeys([one.package for one in lookups] + [*_pinned(runs)])]
        public = [one.package for one in lookups if _is_on_pypi(one)]
        self._names = Pseudonyms(packages, public, now=_NEVER_MIND)
        for host in _hosts(runs):
            self._names.host(host)
        for package in packages:
            self._names.package(package)
        for url in parts_of(runs, Url):
            self._names.url(url)
        for index in parts_of(runs, Index):
            if index.name:
                self._names.index_name(index.name)
        for name in _users(runs):
            self._names.username(name)
        self._files = {place.file: self.file(place.file) for place in parts_of(runs, Provenance) if place.file}
        self._pattern, self._instead = self._literals()

    def url(self, url: Url) -> Url:
        """Return a URL with other names in it, its secrets made up."""
        return self._names.url(url)

    def username(self, name: str, credential: Credential) -> str | None:
        """Return a username beside its password."""
        return name if name.lower() in _PLAIN else self._names.credential(credential)[0]

    def secret(self, text: str) -> str:
        """Return a made-up secret in place of one."""
        return self._names.secret(text)

    def file(self, shown: str) -> str:
        """Return a path with other names for the folders and files that not everybody has; its ending stays."""
        parts = shown.split("/")
        return "/".join(part if part in _KNOWN_PARTS or not part else self._part(part) for part in parts)

    def text(self, text: str) -> str:
        """Return a sentence with other names in it."""
        pieces: list[str] = []
        end = 0
        for found in _URL.finditer(text):
            pieces += [self._words(text[end : found.start()]), self._in_sentence(found)]
            end = found.end()
        return "".join([*pieces, self._words(text[end:])])

    def _part(self, part: str) -> str:
        path = PurePosixPath(part)
        return self._names.folder(path.stem) + path.suffix

    def _in_sentence(self, found: re.Match[str]) -> str:
        scheme, placeholder, rest = found.groups()
        try:
            url = self._names.url(Url.parse(f"{scheme}://{rest}"))
        except UrlError:
            return f"{scheme}://{MASK}"
        shown = str(url)
        if not rest.endswith("/") and shown.endswith("/"):
            shown = shown.removesuffix("/")
        return shown.replace("://", f"://{placeholder}", 1) if placeholder else shown

    def _words(self, text: str) -> str:
        text = _OF_INDEX.sub(self._variable, text)
        text = _FOLDER.sub(lambda found: self.file(found[0]), text)
        return self._pattern.sub(lambda found: self._instead[_plain(found[0])], text)

    def _variable(self, found: re.Match[str]) -> str:
        """Return the beginning of a variable that is named after an index, with another name for that."""
        if found[2] in _WIDELY_USED:
            return found[0]
        names = {_as_variable(real): made for (kind, real), made in self._names.given().items() if kind == "index"}
        return found[1] + _as_variable(names.get(_as_variable(found[2])) or self._names.index_name(found[2].lower()))

    def _literals(self) -> tuple[re.Pattern[str], dict[str, str]]:
        """Return what finds every name that was given one, and what stands in its place."""
        given = self._names.given()
        named = {real: made for (kind, real), made in given.items() if kind not in {"secret", "folder"}}
        named |= self._files
        kept = {real: made for real, made in named.items() if real.lower() not in _PLAIN and real not in _KNOWN_PARTS}
        instead = {_plain(real): made for real, made in kept.items()}
        ordered = sorted(kept, key=len, reverse=True)
        pattern = "|".join("[-_.]+".join(map(re.escape, re.split(r"[-_.]+", real))) for real in ordered)
        return re.compile(rf"(?<![A-Za-z0-9])(?:{pattern or '(?!)'})(?![A-Za-z0-9])", re.IGNORECASE), instead


def _plain(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text.lower())


def _as_variable(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "_", name.upper())


def _pinned(runs: Iterable[Run]) -> Iterator[str]:
    for run in runs:
        yield from run.trace.plan.pins
        yield from run.trace.plan.locked


def _is_on_pypi(lookup: Lookup) -> bool:
    """Say whether PyPI has a project, so that its name is everybody's."""
    ending = lookup.ending
    if ending.outcome is Outcome.FOUND and ending.index is not None and ending.indexes[ending.index].url.host == _PYPI:
        return True
    return any(one.request.url.host == _PYPI and one.answer.status == 200 for one in lookup.exchanges)


def _users(runs: list[Run]) -> Iterator[str]:
    for credential in parts_of(runs, Credential):
        if credential.username and credential.username.lower() not in _PLAIN:
            yield credential.username
    for call in parts_of(runs, AskKeyring):
        if call.username and call.username.lower() not in _PLAIN:
            yield call.username


def _hosts(runs: list[Run]) -> list[str]:
    """Return all hosts; before several of one organisation that organisation's domain, so that they come below it."""
    hosts = [*dict.fromkeys(url.host for url in parts_of(runs, Url) if url.host)]
    hosts += [entry.host.lower() for entry in parts_of(runs, NetrcEntry) if entry.host and "/" not in entry.host]
    private = [*dict.fromkeys(host for host in hosts if not is_public(host) and not re.fullmatch(r"[\d.]+|\[.*", host))]
    domains = [".".join(host.split(".")[-_BELOW:]) for host in private]
    shared = [domain for domain in dict.fromkeys(domains) if domains.count(domain) > 1 and domain.count(".")]
    return sorted(dict.fromkeys([*shared, *private]), key=lambda host: host.count("."))
