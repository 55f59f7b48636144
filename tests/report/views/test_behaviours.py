"""A client's behaviours as text."""

from __future__ import annotations

from dataclasses import dataclass

from idxdoctor.clients.behaviour import behaviour, table_of
from idxdoctor.clients.history import changes
from idxdoctor.report.views.behaviours import at_version, history, markdown_table


@dataclass(frozen=True)
class Sample:
    later: bool = behaviour(">=1.1", means="it is later", source="a", scenario="uv-later")
    early: bool = behaviour("<1.1", means="it is early", source="b", scenario=None)
    once: bool = behaviour("==1.1", means="it is once", source="c", scenario=None)


TABLE = table_of(Sample)
CHANGES = changes(TABLE, ("1.0", "1.1", "1.2"))


def test_a_history_tells_release_by_release_what_begins_and_ends() -> None:
    assert list(history("uv", CHANGES)) == [
        "What changed for index authentication in uv, release by release",
        "",
        "uv 1.1",
        "  + it is later",
        "      later; a",
        "      shown by the scenario uv-later",
        "  - no longer: it is early",
        "      early; b",
        "  + it is once",
        "      once; c",
        "",
        "uv 1.2",
        "  - no longer: it is once",
        "      once; c",
    ]


def test_a_version_tells_what_holds_and_names_what_does_not() -> None:
    assert list(at_version("uv", "1.2", TABLE)) == [
        "How uv 1.2 behaves, where releases differ",
        "",
        "  it is later",
        "      later; a",
        "      shown by the scenario uv-later",
        "",
        "Not so in 1.2: early, once",
    ]


def test_a_table_has_a_row_for_each_release() -> None:
    assert list(markdown_table(CHANGES)) == [
        "| from | what changed |",
        "|---|---|",
        "| 1.1 | it is later<br>no longer: it is early<br>it is once |",
        "| 1.2 | no longer: it is once |",
    ]
