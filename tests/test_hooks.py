"""The hooks for pre-commit, installed and run by it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

import pytest
import yaml

from tests.worlds import world_text

ROOT: Final = Path(__file__).parent.parent
HOOKS: Final = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())

Hook: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository in which nothing is wrong."""
    folder = tmp_path / "repository"
    (folder / "scenarios").mkdir(parents=True)
    (folder / "scenarios" / "made-up.yaml").write_text(world_text({}))
    (folder / "pyproject.toml").write_text('[[tool.uv.index]]\nname = "corp"\nurl = "https://h.example/simple"\n')
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    return folder


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, timeout=30)


def entry(hook: str, folder: Path, *files: str) -> subprocess.CompletedProcess[str]:
    """Run a hook's entry as pre-commit does, with the files that changed if the hook takes them."""
    (found,) = [one for one in HOOKS if one["id"] == hook]
    words = found["entry"].split()
    program = Path(sys.executable).parent / words[0]
    named = files if found.get("pass_filenames", True) else ()
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_CONFIG_DIRS": str(folder),
        "ALL_PROXY": "http://127.0.0.1:9",
    }
    return subprocess.run(
        [str(program), *words[1:], *named], cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_repository_in_which_nothing_is_wrong_passes(repository: Path) -> None:
    assert entry("idxdoctor-config", repository).returncode == 0
    assert entry("idxdoctor-scenarios", repository, "scenarios/made-up.yaml").returncode == 0


def test_a_password_in_a_file_of_the_project_fails(repository: Path) -> None:
    text = '[[tool.uv.index]]\nname = "corp"\nurl = "https://ci:zq7Canary@h.example/simple"\n'
    (repository / "pyproject.toml").write_text(text)
    done = entry("idxdoctor-config", repository)
    assert done.returncode == 1
    assert done.stderr == (
        "1 thing to mend in files of the project:\n  pyproject.toml:3: the password of corp stands in its URL\n"
    )
    assert "zq7Canary" not in done.stdout + done.stderr


def test_faults_of_all_scenarios_are_told_at_once(repository: Path) -> None:
    for name in ("a", "b"):
        (repository / "scenarios" / f"{name}.yaml").write_text("id: 1\n")
    done = entry("idxdoctor-scenarios", repository, "scenarios/a.yaml", "scenarios/made-up.yaml", "scenarios/b.yaml")
    assert (done.returncode, done.stdout) == (2, "made-up is a valid scenario\n")
    assert "scenarios/a.yaml:1" in done.stderr
    assert "scenarios/b.yaml:1" in done.stderr


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="pre-commit installs hooks from a git repository")
def test_pre_commit_installs_and_runs_them(repository: Path, tmp_path: Path) -> None:
    (repository / "scenarios" / "made-up.yaml").write_text("id: 1\n")
    program = shutil.which("pre-commit", path=str(Path(sys.executable).parent))
    assert program is not None
    env = os.environ | {"PRE_COMMIT_HOME": str(tmp_path / "pre-commit"), "NO_COLOR": "1"}
    done = subprocess.run(
        [program, "try-repo", str(ROOT), "--all-files", "--color", "never"],
        cwd=repository,
        env={name: value for name, value in env.items() if not name.startswith("GIT_")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    results = [line.rpartition(".")[2] for line in done.stdout.splitlines() if line.startswith("idxdoctor ")]
    assert results == ["Passed", "Failed"], done.stdout + done.stderr
    assert "scenarios/made-up.yaml:1" in done.stdout
