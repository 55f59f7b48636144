"""What pdm's log says of credentials: for the page that is asked for, or for a file."""

from __future__ import annotations

from re import Match

from idxdoctor.capture.logs.pdm.pages import Pages
from idxdoctor.capture.logs.pdm.state import FileFetch, Search, root_key
from idxdoctor.capture.logs.urls import root_and_name, url_of
from idxdoctor.capture.logs.userinfo import credential_in
from idxdoctor.model.credential import Credential
from idxdoctor.model.url import Url


class Credentials:
    """The searches for credentials so far; those for a page are kept with it, those for a file in `files`.

    `userinfo` are the credentials in URLs of indexes that the log shows, by root. `unplaced` are the hosts for which
    the keyring had credentials while several pages were under way. `netrc_trouble` and `keyring_trouble` say why these
    could not be read.
    """

    def __init__(self, pages: Pages) -> None:
        self.files: list[FileFetch] = []
        self.userinfo: dict[str, Credential] = {}
        self.unplaced: set[str] = set()
        self.netrc_trouble: str | None = None
        self.keyring_trouble: str | None = None
        self._pages = pages
        self._loose: list[Search] = []
        self._wrong: list[Url] = []

    def on_in_url(self, line: int, _: Match[str]) -> None:
        """The URL holds complete credentials."""
        self._search(line).place = "url"

    def on_index(self, line: int, words: Match[str]) -> None:
        """A URL is taken for one of this index."""
        url = url_of(words["url"])
        if url is None:
            return
        if credential := credential_in(url, line):
            self.userinfo.setdefault(root_key(url), credential)
        self._search(line, begins=True).index = url

    def on_found(self, line: int, words: Match[str]) -> None:
        """Credentials were found beside the URL."""
        if words["place"] == "keyring" and self._pages.unended() and self._pages.speaker() is None:
            self.unplaced.add(words["netloc"])
        self._search(line).place = words["place"]

    def on_asking(self, line: int, words: Match[str]) -> None:
        """The keyring is asked."""
        self._search(line).asked.append((line, words["service"], words.groupdict().get("user")))

    def on_wrong(self, _: int, words: Match[str]) -> None:
        """The credentials were refused once more: with 401, the only answer of which unearth says so."""
        url, fetch = url_of(words["url"]), self._pages.speaker()
        if url is None:
            return
        if fetch is not None:
            fetch.wrong, fetch.status = url, 401
        else:
            self._wrong.append(url)

    def on_no_netrc(self, _: int, words: Match[str]) -> None:
        """A netrc file can't be read."""
        self.netrc_trouble = words["why"]

    def on_no_keyring(self, _: int, words: Match[str]) -> None:
        """The keyring can't be asked."""
        self.keyring_trouble = words["why"]

    def on_collecting(self, _: int, words: Match[str]) -> None:
        """A page is about to be asked for: what was searched for before is not for a file."""
        if url_of(words["url"]) is not None:
            self._loose = []

    def on_failed(self, _: int, __: Match[str]) -> None:
        """A page was refused: of the URLs that refused, none may have been known to be its own."""
        fetch = self._pages.ended
        if fetch is None or fetch.wrong is not None or fetch.status != 401:
            return
        fitting = [url for url in self._wrong if url.bare() == fetch.url]
        fitting += [url for url in self._wrong if root_and_name(url.bare())[1] == fetch.package]
        if fitting:
            fetch.wrong = fitting[0]
            self._wrong.remove(fitting[0])

    def on_hashing(self, line: int, words: Match[str]) -> None:
        """A file is about to be asked for."""
        self._loose = []
        self._file(line, words["url"], None)

    def on_file(self, line: int, words: Match[str]) -> None:
        """A file is being read: its request was answered."""
        self._file(line, words["url"], 200)

    def _search(self, line: int, *, begins: bool = False) -> Search:
        """Return the search for credentials that goes on, or a new one."""
        fetch = self._pages.speaker()
        searches = fetch.searches if fetch is not None else self._loose
        if not searches or searches[-1].is_over or (begins and searches[-1].index is not None):
            searches.append(Search(line))
        return searches[-1]

    def _file(self, line: int, text: str, status: int | None) -> None:
        url = url_of(text)
        if url is None:
            return
        searches = [] if self._pages.unended() else self._loose
        self.files.append(FileFetch(line, url.bare(), status, searches, not self._pages.many_at_a_time))
        self._loose = searches if status is None else []
