"""What every format has in common: it says the same, it stays well-formed, and no server's text breaks out of it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from idxdoctor.cli.options import Format
from idxdoctor.clients.registry import client_of
from idxdoctor.diagnosis.fixes.proof import with_proofs
from idxdoctor.diagnosis.replay import replayed, trial_in
from idxdoctor.diagnosis.run import Run
from idxdoctor.report.formats.markdown import markdown_pages
from idxdoctor.report.formats.markdown_pages import MOST_CHARACTERS
from idxdoctor.report.formats.registry import format_of, rendered
from idxdoctor.scenario.catalogue import find_scenario
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario
from tests.worlds import server, world

FORMATS = [one.value for one in Format if one is not Format.RICH]
EVERY_FORMAT = pytest.mark.parametrize("name", FORMATS)
HOSTILE = "\x1b[31m[red]</td><script>alert(1)</script>`|](http://evil.example)@everyone ::error::x ##vso[task] \u202e"


def run_of(scenario: Scenario, version: str = "0.7.0") -> Run:
    client = client_of(f"uv=={version}")
    return with_proofs(replayed(scenario, client), trial_in(scenario, client))


def shipped(name: str) -> Run:
    return run_of(load_scenario(find_scenario(name)))


def parsed(xml: str) -> ElementTree.Element:
    return ElementTree.fromstring(xml)  # noqa: S314 - this tool wrote it


def hostile() -> Run:
    leads = {"status": 302, "redirect": "/" + HOSTILE.replace("\x1b", "%1b"), "headers": {"Server": "x"}}
    refuses = {"status": 401, "body": HOSTILE, "headers": {"WWW-Authenticate": f'Basic realm="{HOSTILE[4:]}"'}}
    return run_of(
        world(
            {"UV_INDEX_URL": "https://ci:cabbage@h.example/simple"},
            server("https://h.example", {"path": "/simple/*", "answer": leads}, {"answer": refuses}),
        ),
        "0.13.9",
    )


@EVERY_FORMAT
def test_a_report_names_the_finding_and_the_package(name: str) -> None:
    text = rendered(name, [shipped("uv-13216-second-url")])
    assert "IDX106" in text
    assert "setuptools" in text


@EVERY_FORMAT
def test_no_report_lets_a_server_move_the_cursor_or_turn_the_text_around(name: str) -> None:
    text = rendered(name, [hostile()])
    assert "\x1b" not in text
    assert "\u202e" not in text


@EVERY_FORMAT
def test_several_runs_stand_in_one_report(name: str) -> None:
    text = rendered(name, [shipped("uv-13216-second-url"), shipped("uv-13216-feed-without-token")])
    assert "IDX106" in text
    assert "IDX101" in text


def test_markdown_shows_what_a_server_says_as_text() -> None:
    text = rendered("markdown", [hostile()])
    outside_code = re.sub(r"(?s)```.*?```|`[^`\n]*`", "", text)
    assert "<script" not in outside_code
    assert not re.search(r"(?<!\\)\]\(", outside_code)
    assert "@everyone" not in outside_code


def test_markdown_fits_a_comment_and_says_what_it_leaves_out() -> None:
    text = rendered("markdown", [shipped("uv-13216-second-url")] * 30)
    assert len(text) <= MOST_CHARACTERS
    assert "Left out" in text
    assert "--output report.md" in text
    assert text.count("IDX106 uv 0.7.0") == 30


def test_markdown_in_files_has_all_of_it_and_the_first_says_where() -> None:
    runs = [shipped("uv-13216-second-url")] * 30
    pages = markdown_pages(runs, Path("folder/report.md"))
    assert [str(path) for path, _ in pages[:2]] == ["folder/report.md", "folder/report-2.md"]
    assert all(len(text) <= MOST_CHARACTERS for _, text in pages)
    assert f"`report-2.md to report-{len(pages)}.md`" in pages[0][1] or "stand in `report-2.md`" in pages[0][1]
    everything = "".join(text for _, text in pages)
    assert everything.count("| # | index | request |") == everything.count("```mermaid") == 30
    for _, text in pages:
        assert text.count("<details>") == text.count("</details>")
        assert text.count("```") % 2 == 0


def test_a_short_report_in_markdown_is_one_file() -> None:
    assert len(markdown_pages([shipped("uv-13216-second-url")], Path("a.md"))) == 1


def test_markdown_of_thousands_of_requests_fits_too() -> None:
    run = shipped("uv-13216-second-url")
    (lookup,) = run.trace.lookups
    long = run._replace(trace=run.trace._replace(lookups=(lookup._replace(exchanges=lookup.exchanges * 1000),)))
    assert len(rendered("markdown", [long] * 60)) <= MOST_CHARACTERS
    pages = markdown_pages([long] * 60, Path("a.md"))
    assert all(len(text) <= MOST_CHARACTERS for _, text in pages)
    assert len(pages) > 10
    assert "2800 more requests are in the JSON." in "".join(text for _, text in pages)


def test_markdown_ends_with_what_forms_for_issues_ask_for() -> None:
    run = shipped("uv-13216-second-url")
    checked = run._replace(trace=run.trace._replace(source="check"))
    lines = rendered("markdown", [checked]).splitlines()[-3:]
    assert [line.partition(":**")[0] for line in lines] == ["- **Platform", "- **Version", "- **Python version"]
    assert [line.partition(":**")[0] for line in rendered("markdown", [run]).splitlines()[-1:]] == ["- **Version"]


def test_markdown_has_a_diagram_of_every_request() -> None:
    text = rendered("markdown", [shipped("uv-13216-second-url")])
    diagram = text.split("```mermaid\n")[1].split("```")[0]
    assert diagram.count("C->>") == diagram.count("-->>C") == 3


class Tags(HTMLParser):
    """Collects the elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)


