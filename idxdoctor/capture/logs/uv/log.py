"""Reads what uv logs (`-v`, `-vv`, `-vvv`, `RUST_LOG`), of every release from 0.6.0 on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar, Final, TypeAlias

from idxdoctor.capture.logs.lines import Line
from idxdoctor.capture.logs.said import Said
from idxdoctor.capture.logs.uv import (
    answers,
    apart,
    auth,
    errors,
    hidden,
    hints,
    keyring,
    lists,
    pages,
    redirects,
    sought,
    stops,
)
from idxdoctor.capture.logs.uv.ends import told_of_the_end
from idxdoctor.capture.logs.uv.indexes import IndexList
from idxdoctor.capture.logs.uv.lookups import Searches
from idxdoctor.capture.logs.uv.patterns import Pattern, kinds, matches, words
from idxdoctor.capture.logs.uv.projects import Projects
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.sayings import MARKS, Sayings, is_own
from idxdoctor.capture.logs.uv.unknown import unknown
from idxdoctor.capture.logs.uv.versions import client_at, is_too_old, versions_with
from idxdoctor.capture.logs.uv.wordings import worded
from idxdoctor.clients.registry import model_of, model_version
from idxdoctor.clients.uv.behaviours import behaviours_of
from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import Plan, Strategy
from idxdoctor.model.trace import Client, Lookup, Trace

_Handler: TypeAlias = Callable[[UvRun, Said], object]
_HANDLERS: Final[dict[str, _Handler]] = {
    kind: getattr(module, kind.replace("-", "_"))
    for kind in kinds()
    for module in (pages, lists, auth, sought, keyring, redirects, answers, stops, errors)
    if hasattr(module, kind.replace("-", "_"))
}
"""What is done at a message, by its kind: the function of that name."""
_OF_REQUESTS: Final = frozenset({"handling", "given", "lone", "known", "partial", "anonymous", "refused", "again"})
"""The kinds of messages of which a log that tells of each request has one for each."""
_ANSWERED: Final = frozenset({"answered", "storable", "modified"})
"""Messages on an answer to a fetch, after which the next may tell at which URL that was."""


class UvLog:
    """One run of uv in a log."""

    name: ClassVar[str] = "uv"
    marks: ClassVar[frozenset[str]] = frozenset(words()) | MARKS

    def __init__(self) -> None:
        self._run = UvRun()
        self._patterns: set[Pattern] = set()
        self._wordings: set[Pattern] = set()
        self._open_ended: dict[Pattern, int] = {}
        self._sayings = Sayings(self._take_saying)

    @staticmethod
    def owns(line: Line) -> bool:
        """Say whether this is a message of uv's: one that it knows at a level, or an error of its own."""
        return matches(line.text) is not None if line.level else is_own(line.text)

    def begins_with(self, line: Line) -> bool:
        """Say whether a run begins with this line, in which uv names its version: the first of any run."""
        match = matches(line.text) if line.level else None
        return match is not None and match[0].kind == "version" and (self.has_version or not self.is_empty)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing of a run was seen yet."""
        return not self._patterns and not self._sayings.any_own

    @property
    def has_version(self) -> bool:
        """Say whether the run has told its version."""
        return self._run.version is not None

    def take(self, line: Line) -> None:
        """Take one line; others than uv's are passed over."""
        self._run.line = line.number
        if not line.level:
            self._sayings.add(line.text, line.number)
            return
        self._sayings.end()
        self._run.errors.failing = None
        match = matches(line.text)
        if match is None:
            return
        pattern, words = match
        if pattern not in self._patterns:
            self._patterns.add(pattern)
            if pattern.form.pattern.endswith("$"):
                self._open_ended[pattern] = line.number
            self._run.narrow(self._patterns | self._wordings)
        self._run.traced = self._run.traced or (pattern.level == "TRACE" and pattern.kind in _OF_REQUESTS)
        handler = _HANDLERS.get(pattern.kind)
        if handler is not None:
            handler(self._run, Said(line.number, words))
        if pattern.kind not in {"learnt", "crossing"}:
            self._run.before.passed, self._run.before.crosses = None, False
        if pattern.kind not in _ANSWERED:
            self._run.before.answered = None
            hidden.settle(self._run)
            apart.settle(self._run)
        if pattern.kind != "final":
            self._run.before.end_at = None

    def _take_saying(self, text: str, line: int) -> None:
        """Take what was printed without a level; its wording tells of the release."""
        wordings = set(worded(text))
        if wordings - self._wordings:
            self._wordings |= wordings
            self._run.narrow(self._evidence)
        errors.plain(self._run, text, line)

    @property
    def _evidence(self) -> set[Pattern]:
        """Return what tells of the release.

        A message that is known by what it lacks at its end is no evidence on the last line, which may be cut.
        """
        cut = {pattern for pattern, line in self._open_ended.items() if line == self._run.line}
        return (self._patterns | self._wordings) - cut

    def trace(self, secrets: frozenset[Credential], client: Client | None = None) -> Trace:
        """Return what the log told of the run, as the trace that a check makes."""
        self._sayings.end()
        run = self._run
        run.narrow(self._evidence)
        run.forget_what_was_cut_off()
        hidden.settle_the_rest(run)
        apart.settle_the_rest(run)
        lists.without_others(run)
        stops.settle_stops(run)
        hints.settle_hints(run)
        sought.settle_searches(run)
        client = client or client_at(run.version, [] if run.version else versions_with(self._evidence))
        version = model_version(client)
        indexes = IndexList(run)
        searches = Searches(run, version, behaviours_of(version), indexes, Projects(run))
        lookups = tuple(searches.lookups())
        strategy = Strategy.UNSAFE_BEST_MATCH if run.searches.concurrent else Strategy.FIRST_INDEX
        plan = Plan(indexes.all(), strategy, no_index=run.errors.no_index, locked=searches.locked)
        seen = frozenset(pattern.kind for pattern in self._patterns)
        return Trace(
            "explain", client, plan, lookups, unknown=tuple(self._unknown(client, lookups, seen)), secrets=secrets
        )

    def _fits(self) -> str:
        """Return the releases that print what was seen."""
        fitting, all_ = versions_with(self._evidence), model_of("uv").releases
        if any(is_too_old(one) for one in self._evidence):
            return f"releases before {all_[0]}"
        if len(fitting) == len(all_):
            return "any release"
        if len(fitting) <= 1:
            return fitting[0] if fitting else "none that is known"
        return f"{fitting[-1]} and older" if fitting[0] == all_[0] else f"{fitting[0]} to {fitting[-1]}"

    def _unknown(self, client: Client, lookups: tuple[Lookup, ...], seen: frozenset[str]) -> Iterator[str]:
        if self._run.version is None:
            taken = f"taken for {client.version} (--client says which)"
            yield f"uv's version: its lines fit {self._fits()}, and it is {taken}"
        redirects = behaviours_of(model_version(client)).follows_redirects_itself
        run = self._run
        yield from told_of_the_end(run, searched=bool(lookups))
        yield from unknown(
            lookups,
            seen,
            traced=run.traced,
            hidden_redirects=not redirects,
            unclear_redirects=run.unclear_redirects,
            unclear_stops=run.searches.unclear_stops,
        )
