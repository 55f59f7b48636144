"""`idxdoctor record`."""

from __future__ import annotations

from pathlib import Path

import pytest

from idxdoctor.diagnosis.records import record as recording
from tests.cli.conftest import Cli

MOCKED = ("record", "--mock", "uv-13216-second-url", "--client", "uv==0.7.0")


def test_a_record_is_valid_and_replays_as_it_says(cli: Cli, folder: Path) -> None:
    made = cli(*MOCKED, "--output", "my-failure.yaml")
    assert (made.status, made.out) == (0, "")
    assert "idxdoctor replay my-failure.yaml" in made.err
    assert cli("scenarios", "--validate", "my-failure.yaml").status == 0
    replayed = cli("replay", "my-failure.yaml", "--client", "uv==0.7.0", "--quiet")
    assert replayed.status == 0
    assert "1 as expected" in replayed.out
    text = (folder / "my-failure.yaml").read_text(encoding="utf-8")
    assert text.startswith("# Recorded from a check as uv 0.7.0 by idxdoctor")
    assert "\n# IDX106: uv 0.7.0 to 0.7.3 do not lend credentials between indexes of one host.\nexpect:\n" in text
    assert "acme" not in text
    assert "hunter2" not in text


def test_without_a_file_it_is_printed(cli: Cli) -> None:
    made = cli(*MOCKED)
    assert made.status == 0
    assert "id: recorded\n" in made.out
    assert made.err == ""


def test_names_can_be_kept(cli: Cli) -> None:
    made = cli(*MOCKED, "--keep-names")
    assert "https://ci:made-up-1@acme.jfrog.example/artifactory" in made.out


def test_a_script_stands_alone(cli: Cli, folder: Path) -> None:
    assert cli(*MOCKED, "--self-contained", "--output", "my-failure.py").status == 0
    script = (folder / "my-failure.py").read_text(encoding="utf-8")
    compile(script, "my-failure.py", "exec")
    assert "idxdoctor" not in script
    assert "noqa" not in script


@pytest.mark.parametrize("name", ["My Failure.yaml", "my-failure.yml", "failure", "my-failure.py"])
def test_a_file_that_could_not_be_found_by_its_id_is_refused_before_anything_is_asked(cli: Cli, name: str) -> None:
    refused = cli("record", "foo", "--output", name)
    assert refused.status == 2
    assert "my-failure.yaml" in refused.err


def test_a_file_that_cant_be_written(cli: Cli) -> None:
    refused = cli(*MOCKED, "--output", "there-is-none/my-failure.yaml")
    assert refused.status == 2
    assert "No such file" in refused.err


def test_nothing_to_record(cli: Cli) -> None:
    refused = cli("record")
    assert refused.status == 2
    assert "no package" in refused.err


def test_a_record_whose_replay_differs_is_written_by_force_only(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "_difference", lambda *_: "foo, request 1: its answer")
    refused = cli(*MOCKED, "--output", "my-failure.yaml")
    assert refused.status == 1
    assert "foo, request 1: its answer" in refused.err
    assert not (folder / "my-failure.yaml").exists()
    forced = cli(*MOCKED, "--output", "my-failure.yaml", "--force")
    assert forced.status == 1
    assert (folder / "my-failure.yaml").exists()


def test_a_host_that_cant_be_reached_is_recorded_as_that(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://ci:hunter2@127.0.0.1:9/simple")
    made = cli("record", "foo", "--client", "uv==0.13.9")
    assert made.status == 0
    assert "- url: https://127.0.0.1" not in made.out
    assert "ends: failed" in made.out
    assert "hunter2" not in made.out


def test_quiet_does_not_say_what_was_written(cli: Cli, folder: Path) -> None:
    told = ("record", "--mock", "uv-13216-second-url", "--client", "uv==0.7.0", "--output", "kept.yaml")
    assert "wrote kept.yaml" in cli(*told).err
    assert cli(*told, "--quiet").err == ""
    assert (folder / "kept.yaml").exists()
