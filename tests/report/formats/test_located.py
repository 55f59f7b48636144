"""In which order pipelines are told of findings, of which they show few."""

from __future__ import annotations

import re

import pytest

from idxdoctor.diagnosis.run import Run
from idxdoctor.report.formats.located import each_search_first
from idxdoctor.report.formats.registry import rendered
from tests.report.formats.test_registry import shipped


def three_searches() -> Run:
    run = shipped("uv-13216-second-url")
    (lookup,), (found,) = run.trace.lookups, run.findings
    lookups = tuple(lookup._replace(package=f"package-{number}") for number in range(3))
    return run._replace(trace=run.trace._replace(lookups=lookups), findings=(found * 4,) * 3)


def test_each_search_comes_before_any_has_a_second_finding_and_none_is_lost() -> None:
    packages = [one.lookup.package for one in each_search_first([three_searches()])]
    assert packages == [f"package-{number}" for number in (0, 1, 2, 0, 0, 0, 1, 1, 1, 2, 2, 2)]


@pytest.mark.parametrize(("name", "command"), [("github", "::error "), ("azure", "##vso[task.logissue ")])
def test_pipelines_that_show_ten_are_told_so(name: str, command: str) -> None:
    lines = [line for line in rendered(name, [three_searches()]).splitlines() if line.startswith(command)]
    assert [re.findall(r"package-\d", line)[0] for line in lines[:3]] == ["package-0", "package-1", "package-2"]
