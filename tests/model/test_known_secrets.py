"""What is secret in a trace, a configuration, an environment."""

from __future__ import annotations

import pytest

from idxdoctor.model.known_secrets import credentials_in, secrets_of_environment
from tests.worlds import replay_of, server, world


def revealed(env: dict[str, str]) -> list[str]:
    return [one.password.reveal() for one in secrets_of_environment(env) if one.password]


def test_a_trace_holds_the_secrets_of_its_configuration_and_of_redirects() -> None:
    leads = {"redirect": "https://bot:radish-99@b.example/"}
    scenario = world(
        {"UV_INDEX_URL": "https://ci:cabbage@h.example/simple"},
        server("https://h.example", {"answer": leads}),
        files={"~/.netrc": "machine nowhere login ci password turnip-99\n"},
    )
    found = credentials_in(replay_of(scenario, "0.13.9"))
    assert {"cabbage", "radish-99", "turnip-99"} <= {one.password.reveal() for one in found if one.password}


@pytest.mark.parametrize(
    ("name", "value", "secret"),
    [
        ("HTTPS_PROXY", "http://me:p%40ss@proxy:8080", "p@ss"),
        ("GITHUB_TOKEN", "ghs_0123456789", "ghs_0123456789"),
        ("aws_secret_access_key", "abc/def+1234", "abc/def+1234"),
        ("X_PASSWORD", "correct-horse-battery", "correct-horse-battery"),
    ],
)
def test_variables_that_are_named_like_a_secret_or_hold_one_in_a_url(name: str, value: str, secret: str) -> None:
    assert revealed({name: value}) == [secret]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOKEN_FILE", "/run/secrets/token"),
        ("X_TOKEN", "/run/secrets/token"),
        ("X_TOKEN", "short"),
        ("X_TOKEN", "https://h.example/simple"),
        ("X_SECRET", "production"),
        ("X_PASSWORD", "ask the team"),
        ("HOME", "/home/me"),
        ("INDEX", "https://h.example/simple"),
    ],
)
def test_other_variables_hold_none(name: str, value: str) -> None:
    assert revealed({name: value}) == []
