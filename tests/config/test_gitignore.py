"""Which files git ignores."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from idxdoctor.config.gitignore import is_ignored
from idxdoctor.scenario.surroundings import ScenarioFiles

REPO: Final = Path("/repo")
HEAD: Final = {".git/HEAD": "ref: refs/heads/main"}


def ignored(texts: Mapping[str, str], name: str) -> bool:
    """Say whether a file below the repository's folder is ignored, the project lying in `app`."""
    files = ScenarioFiles({REPO / path: text for path, text in texts.items()}, REPO / "app", Path("/home"))
    return is_ignored(files, REPO / name)


@pytest.mark.parametrize(
    ("line", "name", "is_out"),
    [
        ("uv.toml", "uv.toml", True),
        ("uv.toml", "app/uv.toml", True),
        ("/uv.toml", "app/uv.toml", False),
        ("/app/uv.toml", "app/uv.toml", True),
        ("app/uv.toml", "deep/app/uv.toml", False),
        ("*.toml", "app/uv.toml", True),
        ("app/*.toml", "app/in/uv.toml", False),
        ("u?.toml", "uv.toml", True),
        ("[tuv]v.toml", "uv.toml", True),
        ("[!u]v.toml", "uv.toml", False),
        ("**/uv.toml", "a/b/uv.toml", True),
        ("a/**/uv.toml", "a/uv.toml", True),
        ("a/**", "a/b/uv.toml", True),
        ("app/", "app/uv.toml", True),
        ("app", "app/uv.toml", True),
        ("uv.toml/", "uv.toml", False),
        ("#uv.toml", "uv.toml", False),
        ("\\#uv.toml", "#uv.toml", True),
        ("uv.toml   ", "uv.toml", True),
        ("UV.toml", "uv.toml", False),
        ("uv", "uv.toml", False),
        ("", "uv.toml", False),
        ("/", "uv.toml", False),
    ],
)
def test_a_pattern_fits_as_it_does_for_git(line: str, name: str, is_out: bool) -> None:
    assert ignored({".gitignore": f"{line}\n", **HEAD}, name) is is_out


@pytest.mark.parametrize(
    ("lines", "is_out"),
    [
        ("*.toml\n!uv.toml\n", False),
        ("!uv.toml\n*.toml\n", True),
        ("app/\n!app/uv.toml\n", True),
        ("app/*\n!app/uv.toml\n", False),
        ("*.toml\r\n", True),
    ],
)
def test_the_last_pattern_that_fits_decides_but_for_what_lies_in_an_ignored_folder(lines: str, is_out: bool) -> None:
    assert ignored({".gitignore": lines, **HEAD}, "app/uv.toml") is is_out


def test_a_deeper_file_decides_before_one_above_it() -> None:
    assert not ignored({".gitignore": "uv.toml\n", "app/.gitignore": "!uv.toml\n", **HEAD}, "app/uv.toml")


def test_patterns_of_a_deeper_file_begin_there() -> None:
    assert ignored({"app/.gitignore": "/uv.toml\n", **HEAD}, "app/uv.toml")
    assert not ignored({"app/.gitignore": "/uv.toml\n", **HEAD}, "uv.toml")


def test_what_the_repository_excludes_for_one_user_counts() -> None:
    assert ignored({".git/info/exclude": "uv.toml\n", **HEAD}, "app/uv.toml")


def test_without_a_repository_the_projects_own_file_counts() -> None:
    assert ignored({"app/.gitignore": "uv.toml\n"}, "app/uv.toml")
    assert not ignored({".gitignore": "uv.toml\n"}, "app/uv.toml")
    assert not ignored({".gitignore": "uv.toml\n"}, "elsewhere/uv.toml")


def test_a_repository_that_is_a_work_tree_has_a_file_for_its_folder() -> None:
    assert ignored({".git": "gitdir: /elsewhere\n", ".gitignore": "uv.toml\n"}, "app/uv.toml")
