"""One run of pdm as its log is read: the pages and files that it asks for, and what it says of credentials for each."""

from __future__ import annotations

from re import Match
from typing import Final

from idxdoctor.capture.logs.pdm.state import Fetch, FileFetch, Search, normalized, root_key
from idxdoctor.capture.logs.python_failures import failure_in
from idxdoctor.capture.logs.urls import root_and_name, url_of
from idxdoctor.capture.logs.userinfo import credential_in
from idxdoctor.model.credential import Credential
from idxdoctor.model.url import Url

_IN_URL: Final = "url"


class PdmRun:
    """What the log has told so far.

    `userinfo` are the credentials in URLs of indexes that the log shows, by root. `candidates` are all pages that
    versions were found on, by package, `taken` those that a file was taken from; `pinned` are packages of which a
    version was chosen, `missing` those that were found nowhere, `misfits` those of which there are files that do not
    fit. `is_file` says that it is pdm's log file, `lists` that candidates are listed, which they are not in that.
    `netrc_trouble` and `keyring_trouble` say why these could not be read.
    """

    def __init__(self) -> None:
        self.fetches: list[Fetch] = []
        self.files: list[FileFetch] = []
        self.userinfo: dict[str, Credential] = {}
        self.candidates: dict[str, set[str]] = {}
        self.taken: dict[str, set[str]] = {}
        self.pinned: set[str] = set()
        self.missing: set[str] = set()
        self.misfits: set[str] = set()
        self.is_file = False
        self.lists = False
        self.netrc_trouble: str | None = None
        self.keyring_trouble: str | None = None
        self.resolved = False
        self._fits = True
        self._opened: list[Fetch] = []
        self._packages: set[str] = set()
        self._loose: list[Search] = []
        self._wrong: list[Url] = []

    def result(self, _: int, __: Match[str]) -> None:
        """The versions are chosen; what follows is for hashes, many packages at a time."""
        self.resolved = True

    def collecting(self, line: int, words: Match[str]) -> None:
        """A page is about to be asked for."""
        url = url_of(words["url"])
        if url is None:
            return
        root, package = root_and_name(url.bare())
        fetch = Fetch(line, url.bare(), package, root, "@" in words["url"], is_alone=not self._many_at_a_time)
        for other in self._open():
            other.is_alone = fetch.is_alone = False
        self._opened.append(fetch)
        self._add(fetch)
        self._loose = []

    def fetched(self, line: int, words: Match[str]) -> None:
        """A page was read."""
        if fetch := self._ended(words["url"], line):
            fetch.status, fetch.kept = 200, words["kept"] is not None

    def failed(self, line: int, words: Match[str]) -> None:
        """A page could not be used."""
        fetch = self._ended(words["url"], line)
        if fetch is None:
            return
        fetch.status, fetch.why = (int(words["status"]), None) if words["status"] else (200, words["why"])
        if fetch.wrong is None and fetch.status == 401:
            fetch.wrong = self._refused_for(fetch)

    def untrusted(self, line: int, words: Match[str]) -> None:
        """A page is not asked for, since its server is not trusted."""
        if fetch := self._ended(words["url"], line):
            fetch.why, fetch.is_sent = "its server is not trusted", False

    def in_url(self, line: int, _: Match[str]) -> None:
        """The URL holds complete credentials."""
        self._search(line).place = _IN_URL

    def index(self, line: int, words: Match[str]) -> None:
        """A URL is taken for one of this index."""
        url = url_of(words["url"])
        if url is None:
            return
        if credential := credential_in(url, line):
            self.userinfo.setdefault(root_key(url), credential)
        self._search(line, begins=True).index = url

    def found(self, line: int, words: Match[str]) -> None:
        """Credentials were found beside the URL."""
        self._search(line).place = words["place"]

    def asking(self, line: int, words: Match[str]) -> None:
        """The keyring is asked."""
        self._search(line).asked.append((line, words["service"], words.groupdict().get("user")))

    def wrong(self, _: int, words: Match[str]) -> None:
        """The credentials were refused once more."""
        url = url_of(words["url"])
        fetch = self._speaker()
        if url is None:
            return
        if fetch is not None:
            fetch.wrong = url
        else:
            self._wrong.append(url)

    def no_netrc(self, _: int, words: Match[str]) -> None:
        """A netrc file can't be read."""
        self.netrc_trouble = words["why"]

    def no_keyring(self, _: int, words: Match[str]) -> None:
        """The keyring can't be asked."""
        self.keyring_trouble = words["why"]

    def file(self, line: int, words: Match[str]) -> None:
        """A file is being read: its request was answered."""
        self._file(line, words["url"], 200)
        self.kept_file(line, words)

    def kept_file(self, _: int, words: Match[str]) -> None:
        """A file is taken, from pdm's cache if no request is made for it."""
        if page := url_of(words["page"]):
            self.taken.setdefault(root_and_name(page)[1], set()).add(root_key(page))

    def hashing(self, line: int, words: Match[str]) -> None:
        """A file is about to be asked for."""
        self._loose = []
        self._file(line, words["url"], None)

    def listing(self, _: int, words: Match[str]) -> None:
        """Versions follow that were found: which fit, or which do not where none does."""
        self.lists, self._fits = True, words["misfits"] is None

    def candidate(self, _: int, words: Match[str]) -> None:
        """A version of a package was found on a page."""
        name = normalized(words["name"])
        if self._fits:
            self.candidates.setdefault(name, set()).add(words["url"].rstrip("/"))
        else:
            self.misfits.add(name)

    def package_pinned(self, _: int, words: Match[str]) -> None:
        """A version of a package is chosen."""
        self.pinned.add(normalized(words["name"]))

    def misfit(self, _: int, __: Match[str]) -> None:
        """A file of the package that was looked for last does not fit."""
        if self.fetches:
            self.misfits.add(self.fetches[-1].package)

    def unmatched(self, _: int, __: Match[str]) -> None:
        """No version was found of the package that was looked for last."""
        if self.fetches:
            self.missing.add(self.fetches[-1].package)

    def filed(self, _: int, __: Match[str]) -> None:
        """An error is written, which pdm does in its file alone."""
        self.is_file = True

    def missing_package(self, _: int, words: Match[str]) -> None:
        """The run ends for want of a package."""
        self.missing.add(normalized(words["name"]))

    def prompting(self, _: int, __: Match[str]) -> None:
        """The run ends since pdm would ask the user for credentials."""
        for fetch in self._open():
            fetch.status, fetch.prompted, fetch.over = 401, True, True

    def error(self, _: int, words: Match[str]) -> None:
        """An error of the HTTP library ends the run."""
        for fetch in self._open():
            fetch.failure = failure_in(words["why"])
            fetch.why = None if fetch.failure else words["why"].partition(":")[0]
            fetch.over = True

    def no_json(self, _: int, __: Match[str]) -> None:
        """A page is no JSON, which ends the run."""
        if self.fetches and self.fetches[-1].status == 200:
            self.fetches[-1].why, self.fetches[-1].broke = "the answer is no JSON", True

    @property
    def _many_at_a_time(self) -> bool:
        return self.resolved and len(self._packages) > 1

    def _add(self, fetch: Fetch) -> None:
        self.fetches.append(fetch)
        self._packages.add(fetch.package)

    def _open(self) -> list[Fetch]:
        self._opened = [fetch for fetch in self._opened if not fetch.over]
        return self._opened

    def _speaker(self) -> Fetch | None:
        """Return the page that a line without a URL is about; None where it may be about several, or a file."""
        open_ = self._open()
        return open_[0] if len(open_) == 1 and open_[0].is_alone else None

    def _search(self, line: int, *, begins: bool = False) -> Search:
        """Return the search for credentials that goes on, or a new one."""
        fetch = self._speaker()
        searches = fetch.searches if fetch is not None else self._loose
        if not searches or searches[-1].is_over or (begins and searches[-1].index is not None):
            searches.append(Search(line))
        return searches[-1]

    def _refused_for(self, fetch: Fetch) -> Url | None:
        """Return the URL that refused a page, among those of which it was not plain which page they are for."""
        fitting = [url for url in self._wrong if url.bare() == fetch.url]
        fitting += [url for url in self._wrong if root_and_name(url.bare())[1] == fetch.package]
        if fitting:
            self._wrong.remove(fitting[0])
        return fitting[0] if fitting else None

    def _ended(self, text: str, line: int) -> Fetch | None:
        url = url_of(text)
        if url is None:
            return None
        fetch = next((one for one in self._open() if one.url == url.bare()), None)
        if fetch is None:
            root, package = root_and_name(url.bare())
            fetch = Fetch(line, url.bare(), package, root, "@" in text, is_shown=False)
            self._add(fetch)
        fetch.over = True
        return fetch

    def _file(self, line: int, text: str, status: int | None) -> None:
        url = url_of(text)
        if url is None:
            return
        searches = [] if self._open() else self._loose
        self.files.append(FileFetch(line, url.bare(), status, searches, not self._many_at_a_time))
        self._loose = searches if status is None else []
