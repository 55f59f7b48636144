"""`idxdoctor scenarios`."""

from __future__ import annotations

from pathlib import Path

from idxdoctor.scenario.catalogue import shipped_scenarios
from idxdoctor.scenario.loader import load_scenario
from tests.cli.conftest import Cli
from tests.worlds import world_text


def test_all_that_come_along_are_listed_with_their_titles(cli: Cli) -> None:
    lines = cli("scenarios").out.splitlines()
    assert len(lines) == len(shipped_scenarios())
    for line, file in zip(lines, shipped_scenarios(), strict=True):
        assert line.split()[0] == file.stem
        assert line.endswith(load_scenario(file).title)


def test_one_is_shown_as_it_stands_in_its_file(program: Cli) -> None:
    file = shipped_scenarios()[0]
    assert program("scenarios", "--show", file.stem).out == file.read_text(encoding="utf-8")


def test_a_file_of_ones_own_is_checked(cli: Cli, folder: Path) -> None:
    (folder / "made-up.yaml").write_text(world_text({}))
    assert cli("scenarios", "--validate", "made-up.yaml").out == "made-up is a valid scenario\n"
    (folder / "made-up.yaml").write_text(world_text({}) + "more: 1\n")
    assert cli("scenarios", "--validate", "made-up.yaml").status == 2


def test_the_faults_of_all_files_are_told_at_once(cli: Cli, folder: Path) -> None:
    (folder / "made-up.yaml").write_text(world_text({}))
    for name in ("a.yaml", "b.yaml"):
        (folder / name).write_text(world_text({}) + "more: 1\n")
    result = cli("scenarios", "--validate", "a.yaml", "made-up.yaml", "b.yaml", "a.yaml")
    assert (result.status, result.out) == (2, "made-up is a valid scenario\n")
    assert result.err.count("a.yaml:") == 1
    assert result.err.count("b.yaml:") == 1


def test_files_and_the_wish_to_check_them_belong_together(cli: Cli) -> None:
    assert "the files to check must follow" in cli("scenarios", "--validate").err
    assert "files are given to be checked" in cli("scenarios", "made-up.yaml").err
