"""Holds a real run against all that a client's model may do in the same world."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from idxdoctor.capture.comparing.compare import Comparison, compare
from idxdoctor.capture.comparing.course import Course
from idxdoctor.capture.comparing.groups import is_concurrent
from idxdoctor.capture.comparing.orders import MANY, courses_like, furthest
from idxdoctor.capture.running.runner import Run
from idxdoctor.clients.registry import Start
from idxdoctor.model.exchange import Failure
from idxdoctor.model.plan import Plan
from idxdoctor.model.trace import Client
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.replay import Beginning, beginning, replay

_NO_ORDER: Final = "the client sends its requests in an order that the model can't come to"


def judge(scenario: Scenario, client: Client, run: Run, most: int = MANY) -> Comparison:
    """Compare a client's run with its model's.

    Where requests go out at once, the model may do several things, and the run must be exactly one of them: see
    `orders`, of which at most so many are tried. Where the client's source leaves something open, either way will do.
    """
    trace = replay(scenario, client)
    found: list[Comparison] = []
    for reading in _readings(run, trace.plan):
        if is_concurrent(trace):
            begun = beginning(scenario, client)
            found += [_in_some_order(begun, start, reading, most) for start in _starts(begun)]
        else:
            ways = (trace, trace._replace(lookups=trace.others))
            found += [compare(way, reading) for way in ways if way.lookups]
        if any(comparison.agrees for comparison in found):
            break
    return next((comparison for comparison in found if comparison.agrees), found[0])


def _readings(run: Run, plan: Plan) -> Iterator[Run]:
    """Return a run as it was seen, and without the connections that a failed run may have broken off.

    Where a client does not verify, a connection that got no further than the certificate was not refused.
    """
    yield run
    kept = tuple(seen for seen in run.exchanges if seen.answer.failure is not Failure.TLS or plan.verifies(seen.url))
    if run.status != 0 and kept != run.exchanges:
        yield replace(run, exchanges=kept)


def _starts(begun: Beginning) -> Iterator[Callable[[], Start]]:
    """Return how runs begin: the model's, and the one that takes its doubt the other way."""
    yield begun.start
    doubt = begun.start().doubt
    if doubt:
        yield doubt.other


def _in_some_order(begun: Beginning, start: Callable[[], Start], run: Run, most: int) -> Comparison:
    """Return the comparison with a run of the model that sends what was seen, or with the one that comes near it."""

    def begin() -> Course:
        return Course(start(), begun.packages, begun.world())

    def compared(course: Course) -> Comparison:
        broken_off = course.may_break_off
        return compare(begun.trace(course.finish()), run, broken_off=broken_off)

    for course in courses_like(begin, run, most):
        comparison = compared(course)
        if comparison.agrees:
            return comparison
    nearest = compared(furthest(begin, run))
    return replace(nearest, parting=_NO_ORDER) if nearest.agrees else nearest
