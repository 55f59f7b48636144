"""Reads what pip logs (`-v`, `-vv`, `-vvv`, `--log`), of every release from 21.0 on, and older ones as that."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final, TypeAlias

from idxdoctor.capture.logs.lines import Line
from idxdoctor.capture.logs.pip import auth, ends, fetches, pages, requests
from idxdoctor.capture.logs.pip.lookups import lookups_of
from idxdoctor.capture.logs.pip.patterns import Pattern, kinds, matches
from idxdoctor.capture.logs.pip.run import PipRun
from idxdoctor.capture.logs.pip.tries import end_tries
from idxdoctor.capture.logs.pip.unknown import unknown
from idxdoctor.capture.logs.pip.versions import client_at, hides_whom, lines_with
from idxdoctor.capture.logs.pip.wrapped import Wrapping
from idxdoctor.capture.logs.said import Said
from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import Plan, Strategy
from idxdoctor.model.trace import Client, Trace

_Handler: TypeAlias = Callable[[PipRun, Said], object]
_HANDLERS: Final[dict[str, _Handler]] = {
    kind: getattr(module, kind.replace("-", "_"))
    for kind in kinds()
    for module in (pages, requests, fetches, auth, ends)
    if kind.replace("-", "_") in vars(module)
}
"""What is done at a message, by its kind: the function of that name."""
_OWN: Final = frozenset(
    {"banner", "no-index", "page", "getting", "unfetched", "uncertified", "skipped", "unsatisfied", "nothing"}
    | {"incorrect", "broken", "tracker", "temporary", "version", "file-refused", "unreached", "prompt", "untrusted"}
)
"""The kinds of messages that no other client prints."""
_WHILE_AWAITED: Final = frozenset({"prompt", "exception", "eof", "cause"})
"""The kinds of messages of which none tells that somebody answered the prompt."""
_WRAPPED: Final = (
    "any search that can be told for sure: its lines are wrapped, in the midst of URLs too; explain the log as pip "
    "wrote it, to a file or a wider terminal"
)
_FIRST: Final = ("Using pip ", "Looking in indexes: ", "Created temporary directory: ", "Initialized build tracking ")


class PipLog:
    """One run of pip in a log."""

    name: ClassVar[str] = "pip"
    marks: ClassVar[frozenset[str]] = frozenset(
        {
            "401",
            "Could",
            "Created",
            "ERROR:",
            "Error:",
            "STDERR:",
            "STDOUT:",
            "Fetching",
            "Getting",
            "HTTP",
            "Ignoring",
            "Initialized",
            "Looking",
        }
        | {"No", "Skipping", "The", "User", "Using", "WARNING:", "You", "pip", "[notice]"}
    )

    def __init__(self) -> None:
        self._run = PipRun()
        self._patterns: set[Pattern] = set()
        self._wrapping = Wrapping()
        self._last = 0

    @staticmethod
    def owns(line: Line) -> bool:
        """Say whether this is a message of pip's that other clients have not."""
        match = None if line.level else matches(line.text)
        return match is not None and match[0].kind in _OWN

    def begins_with(self, line: Line) -> bool:
        """Say whether a run begins with this line: one of the first of any, where this one is over."""
        return self._run.over and line.text.startswith(_FIRST)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing of a run was seen yet: a version alone is no run."""
        return not (self._run.kinds - {"version", "temporary", "tracker", "over"})

    @property
    def has_version(self) -> bool:
        """Say whether the run has told its version."""
        return self._run.version is not None

    def take(self, line: Line) -> None:
        """Take one line; others than pip's are passed over."""
        self._last = line.number
        match = None if line.level else matches(self._run.with_urls(line.text))
        self._wrapping.take(line.text, is_message=match is not None)
        if match is None:
            return
        pattern, words = match
        self._run.age.take(pattern.kind, line.text)
        self._patterns.add(pattern)
        self._run.kinds.add(pattern.kind)
        handler = _HANDLERS.get(pattern.kind)
        if handler is not None:
            handler(self._run, Said(line.number, words))
        if pattern.kind not in _WHILE_AWAITED:
            self._run.awaited = None

    def trace(self, secrets: frozenset[Credential], client: Client | None = None) -> Trace:
        """Return what the log told of the run, as the trace that a check makes."""
        run = self._run
        run.forget_what_was_cut_off(self._last)
        end_tries(run)
        client = client or client_at(run.version or run.age.stretch, lines_with(self._patterns))
        if self._wrapping.is_seen:
            return Trace("explain", client, Plan((), Strategy.ALL_INDEXES), (), unknown=(_WRAPPED,), secrets=secrets)
        if hides_whom(client.version):
            run.forget_whom()
        lookups = lookups_of(run)
        plan = Plan(tuple(run.wallet.indexes), Strategy.ALL_INDEXES, no_index=run.no_index, timeout=run.patience)
        return Trace("explain", client, plan, lookups, unknown=tuple(unknown(run, lookups, client)), secrets=secrets)
