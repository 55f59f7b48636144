"""`pylock.toml`: what it locks, and to which index."""

from __future__ import annotations

import pytest

from idxdoctor.config.pylock import NAME, locked_by_pylock
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.model.errors import InputError
from tests.surroundings import PROJECT, surroundings

HEAD = 'lock-version = "1.0"\ncreated-by = "uv"\n'
WHEELS = 'wheels = [{ url = "https://h/f/foo-1.0-py3-none-any.whl" }]'


def package(*lines: str, name: str = "foo") -> str:
    return "\n".join(["[[packages]]", f'name = "{name}"', *lines, ""])


def locked(text: str) -> dict[str, tuple[str, str] | None]:
    """Return each package with its index's URL and where the lock says so; None where it names none."""
    files = surroundings(files={"pylock.toml": text}).files
    lock = TomlFile.read(files, PROJECT / "pylock.toml")
    assert lock is not None
    return {name: index and (index.url.reveal(), str(index.provenance)) for name, index in locked_by_pylock(lock)}


def test_a_package_is_to_be_had_from_the_index_that_is_named() -> None:
    text = HEAD + package('index = "https://h/simple"', WHEELS, name="Foo_Bar") + package('index = "https://g/"')
    assert locked(text) == {
        "foo-bar": ("https://h/simple", "pylock.toml:3"),
        "foo": ("https://g/", "pylock.toml:7"),
    }


def test_files_without_an_index_may_come_from_any() -> None:
    assert locked(HEAD + package(WHEELS)) == {"foo": None}
    assert locked(HEAD + package('sdist = { url = "https://h/foo-1.0.tar.gz" }')) == {"foo": None}


@pytest.mark.parametrize(
    "line",
    [
        'vcs = { type = "git", url = "https://h/foo" }',
        'directory = { path = "." }',
        'archive = { url = "https://h/foo.zip" }',
        'wheels = [{ path = "foo-1.0-py3-none-any.whl" }]',
        'sdist = { path = "foo-1.0.tar.gz" }',
        "",
    ],
)
def test_what_no_index_serves_is_left_out(line: str) -> None:
    assert locked(HEAD + package(line)) == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "pylock.toml: the lock has no `lock-version`"),
        ('\nlock-version = "2.0"\n', "pylock.toml:2: the lock is of a version that is not known"),
        ("lock-version = 1\n", "pylock.toml:1: the lock is of a version that is not known"),
        (HEAD + "packages = 1\n", "pylock.toml: `packages` must be a list of tables"),
        (HEAD + "packages = [1]\n", "pylock.toml: each `[[packages]]` must be a table with a `name`"),
        (HEAD + '[[packages]]\nversion = "1"\n', "pylock.toml:3: each `[[packages]]` must be a table with a `name`"),
        (HEAD + package('index = "ci:zq7Canary@h"'), "pylock.toml:3: an index's URL can't be read"),
        ("lock-version =\n", "pylock.toml:1:15: invalid TOML"),
    ],
)
def test_what_is_no_such_lock_is_told_with_its_place_and_a_remedy(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        locked(text)
    assert str(caught.value).startswith(says)
    assert caught.value.remedy
    assert "Canary" not in str(caught.value)


def test_its_name_may_have_one_word_in_it() -> None:
    assert [bool(NAME.fullmatch(name)) for name in ("pylock.toml", "pylock.dev.toml", "pylock.a.b.toml")] == [
        True,
        True,
        False,
    ]
