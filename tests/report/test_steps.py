"""Every report for people tells where credentials were dropped and what ended the search."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from idxdoctor.diagnosis.run import Run
from idxdoctor.report.formats.html import html_report
from idxdoctor.report.formats.markdown import markdown_report
from idxdoctor.report.formats.mermaid import sequence_diagram
from idxdoctor.report.formats.sequence_svg import sequence_svg
from idxdoctor.report.layout import plain
from idxdoctor.report.steps import dropped_at, steps_at
from idxdoctor.report.terminal import terminal_report
from tests.report.formats.test_registry import shipped


def on_terminal(runs: list[Run]) -> str:
    return plain(terminal_report(runs, 200))


@pytest.mark.parametrize(
    ("report", "dropped", "ended"),
    [
        (on_terminal, "! credentials dropped: ci (UV", "X search ended here: the 401 ends the search"),
        (markdown_report, "**credentials dropped:** ci (UV", "; **search ended here:** the 401 ends the search"),
        (
            html_report,
            '<div class="bad"><strong>credentials dropped:</strong> ci (UV',
            '<div class="bad"><strong>search ended here:</strong> the 401 ends the search</div>',
        ),
    ],
)
def test_it_is_told_at_the_index(report: Callable[[list[Run]], str], dropped: str, ended: str) -> None:
    text = report([shipped("uv-13216-second-url")])
    assert text.count(dropped) == text.count(ended) == 1


def test_each_index_has_its_steps() -> None:
    (lookup,) = shipped("uv-13216-second-url").trace.lookups
    kinds = [[step.kind for step in steps_at(lookup, position)] for position in range(4)]
    assert kinds == [["next"], ["next"], ["dropped", "ended"], ["unasked"]]
    assert str(next(steps_at(lookup, 0))) == "404: next index"


def test_diagrams_tell_after_which_request_credentials_were_dropped() -> None:
    trace = shipped("uv-13216-second-url").trace
    (lookup,) = trace.lookups
    assert dropped_at(lookup) == {2}
    lines = sequence_diagram(trace.client, lookup, str).splitlines()
    assert lines[-3:-1] == ["    S0-->>C: 401", "    Note over C: credentials dropped"]
    svg = sequence_svg(trace.client, lookup, str)
    assert svg.count("as nobody: 401, credentials dropped</text>") == svg.count("credentials dropped</text>") == 1


def test_what_is_dropped_at_a_redirect_is_dropped_at_its_request() -> None:
    (lookup,) = shipped("uv-idx102-redirect-to-another-host").trace.lookups
    dropping = {number for number, one in enumerate(lookup.exchanges) if one.request.decision.drops}
    assert dropping
    assert dropping <= dropped_at(lookup)
