"""One run of pip as its log is read: which page or file each message is about, and the requests that come of it."""

from __future__ import annotations

import re
from typing import Final

from idxdoctor.capture.logs.pip.state import Fetch, Search, Try
from idxdoctor.capture.logs.pip.versions import Age
from idxdoctor.capture.logs.pip.wallet import Choice, Wallet
from idxdoctor.capture.logs.sent import Sent
from idxdoctor.capture.logs.urls import UNNAMED, url_of
from idxdoctor.model.exchange import AskKeyring, Decision, Gap, KeyringCall, Witness
from idxdoctor.model.url import Url

PATIENCE: Final = 15.0
"""How many seconds pip waits unless it is told otherwise (pip: cli/cmdoptions.py timeout)."""
_NEVER_SHOWN: Final = Decision("pip.not-shown", "this release does not log as whom")
_FOLLOWED: Final = Decision("pip.redirect-followed", "followed the redirect without credentials")
_KEYRING: Final = Decision("pip.keyring", "asked for what it knows of the index, then of its host")


class PipRun:
    """What the log has told so far.

    `locations` are the pages that pip announces for a package, `announced` how many these are, `links` which page of
    `package` lists a file, by its URL and by its name. `current` is what is fetched, `listing` the page whose files are
    listed. `search` is what pip said of credentials since the last request, `upcoming` the URL that the next one is
    for, `server` where pip connects to. `collecting` is the package whose file comes next. `nothing` are packages that
    pip could not find, each with the versions that it saw; `used` which file was taken for a package. `broken` is why
    an exception ended the run, `over` says that it ended. `lost` are tries of which the log does not tell where they
    went, `patience` is how many seconds pip waits for an answer. `replaced` counts indexes in whose place a word stands
    that is no URL, `kinds` are the kinds of messages that were seen.
    """

    def __init__(self) -> None:
        self.version: str | None = None
        self.age = Age()
        self.wallet = Wallet()
        self.locations: dict[str, list[Url]] = {}
        self.announced: dict[str, int] = {}
        self.untrusted: set[str] = set()
        self.fetches: list[Fetch] = []
        self.package: str | None = None
        self.links: dict[str, Fetch] = {}
        self.current: Fetch | None = None
        self.listing: Fetch | None = None
        self.search = Search()
        self.upcoming: Url | None = None
        self.server: str | None = None
        self.provider: str | None = None
        self.keyring_fault: str | None = None
        self.collecting: str | None = None
        self.no_index = False
        self.replaced = 0
        self.nothing: dict[str, str | None] = {}
        self.unsatisfied: int | None = None
        self.located: int | None = None
        self.used: dict[str, Fetch | None] = {}
        self.broken: Decision | None = None
        self.excepted = False
        self.prompted: Fetch | None = None
        self.awaited: Fetch | None = None
        self.nested = 0
        self.over = False
        self.lost: list[Try] = []
        self.searches = False
        self.words: set[str] = set()
        self.patience = PATIENCE
        self.kinds: set[str] = set()

    @property
    def shows_requests(self) -> bool:
        """Say whether the log has the messages of the library that sends requests."""
        return not self.kinds.isdisjoint({"answered", "connecting"})

    @property
    def tells_of_credentials(self) -> bool:
        """Say whether the log has the messages on where credentials were found."""
        return not self.kinds.isdisjoint({"getting", "index", "credentials"})

    def forget_what_was_cut_off(self, line: int) -> None:
        """Leave out the page or package that the log's last line names: pip ends no log so, and it may be cut."""
        self.fetches = [fetch for fetch in self.fetches if fetch.line < line or fetch.sent or fetch.fault]
        if self.located == line and self.package is not None:
            self.locations[self.package].pop()
        if self.unsatisfied == line:
            self.nothing[UNNAMED] = self.nothing.popitem()[1]

    def forget_whom(self) -> None:
        """Note that the log does not tell of any request as whom it was sent: its release never does."""
        for sent in (one for fetch in self.fetches for one in fetch.sent):
            sent.hide_whom(_NEVER_SHOWN)

    def with_urls(self, text: str) -> str:
        """Return a line with a URL for each word that stands in the place of an index's in the banner."""
        for word in self.words:
            text = re.sub(rf"(?<![\w/.:-]){re.escape(word)}(?=/)", f"https://{word}", text)
        return text

    def begin(self, fetch: Fetch) -> Fetch:
        """Begin to fetch something."""
        self.close()
        self.fetches.append(fetch)
        self.current = fetch
        return fetch

    def close(self) -> None:
        """End what is fetched: what comes next is about something else."""
        self._end_search()
        self.current, self.upcoming = None, None

    def _end_search(self) -> None:
        """Keep which calls of the keyring were made; the last one is the one that knew an answer, if any did."""
        found, services = self.search.place == "keyring", self.search.services
        if self.current is not None and services:
            username = self.wallet.username_of(self.search.index) if self.search.index is not None else None
            answered = [found and position == len(services) - 1 for position in range(len(services))]
            self.current.calls += [
                KeyringCall(AskKeyring(service, username, _KEYRING), knew)
                for service, knew in zip(services, answered, strict=True)
            ]
        self.search = Search()

    def request(self, url: Url, line: int, method: str = "GET") -> Sent:
        """Note a request for a URL: the first of a page or file, a redirect's, or the last one made again."""
        fetch = self.current
        last = fetch.last if fetch is not None else None
        if fetch is None or (last is not None and self._is_new(fetch, last, url)):
            fetch, last = self._begin_file(url, line), None
        if last is None:
            choice = self._first(fetch, url)
        elif fetch.retries:
            sure, known = last.evidence is Witness.SEEN, Gap.WHO not in last.gaps
            choice = Choice(last.credential, last.decision, sure, known)
        elif last.leads_on:
            last.redirect = url
            choice = self._redirected(last, url)
        else:
            choice = self.wallet.again(url, fetch, self.search)
        sent = Sent(line, url.bare(), choice.credential, choice.decision, method)
        if last is not None and fetch.retries:
            sent.attempt = last.attempt + 1
        sent.evidence = Witness.SEEN if choice.sure else Witness.INFERRED
        if not choice.known:
            sent.gaps.add(Gap.WHO)
        sent.copy_age, fetch.copy_age = fetch.copy_age, None
        fetch.sent.append(sent)
        fetch.retries = False
        self.upcoming = None
        self._end_search()
        return sent

    def _is_new(self, fetch: Fetch, last: Sent, url: Url) -> bool:
        """Say whether a request is for something else than the last one was about."""
        goes_on = fetch.retries or last.leads_on or (last.status == 401 and last.url == url.bare())
        return not goes_on

    def _begin_file(self, url: Url, line: int) -> Fetch:
        """Begin to fetch a file, with what was said of credentials just before."""
        search = self.search
        fetch = self.begin(Fetch(line, url.bare()))
        self.search = search
        return fetch

    def _first(self, fetch: Fetch, url: Url) -> Choice:
        choice = self.wallet.prepared(fetch.url, fetch, self.search)
        if url.bare() == fetch.url:
            return choice
        before = Sent(fetch.line, fetch.url, choice.credential, choice.decision)
        before.gaps |= set() if choice.known else {Gap.WHO}
        return self._redirected(before, url)

    def _redirected(self, before: Sent, url: Url) -> Choice:
        """Return as whom a redirect is followed: the library keeps the header on the same origin, or takes netrc's.

        requests: sessions.py SessionRedirectMixin.rebuild_auth, should_strip_auth.
        """
        if url.host in self.wallet.netrc:
            text = "followed the redirect with what netrc has for its host"
            return Choice(self.wallet.of_netrc(url.host), Decision("pip.redirect-netrc", text), sure=False)
        credential, source = before.credential, before.url.origin
        if Gap.WHO in before.gaps and source == url.origin:
            return Choice(None, before.decision, sure=False, known=False)
        if credential is None:
            return Choice(None, _FOLLOWED, sure=False)
        upgraded = (source.scheme, source.port, url.origin.scheme, url.origin.port) == ("http", 80, "https", 443)
        if source == url.origin or (upgraded and source.host == url.host):
            text = f"followed the redirect with the credentials of {credential}"
            return Choice(credential, Decision("pip.redirect-kept", text), sure=False)
        text = f"the redirect leaves {source} for {url.origin}: the credentials of {credential} are not sent there"
        return Choice(None, Decision("pip.redirect-dropped", text, drops=True), sure=False)

    def at(self, target: str) -> Url | None:
        """Return the URL of a request line's target on the server that pip is connected to."""
        if target.startswith("http"):
            return url_of(target)
        upcoming = self.upcoming
        if upcoming is not None and upcoming.path == target.partition("?")[0]:
            return upcoming
        return url_of(f"{self.server}{target}") if self.server is not None else upcoming
