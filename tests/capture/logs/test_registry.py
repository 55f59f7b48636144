"""Lines of several clients in one log, each given to the run that it is of."""

from __future__ import annotations

from typing import ClassVar

from idxdoctor.capture.logs.lines import Line, cleaned
from idxdoctor.capture.logs.registry import Reading, readers
from idxdoctor.capture.logs.uv.log import UvLog
from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import Plan
from idxdoctor.model.trace import Client, Trace
from tests.capture.logs.made import THREE_URLS, asked, trace_of


class OtherLog:
    """The reader of a made-up client, which says `other: ` before what it alone says."""

    name: ClassVar[str] = "other"
    marks: ClassVar[frozenset[str]] = frozenset({"other:", "Found"})

    def __init__(self) -> None:
        self.taken: list[str] = []

    @staticmethod
    def owns(line: Line) -> bool:
        return line.text.startswith("other: ")

    def begins_with(self, line: Line) -> bool:
        return line.text == "other: begins"

    @property
    def is_empty(self) -> bool:
        return not self.taken

    @property
    def has_version(self) -> bool:
        return False

    def take(self, line: Line) -> None:
        self.taken.append(line.text)

    def trace(self, secrets: frozenset[Credential], client: Client | None = None) -> Trace:
        return Trace("explain", client or Client("other", "1", False), Plan(()), (), secrets=secrets)


def read(text: str) -> Reading:
    """Return what is read by both readers."""
    reading = Reading((UvLog, OtherLog))
    for line in cleaned(text.split("\n")):
        reading.take(line)
    return reading


def test_lines_of_another_client_are_its_own_and_do_no_harm() -> None:
    first, second = THREE_URLS.split("TRACE Caching", 1)
    reading = read(f"{first}other: begins\nFound something\nTRACE Caching{second}other: goes on\n")
    uv, other = reading.runs
    assert isinstance(uv, UvLog)
    assert isinstance(other, OtherLog)
    assert asked(uv.trace(frozenset()).lookups[0]) == asked(trace_of(THREE_URLS).lookups[0])
    assert other.taken[:2] == ["other: begins", "Found something"]
    assert other.taken[-2:] == ["other: goes on", ""]


def test_a_run_begins_where_its_client_says_so_whoever_spoke_before() -> None:
    reading = read(f"other: begins\n{THREE_URLS}other: begins\nother: goes on")
    assert [run.name for run in reading.runs] == ["other", "uv", "other"]


def test_a_line_that_two_clients_may_print_is_of_the_one_that_spoke_before() -> None:
    other, uv = read(f"other: begins\nFound it\n{THREE_URLS}Found it\n").runs
    assert isinstance(other, OtherLog)
    assert other.taken == ["other: begins", "Found it"]
    assert uv.name == "uv"


def test_lines_before_the_first_run_are_of_nobody() -> None:
    assert read("Found it\nnothing that a client prints\n").runs == []


def test_every_reader_says_by_which_words_it_is_known() -> None:
    assert all(kind.marks for kind in readers())


def test_what_stands_before_the_first_run_is_of_the_author() -> None:
    reading = Reading((UvLog, OtherLog), "other")
    for line in cleaned(["Found it", "other: goes on", "TRACE uv 0.7.0"]):
        reading.take(line)
    other, *_ = reading.runs
    assert isinstance(other, OtherLog)
    assert other.taken[:2] == ["Found it", "other: goes on"]
