"""Changes to TOML files: formatting, comments and other indexes are kept."""

from __future__ import annotations

import pytest

from idxdoctor.config.edits import edited_texts
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.uv.editor import EDITOR
from idxdoctor.config.uv.plan import read_plan
from idxdoctor.config.uv.toml_edit import in_toml
from idxdoctor.model.errors import InputError
from idxdoctor.model.plan import Index
from tests.surroundings import surroundings

TWO = """# top
[[index]]
name = "a"   # ours
url = "https://h/a"

# of b
[[index]]
name = "b"
url = "https://h/b"

# the end
[pip]
"""


def text_of(after: Surroundings | None) -> str | None:
    return None if after is None else next(iter(edited_texts(after).values()))


def given(text: str, nth: int = 0, name: str = "uv.toml", command: str = "pip compile") -> tuple[Surroundings, Index]:
    here = surroundings(command, files={name: text})
    return here, read_plan(here).defined[nth]


@pytest.mark.parametrize(
    ("nth", "after"),
    [
        (0, TWO.replace('/a"\n', '/a"\nexplicit = true\n')),
        (1, TWO.replace('/b"\n', '/b"\nexplicit = true\n')),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_key_follows_the_last_one(nth: int, after: str, end: str) -> None:
    assert text_of(EDITOR.make_explicit(*given(TWO.replace("\n", end), nth))) == after.replace("\n", end)


def test_a_table_goes_alone() -> None:
    first, second = (
        '[[index]]\nname = "a"   # ours\nurl = "https://h/a"\n',
        '[[index]]\nname = "b"\nurl = "https://h/b"\n',
    )
    assert text_of(EDITOR.drop(*given(TWO, 0))) == TWO.replace(first, "")
    assert text_of(EDITOR.drop(*given(TWO, 1))) == TWO.replace(second, "")


def test_of_two_tables_with_one_url_the_right_one_is_changed() -> None:
    twice = TWO.replace("/b", "/a")
    assert text_of(EDITOR.make_explicit(*given(twice, 1))) == twice.replace(
        'name = "b"\nurl = "https://h/a"\n', 'name = "b"\nurl = "https://h/a"\nexplicit = true\n'
    )


def test_of_two_settings_with_one_url_the_right_one_is_changed() -> None:
    text = 'extra-index-url = ["https://h/a"]\nindex-url = "https://h/a"\n'
    here, index = given(text, 1)
    assert index.default
    assert text_of(EDITOR.move(here, index, "https://g/a")) == text.replace('url = "https://h', 'url = "https://g')


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ('[[index]]\nurl = "https://h/a"', '[[index]]\nurl = "https://g/a"'),
        ('index = [{ url = "https://h/a" }] # x\n', 'index = [{ url = "https://g/a" }] # x\n'),
        ('[pip]\nindex-url = "https://h/a" # x\n', '[pip]\nindex-url = "https://g/a" # x\n'),
        (
            'extra-index-url = [\n  "https://h/a", # x\n  "https://h/b",\n]\n',
            'extra-index-url = [\n  "https://g/a", # x\n  "https://h/b",\n]\n',
        ),
        ('[[index]]\nurl = "https://ci:p=w@h:8080/a/"\n', '[[index]]\nurl = "https://ci:p=w@g/a"\n'),
    ],
)
def test_a_url_is_changed_where_it_stands(text: str, after: str) -> None:
    assert text_of(EDITOR.move(*given(text), "https://g/a")) == after


def test_dotted_keys_hold_tables_too() -> None:
    text = 'tool.uv.index = [{ name = "a", url = "https://h/a" }]\n[project]\nname = "x"\n'
    after = text_of(EDITOR.make_explicit(*given(text, name="pyproject.toml", command="lock")))
    assert after == text.replace('/a" }', '/a" , explicit = true}') or (after or "").count("explicit = true") == 1


def test_a_status_joins_the_others() -> None:
    text = '[[index]]\nurl = "https://h/a"\nignore-error-codes = [\n  401, # why\n]\n'
    after = text_of(EDITOR.ignore_status(*given(text), 403))
    assert after == text.replace("# why\n", "# why\n  403,\n")
    assert EDITOR.ignore_status(*given(text), 401) is None


def test_what_changes_nothing_is_no_edit() -> None:
    here, index = given(TWO)
    assert EDITOR.unset(here, index, "authenticate") is None
    assert EDITOR.forget_credentials(here, index) is None


def test_a_file_that_broke_meanwhile_is_an_error() -> None:
    here = surroundings(files={"uv.toml": "[[index"})
    with pytest.raises(InputError, match=r"uv\.toml: it can't be changed"):
        in_toml(here, "uv.toml", lambda _: True)


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        ("--extra-index-url https://h/a # https://h/a\nfoo\n", "--extra-index-url https://g/a # https://h/a\nfoo\n"),
        ("--extra-index-url=https://h/a\r\nfoo\r\n", "--extra-index-url=https://g/a\r\nfoo\r\n"),
        ("foo \\\n  --hash=x\n--index-url \\\n  https://h/a", "foo \\\n  --hash=x\n--index-url \\\n  https://g/a"),
        ("-i https://${U}@h/a\n", "-i https://${U}@g/a\n"),
    ],
)
def test_requirements_files(lines: str, after: str) -> None:
    here = surroundings("pip install", "-r", "r.txt", files={"r.txt": lines}, env={"U": "ci"})
    index = next(index for index in read_plan(here).defined if index.url.host == "h")
    assert text_of(EDITOR.move(here, index, "https://g/a")) == after


@pytest.mark.parametrize(
    ("env", "after"),
    [
        ({"UV_INDEX": "a=https://h/a https://h/b"}, {"UV_INDEX": "a=https://g/a https://h/b"}),
        ({"UV_DEFAULT_INDEX": "a=https://h/a"}, {"UV_DEFAULT_INDEX": "a=https://g/a"}),
        ({"UV_INDEX_URL": "https://h/a"}, {"UV_INDEX_URL": "https://g/a"}),
    ],
)
def test_variables(env: dict[str, str], after: dict[str, str]) -> None:
    here = surroundings(env=env)
    changed = EDITOR.move(here, read_plan(here).defined[0], "https://g/a")
    assert changed is not None
    assert changed.env == after


@pytest.mark.parametrize(
    ("args", "after"),
    [
        (("--index", "a=https://h/a?x=1"), ("--index", "a=https://g/a")),
        (("--index=a=https://h/a", "--offline"), ("--index=a=https://g/a", "--offline")),
        (("--index", "https://h/a https://h/b"), ("--index", "https://g/a https://h/b")),
    ],
)
def test_arguments(args: tuple[str, ...], after: tuple[str, ...]) -> None:
    here = surroundings("lock", *args)
    changed = EDITOR.move(here, read_plan(here).defined[0], "https://g/a")
    assert changed is not None
    assert changed.args == after


def test_a_name_keeps_what_the_new_variable_held() -> None:
    env = {"UV_INDEX": "https://h/b", "UV_EXTRA_INDEX_URL": "https://h/a"}
    here = surroundings(env=env)
    index = next(index for index in read_plan(here).defined if index.url.path == "/a")
    named = EDITOR.name(here, index, "a")
    assert named is not None
    assert named.env == {"UV_INDEX": "https://h/b a=https://h/a"}
