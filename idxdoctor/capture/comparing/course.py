"""A client's model on its way, with all that the client does at once as strands that go on one step at a time.

A strand is a lookup, a part of one, or the requests for the file of a package that was found. It goes on when it has
what it waits for, and nothing says when: a client reads an answer some time after it was sent, and starts the keyring
program without letting the others wait. What a strand does between two requests it does at one stroke.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from idxdoctor.capture.comparing.compare import ends_the_run
from idxdoctor.capture.comparing.strand import Record, Strand
from idxdoctor.clients.registry import Start
from idxdoctor.model.exchange import (
    Answer,
    AskKeyring,
    AtOnce,
    Exchange,
    KeyringCall,
    Reply,
    Results,
    Send,
    Steps,
)
from idxdoctor.model.trace import Ending, Lookup, Outcome
from idxdoctor.transport.performer import Performer, redirect_of


class Course:
    """One run of a model. Somebody says which strand sends or goes on next. `calls` are those of the keyring so far."""

    def __init__(self, start: Start, packages: Sequence[str], performer: Performer) -> None:
        self._start = start
        self._packages = tuple(dict.fromkeys(packages))
        self._performer = performer
        self._strands: list[Strand] = []
        self._records: list[Record] = []
        self._failed = False
        self.calls: list[AskKeyring] = []
        self._before = len(start.before)
        for name, steps in start.before.items():
            self._look_up(name, steps)
        if not start.before:
            self._begin_lookups()

    def senders(self) -> list[tuple[Strand, Send]]:
        """Return the strands that send next, each with its request."""
        return [(strand, strand.request) for strand in self._strands if strand.request]

    def ready(self) -> list[Strand]:
        """Return the strands that may go on, the one that got its reply first at the front.

        None does once one has failed, which ends the run; only what was on its way may still arrive.
        """
        return [] if self._failed else [strand for strand in self._strands if strand.may_go_on]

    @property
    def may_break_off(self) -> bool:
        """Say whether the run may end with strands under way: one has failed, or no version can come of a lookup."""
        return self._failed or any(ends_the_run(lookup) for lookup in self.lookups())

    @property
    def is_over(self) -> bool:
        """Say whether nothing is under way, or need not come to its end."""
        return self.may_break_off or not (self.senders() or self.ready())

    def send(self, strand: Strand, request: Send) -> Answer:
        """Let a strand send its request, and return the answer."""
        strand.request = None
        answer = self._performer.send(request)
        strand.exchanges.append(Exchange(request, answer, redirect_of(request.url, answer)))
        self._hand(strand, answer)
        return answer

    def go_on(self, strand: Strand) -> None:
        """Let a strand take its steps up to where it sends or waits."""
        reply, strand.reply, strand.wait = strand.reply, None, None
        try:
            step = next(strand.steps) if reply is None else strand.steps.send(reply)
        except StopIteration as end:
            self._end(strand, end.value)
            return
        if isinstance(step, Send):
            strand.request = step
        elif isinstance(step, AskKeyring):
            self.calls.append(step)
            answer = self._performer.ask_keyring(step)
            strand.record.keyring.append(KeyringCall(step, answer.credential is not None))
            self._hand(strand, answer)
        elif isinstance(step, AtOnce):
            strand.parts = [Strand(strand.record, strand.exchanges, part, strand) for part in step.parts]
            strand.over, strand.reply = step.over, Results([])
            self._strands += strand.parts
        else:
            strand.wait = step

    def finish(self) -> tuple[Lookup, ...]:
        """Run what is left, files only where every package was found, and return the lookups."""
        while strand := next((strand for strand in self._strands if self._is_due(strand)), None):
            if strand.request:
                self.send(strand, strand.request)
            else:
                self.go_on(strand)
        return self.lookups()

    def lookups(self) -> tuple[Lookup, ...]:
        """Return the lookups that have ended so far."""
        return tuple(
            Lookup(record.package, tuple(record.exchanges), tuple(record.keyring), record.ending, tuple(record.files))
            for record in self._records
            if record.ending
        )

    def under_way(self) -> list[Record]:
        """Return what became so far of packages whose lookup has not ended."""
        return [record for record in self._records if record.ending is None]

    def _is_due(self, strand: Strand) -> bool:
        wanted = strand.exchanges is not strand.record.files or all(
            record.ending and record.ending.outcome is Outcome.FOUND for record in self._records
        )
        return wanted and (strand.request is not None or strand.may_go_on)

    def _hand(self, strand: Strand, reply: Reply) -> None:
        """Give a strand its reply; it goes on after those that got theirs before."""
        strand.reply = reply
        self._strands.remove(strand)
        self._strands.append(strand)

    def _end(self, strand: Strand, result: Any) -> None:  # noqa: ANN401 - whatever the steps return
        strand.ended, strand.result = True, result
        if strand.parent is not None:
            self._join(strand.parent)
        elif strand.exchanges is strand.record.files:
            self._failed |= result.outcome is Outcome.FAILED
        else:
            self._end_lookup(strand.record, result)

    def _join(self, parent: Strand) -> None:
        """Let a strand go on if its parts are through, or so far that it breaks the others off."""
        results = [part.result for part in parent.parts]
        through = all(part.ended for part in parent.parts)
        if through or (parent.over and parent.over(results)):
            parent.break_off()
            parent.reply, parent.parts = Results(results), []
            self.go_on(parent)

    def _end_lookup(self, record: Record, ending: Ending) -> None:
        record.ending = ending
        self._failed |= ending.outcome is Outcome.FAILED
        if record.package in self._start.before:
            self._before -= 1
            if not self._before and not self._failed:
                self._begin_lookups()

    def _begin_lookups(self) -> None:
        for package in self._packages:
            record = self._look_up(package, self._start.lookup(package))
            files = Strand(record, record.files, self._start.files(package))
            self._strands.append(files)
            self.go_on(files)

    def _look_up(self, package: str, steps: Steps[Ending]) -> Record:
        record = Record(package)
        self._records.append(record)
        self._strands.append(Strand(record, record.exchanges, steps))
        return record
