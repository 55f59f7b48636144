"""Many packages against the indexes: the table, what is told in detail, what is told once."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Final

import pytest

from idxdoctor.clients.registry import client_of
from idxdoctor.diagnosis.alike import FEW, groups_of
from idxdoctor.diagnosis.fixes.proof import with_proofs
from idxdoctor.diagnosis.replay import trial_in
from idxdoctor.diagnosis.run import Run
from idxdoctor.report.formats.html import html_report
from idxdoctor.report.formats.markdown import markdown_report
from idxdoctor.report.layout import plain
from idxdoctor.report.terminal import terminal_report
from idxdoctor.scenario.model import Scenario
from tests.worlds import PAGE, PYPI, Data, replay_of, server, world

CORP: Final = "https://corp.example/simple"
REFUSED: Final = ("/simple/b*", "/simple/c*")
PACKAGES: Final = ("aaa", "bbb", "ccc", "ddd", "a-package-with-a-name-that-is-longer-than-most-of-them-are")


def many(*packages: str, url: str = "https://ci:cabbage@corp.example/simple", indexes: int = 1) -> Scenario:
    """Return a world whose first index refuses `b*` and `c*`, has not got `d*`, and has everything else."""
    rules: list[Data] = [
        *({"path": path, "answer": 403} for path in REFUSED),
        {"path": "/simple/d*", "answer": 404},
        {"as": "ci", "answer": PAGE},
        {"answer": 401},
    ]
    more = [f"https://i{number}.example/simple" for number in range(1, indexes)]
    servers = [server(one.removesuffix("/simple"), {"answer": 404}) for one in more]
    corp = server("https://corp.example", *rules, accounts={"ci": "cabbage"})
    env = {"UV_INDEX": " ".join([*more, url])}
    return world(env, corp, *servers, PYPI, packages=list(packages or PACKAGES))


def lines_of(run: Run, width: int = 80, *, verbose: bool = False) -> list[str]:
    return plain(terminal_report([run], width, verbose=verbose)).split("\n")


def table_of(run: Run, width: int = 80) -> list[str]:
    """Return the lines up to the first detail."""
    text = "\n".join(lines_of(run, width))
    return text.partition("\n\nbbb: ")[0].split("\n")


def test_the_table_says_who_asked_each_index_and_what_came_back() -> None:
    assert table_of(replay_of(many("aaa", "bbb", "ccc", "ddd"), "0.13.9")) == [
        "4 packages: 2 found, 2 stopped.",
        "",
        " 1  https://corp.example/simple  UV_INDEX",
        " 2  https://pypi.org/simple  default",
        "",
        "package  result          1       2",
        "aaa      found           ci 200  -",
        "bbb      stopped IDX210  ci 403  -",
        "ccc      stopped IDX210  ci 403  -",
        "ddd      found           ci 404  nobody 200",
    ]


def test_indexes_are_numbered_as_they_are_searched_and_the_default_is_the_last() -> None:
    world_ = many("aaa", "bbb", "ccc", "ddd")
    env = {"UV_DEFAULT_INDEX": "https://pypi.org/simple", "UV_INDEX": CORP}
    run = replay_of(world_._replace(given=replace(world_.given, env=env)), "0.13.9")
    assert [index.url.origin.host for index in run.trace.plan.defined] == ["pypi.org", "corp.example"]
    assert table_of(run)[2:4] == [
        " 1  https://corp.example/simple  UV_INDEX",
        " 2  https://pypi.org/simple  UV_DEFAULT_INDEX",
    ]


def test_few_packages_are_told_one_by_one() -> None:
    lines = lines_of(replay_of(many(*PACKAGES[:FEW]), "0.13.9"))
    assert lines[0] == "aaa: found at https://corp.example/simple."
    assert not any(line.startswith("package ") for line in lines)


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("indexes", [1, 4, 12])
def test_no_line_of_it_is_wider_than_the_terminal(width: int, indexes: int) -> None:
    run = replay_of(many(indexes=indexes), "0.13.9")
    assert max(map(len, table_of(run, width))) <= width


def test_indexes_that_do_not_fit_stand_in_a_table_of_their_own() -> None:
    run = replay_of(many("aaa", "bbb", "ccc", "ddd", indexes=8), "0.13.9")
    heads = [line.split() for line in table_of(run) if line.startswith("package")]
    assert heads[0][:3] == ["package", "result", "1"]
    assert len(heads) > 1
    assert [int(word) for head in heads for word in head if word.isdigit()] == [*range(1, 10)]


def test_an_index_that_nobody_was_asked_for_has_no_column() -> None:
    run = replay_of(many("aa", "ab", "ac", "ad"), "0.13.9")
    lines = lines_of(run)
    assert " 2  https://pypi.org/simple  default, never asked" in lines
    assert "package  result         1" in lines


def test_what_befell_several_packages_is_told_once() -> None:
    run = replay_of(many(), "0.13.9")
    text = "\n".join(lines_of(run))
    assert text.count("X search ended here") == 1
    assert "The same happened to ccc." in text
    assert "aaa, uv 0.13.9" not in text
    assert groups_of(run) == [[0, 4], [1, 2], [3]]


def test_all_of_it_is_told_where_that_is_asked_for() -> None:
    text = "\n".join(lines_of(replay_of(many(), "0.13.9"), verbose=True))
    assert "aaa, uv 0.13.9" in text
    assert "ddd, uv 0.13.9" in text


def test_what_is_no_failure_is_told_in_a_sentence_for_all() -> None:
    scenario = many("aa", "ab", "ac", "ad", url="http://ci:cabbage@plain.example/simple")
    plain_index = server("http://plain.example", {"answer": PAGE}, accounts={"ci": "cabbage"})
    scenario = world(
        {"UV_INDEX": "http://ci:cabbage@plain.example/simple"}, plain_index, PYPI, packages=["aa", "ab", "ac", "ad"]
    )
    (line,) = [line for line in lines_of(replay_of(scenario, "0.13.9"), 200) if line.startswith("IDX7")]
    assert line.endswith(": aa, ab, ac, ad")


def test_fixes_are_tried_on_one_package_of_each_kind_and_shown_on_all() -> None:
    client, scenario = client_of("uv==0.13.9"), many("ba", "bb", "bc", "bd", url=CORP)
    asked: list[str] = []
    trial = trial_in(scenario, client)

    def counted(*arguments: object) -> object:
        asked.append(str(arguments[-1]))
        return trial.run(*arguments)  # type: ignore[arg-type]

    run = with_proofs(replay_of(scenario, "0.13.9"), trial._replace(run=counted))  # type: ignore[arg-type]
    assert set(asked) == {"ba"}
    diffs = [[fix.diff for finding in findings for fix in finding.fixes] for findings in run.findings]
    assert any(diffs[0])
    assert all(one == diffs[0] for one in diffs)


def test_in_markdown_the_table_is_one_that_github_renders() -> None:
    text = markdown_report([replay_of(many(), "0.13.9")])
    rows = [line for line in text.split("\n") if line.startswith("|")][: 2 + len(PACKAGES)]
    assert rows[0] == "| package | result | 1 | 2 |"
    assert {line.count("|") for line in rows} == {5}
    assert "| `bbb` | ❌ stopped IDX210 | `ci 403` | - |" in rows
    assert "| `aaa` | ✅ found | `ci 200` | - |" in rows
    assert text.count("<details>") == 2


def test_in_markdown_more_packages_than_a_comment_holds_are_cut_and_failures_stay() -> None:
    names = [f"a-package-with-a-long-name-{number:04}" for number in range(150)]
    text = markdown_report([replay_of(many(*names, "bbb"), "0.13.9")], 6000)
    assert len(text) < 6000
    assert "| `bbb` | ❌ stopped" in text
    assert "*Left out" in text


class Tags(HTMLParser):
    """Counts tags, and where links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: set[str] = set()
        self.rows = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links |= {str(given["href"])[1:]} if tag == "a" else set()
        self.ids |= {str(given["id"])} if "id" in given else set()
        self.rows += tag == "th" and given.get("scope") == "row"


def test_in_html_a_package_leads_to_its_detail_where_there_is_one() -> None:
    tags = Tags()
    tags.feed(html_report([replay_of(many(), "0.13.9")]))
    assert tags.rows == len(PACKAGES)
    assert tags.links <= tags.ids
    assert {one for one in tags.ids if one.startswith("lookup")} == {"lookup-0-1"}


@pytest.mark.parametrize("report", [markdown_report, html_report])
def test_text_of_others_breaks_out_of_no_table(report: object) -> None:
    url = "https://corp.example/<b>|`*_/simple"
    text = report([replay_of(many(url=url), "0.13.9")])  # type: ignore[operator]
    assert not re.search(r"(?<!&lt;)<b>\|", text)
