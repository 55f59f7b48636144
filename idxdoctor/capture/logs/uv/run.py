"""One run of uv as its log is read: which fetch each message is about, and the requests that come of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from idxdoctor.capture.logs.sent import Sent
from idxdoctor.capture.logs.urls import UNNAMED, is_file, is_page, root_and_name, url_of
from idxdoctor.capture.logs.uv.heard import Before, Errors, Searches
from idxdoctor.capture.logs.uv.patterns import Pattern
from idxdoctor.capture.logs.uv.state import Asking, Call, Fetch, Stray
from idxdoctor.capture.logs.uv.versions import client_at, versions_with
from idxdoctor.capture.logs.uv.wallet import Wallet
from idxdoctor.clients.registry import model_of, model_version
from idxdoctor.clients.uv.behaviours import Behaviours, behaviours_of
from idxdoctor.clients.uv.request import Request
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Decision, Gap, Witness
from idxdoctor.model.trace import LINKS
from idxdoctor.model.url import Url

_NOT_SHOWN: Final = Decision("uv.not-shown", "the log does not show as whom: it needs `-vv`")
_CUT_OUT: Final = Decision("uv.cut-out", "the log does not show as whom: the lines that tell are not in it")
_WITHOUT: Final = Decision(
    "uv.without-password", "without a password: uv looks for credentials only once such a request is refused"
)


class UvRun:
    """What the log has told so far.

    `seeded` are URLs of indexes with credentials that were kept at the start, each with its line. `current` is the
    fetch that the last message was about. `apart` are redirects of which it is open whose answer they were; `strays`
    what came back at the end of redirects that were followed without a word; `unclear_redirects` says that it was open
    to the end. `keyring` are the calls, `asking` the questions that they come of. `lists` are the URLs of lists of
    files, `next_is_list` says that the next one is that of one. `traced` says that the log tells of each request,
    `is_whole` that it has its beginning, `solves` that the run looks for versions, as it does not where it installs
    from a lock, `uploads` that it publishes, `upload_status` how that was answered, `offline` that it may ask nobody.
    """

    def __init__(self) -> None:
        self.version: str | None = None
        self.behaviours: Behaviours = behaviours_of(model_of("uv").releases[-1])
        self.fetches: list[Fetch] = []
        self.current: Fetch | None = None
        self.before = Before()
        self.searches = Searches()
        self.errors = Errors()
        self.wallet = Wallet()
        self.seeded: dict[Url, int] = {}
        self.keyring: list[Call] = []
        self.asking: list[Asking] = []
        self.apart: list[Fetch] = []
        self.strays: list[Stray] = []
        self.unclear_redirects = False
        self.ages: dict[str, int] = {}
        self.lists: set[Url] = set()
        self.next_is_list = False
        self.line = 0
        self.traced = False
        self.is_whole = False
        self.solves = False
        self.uploads = False
        self.upload_status: int | None = None
        self.offline = False
        self._active: dict[str, Fetch] = {}

    def at(self, text: str, line: int) -> Fetch | None:
        """Return the fetch that is at a URL by now, begun here where the log has not shown its beginning.

        A URL that can't be that of a page or file is one that was cut off, or none of an index.
        """
        url = url_of(text)
        if url is None:
            return None
        fetch = self._active.get(url.bare().reveal())
        if fetch is None and self._may_be_list(url):
            fetch = self.begin_list(url, line)
        if fetch is None and not is_file(url) and not is_page(url):
            return None
        if fetch is None:
            fetch = self.begin(Fetch(line, url.bare()))
            if not is_file(fetch.url):
                fetch.index, name = root_and_name(fetch.url)
                fetch.package = name if name.strip("*.") else UNNAMED
                self.searches.latest[fetch.package] = fetch
        self.current, fetch.heard = fetch, line
        return fetch

    def begin_list(self, url: Url, line: int) -> Fetch:
        """Begin to fetch a list of files, or what may be one."""
        self.next_is_list = False
        fetch = self.begin(Fetch(line, url.bare(), LINKS, url.bare()))
        fetch.given = self.wallet.of_userinfo(url, line)
        return fetch

    def _may_be_list(self, url: Url) -> bool:
        """Say whether a URL may be that of a list: it is said to be, or is no page, and no version is sought yet."""
        return self.next_is_list or (self.is_whole and not self.solves and not is_file(url) and not is_page(url))

    def forget_what_was_cut_off(self) -> None:
        """Leave out a fetch that the log's last line announces: uv ends no log so, and its URL may be cut."""
        self.fetches = [
            fetch
            for fetch in self.fetches
            if fetch.line < self.line or fetch.fatal or (fetch.last is not None and fetch.last.status is not None)
        ]
        self.apart = [fetch for fetch in self.apart if fetch.line < self.line]

    def told(self, version: str) -> None:
        """Note the release, which says what it does."""
        self.version = version
        self.behaviours = behaviours_of(model_version(client_at(version, [])))

    def narrow(self, patterns: Iterable[Pattern]) -> None:
        """Note which messages the release prints: where it is not named, that is what there is to know it by."""
        if self.version is None:
            self.behaviours = behaviours_of(model_version(client_at(None, versions_with(patterns))))

    def known(self, url: Url) -> Fetch | None:
        """Return the fetch that is at a URL by now; None where there is none."""
        return self._active.get(url.bare().reveal())

    def begin(self, fetch: Fetch) -> Fetch:
        """Begin a fetch."""
        self.fetches.append(fetch)
        if fetch.package is not None:
            self.searches.latest[fetch.package] = fetch
        self._active[fetch.url.reveal()] = fetch
        self.current = fetch
        return fetch

    def move(self, fetch: Fetch, target: Url) -> None:
        """Let a fetch go on at another URL."""
        fetch.at = target.bare()
        fetch.attempt = 1
        self._active[fetch.at.reveal()] = fetch

    def joined(self, fetch: Fetch, apart: Fetch) -> None:
        """Let a fetch take the place of what was kept apart and is known to be of it."""
        apart.package = fetch.package
        self.fetches.remove(apart)
        self.apart.remove(apart)
        for url in {one.reveal() for one in (apart.url, apart.at, *(sent.url for sent in apart.sent))}:
            if self._active.get(url) is apart:
                self._active[url] = fetch
        self.current = fetch if self.current is apart else self.current
        self.before.passed = fetch if self.before.passed is apart else self.before.passed
        for other in self.apart:
            other.candidates = [one._replace(fetch=fetch) if one.fetch is apart else one for one in other.candidates]
        for asking in self.asking:
            asking.fetch = fetch if asking.fetch is apart else asking.fetch

    def send(self, fetch: Fetch, credential: Credential | None, decision: Decision, line: int) -> Sent:
        """Note a request of a fetch."""
        copy_age = fetch.copy_age if fetch.at == fetch.url else None
        sent = Sent(line, fetch.at, credential, decision, fetch.method or "GET", fetch.attempt, copy_age=copy_age)
        fetch.sent.append(sent)
        fetch.anew, fetch.ended, fetch.end_at = False, None, None
        fetch.shown = fetch.shown or line
        return sent

    def unseen(self, fetch: Fetch, line: int) -> Sent:
        """Note a request of which the log shows that it was made, and not as whom."""
        why = _CUT_OUT if self.traced else _NOT_SHOWN
        sent = self.send(fetch, None, why, line)
        sent.gaps.add(Gap.WHO)
        sent.evidence = Witness.INFERRED
        return sent

    def without_password(self, fetch: Fetch, line: int) -> Sent:
        """Note a request of which the log shows no more than that credentials were looked for once it was refused.

        uv does so after one without any, or with a username alone (uv-auth/src/middleware.rs, handle).
        """
        sent = self.send(fetch, None, _WITHOUT, line)
        sent.guessed = True
        return sent

    def request(self, fetch: Fetch) -> Request:
        """Return the request as uv's model would have it, for the model's sentences."""
        return Request(fetch.at, fetch.given, 0, fetch.hop, fetch.attempt)

    @property
    def named_in_error(self) -> bool:
        """Say whether the error that ended the run names what it was about."""
        return self.errors.broken and any(fetch.fatal for fetch in self.fetches)
