"""What changed between releases, drawn from a table of behaviours."""

from __future__ import annotations

from dataclasses import dataclass

from idxdoctor.clients.behaviour import behaviour, table_of
from idxdoctor.clients.history import changes, holding

RELEASES = ("1.0", "1.9", "1.10", "2.0")


@dataclass(frozen=True)
class Sample:
    later: bool = behaviour(">=1.10", means="it is later", source="a", scenario=None)
    once: bool = behaviour("==1.9", means="it is once", source="b", scenario=None)
    early: bool = behaviour("<1.9", means="it is early", source="c", scenario=None)
    ever: bool = behaviour(">=0.1", means="it is ever", source="d", scenario=None)
    again: bool = behaviour("<1.9", ">=2.0", means="it comes back", source="e", scenario=None)


AGAIN = {"again": table_of(Sample)["again"]}
TABLE = {name: declared for name, declared in table_of(Sample).items() if name != "again"}


def test_behaviours_begin_and_end_at_releases_oldest_first() -> None:
    found = [(change.release, change.name, change.begins) for change in changes(TABLE, RELEASES)]
    assert found == [
        ("1.9", "once", True),
        ("1.9", "early", False),
        ("1.10", "later", True),
        ("1.10", "once", False),
    ]


def test_what_holds_from_the_first_release_on_is_no_change() -> None:
    assert changes({"ever": TABLE["ever"]}, RELEASES) == []
    assert changes(TABLE, RELEASES[:1]) == []


def test_a_behaviour_that_comes_back_changes_each_time() -> None:
    found = changes(AGAIN, RELEASES)
    assert [(change.release, change.begins) for change in found] == [("1.9", False), ("2.0", True)]


def test_a_change_carries_its_behaviour() -> None:
    assert changes(TABLE, RELEASES)[0].behaviour is TABLE["once"]


def test_what_holds_at_a_version_keeps_the_order_of_the_table() -> None:
    assert [name for name, _ in holding(TABLE, "1.9")] == ["once", "ever"]
    assert [name for name, _ in holding(TABLE, "3.0")] == ["later", "ever"]
