"""Project names, as a person gives them and as a page's URL has them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idxdoctor.config.names import normalized_name, package_name
from idxdoctor.model.errors import InputError


@pytest.mark.parametrize("name", ["Foo-Bar", "foo.bar", "foo_bar", "FOO--bar", "foo-_.bar"])
def test_spellings_of_one_name(name: str) -> None:
    assert normalized_name(name) == "foo-bar"


@pytest.mark.parametrize(
    "text",
    [
        "Foo_Bar",
        " foo.bar ",
        "foo-bar>=1.0",
        "foo-bar ~= 1.0",
        "foo-bar==1.0",
        "foo-bar!=1",
        "foo-bar[extra]>=1",
        "foo-bar (>=1)",
        "foo-bar ; python_version < '3.12'",
    ],
)
def test_a_requirement_names_its_project(text: str) -> None:
    assert package_name(text) == "foo-bar"


@pytest.mark.parametrize(
    "text", ["", " ", "-r", "--foo", ".", "foo/bar", "https://ci:zq7Canary@h/", "zq7Canary@h", "é"]
)
def test_what_is_no_name_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(InputError) as caught:
        package_name(text)
    assert "zq7Canary" not in str(caught.value)
    assert caught.value.remedy


@given(st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", fullmatch=True))
def test_every_name_is_found_and_normalized_once_and_for_all(name: str) -> None:
    found = package_name(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found)
    assert package_name(found) == found
