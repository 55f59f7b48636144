"""One run of uv as its log is read: which fetch each message is about, and the requests that come of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from re import Match
from typing import Final

from idxdoctor.capture.logs.sent import Sent
from idxdoctor.capture.logs.urls import UNNAMED, is_file, is_page, root_and_name, url_of
from idxdoctor.capture.logs.uv.patterns import Pattern
from idxdoctor.capture.logs.uv.state import Asking, Call, Fetch, Stray
from idxdoctor.capture.logs.uv.versions import client_at, versions_with
from idxdoctor.capture.logs.uv.wallet import Wallet
from idxdoctor.clients.registry import model_of, model_version
from idxdoctor.clients.uv.behaviours import Behaviours, behaviours_of
from idxdoctor.clients.uv.request import Request
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Decision, Failure, Gap, Witness
from idxdoctor.model.trace import LINKS
from idxdoctor.model.url import Url

_NOT_SHOWN: Final = Decision("uv.not-shown", "the log does not show as whom: it needs `-vv`")
_CUT_OUT: Final = Decision("uv.cut-out", "the log does not show as whom: the lines that tell are not in it")
_WITHOUT: Final = Decision(
    "uv.without-password", "without a password: uv looks for credentials only once such a request is refused"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A message: the line that it stands on, and its parts by name."""

    line: int
    words: Match[str]

    def __getitem__(self, part: str) -> str:
        return self.words[part]

    def get(self, part: str) -> str | None:
        """Return a part that not every form of the message has."""
        return self.words.groupdict().get(part)


class UvRun:
    """What the log has told so far.

    `seeded` are URLs of indexes with credentials that were kept at the start, each with its line. `latest` is the
    page of each package that was begun last. `concurrent` are packages of which several pages were under way at
    once, `chosen` those of which a version was chosen, `gone_on` those after whose search the run went on, `absent`
    those that no index had. `current` is the fetch that the last message was about, `passed` the one of which it
    said that its answer was good, `answered` the one of which it told the last answer, `end_at` the URL of that end
    of which it told, both where that was the last message; `changed` the status of one that takes the place of a
    cached copy, `failing` the request of which the lines that follow an error speak. `apart` are redirects of which
    it is open whose answer they were; `strays` what came back at the end of redirects that were followed without a
    word; `unclear_redirects` says that it was open to the end. `stops` are the lines and statuses of searches that
    a status ended, where the log does not tell of each request, as `traced` says that it does; `hinted` are indexes
    with the statuses that ended searches there, each with its line, `lets_others_in` those of them that had another
    package, `unmet` the packages that an error at the end lacks, `fetched` those whose file it is about,
    `file_at_fault` that of the error being told, `cut_files` those whose file broke off and why, `within` says that
    an answer was being read, `unclear_stops` that whose is open. `lists` are the URLs of lists of files,
    `next_is_list` says that the next one is that of one, `solves` that the run looks for versions, as it does not
    where it installs from a lock, `broken` that an error ended it, `uploads` that the run publishes,
    `upload_status` how an upload was answered, `offline` that it may ask nobody, `only` what it says of the
    versions that are there, `is_whole` that the log has its beginning, `no_index` that no index is to be asked;
    `netrc_fault` why netrc could not be read. `keyring` are the calls, `asking` the questions that they come of.
    """

    def __init__(self) -> None:
        self.version: str | None = None
        self.behaviours: Behaviours = behaviours_of(model_of("uv").releases[-1])
        self.fetches: list[Fetch] = []
        self.latest: dict[str, Fetch] = {}
        self.wallet = Wallet()
        self.seeded: dict[Url, int] = {}
        self.keyring: list[Call] = []
        self.concurrent: set[str] = set()
        self.chosen: set[str] = set()
        self.gone_on: set[str] = set()
        self.absent: set[str] = set()
        self.apart: list[Fetch] = []
        self.strays: list[Stray] = []
        self.ages: dict[str, int] = {}
        self.current: Fetch | None = None
        self.passed: Fetch | None = None
        self.answered: Fetch | None = None
        self.end_at: Url | None = None
        self.crosses = False
        self.changed: int | None = None
        self.failing: Sent | None = None
        self.asking: list[Asking] = []
        self.stops: list[tuple[int, int]] = []
        self.hinted: dict[tuple[str, int], int] = {}
        self.lets_others_in: set[str] = set()
        self.unmet: list[str] = []
        self.fetched: set[str] = set()
        self.file_at_fault: str | None = None
        self.cut_files: dict[str, Failure] = {}
        self.within = False
        self.unclear_stops = False
        self.solves = False
        self.broken = False
        self.lists: set[Url] = set()
        self.next_is_list = False
        self.uploads = False
        self.upload_status: int | None = None
        self.offline = False
        self.only: list[str] = []
        self.no_index = False
        self.netrc_fault: str | None = None
        self.is_whole = False
        self.line = 0
        self.traced = False
        self.unclear_redirects = False
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
                self.latest[fetch.package] = fetch
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
            self.latest[fetch.package] = fetch
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
        self.passed = fetch if self.passed is apart else self.passed
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

    def who_looks_below(self, key: str) -> Fetch | None:
        """Return the fetch that looks for credentials for an index or a realm: the current one, or the oldest."""
        looking = self.looking_below(key)
        return self.current if self.current in looking or not looking else looking[0]

    def looking_below(self, key: str) -> list[Fetch]:
        """Return the fetches that look for credentials for an index or a realm, the oldest first."""
        url = url_of(key)
        if url is None:
            return []
        root = url.bare().reveal().rstrip("/")
        return [fetch for fetch in self.fetches if fetch.is_looking and fetch.at.reveal().startswith(root)]

    @property
    def named_in_error(self) -> bool:
        """Say whether the error that ended the run names what it was about."""
        return self.broken and any(fetch.fatal for fetch in self.fetches)
