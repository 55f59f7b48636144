"""A lookup fed by hand: a test says what must be asked, and answers it.

    talk = Conversation(uv("0.7.4", index("https://h/simple"), netrc=(netrc("h", "ci:cabbage"),)), "foo")
    talk.expects("https://h/simple/foo/", nobody).answers(401)
    talk.expects("https://h/simple/foo/", "ci:cabbage").answers(page)
    talk.ends(Outcome.FOUND, at="https://h/simple")

Credentials are written as in the header, `user:password`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final, TypeAlias, TypedDict, Unpack

from packaging.version import Version

from idxdoctor.clients.interleave import in_turns
from idxdoctor.clients.uv.lookup import lookup
from idxdoctor.clients.uv.session import Session
from idxdoctor.config.uv.defined import PYPI
from idxdoctor.model.credential import ANYWHERE, Credential, Provenance, Reach
from idxdoctor.model.exchange import Answer, AskKeyring, Decision, Effect, Failure, KeyringAnswer, Reply, Send, Steps
from idxdoctor.model.plan import AuthPolicy, Index, NetrcEntry, Plan, StoredCredential, Strategy
from idxdoctor.model.secret import Secret
from idxdoctor.model.trace import Ending, Outcome
from idxdoctor.model.url import Url

Run: TypeAlias = Callable[[str], Steps[Ending]]

nobody: Final = "nobody"
page: Final = Answer(200, {"content-type": "text/html"}, b'<a href="foo-1.0-py3-none-any.whl">foo</a>')


class Settings(TypedDict, total=False):
    """What a test may set of a plan, under the plan's own names."""

    strategy: Strategy
    no_index: bool
    keyring: bool
    netrc: tuple[NetrcEntry, ...]
    stored: tuple[StoredCredential, ...]
    hf_token: Credential | None
    system_store: bool
    pins: Mapping[str, Index]
    project_indexes: tuple[Index, ...]
    http_retries: int
    project_command: bool
    dependabot: bool


def credential(text: str, source: str = "a variable", reach: Reach = ANYWHERE) -> Credential:
    """Return what `user:password` means; without a colon there is no password, before it may stand nothing."""
    username, has_password, password = text.partition(":")
    return Credential(username or None, Secret(password) if has_password else None, Provenance(source), reach)


def index(
    url: str,
    *,
    name: str | None = None,
    given: str | None = None,
    default: bool = False,
    explicit: bool = False,
    policy: AuthPolicy = "auto",
    ignored: Iterable[int] | None = None,
) -> Index:
    """Return an index; `given` are the credentials that variables hold for it, else its URL's count."""
    parsed = Url.parse(url)
    source = Provenance("a test")
    return Index(
        parsed,
        source,
        name=name,
        default=default,
        explicit=explicit,
        policy=policy,
        ignored_statuses=None if ignored is None else frozenset(ignored),
        credential=credential(given) if given else Credential.from_url(parsed, source),
    )


def netrc(host: str | None, text: str) -> NetrcEntry:
    """Return a netrc entry; the host None is that of `default`."""
    return NetrcEntry(host, credential(text, "netrc"))


def uv(version: str, *indexes: Index | str, **settings: Unpack[Settings]) -> Run:
    """Begin a run of uv with these indexes; where none is the default, pypi.org comes last. All pins are required."""
    defined = [index(given) if isinstance(given, str) else given for given in indexes]
    if not any(given.default for given in defined):
        defined.append(PYPI)
    plan = replace(Plan(tuple(defined)), **settings)
    return partial(lookup, Session(replace(plan, taught=tuple(plan.pins.values())), version))


def header(credentials: Credential | None) -> str:
    """Return what stands in the Authorization header, decoded, or `nobody` where there is none."""
    if credentials is None:
        return nobody
    password = credentials.password.reveal() if credentials.password else ""
    return f"{credentials.username or ''}:{password}"


class Conversation:
    """One lookup, stopped at what it asks for."""

    def __init__(self, run: Run, package: str = "foo") -> None:
        self._steps = in_turns(run(package))
        self._effect: Effect | None = None
        self._ending: Ending | None = None
        self.reply(None)

    def reply(self, reply: Reply | None) -> None:
        """Hand the lookup what it got, and take it to what it asks for next."""
        try:
            self._effect = next(self._steps) if reply is None else self._steps.send(reply)
        except StopIteration as end:
            self._effect, self._ending = None, end.value

    def expects(self, url: str, who: str, *, why: str | None = None, drops: bool = False) -> Request:
        """Require that the lookup now asks for `url` with these credentials (`user:password`, or `nobody`)."""
        asked = self._effect
        assert isinstance(asked, Send), f"not a request, but {asked or self._ending}"
        assert (asked.url.reveal(), header(asked.credential)) == (url, who)
        assert asked.url == asked.url.bare()
        if why is not None:
            assert (asked.decision.code, asked.decision.drops) == (why, drops)
        return Request(self, asked)

    def expects_keyring(self, service: str, username: str | None) -> Question:
        """Require that the lookup now asks the keyring."""
        asked = self._effect
        assert isinstance(asked, AskKeyring), f"not a keyring call, but {asked or self._ending}"
        assert (asked.service, asked.username) == (service, username)
        return Question(self)

    def ends(self, outcome: Outcome, *, at: str | None = None, status: int | None = None) -> Ending:
        """Require that the lookup is over, at the index `at` and with `status` if they are given."""
        ending = self._ending
        assert ending is not None, f"not the end, but {self._effect}"
        assert ending.outcome is outcome
        if at is not None:
            assert ending.index is not None
            assert ending.indexes[ending.index].url.bare().reveal() == at
        if status is not None:
            assert ending.status == status
        return ending

    def ends_because(self, outcome: Outcome, code: str) -> Decision:
        """Require that the lookup is over, and return the decision that ended it, which has this code."""
        decision = self.ends(outcome).visits[-1].decision
        assert decision.code == code
        return decision


class Request:
    """A request that waits for its answer."""

    def __init__(self, talk: Conversation, sent: Send) -> None:
        self._talk = talk
        self.sent = sent

    def answers(self, answer: int | Answer) -> None:
        """Answer with a status alone, or with a whole answer."""
        self._talk.reply(Answer(answer) if isinstance(answer, int) else answer)

    def redirects(self, location: str, status: int = 302) -> None:
        """Answer with a redirect."""
        self._talk.reply(Answer(status, {"location": location}))

    def fails(self, failure: Failure) -> None:
        """Let no answer come."""
        self._talk.reply(Answer(None, failure=failure))


class Question:
    """A keyring call that waits for its answer."""

    def __init__(self, talk: Conversation) -> None:
        self._talk = talk

    def knows(self, text: str) -> None:
        """Answer with `user:password`."""
        self._talk.reply(KeyringAnswer(credential(text, "keyring")))

    def knows_nothing(self) -> None:
        """Answer that there is no such entry."""
        self._talk.reply(KeyringAnswer(None))


def refused(version: str) -> Outcome:
    """Return how a search ends whose last index answers 401 or 403: before 0.7.0 as if it had no such project."""
    return Outcome.NOT_FOUND if Version(version) < Version("0.7.0") else Outcome.STOPPED
