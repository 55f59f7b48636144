"""Requirements files of `uv pip`: the indexes and packages that their lines name."""

from __future__ import annotations

import pytest

from idxdoctor.config.uv.plan import read_plan
from idxdoctor.config.uv.requirements import requirement_lines
from idxdoctor.config.uv.sources import project_dependencies
from idxdoctor.model.errors import InputError
from tests.surroundings import surroundings

FILE = {
    "requirements.txt": "--extra-index-url https://b/simple\n-i https://d/simple\nFoo>=1 # why\nbar @ https://x/y.whl\n"
}


def test_its_indexes_come_after_all_others() -> None:
    here = surroundings("pip install", "-r", "requirements.txt", env={"UV_INDEX": "https://c/simple"}, files=FILE)
    plan = read_plan(here)
    assert [str(index.url) for index in plan.defined] == ["https://c/simple", "https://b/simple", "https://d/simple"]
    assert [str(index.provenance) for index in plan.defined] == ["UV_INDEX", "requirements.txt:1", "requirements.txt:2"]


def test_its_default_counts_only_where_nothing_else_is_one() -> None:
    here = surroundings("pip compile", "requirements.txt", env={"UV_INDEX_URL": "https://c/simple"}, files=FILE)
    assert [index.url.host for index in read_plan(here).defined if index.default] == ["c", "d"]


def test_its_packages_are_what_is_needed_and_urls_need_no_index() -> None:
    assert project_dependencies(surroundings("pip install", "--requirement=requirements.txt", files=FILE)) == ["foo"]


def test_variables_in_braces_are_put_in_and_others_are_left() -> None:
    files = {"a.in": "-i https://ci:${TOKEN}@h/${lower}/${NONE}\n"}
    (line,) = requirement_lines(surroundings("pip compile a.in", env={"TOKEN": "t", "lower": "x"}, files=files))
    assert (line.option, line.value) == ("--index-url", "https://ci:t@h/${lower}/${NONE}")


def test_files_are_read_within_files_from_where_they_stand() -> None:
    files = {"a.in": "-r more/b.txt\n", "more/b.txt": "-r c.txt\n", "more/c.txt": "foo \\\n  >=1\n"}
    (line,) = requirement_lines(surroundings("pip compile", "a.in", "-o", "out.txt", files=files))
    assert (line.value, str(line.provenance)) == ("foo    >=1", "more/c.txt:1")


@pytest.mark.parametrize("files", [{}, {"a.txt": "-r a.txt\n"}])
def test_a_missing_file_or_a_circle_is_an_error(files: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"a.txt: (there is no such file|requirements files name each other)"):
        requirement_lines(surroundings("pip install", "-r", "a.txt", files=files))


def test_project_commands_read_none() -> None:
    assert requirement_lines(surroundings("lock", "-r", "requirements.txt", files=FILE)) == []
