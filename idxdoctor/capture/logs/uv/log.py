"""Reads what uv logs (`-v`, `-vv`, `-vvv`, `RUST_LOG`), of every release from 0.6.0 on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar, Final, TypeAlias

from idxdoctor.capture.logs.lines import Line
from idxdoctor.capture.logs.uv import answers, auth, errors, keyring, pages, redirects
from idxdoctor.capture.logs.uv.indexes import IndexList
from idxdoctor.capture.logs.uv.lookups import Searches
from idxdoctor.capture.logs.uv.patterns import Pattern, kinds, matches, words
from idxdoctor.capture.logs.uv.projects import Projects
from idxdoctor.capture.logs.uv.run import Said, UvRun
from idxdoctor.capture.logs.uv.unknown import unknown
from idxdoctor.capture.logs.uv.versions import client_at, versions_with
from idxdoctor.clients.registry import model_version
from idxdoctor.clients.uv.behaviours import behaviours_of
from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import Plan, Strategy
from idxdoctor.model.trace import Client, Lookup, Trace

_Handler: TypeAlias = Callable[[UvRun, Said], object]
_HANDLERS: Final[dict[str, _Handler]] = {
    kind: getattr(module, kind.replace("-", "_"))
    for kind in kinds()
    for module in (pages, auth, keyring, redirects, answers)
    if hasattr(module, kind.replace("-", "_"))
}
"""What is done at a message, by its kind: the function of that name."""


class UvLog:
    """One run of uv in a log."""

    name: ClassVar[str] = "uv"
    marks: ClassVar[frozenset[str]] = frozenset(words())

    def __init__(self) -> None:
        self._run = UvRun()
        self._patterns: set[Pattern] = set()
        self._hint: list[str] = []
        self._last = 0

    @staticmethod
    def owns(line: Line) -> bool:
        """Say whether this is a message of uv's: one that it knows, at a level."""
        return bool(line.level) and matches(line.text) is not None

    def begins_with(self, line: Line) -> bool:
        """Say whether a run begins with this line, in which uv names its version."""
        return self.has_version and line.text.startswith("uv ")

    @property
    def is_empty(self) -> bool:
        """Say whether nothing of a run was seen yet."""
        return not self._patterns

    @property
    def has_version(self) -> bool:
        """Say whether the run has told its version."""
        return self._run.version is not None

    def take(self, line: Line) -> None:
        """Take one line; others than uv's are passed over."""
        self._last = line.number
        if not line.level:
            self._plain(line.text)
            return
        self._end_hint()
        self._run.failing = None
        match = matches(line.text)
        if match is None:
            return
        pattern, words = match
        if pattern not in self._patterns:
            self._patterns.add(pattern)
            self._run.narrow(self._patterns)
        handler = _HANDLERS.get(pattern.kind)
        if handler is not None:
            handler(self._run, Said(line.number, words))
        if pattern.kind not in {"learnt", "crossing"}:
            self._run.passed, self._run.crosses = None, False
        if pattern.kind != "answered":
            self._run.answered = None

    def _plain(self, text: str) -> None:
        if "hint:" in text:
            self._end_hint()
            self._hint = [text]
        elif self._hint and text.strip():
            self._hint.append(text)
        else:
            self._end_hint()
            errors.plain(self._run, text)

    def _end_hint(self) -> None:
        if self._hint:
            errors.hint(self._run, " ".join(self._hint))
            self._hint = []

    def trace(self, secrets: frozenset[Credential], client: Client | None = None) -> Trace:
        """Return what the log told of the run, as the trace that a check makes."""
        self._end_hint()
        run = self._run
        run.forget_what_was_cut_off(self._last)
        redirects.join_what_was_apart(run)
        answers.settle_stops(run)
        client = client or client_at(run.version, [] if run.version else versions_with(self._patterns))
        version = model_version(client)
        indexes = IndexList(run)
        lookups = tuple(Searches(run, version, behaviours_of(version), indexes, Projects(run)).lookups())
        strategy = Strategy.UNSAFE_BEST_MATCH if run.concurrent else Strategy.FIRST_INDEX
        plan = Plan(indexes.all(), strategy)
        seen = frozenset(pattern.kind for pattern in self._patterns)
        return Trace(
            "explain", client, plan, lookups, unknown=tuple(self._unknown(client, lookups, seen)), secrets=secrets
        )

    def _unknown(self, client: Client, lookups: tuple[Lookup, ...], seen: frozenset[str]) -> Iterator[str]:
        if self._run.version is None:
            yield f"the log does not name uv's version; its lines fit {client.version}, and say so with --client"
        redirects = behaviours_of(model_version(client)).follows_redirects_itself
        run = self._run
        yield from unknown(
            lookups,
            seen,
            hidden_redirects=not redirects,
            unclear_redirects=run.unclear_redirects,
            unclear_stops=run.unclear_stops,
        )
