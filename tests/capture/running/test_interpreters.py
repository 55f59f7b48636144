"""What uv finds out about the interpreter."""

from __future__ import annotations

from pathlib import Path

import pytest

from idxdoctor.capture.running import interpreters
from idxdoctor.capture.running.interpreters import learn, lend


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpreters, "_known", {})


def cache(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name / "a" / "b.msgpack"
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return folder


def test_what_one_run_finds_out_is_lent_to_the_next_of_the_same_program(tmp_path: Path) -> None:
    learn(Path("uv"), cache(tmp_path / "one", **{"interpreter-v4": "python", "simple-v15": "a page"}))
    lend(Path("uv"), tmp_path / "two")
    lend(Path("another"), tmp_path / "three")
    lent = [path for path in tmp_path.joinpath("two").rglob("*") if path.is_file()]
    assert [(path.relative_to(tmp_path).as_posix(), path.read_text()) for path in lent] == [
        ("two/interpreter-v4/a/b.msgpack", "python")
    ]
    assert not (tmp_path / "three").exists()


def test_a_run_that_finds_out_nothing_leaves_it_to_the_next(tmp_path: Path) -> None:
    learn(Path("uv"), cache(tmp_path / "one", **{"simple-v15": "a page"}))
    learn(Path("uv"), cache(tmp_path / "two", **{"interpreter-v5": "python"}))
    lend(Path("uv"), tmp_path / "three")
    assert (tmp_path / "three" / "interpreter-v5" / "a" / "b.msgpack").read_text() == "python"
