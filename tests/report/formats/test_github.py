"""Annotations of GitHub Actions: what its runner would drop or cut stands elsewhere, and the report says where."""

from __future__ import annotations

import re

import pytest

from idxdoctor.diagnosis.run import Run
from idxdoctor.report.formats.github import LONGEST_MESSAGE, LONGEST_TITLE
from idxdoctor.report.formats.registry import rendered
from tests.report.formats.test_registry import shipped

LONG = "\U0001f40d" * 3000


def commands(runs: list[Run], level: str) -> list[str]:
    return [line for line in rendered("github", runs).splitlines() if line.startswith(f"::{level}")]


def plain(runs: list[Run]) -> list[str]:
    return [
        line for line in rendered("github", runs).splitlines() if re.match("idxdoctor: (error|warning|note) ", line)
    ]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def with_texts(text: str, title: str = "It fails") -> Run:
    run = shipped("uv-13216-second-url")
    found = tuple(finding._replace(text=text, title=title, fixes=()) for finding in run.findings[0])
    return run._replace(findings=(found,))


@pytest.mark.parametrize(("runs", "shown", "left"), [(10, 10, 0), (11, 9, 2), (14, 9, 5)])
def test_ten_annotations_of_a_level_are_shown_and_the_rest_stands_below(runs: int, shown: int, left: int) -> None:
    many = [shipped("uv-13216-second-url")] * runs
    errors = commands(many, "error")
    assert len(errors) == shown + bool(left)
    assert len(plain(many)) == left
    assert not left or f"{left} more findings of this kind stand in the log of this step" in errors[-1]


def test_a_message_that_github_would_cut_says_where_the_whole_is() -> None:
    run = with_texts(LONG)
    (error,) = commands([run], "error")
    message = error.rpartition("::")[2]
    assert units(message) in range(LONGEST_MESSAGE - 1, LONGEST_MESSAGE + 1)
    assert message.endswith("... (the whole of it stands in the log of this step)")
    (line,) = plain([run])
    assert LONG in line


def test_a_message_that_just_fits_stays_whole() -> None:
    run = shipped("uv-13216-second-url")
    package = run.trace.lookups[0].package
    text = "x" * (LONGEST_MESSAGE - len(f"{package}: ."))
    assert commands([with_texts(text)], "error")[0].endswith(f"::{package}: {text}.")
    assert plain([with_texts(text)]) == []
    assert len(plain([with_texts(f"{text}x")])) == 1


def test_a_title_is_no_longer_than_github_takes() -> None:
    (error,) = commands([with_texts("text", "t" * 400)], "error")
    title = error.partition(",title=")[2].partition("::")[0]
    assert len(title) == LONGEST_TITLE
