"""Index options whose value is the name of a configured index."""

from __future__ import annotations

import pytest

from idxdoctor.clients.uv.session import Session
from idxdoctor.config.uv.plan import read_plan
from tests.conversation import header
from tests.surroundings import surroundings

CONFIGURED = """
[[index]]
name = "corp"
url = "https://corp/simple"
explicit = true

[[index]]
name = "mirror"
url = "https://mirror/simple"
default = true
"""
BY_NAME, BEFORE = "0.12.5", "0.12.4"


def searched(version: str, *args: str, folder: str = "other", **env: str) -> list[str]:
    """Return the indexes that are searched, in order."""
    files = {"uv.toml": CONFIGURED, f"{folder}/wheel": ""}
    session = Session(read_plan(surroundings("lock", *args, env=env, files=files)), version)
    return [str(index.url) for index in session.order]


def test_a_name_selects_the_index_even_where_it_is_explicit() -> None:
    assert searched(BY_NAME, "--index", "corp") == ["https://corp/simple", "https://mirror/simple"]
    assert searched(BY_NAME, UV_INDEX="corp") == ["https://corp/simple", "https://mirror/simple"]


def test_before_a_name_was_a_folder() -> None:
    assert searched(BEFORE, "--index", "corp") == ["file://corp", "https://mirror/simple"]


def test_a_name_selects_the_default() -> None:
    assert searched(BY_NAME, "--default-index", "corp") == ["https://corp/simple"]
    assert searched(BEFORE, "--default-index", "corp") == ["file://corp"]


def test_a_default_that_is_selected_as_another_index_leaves_pypi_the_default() -> None:
    assert searched(BY_NAME, "--index", "mirror") == ["https://mirror/simple", "https://pypi.org/simple"]
    assert searched(BEFORE, "--index", "mirror") == ["file://mirror", "https://mirror/simple"]


@pytest.mark.parametrize("value", ["./corp", "other", "name=corp"])
def test_what_is_no_name_of_an_index_is_a_folder(value: str) -> None:
    assert searched(BY_NAME, "--index", value)[0].startswith("file://")


def test_a_folder_of_that_name_comes_first_unless_the_preview_is_on() -> None:
    assert searched(BY_NAME, "--index", "corp", folder="corp")[0] == "file://corp"
    for preview in (["--preview"], ["--preview-features", "index-by-name"]):
        assert searched(BY_NAME, "--index", "corp", *preview, folder="corp")[0] == "https://corp/simple"


def test_an_index_that_is_selected_has_its_credentials() -> None:
    env = {"UV_INDEX_CORP_USERNAME": "ci", "UV_INDEX_CORP_PASSWORD": "cabbage"}
    plan = read_plan(surroundings("lock", "--index", "corp", env=env, files={"uv.toml": CONFIGURED}))
    assert header(Session(plan, BY_NAME).order[0].credential) == "ci:cabbage"


def test_the_preview_refuses_a_name_that_is_none() -> None:
    def refused(version: str, *args: str) -> str | None:
        plan = read_plan(surroundings("lock", "--index", "nope", *args, files={"uv.toml": CONFIGURED}))
        found = Session(plan, version).refused
        return found.text if found else None

    assert refused(BY_NAME, "--preview") == "there is no index named `nope`"
    assert refused(BY_NAME) is None
    assert refused(BEFORE, "--preview") is None
