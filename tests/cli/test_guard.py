"""Nothing with a secret in it leaves, even where masking has failed."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest

from idxdoctor.cli.guard import guard_for
from idxdoctor.model.errors import FaultError
from idxdoctor.report import redaction
from idxdoctor.report.formats import rendered
from idxdoctor.scenario.draw import draw
from tests.cli.conftest import Cli
from tests.conversation import credential
from tests.worlds import Data, replay_of, server, world_text

CANARY = "zq7canary-4711"
NEW = ("--client", "uv==0.13.9")
ALL = ("rich", "json", "markdown", "html", "junit", "sarif", "github", "azure", "gitlab")


def write_world(folder: Path, secret: str = CANARY) -> str:
    """Write a scenario in which the password stands in a URL and a package's name; return its file's name."""
    leads: Data = {"answer": {"redirect": f"/told/{secret}/"}}
    refuses: Data = {"path": "/told/*", "answer": 401}
    env = {"UV_INDEX_URL": f"https://ci:{secret}@h.example/simple"}
    text = world_text(env, server("https://h.example", refuses, leads), packages=[secret])
    (folder / "made-up.yaml").write_text(text, encoding="utf-8")
    return "made-up.yaml"


@pytest.fixture
def no_masking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports mask nothing beyond what values mask themselves."""
    monkeypatch.setattr(redaction.Scrubber, "clean", lambda _, text: text)


@pytest.mark.usefixtures("no_masking")
@pytest.mark.parametrize("format_", ALL)
@pytest.mark.parametrize("command", [["replay"], ["check", "--mock"]])
def test_a_report_that_would_hold_a_secret_is_not_written(
    cli: Cli, folder: Path, command: list[str], format_: str
) -> None:
    result = cli(*command, write_world(folder), *NEW, "--format", format_)
    assert (result.status, result.out) == (70, "")
    assert "nothing was written: a secret from" in result.err
    assert "standard output" in result.err
    assert CANARY not in result.err


@pytest.mark.usefixtures("no_masking")
def test_of_several_files_none_is_written(cli: Cli, folder: Path) -> None:
    outputs = ("--output", "quiet.txt", "--output", "a.json", "--output", "b.md")
    result = cli("replay", write_world(folder), *NEW, *outputs)
    assert result.status == 70
    assert [path.name for path in folder.iterdir()] == ["made-up.yaml"]


def test_the_same_reports_masked_are_written(cli: Cli, folder: Path) -> None:
    for format_ in ALL:
        result = cli("replay", write_world(folder), *NEW, "--format", format_)
        assert (result.status, result.err) == (1, "")
        assert "****" in result.out


@pytest.mark.parametrize(
    "secret", ["simple", "status", "package", "class", "2024", "abc", "href", "flask", "foo", "ci"]
)
def test_a_password_that_is_a_word_of_reports_makes_none_impossible(cli: Cli, folder: Path, secret: str) -> None:
    for format_ in ALL:
        result = cli("replay", write_world(folder, secret), *NEW, "--format", format_)
        assert (result.status, result.err) == (1, "")


@pytest.mark.usefixtures("no_masking")
def test_a_configuration_that_would_hold_a_secret_is_not_printed(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_INDEX_URL", f"https://ci:{CANARY}@h.example/{CANARY}/simple")
    result = cli("config", *NEW)
    assert (result.status, result.out) == (70, "")
    assert CANARY not in result.err
    assert [*folder.iterdir()] == []


def test_an_error_that_would_tell_a_secret_of_the_environment_tells_that_instead(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPLOY_TOKEN", CANARY)
    result = cli("replay", f"no/such/{CANARY}.yaml")
    assert result.status == 70
    assert CANARY not in result.err
    assert "DEPLOY_TOKEN" in result.err


def test_a_place_that_is_a_secret_itself_is_not_named() -> None:
    with pytest.raises(FaultError, match="would stand in the output") as caught:
        guard_for(credential(f"ci:{CANARY}")).let_pass([(f"{CANARY}.txt", CANARY)])
    assert CANARY not in str(caught.value)


def test_a_megabyte_is_looked_through_in_no_time() -> None:
    runs = [replay_of(draw(seed), "0.13.9") for seed in range(8)]
    text = rendered("html", runs)
    text *= 1_000_000 // len(text) + 1
    guard = guard_for(runs)
    begun = perf_counter()
    guard.let_pass([("a.html", text)])
    assert perf_counter() - begun < 5
