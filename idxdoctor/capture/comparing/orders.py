"""Finds out whether what a client sent is one of the things that its model may do.

What a client does at once has no order of its own, and yet the order matters: one lookup learns credentials that the
next one uses. A model therefore allows a set of runs, one for every order in which its strands may go on, with each
strand's own order kept and all of them sharing what they learn. A client's run agrees if it is in that set: some
order must lead to exactly the requests seen, in the order seen, each with its credentials and its answer.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice, zip_longest
from typing import Final

from idxdoctor.capture.answering.seen import CONNECT, Seen, SeenKeyring, same_answer, same_credential
from idxdoctor.capture.comparing.course import Course
from idxdoctor.capture.comparing.strand import Strand
from idxdoctor.capture.running.runner import Run
from idxdoctor.model.exchange import Send

MANY: Final = 2000
"""How many orders are tried before a run counts as none of them, where somebody waits. Most take fewer than ten."""
MOST: Final = 20_000
"""How many are tried where it is to be known; of 500 runs of three packages at two indexes, one took 2,936."""


def courses_like(begin: Callable[[], Course], run: Run, most: int = MANY) -> Iterator[Course]:
    """Return the model's runs that send exactly what was seen, and may end there.

    A client that ended well has asked for nothing else. Another may have been about to; such orders are tried in
    turns with the ones that ask for nothing else, which are fewer. After `most` orders none is tried any more.
    """
    exactly = _courses(begin, run, nothing_else=True)
    if run.status == 0:
        found = exactly
    else:
        found = chain.from_iterable(zip_longest(exactly, _courses(begin, run, nothing_else=False)))
    yield from (course for course in islice(found, most) if course)


def _courses(begin: Callable[[], Course], run: Run, *, nothing_else: bool) -> Iterator[Course | None]:
    """Try orders: as the strands got their answers, then with one preferred at one place, at two, and so on.

    None stands for an order in which the strands don't send what was seen.
    """
    scripts: deque[tuple[int, ...]] = deque([()])
    while scripts:
        choices = _Choices(scripts.popleft())
        course = begin()
        yield course if _follows(course, run, choices, nothing_else=nothing_else) else None
        scripts.extend(choices.others())


def furthest(begin: Callable[[], Course], run: Run) -> Course:
    """Return the model's run that follows what was seen as far as the first order goes."""
    course = begin()
    _follows(course, run, _Choices(()), nothing_else=False)
    return course


class _Choices:
    """Which of several strands comes first, each time there are several: as the script says, then the first.

    Strands that were passed over come after all others, until one of them is chosen.
    """

    def __init__(self, script: tuple[int, ...]) -> None:
        self._script = script
        self._counts: list[int] = []
        self._passed_over: set[Strand] = set()

    def of(self, strands: Sequence[Strand]) -> Strand:
        """Return the strand whose turn it is."""
        ranked = sorted(strands, key=self._passed_over.__contains__)
        position = self._position(len(ranked)) if len(ranked) > 1 else 0
        chosen = ranked[position]
        if chosen in self._passed_over:
            self._passed_over.remove(chosen)
        else:
            self._passed_over.update(ranked[:position])
        return chosen

    def _position(self, count: int) -> int:
        place = len(self._counts)
        self._counts.append(count)
        return self._script[place] if place < len(self._script) else 0

    def others(self) -> Iterator[tuple[int, ...]]:
        """Return the scripts that differ from this one at one more place, later places first."""
        length = len(self._script)
        for place in reversed(range(length, len(self._counts))):
            for choice in range(1, self._counts[place]):
                yield (*self._script, *(0,) * (place - length), choice)


def _follows(course: Course, run: Run, choices: _Choices, *, nothing_else: bool) -> bool:
    """Let the strands send what was seen; return false where none of them does, or where more had to follow."""
    requests = run.requests
    for place, wanted in enumerate(requests):
        while not (senders := {strand: request for strand, request in course.senders() if _is_like(request, wanted)}):
            ready = course.ready()
            if not ready:
                return False
            course.go_on(choices.of(ready))
            if nothing_else and _has_more(course, requests[place:], run.keyring):
                return False
        sender = choices.of(list(senders))
        if not same_answer(course.send(sender, senders[sender]), wanted):
            return False
    while ready := course.ready():
        course.go_on(choices.of(ready))
        if nothing_else and _has_more(course, [], run.keyring):
            return False
    return course.is_over


def _has_more(course: Course, to_come: Sequence[Seen], keyring: Sequence[SeenKeyring]) -> bool:
    """Say whether a strand sends what is not to come any more, or has asked the keyring what was not asked."""
    if any(not any(_is_like(request, later) for later in to_come) for _, request in course.senders()):
        return True
    asked = Counter((call.service, call.username or "") for call in course.calls)
    return bool(asked - Counter((call.service, call.username or "") for call in keyring))


def _is_like(request: Send, wanted: Seen) -> bool:
    """Say whether a request is the one seen; one whose connection fails is seen as its origin alone."""
    if wanted.method == CONNECT:
        return request.url.origin == wanted.url.origin
    return (
        request.method == wanted.method
        and request.url.reveal() == wanted.url.reveal()
        and same_credential(request.credential, wanted.credential)
    )
