"""What the README gives for pipelines: valid by the published schemas, and its shell lines run on a loopback index."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import pytest
import yaml

from tests.composite import Job, plain_environment
from tests.transport.loopback import Handler, Loopback, answers, serving
from tests.transport.test_check import PAGE_OF_FOO

ROOT: Final = Path(__file__).parent.parent
README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
BIN: Final = Path(sys.executable).parent

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the lines are those of a POSIX shell")


def snippet(name: str) -> str:
    """Return the block that stands after a comment with this name."""
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found is not None, name
    return found[1]


def parsed(name: str) -> Any:  # noqa: ANN401 - YAML: any of its values
    return yaml.safe_load(snippet(name))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that depends on foo, on a machine on whose path pip and venv only pretend to install idxdoctor."""
    folder, programs = tmp_path / "project", tmp_path / "programs"
    folder.mkdir()
    programs.mkdir()
    (folder / "pyproject.toml").write_text('[project]\nname = "app"\ndependencies = ["foo"]\n')
    (folder / "requirements.txt").write_text("foo\n")
    scripts = {
        "pip": 'test "$*" = "install idxdoctor"',
        "idxdoctor": f'exec {BIN}/idxdoctor "$@"',
        "python3": f'test "$1 $2" = "-m venv" && mkdir -p "$3" && ln -s {programs} "$3/bin"',
    }
    for name, script in scripts.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    return folder


def run(project: Path, shell: list[str], script: str, index: Loopback) -> subprocess.CompletedProcess[str]:
    """Run a script in the project, whose only index is this one."""
    env = plain_environment(project.parent, project.parent / "programs")
    env |= {"UV_DEFAULT_INDEX": index.url.replace("://", "://ci:zq7Canary@") + "/simple", "CI": "true"}
    return subprocess.run(
        [*shell, script], cwd=project, env=env, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture(params=[0, 1], ids=["healthy", "refused"])
def status(request: pytest.FixtureRequest) -> int:
    """How the check must end."""
    code: int = request.param
    return code


@pytest.fixture
def index(status: int) -> Iterator[Loopback]:
    """An index that has foo, or refuses it."""
    handler: Handler = answers(401) if status else PAGE_OF_FOO
    with serving(handler) as server:
        yield server


@pytest.mark.parametrize(
    ("name", "schema"),
    [("github", "github-workflows"), ("gitlab", "gitlab-ci"), ("azure", "azure-pipelines")],
)
def test_a_pipeline_is_valid_by_the_published_schema(tmp_path: Path, name: str, schema: str) -> None:
    file = tmp_path / "pipeline.yml"
    file.write_text(snippet(name))
    done = subprocess.run(
        [str(BIN / "check-jsonschema"), "--builtin-schema", f"vendor.{schema}", str(file)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout


def test_on_github_the_action_is_used_with_inputs_that_it_has(
    project: Path, index: Loopback, status: int, tmp_path: Path
) -> None:
    (step,) = [step for step in parsed("github")["jobs"]["check"]["steps"] if "idxdoctor@" in step["uses"]]
    runner = tmp_path / "runner"
    runner.mkdir()
    env = plain_environment(tmp_path, BIN) | {"UV_DEFAULT_INDEX": f"{index.url}/simple"}
    job = Job(ROOT, project, runner, env, {"steps.install.outputs.bin": str(BIN)})
    assert job.run("check", **step["with"]) == status
    assert (project / step["with"]["sarif"]).exists()


def test_on_gitlab_the_reports_are_those_that_it_is_told_of(project: Path, index: Loopback, status: int) -> None:
    job = parsed("gitlab")["index-check"]
    done = run(project, ["bash", "-eo", "pipefail", "-c"], "\n".join(job["script"]), index)
    assert done.returncode == status, done.stderr
    reports = job["artifacts"]["reports"]
    assert len(json.loads((project / reports["codequality"]).read_text())) == status
    assert ElementTree.fromstring((project / reports["junit"]).read_text())[0].get("failures") == str(status)  # noqa: S314 - written here


def test_on_azure_problems_are_issues_of_the_log(project: Path, index: Loopback, status: int) -> None:
    script, publish = parsed("azure")["steps"]
    done = run(project, ["bash", "-c"], script["script"], index)
    assert done.returncode == status, done.stderr
    assert ("##vso[task.logissue type=error" in done.stdout) is bool(status)
    assert (project / publish["inputs"]["testResultsFiles"]).exists()


def test_on_jenkins_the_report_is_the_one_that_it_is_told_of(project: Path, index: Loopback, status: int) -> None:
    text = snippet("jenkins")
    assert text.count("{") == text.count("}")
    *before, last = re.findall(r"\bsh '([^']*)'", text)
    assert [run(project, ["sh", "-xec"], line, index).returncode for line in before] == [0]
    done = run(project, ["sh", "-xec"], last, index)
    assert done.returncode == status, done.stderr
    (report,) = re.findall(r"\bjunit '([^']*)'", text)
    assert (project / report).exists()
    assert done.stdout.startswith("foo: ")


def test_no_line_waits_for_a_person_or_shows_a_secret(project: Path, index: Loopback, status: int) -> None:
    assert status in {0, 1}
    done = run(project, ["bash", "-c"], "idxdoctor check --fix --probe --timeout 30", index)
    assert done.returncode == status, done.stderr
    assert "zq7Canary" not in done.stdout + done.stderr


def test_the_hooks_for_pre_commit_are_those_that_there_are(tmp_path: Path) -> None:
    there = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    assert {hook["id"] for hook in parsed("pre-commit")["repos"][0]["hooks"]} == there
    file = tmp_path / ".pre-commit-config.yaml"
    file.write_text(snippet("pre-commit"))
    for command in (["validate-config", str(file)], ["validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]):
        subprocess.run([str(BIN / "pre-commit"), *command], check=True, capture_output=True, timeout=60)
