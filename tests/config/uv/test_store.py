"""uv's own credentials file."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from idxdoctor.config.uv.store import stored_credentials
from idxdoctor.model.errors import InputError
from idxdoctor.model.plan import StoredCredential
from tests.conversation import header
from tests.surroundings import surroundings

FILE = "~/.local/share/uv/credentials/credentials.toml"


def entry(*lines: str) -> str:
    return "\n".join(["[[credential]]", *lines, ""])


CI = entry("service = 'https://h/simple'", "username = 'ci'", "password = 'cabbage'")
TOKEN = entry("service = 'https://h'", "scheme = 'bearer'", "token = 'cabbage'")


def stored(text: str, at: str = FILE, env: Mapping[str, str] | None = None) -> tuple[StoredCredential, ...]:
    return stored_credentials(surroundings(files={at: text}, env=env))


def test_without_a_file_nothing_is_stored() -> None:
    assert stored_credentials(surroundings()) == ()
    assert stored("") == ()


def test_an_entry_gives_a_username_and_a_password_below_its_service() -> None:
    [found] = stored(CI)
    assert (found.service.reveal(), header(found.credential)) == ("https://h/simple", "ci:cabbage")
    assert found.credential.reach.covers(found.service.origin)
    assert not found.credential.bearer


def test_a_password_may_be_left_out() -> None:
    [found] = stored(entry("service = 'https://h'", "username = 'ci'"))
    assert found.credential.password is None


def test_a_bearer_entry_gives_a_token() -> None:
    [found] = stored(TOKEN)
    assert found.credential.bearer
    assert header(found.credential) == ":cabbage"


def test_a_bare_host_is_one_by_https() -> None:
    [found] = stored(entry("service = 'h:8443'", "username = 'ci'"))
    assert found.service.reveal().rstrip("/") == "https://h:8443"


def test_of_entries_for_one_service_and_username_the_last_counts() -> None:
    other = entry("service = 'https://h/simple'", "username = 'bot'", "password = 'carrot'")
    newer = CI.replace("cabbage", "turnip")
    assert [header(one.credential) for one in stored(CI + other + newer)] == ["ci:turnip", "bot:carrot"]
    newest = TOKEN.replace("cabbage", "turnip")
    assert len(stored(TOKEN + newest)) == 1


def test_each_entry_says_where_it_stands() -> None:
    assert [str(found.credential.provenance) for found in stored(CI + TOKEN)] == [f"{FILE}:2", f"{FILE}:6"]


@pytest.mark.parametrize(
    ("at", "env"),
    [
        ("/data/uv/credentials/credentials.toml", {"XDG_DATA_HOME": "/data"}),
        ("/elsewhere/credentials.toml", {"UV_CREDENTIALS_DIR": "/elsewhere", "XDG_DATA_HOME": "/data"}),
        ("secrets/credentials.toml", {"UV_CREDENTIALS_DIR": "secrets"}),
        (FILE, {"UV_CREDENTIALS_DIR": "", "XDG_DATA_HOME": ""}),
    ],
)
def test_variables_say_where_the_file_is(at: str, env: dict[str, str]) -> None:
    assert len(stored(CI, at, env)) == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("credential = 1", 1),
        ("credential = [1]", 1),
        (entry("username = 'ci'"), 1),
        (entry("service = 1", "username = 'ci'"), 2),
        (entry("service = 'https://ci:zq7/Canary@h'", "username = 'ci'"), 2),
        (entry("service = 'https://h'", "password = 'zq7Canary'"), 2),
        (entry("service = 'https://h'", "username = 1", "password = 'zq7Canary'"), 2),
        (entry("service = 'https://h'", "username = 'ci'", "password = 1"), 2),
        (entry("service = 'https://h'", "scheme = 'bearer'"), 2),
        (entry("service = 'https://h'", "scheme = 'bearer'", "token = 1"), 2),
        (entry("service = 'https://h'", "scheme = 'bearer'", "username = 'ci'", "token = 'zq7Canary'"), 2),
        (CI + entry("service = 'https://h'"), 6),
    ],
)
def test_an_entry_that_can_not_be_used_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(InputError) as caught:
        stored(text)
    assert str(caught.value).startswith(f"{FILE}:{line}: ")
    assert "Canary" not in str(caught.value)
