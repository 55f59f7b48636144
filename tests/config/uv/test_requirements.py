"""Requirements files of `uv pip`: the indexes and packages that their lines name."""

from __future__ import annotations

import pytest

from idxdoctor.config.uv.needs import project_dependencies
from idxdoctor.config.uv.plan import read_plan
from idxdoctor.config.uv.requirements import requirement_lines
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


def needs(text: str, **files: str) -> list[str]:
    """Return the packages that a requirements file asks indexes for."""
    here = surroundings("pip install", "-r", "a.txt", files={"a.txt": text, **files})
    return project_dependencies(here)


@pytest.mark.parametrize(
    "line",
    [
        "foo @ https://h/foo-1.0.tar.gz",
        "https://h/foo-1.0-py3-none-any.whl",
        "git+https://h/foo.git@main#egg=foo",
        "file:///wheels/foo-1.0.tar.gz",
        "./foo",
        "../foo[extra]",
        "/wheels/foo-1.0-py3-none-any.whl",
        "~/foo",
        "sub/foo",
        "C:\\wheels\\foo.whl",
        "foo-1.0-py3-none-any.whl",
        "foo-1.0.tar.gz ; sys_platform == 'win32'",
        "-e ./foo",
        "--editable=git+https://h/foo.git",
        "--pre",
        "--require-hashes",
        "--no-binary :all:",
        "-chere.txt",
        "--constraint here.txt",
        "# foo",
    ],
)
def test_what_is_no_name_is_not_asked_for(line: str) -> None:
    assert needs(f"{line}\nbar\n", **{"here.txt": "limited<2\n"}) == ["bar"]


@pytest.mark.parametrize(
    "line",
    [
        "Foo",
        "foo==1.0",
        "foo (>=1)",
        "foo>=1,<2;python_version<'3.12'",
        "foo[a,b]~=1.0 ; extra == 'x'",
        "foo==1.0 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11",
        "foo != 2 # why",
    ],
)
def test_a_name_is_asked_for_whatever_follows_it(line: str) -> None:
    assert needs(f"{line}\n") == ["foo"]


@pytest.mark.parametrize("flag", ["-r sub/b.txt", "-rsub/b.txt", "-r=sub/b.txt", "--requirement=sub/b.txt"])
def test_an_included_file_is_read_however_it_is_named(flag: str) -> None:
    assert needs(f"{flag}\n", **{"sub/b.txt": "foo\n"}) == ["foo"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\nfoo bar\n", "a.txt:2: a requirement has no name"),
        ("foo\n\n[extra]\n", "a.txt:3: a requirement has no name"),
        ("-r\n", "a.txt:1: the name of a file must follow"),
        ("-r https://h/b.txt\n", "a.txt:1: a requirements file on a server is not read"),
        ("-c missing.txt\n", "missing.txt: there is no such file\n  It is named as a requirements file: a.txt:1."),
        ("-r missing.txt\n", "missing.txt: there is no such file\n  It is named as a requirements file: a.txt:1."),
    ],
)
def test_a_fault_in_a_file_is_told_with_its_line(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        needs(text)
    assert str(caught.value).startswith(says)


def test_a_file_on_a_server_is_not_read() -> None:
    with pytest.raises(InputError, match="files of this machine only"):
        requirement_lines(surroundings("pip install", "-r", "https://h/a.txt"))


def test_a_file_may_switch_indexes_off() -> None:
    assert read_plan(surroundings("pip install", "-r", "a.txt", files={"a.txt": "--no-index\nfoo\n"})).no_index


def test_what_a_marker_leaves_out_on_this_machine_is_not_asked_for() -> None:
    files = {"a.in": "flask\npywin32 ; sys_platform == 'plan9'\n"}
    assert project_dependencies(surroundings("pip compile a.in", files=files)) == ["flask"]
