"""What a pipeline gets besides the report."""

from __future__ import annotations

import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from urllib.parse import quote

import pytest

from idxdoctor.report.formats.github import MOST_IN_SUMMARY
from tests.cli.conftest import Cli

SECRET = "zq7 Cana%ry@4711"
NEW = ("--client", "uv==0.13.9")
ROOT = str(Path(__file__).parent.parent.parent)


@pytest.fixture
def index(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An index that can't be reached, configured with a secret, and nothing tried twice."""
    url = f"http://ci:{quote(SECRET, safe='')}@127.0.0.1:1/simple"
    for name, value in {"UV_INDEX_URL": url, "NO_PROXY": "*", "UV_HTTP_RETRIES": "0", "HOME": str(folder)}.items():
        monkeypatch.setenv(name, value)
    return url


def in_a_step(script: str, folder: Path, **env: str) -> str:
    """Run a script as a step of a pipeline: its standard output is the pipe that the runner reads."""
    program = f"{sys.executable} -m idxdoctor check foo --client uv==0.13.9"
    step = subprocess.run(
        ["/bin/sh", "-c", f"{script.format(program)}\n:"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": ROOT} | env,
        capture_output=True,
        timeout=60,
        check=False,
    )
    told = step.stderr.decode()
    assert not told or told.endswith("The report is in log.txt.\n")
    assert SECRET not in told
    return step.stdout.decode()


def masked_by(format_: str) -> str:
    return "::add-mask::" if format_ == "github" else "##vso[task.setsecret]"


STEPS = pytest.mark.parametrize(
    ("format_", "env"), [("github", {"GITHUB_ACTIONS": "true"}), ("azure", {"TF_BUILD": "True"})]
)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="which pipe it is can't be told here")
@pytest.mark.usefixtures("index")
@STEPS
def test_a_step_masks_secrets_in_every_encoding_before_anything_else(
    folder: Path, format_: str, env: dict[str, str]
) -> None:
    lines = in_a_step("{} --format " + format_, folder, **env).splitlines()
    masks = [line.removeprefix(masked_by(format_)) for line in lines if line.startswith(masked_by(format_))]
    assert lines[: len(masks)] == [f"{masked_by(format_)}{mask}" for mask in masks]
    percent = {"github": "%25", "azure": "%AZP25"}[format_]
    texts = [mask.replace(percent, "%") for mask in masks]
    assert {SECRET, quote(SECRET, safe="")} <= {*texts}
    assert any(b64encode(f"ci:{SECRET}".encode()).decode().startswith(text) for text in texts)
    assert SECRET not in "\n".join(lines[len(masks) :])


@pytest.mark.usefixtures("index")
@STEPS
@pytest.mark.parametrize(
    "script",
    [
        "{} --format FORMAT > log.txt; cat log.txt",
        "{} --format FORMAT | cat",
        "{} --format FORMAT --output log.txt; cat log.txt",
    ],
)
def test_what_goes_anywhere_else_has_no_masks(folder: Path, format_: str, env: dict[str, str], script: str) -> None:
    text = in_a_step(script.replace("FORMAT", format_), folder, **env)
    assert "IDX504" in text
    assert masked_by(format_) not in text
    assert SECRET not in text


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("format_", ["github", "azure", "rich", "json"])
def test_outside_of_a_pipeline_there_are_no_masks(folder: Path, format_: str) -> None:
    assert "zq7" not in in_a_step("{} --format " + format_, folder)


def test_made_up_secrets_of_a_scenario_are_not_masked(folder: Path) -> None:
    script = f"{sys.executable} -m idxdoctor check --mock uv-13216-second-url --client uv==0.7.0 --format github"
    assert "add-mask" not in in_a_step(script, folder, GITHUB_ACTIONS="true")


def test_the_summary_of_a_step_gets_the_report_in_markdown(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    (folder / "summary.md").write_text("before\n", encoding="utf-8")
    command = ("replay", "uv-13216-second-url", "--client", "uv==0.7.0")
    cli(*command, "--format", "json")
    assert (folder / "summary.md").read_text(encoding="utf-8") == "before\n"
    cli(*command, "--format", "github")
    text = (folder / "summary.md").read_text(encoding="utf-8")
    assert text.startswith("before\n## ")
    assert "IDX106" in text
    assert len(text.encode()) < MOST_IN_SUMMARY


def test_a_summary_fits_beside_what_the_step_has_written(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    (folder / "summary.md").write_text("x" * (MOST_IN_SUMMARY - 2500), encoding="utf-8")
    cli("replay", "uv-13216-second-url", "--client", "uv==0.7.0", "--format", "github")
    text = (folder / "summary.md").read_text(encoding="utf-8").lstrip("x")
    assert len(text.encode()) <= 2500
    assert "IDX106" in text
    assert "Left out, since the summary of this step holds" in text


def test_azure_is_told_where_the_summary_is(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENT_TEMPDIRECTORY", str(folder))
    out = cli("replay", "uv-13216-second-url", "--client", "uv==0.7.0", "--format", "azure").out
    (file,) = folder.glob("*.md")
    assert out.splitlines()[-1] == f"##vso[task.uploadsummary]{file}"
    assert "IDX106" in file.read_text(encoding="utf-8")


def test_a_summary_that_can_not_be_written_is_said(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "no" / "summary.md"))
    result = cli("replay", "uv-13216-second-url", "--client", "uv==0.7.0", "--format", "github")
    assert result.status == 2
    assert "the summary can't be written" in result.err


def test_a_long_report_in_markdown_is_written_into_several_files(cli: Cli, folder: Path) -> None:
    cli("replay", *["uv-13216-second-url"] * 40, "--client", "uv==0.7.0", "--output", "report.md")
    names = sorted(path.name for path in folder.glob("*.md"))
    assert names[:2] == ["report-2.md", "report.md"]
    assert "report-2.md" in (folder / "report.md").read_text(encoding="utf-8")
