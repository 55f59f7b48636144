"""The changes that fixes make to uv's configuration, as a user would see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from idxdoctor.config.shown import shown_changes
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.uv.editor import EDITOR
from idxdoctor.config.uv.plan import read_plan
from idxdoctor.model.plan import Index
from tests.surroundings import surroundings

Edit = Callable[[Surroundings, Index], Surroundings | None]
URL = "https://h/simple"
WITH_USER = {"UV_INDEX_URL": "https://ci@h/simple"}
NAMED = {"UV_INDEX": f"corp={URL}"}


def changes(env: Mapping[str, str], edit: Edit, files: Mapping[str, str] | None = None) -> list[str] | None:
    """Return what an edit of the first index shows, or None where it can't be made."""
    here = surroundings("pip compile", env=env, files=files)
    after = edit(here, read_plan(here).defined[0])
    return None if after is None else list(shown_changes(here, after, "uv"))


def give_username(here: Surroundings, index: Index) -> Surroundings | None:
    return EDITOR.give_username(here, index, None)


def give_host(here: Surroundings, _: Index) -> Surroundings | None:
    return EDITOR.give_host_credentials(here, "files.h")


def name(here: Surroundings, index: Index) -> Surroundings | None:
    return EDITOR.name(here, index, "corp")


@pytest.mark.parametrize(
    ("env", "edit", "shown"),
    [
        (NAMED, give_username, ["export UV_INDEX_CORP_USERNAME='<username>'"]),
        ({"UV_INDEX_URL": URL}, give_username, ["export UV_INDEX_URL='https://<username>@h/simple'"]),
        (WITH_USER, EDITOR.forget_credentials, [f"export UV_INDEX_URL={URL}"]),
        ({**NAMED, "UV_INDEX_CORP_PASSWORD": "cabbage"}, EDITOR.forget_credentials, ["unset UV_INDEX_CORP_PASSWORD"]),
        ({"UV_DEFAULT_INDEX": URL}, name, [f"export UV_DEFAULT_INDEX=corp={URL}"]),
        ({"UV_INDEX_URL": URL}, name, [f"export UV_DEFAULT_INDEX=corp={URL}", "unset UV_INDEX_URL"]),
    ],
)
def test_a_step_shows_what_to_set(env: dict[str, str], edit: Edit, shown: list[str]) -> None:
    assert changes(env, edit) == shown


def test_a_host_that_no_index_names_gets_a_netrc_entry() -> None:
    assert "+machine files.h login <username> password <password>" in (changes(NAMED, give_host) or [])


def test_an_index_in_a_table_is_named_there() -> None:
    shown = changes({}, name, {"uv.toml": f'[[index]]\nurl = "{URL}"\n'})
    assert '+name = "corp"' in (shown or [])


def test_an_index_is_defined_again_where_every_command_reads_it() -> None:
    here = surroundings(
        "pip compile", env={"UV_INDEX": "https://other/simple"}, files={"uv.toml": f'index-url = "{URL}"'}
    )
    unread = read_plan(here).defined[-1]
    after = EDITOR.add(here, unread)
    assert after is not None
    assert after.env["UV_DEFAULT_INDEX"] == URL
    again = EDITOR.add(here, unread._replace(default=False, name="corp"))
    assert again is not None
    assert again.env["UV_INDEX"] == f"corp={URL} https://other/simple"


def test_a_built_in_index_is_not_defined_again() -> None:
    here = surroundings("pip compile")
    assert EDITOR.add(here, read_plan(here).defined[0]) is None