def test_html_has_no_script_and_asks_nobody() -> None:
    text = rendered("html", [hostile()])
    tags = Tags()
    tags.feed(text)
    assert {"script", "img", "link", "iframe", "object"}.isdisjoint(tags.seen)
    assert not re.search(r"""(?:src|href)=["'](?!#)""", text)
    assert "default-src 'none'" in text


def test_html_draws_every_request() -> None:
    text = rendered("html", [shipped("uv-13216-second-url")])
    assert text.count('<path d="M') == 2 * 3
    assert "<title>setuptools: 3 requests in order</title>" in text


def test_junit_counts_a_failure_for_a_package_that_is_not_found() -> None:
    suite = parsed(rendered("junit", [shipped("uv-13216-second-url"), hostile()]))[0]
    assert (suite.get("tests"), suite.get("failures")) == ("1", "1")
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.get("type") == "IDX106"


def test_junit_tells_what_could_not_be_checked_from_what_failed() -> None:
    dead = run_of(world({"UV_INDEX_URL": "https://h.example/simple"}, server("https://other.example")))
    suite = parsed(rendered("junit", [dead]))[0]
    assert (suite.get("failures"), suite.get("errors")) == ("0", "1")


def test_sarif_points_at_the_line_that_defines_the_index() -> None:
    document = json.loads(rendered("sarif", [shipped("uv-13216-feed-without-token")]))
    (run,) = document["runs"]
    (result,) = [one for one in run["results"] if one["ruleId"] == "IDX101"]
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("pyproject.toml", 9)
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "IDX101"


def test_a_finding_has_the_same_fingerprint_in_every_run() -> None:
    one, other = (json.loads(rendered("gitlab", [shipped("uv-13216-feed-without-token")])) for _ in range(2))
    assert one == other
    assert len({entry["fingerprint"] for entry in one}) == len(one)


def test_github_and_azure_take_no_command_from_a_server() -> None:
    for name, begins in (("github", "::error "), ("azure", "##vso[task.logissue ")):
        lines = rendered(name, [hostile()]).splitlines()
        commands = [line for line in lines if line.startswith(("::", "##"))]
        assert commands
        assert all(line.startswith((begins, begins.replace("error", "warning"))) for line in commands)


@pytest.mark.parametrize(
    ("file", "asked", "name"),
    [
        ("a.json", "rich", "json"),
        ("a.json", "github", "json"),
        ("gl-code-quality-report.json", "gitlab", "gitlab"),
        ("a.json", "sarif", "sarif"),
        ("a.xml", "gitlab", "junit"),
        ("a.MD", "rich", "markdown"),
        ("a.html", "rich", "html"),
        ("a.xml", "rich", "junit"),
        ("a.sarif", "rich", "sarif"),
        ("a", "gitlab", "gitlab"),
    ],
)
def test_the_ending_of_a_file_says_how_it_is_written_or_else_what_is_asked_for(
    file: str, asked: str, name: str
) -> None:
    assert format_of(Path(file), asked) == name
