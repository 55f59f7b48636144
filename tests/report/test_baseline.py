"""An earlier report: what stands in it is known, what is new is a problem, what is gone is told."""

from __future__ import annotations

import json
from typing import Final
from xml.etree import ElementTree

import pytest

from idxdoctor.diagnosis.run import HEALTHY, INCOMPLETE, PROBLEM, Run
from idxdoctor.diagnosis.select import Selection
from idxdoctor.model.errors import InputError
from idxdoctor.report.baseline import held_against, read_baseline
from idxdoctor.report.formats.html import html_report
from idxdoctor.report.formats.json_report import json_report
from idxdoctor.report.formats.junit import junit_report
from idxdoctor.report.formats.markdown import markdown_report
from idxdoctor.report.formats.sarif import sarif_report
from idxdoctor.report.layout import plain
from idxdoctor.report.terminal import terminal_report
from tests.worlds import PAGE, PYPI, Data, replay_of, server, world

CI: Final = "https://ci:cabbage@h.example/simple"
REFUSED: Final = {"answer": 401}


def run(*rules: Data, url: str = CI, packages: tuple[str, ...] = ("foo",), version: str = "0.13.9") -> Run:
    """Return a run in which h.example answers by these rules."""
    return replay_of(world({"UV_INDEX": url}, server("https://h.example", *rules), PYPI, packages=[*packages]), version)


def against(baseline: Run, now: Run) -> Run:
    return held_against(now, read_baseline(json_report([baseline]), "baseline.json"))


def codes(run: Run) -> list[tuple[str, str, bool]]:
    return [(finding.code, finding.severity, finding.known) for findings in run.findings for finding in findings]


def shown(run: Run) -> str:
    return plain(terminal_report([run], 100))


def test_what_stands_in_the_baseline_is_a_note_and_no_problem() -> None:
    before = run(REFUSED)
    assert (before.exit_status, codes(before)) == (PROBLEM, [("IDX201", "error", False)])
    now = against(before, run(REFUSED))
    assert (now.exit_status, codes(now), now.gone) == (HEALTHY, [("IDX201", "note", True)], ())
    assert "IDX201 known  " in shown(now)


def test_what_is_new_is_a_problem_beside_what_is_known() -> None:
    now = against(run(REFUSED), run(REFUSED, packages=("foo", "bar")))
    assert now.exit_status == PROBLEM
    assert [known for _, _, known in codes(now)] == [True, False]


def test_another_index_makes_it_another_finding() -> None:
    assert against(run(REFUSED), run(REFUSED, url="https://ci:cabbage@h.example/other/simple")).exit_status == PROBLEM


def test_another_password_release_or_position_makes_it_no_other_finding() -> None:
    other = world(
        {"UV_INDEX": "https://a.example/simple https://ci:turnip@h.example/simple"},
        server("https://a.example", {"answer": 404}),
        server("https://h.example", REFUSED),
        PYPI,
    )
    assert against(run(REFUSED), replay_of(other, "0.9.4")).exit_status == HEALTHY


def test_what_is_gone_is_told() -> None:
    now = against(run(REFUSED), run({"answer": PAGE}))
    assert (now.exit_status, [(one.code, one.package) for one in now.gone or ()]) == (HEALTHY, [("IDX201", "foo")])
    for report in (shown(now), markdown_report([now]), html_report([now])):
        assert "Gone since the baseline: IDX201" in report


def test_what_was_not_looked_up_or_not_selected_is_not_gone() -> None:
    baseline = read_baseline(json_report([run(REFUSED)]), "baseline.json")
    assert held_against(run({"answer": PAGE}, packages=("bar",)), baseline).gone == ()
    assert held_against(run({"answer": PAGE}), baseline, Selection(ignore=["IDX2"]).__contains__).gone == ()


def test_a_server_that_can_not_be_asked_is_never_known() -> None:
    silent = run({"answer": {"drop": "connect"}})
    now = against(silent, run({"answer": {"drop": "connect"}}))
    assert (now.exit_status, [known for _, _, known in codes(now)]) == (INCOMPLETE, [False])
    assert against(run(REFUSED), silent).gone == ()


def test_a_run_that_ends_at_a_known_error_of_the_server_is_no_problem() -> None:
    before = run({"answer": 418})
    assert before.exit_status == PROBLEM
    assert against(before, run({"answer": 418})).exit_status == HEALTHY


def test_a_report_that_was_held_against_a_baseline_can_be_one() -> None:
    second = against(run(REFUSED), run(REFUSED))
    third = against(second, run(REFUSED))
    assert third.exit_status == HEALTHY
    (gone,) = against(second, run({"answer": PAGE})).gone or ()
    assert gone.title == run(REFUSED).findings[0][0].title


def test_documents_tell_what_is_known() -> None:
    now = against(run(REFUSED), run(REFUSED, packages=("foo", "bar")))
    (document,) = json.loads(json_report([now]))["runs"]
    assert [lookup["findings"][0]["known"] for lookup in document["lookups"]] == [True, False]
    assert document["gone"] == []
    assert json.loads(json_report([run(REFUSED)]))["runs"][0]["gone"] is None
    (log,) = json.loads(sarif_report([now]))["runs"]
    assert [result["baselineState"] for result in log["results"]] == ["unchanged", "new"]
    suite = ElementTree.fromstring(junit_report([now]))[0]  # noqa: S314 - written here
    assert [[child.tag for child in case] for case in suite] == [["system-out"], ["failure"]]


def report(**changes: object) -> str:
    return json.dumps(json.loads(json_report([run(REFUSED)])) | changes)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "b.json:1:1: invalid JSON"),
        ('{\n  "a": ,\n}', "b.json:2:8: invalid JSON"),
        ("[" * 100_000, "b.json: its values are nested too deeply"),
        ("[]", "b.json: this is no report: `format` is not idxdoctor-report"),
        ('{"format": "zq7Canary"}', "b.json: this is no report"),
        (report(version=2), "b.json: this report is not of format version 1"),
        (report(runs=None), "b.json: `runs` must be a list of objects"),
        (report(runs=[{}]), "b.json: `runs[0].lookups` must be a list of objects"),
        (report(runs=[{"lookups": [{}]}]), "b.json: `runs[0].lookups[0].package` must be a text"),
        (
            report(runs=[{"lookups": [{"package": "foo", "findings": [{"code": "IDX201", "title": "zq7Canary"}]}]}]),
            "b.json: `runs[0].lookups[0].findings[0].fingerprint` must be a text",
        ),
    ],
)
def test_what_is_no_report_is_told_with_its_place_and_a_remedy(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_baseline(text, "b.json")
    assert str(caught.value).startswith(says)
    assert "idxdoctor check --output baseline.json" in str(caught.value.remedy)
    assert "Canary" not in str(caught.value)
