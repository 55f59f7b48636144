"""`idxdoctor explain`."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.capture.logs.made import CACHED, THREE_URLS
from tests.capture.logs.pip_made import REFUSED
from tests.cli.conftest import Cli


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log in a file."""
    path = tmp_path / "log.txt"
    path.write_text(THREE_URLS, encoding="utf-8")
    return path


def test_a_log_is_explained_as_a_check_is(cli: Cli, log: Path) -> None:
    result = cli("explain", str(log))
    assert (result.status, result.err) == (1, "")
    assert result.out.startswith("setuptools: stopped. Index 3 of 3 was asked without credentials and answered 401.")
    assert "IDX106 error" in result.out


def test_standard_input_is_read(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CACHED.encode())))
    result = cli("explain", "-")
    assert result.status == 1
    assert "IDX220 error" in result.out


def test_json_says_of_each_exchange_how_it_is_known(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_text(CACHED, encoding="utf-8")
    (run,) = json.loads(cli("explain", str(path), "--format", "json").out)["runs"]
    (lookup,) = run["lookups"]
    known = [(one["evidence"], one["gaps"], one["copy_age"], one["status"]) for one in lookup["exchanges"]]
    assert known == [("inferred", ["status"], 671436, None), ("inferred", [], None, 403)]
    assert (run["source"], run["client"]["version"], lookup["outcome"]) == ("explain", "0.7.1", "stopped")
    assert any("idxdoctor config" in line for line in run["unknown"])


def test_only_the_verdict_is_printed_if_wanted(cli: Cli, log: Path) -> None:
    (line,) = cli("explain", str(log), "--quiet").out.splitlines()
    assert line.startswith("uv 0.7.0  setuptools: stopped.")


def test_several_files_give_several_runs(cli: Cli, log: Path) -> None:
    result = cli("explain", str(log), str(log), "--format", "json")
    assert len(json.loads(result.out)["runs"]) == 2


def test_a_release_may_be_named_that_the_log_does_not_name(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_text(THREE_URLS.partition("\n")[2], encoding="utf-8")
    (run,) = json.loads(cli("explain", str(path), "--client", "uv==0.7.0", "--format", "json").out)["runs"]
    assert run["client"]["version"] == "0.7.0"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "the log is empty"),
        (b"\n \n", "the log is empty"),
        (b"\x7fELF\x00\x01", "this is no log but a binary file"),
        (b"Collecting flask\n", "no output of a known client (uv, pip, poetry, pdm)"),
    ],
)
def test_what_is_no_log_is_one_clear_error(cli: Cli, tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "log.txt"
    path.write_bytes(content)
    result = cli("explain", str(path))
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"idxdoctor: error: {path}: {problem}\n  ")


def test_a_file_that_is_not_there_is_an_error(cli: Cli, tmp_path: Path) -> None:
    result = cli("explain", str(tmp_path / "none.txt"))
    assert result.status == 2
    assert "the log can't be read: No such file or directory" in result.err


@pytest.mark.parametrize(("client", "row"), [("uv", "| 0.7.14 to "), ("pip", "| 21.0 to 26.3 | `-vv` | yes | yes |")])
def test_the_table_of_what_logs_carry_is_printed(cli: Cli, client: str, row: str) -> None:
    result = cli("client", client, "--logs")
    assert result.status == 0
    assert row in result.out


def test_logs_of_a_client_that_nobody_reads_are_an_error(cli: Cli) -> None:
    result = cli("client", "npm", "--logs")
    assert (result.status, result.out) == (2, "")
    assert "logs of no such client can be read; known are uv, pip" in result.err


def test_a_release_of_pip_may_be_named_and_no_scenario_is_made_of_its_log(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_text(REFUSED, encoding="utf-8")
    result = cli("explain", str(path), "--client", "pip==24.0")
    assert "\npip 24.0, 2 requests\n" in result.out
    refused = cli("explain", str(path), "--scenario", str(tmp_path / "out.yaml"))
    assert refused.status == 2
    assert "no scenario can be made of a log of pip" in refused.err
    assert not (tmp_path / "out.yaml").exists()


def test_a_scenario_is_written_beside_the_report(cli: Cli, log: Path, tmp_path: Path) -> None:
    made = cli("explain", str(log), "--scenario", str(tmp_path / "second-url.yaml"))
    assert made.status == 1
    assert "IDX106 error" in made.out
    assert "second-url.yaml" in made.err
    replayed = cli("replay", str(tmp_path / "second-url.yaml"), "--client", "uv==0.7.0", "--quiet")
    assert "1 as expected" in replayed.out


def test_several_runs_make_several_scenarios(cli: Cli, log: Path, tmp_path: Path) -> None:
    log.write_text(f"{THREE_URLS}\n{CACHED}", encoding="utf-8")
    made = cli("explain", str(log), "--quiet", "--scenario", str(tmp_path / "runs.yaml"))
    assert made.status == 1
    assert "\nid: runs\n" in (tmp_path / "runs.yaml").read_text(encoding="utf-8")
    assert "\nid: runs-2\n" in (tmp_path / "runs-2.yaml").read_text(encoding="utf-8")


def test_a_scenario_file_with_a_bad_name_is_refused_first(cli: Cli, log: Path) -> None:
    refused = cli("explain", str(log), "--scenario", "My Failure.yml")
    assert (refused.status, refused.out) == (2, "")
    assert "my-failure.yaml" in refused.err


def test_a_scenario_that_would_differ_is_written_by_force_only(
    cli: Cli, log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    differs = "idxdoctor.diagnosis.records.record_log.difference_from_log"
    monkeypatch.setattr(differs, lambda *_: "foo, request 1: its answer")
    target = tmp_path / "second-url.yaml"
    refused = cli("explain", str(log), "--quiet", "--scenario", str(target))
    assert refused.status == 3
    assert "foo, request 1: its answer" in refused.err
    assert not target.exists()
    forced = cli("explain", str(log), "--quiet", "--scenario", str(target), "--force")
    assert forced.status == 3
    assert target.exists()


def test_a_log_of_which_no_scenario_can_be_made(cli: Cli, log: Path, tmp_path: Path) -> None:
    log.write_text("DEBUG uv 0.13.9\nDEBUG Selecting: foo==1.0\n", encoding="utf-8")
    refused = cli("explain", str(log), "--scenario", str(tmp_path / "none.yaml"))
    assert refused.status == 2
    assert "shows no index" in refused.err
    assert not (tmp_path / "none.yaml").exists()
