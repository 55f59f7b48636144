"""The GitHub action: its steps, run as GitHub runs them, on a loopback index."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pytest
import yaml

from idxdoctor.capture.running.binaries import program_of
from idxdoctor.clients.registry import client_of
from tests.composite import Job, plain_environment
from tests.transport.loopback import Loopback, answers, serving
from tests.transport.test_check import PAGE_OF_FOO

ROOT: Final = Path(__file__).parent.parent
ACTION: Final = ROOT / "action.yml"
NEW: Final = "uv==0.13.9"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the steps are run by bash")


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A job in an empty workspace, with this environment's idxdoctor as if it had been installed."""
    workspace, runner = tmp_path / "workspace", tmp_path / "runner"
    workspace.mkdir()
    runner.mkdir()
    env = plain_environment(tmp_path, Path(sys.executable).parent) | {"UV_HTTP_RETRIES": "0"}
    made = Job(ROOT, workspace, runner, env)
    made.outputs["steps.install.outputs.bin"] = str(Path(sys.executable).parent)
    return made


@pytest.fixture
def index(job: Job) -> Iterator[Loopback]:
    """The only index; it has what begins with f, and refuses the rest."""

    def handle(request: BaseHTTPRequestHandler) -> None:
        (PAGE_OF_FOO if request.path.startswith("/simple/f") else answers(403))(request)

    with serving(handle) as server:
        job.env = {**job.env, "UV_DEFAULT_INDEX": server.url.replace("://", "://ci:zq7Canary@") + "/simple"}
        yield server


def asked(server: Loopback) -> list[str]:
    return sorted(seen.path.split("/")[2] for seen in server.seen)


def test_the_file_is_valid_by_the_published_schema() -> None:
    program = Path(sys.executable).parent / "check-jsonschema"
    command = [str(program), "--builtin-schema", "vendor.github-actions", str(ACTION)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout


def test_no_script_has_an_expression_in_it() -> None:
    """What stands in an input would be taken for a part of the script."""
    steps = yaml.safe_load(ACTION.read_text())["runs"]["steps"]
    assert [step["id"] for step in steps if "${{" in step["run"]] == []
    assert all(re.fullmatch(r"\$\{\{ [\w.-]+ \}\}", value) for step in steps for value in step["env"].values())


def test_what_is_healthy_passes(job: Job, index: Loopback) -> None:
    assert job.run("check", packages="foo  flask\nfar", client=NEW) == 0
    assert (job.output("status"), asked(index)) == ("0", ["far", "flask", "foo"])
    assert job.printed.count("idxdoctor: ") == 3
    assert job.summary.startswith("## Index check\n")
    assert Path(job.output("markdown")).read_text().startswith("## Index check\n")


@pytest.mark.usefixtures("index")
def test_a_problem_fails_the_step_and_is_an_annotation_and_in_the_summary(job: Job) -> None:
    sarif, junit = job.workspace / "out.sarif", job.workspace / "out.xml"
    assert job.run("check", packages="bar", client=NEW, sarif="out.sarif", junit="out.xml") == 1
    assert job.output("status") == "1"
    assert "\n::error file=pyproject.toml,line=1,title=IDX2" in job.printed
    assert "IDX2" in job.summary
    assert json.loads(sarif.read_text())["runs"][0]["results"]
    assert ElementTree.fromstring(junit.read_text())[0].get("failures") == "1"  # noqa: S314 - written here
    report = Path(job.output("json")).read_text()
    assert "zq7Canary" in job.masked
    assert "zq7Canary" not in job.summary + report


def test_the_report_of_one_run_is_the_baseline_of_the_next(job: Job, index: Loopback) -> None:
    assert job.run("check", packages="bar", client=NEW) == 1
    before = job.output("json")
    assert job.run("check", packages="bar", client=NEW, baseline=before) == 0
    assert job.run("check", packages="bar baz", client=NEW, baseline=before) == 1
    assert index.seen


def test_files_of_requirements_are_looked_up(job: Job, index: Loopback) -> None:
    sub = job.workspace / "sub folder"
    sub.mkdir()
    (sub / "a.txt").write_text("foo\n")
    (sub / "b c.txt").write_text("far\n")
    assert job.run("check", requirements="a.txt\nb c.txt\n", client=NEW, working_directory="sub folder") == 0
    assert asked(index) == ["far", "foo"]


def test_further_options_stand_one_a_line(job: Job, index: Loopback) -> None:
    like = f"--like=uv pip install --index-url {index.url}/simple"
    job.env = {name: value for name, value in job.env.items() if name != "UV_DEFAULT_INDEX"}
    assert job.run("check", packages="bar", client=NEW, args=f"{like}\n--ignore\nIDX") == 0
    assert asked(index) == ["bar"]


@pytest.mark.usefixtures("index")
def test_the_summary_can_be_left_out(job: Job) -> None:
    assert job.run("check", packages="foo", client=NEW, summary="false") == 0
    assert job.summary == ""


def test_what_could_not_be_checked_fails_with_its_own_status(job: Job) -> None:
    job.env = {**job.env, "UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple"}
    assert job.run("check", packages="foo", client=NEW) == 3
    assert job.output("status") == "3"


def test_wrong_input_is_told(job: Job) -> None:
    assert job.run("check", requirements="missing.txt", client=NEW) == 2
    assert job.output("status") == "2"
    assert "missing.txt: there is no such file" in job.printed
    assert job.run("check", packages="foo", sarif="out.json") == 2
    assert job.run("check", packages="foo", junit="out.json") == 2


HOSTILE: Final = ("$(touch pwned)`touch pwned`\"; touch pwned; \"'; touch pwned; '", "x\ntouch pwned\n*")


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "name", ["packages", "requirements", "client", "timeout", "baseline", "args", "sarif", "junit"]
)
def test_no_input_is_run_or_makes_an_output_of_its_own(job: Job, name: str, text: str) -> None:
    ending = {"sarif": ".sarif", "junit": ".xml"}.get(name, "")
    (job.workspace / "secret-name").write_text("")
    job.run("check", **{"packages": "foo", "client": NEW, name: text + ending})
    assert not list(job.workspace.rglob("pwned*")) + list(job.runner.rglob("pwned"))
    assert "secret-name" not in job.printed
    assert {output.rpartition(".")[2] for output in job.outputs} == {"bin", "status", "markdown", "json"}
    assert not re.search(r"^::(?!error |warning |notice )", job.printed, re.MULTILINE)


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("installer", ["pip", "uv"])
def test_it_installs_itself_though_the_index_of_the_job_fails(job: Job, tmp_path: Path, installer: str) -> None:
    """From the index that pip uses here, with the machine's certificates."""
    programs = [program_of(client_of(NEW)).parent] if installer == "uv" else []
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "HTTP", "REQUESTS_"))}
    broken = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_EXTRA_INDEX_URL": "http://127.0.0.1:9/simple"}
    path = plain_environment(tmp_path, *programs, Path(sys.base_prefix) / "bin")["PATH"]
    job.env = {**kept, **job.env, **broken, "PATH": path}
    assert job.run(packages="foo", client=NEW, install_index=_index_of_this_machine()) == 0, job.printed
    assert Path(job.outputs["steps.install.outputs.bin"]).is_relative_to(job.runner)
    assert (job.output("status"), (job.runner / "idxdoctor" / "bin" / "pip").exists()) == ("0", installer == "pip")


def _index_of_this_machine() -> str:
    """Return the index that pip uses here."""
    command = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    return done.stdout.strip() or os.environ.get("PIP_INDEX_URL") or "https://pypi.org/simple"
