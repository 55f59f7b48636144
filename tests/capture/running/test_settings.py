"""How each client is told of a scenario's indexes."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from idxdoctor.capture.running.settings import Settings, pdm_settings, pip_settings, poetry_settings, with_default_index
from idxdoctor.scenario.model import Scenario
from tests.worlds import world

A = "https://ci:p%40ss@a.example/simple"
TWO = {"UV_EXTRA_INDEX_URL": A, "UV_DEFAULT_INDEX": "https://b.example/simple"}


Tell = Callable[[Scenario], Settings | None]


def told(tell: Tell, scenario: Scenario) -> Settings:
    settings = tell(scenario)
    assert settings is not None
    return settings


def tables(text: str | None, client: str) -> list[dict[str, Any]]:
    assert text is not None
    found: list[dict[str, Any]] = tomllib.loads(text)["tool"][client]["source"]
    return found


def test_pip_is_told_by_variables_with_the_credentials_in_the_urls() -> None:
    settings = pip_settings(world(TWO))
    assert settings.variables == {"PIP_INDEX_URL": "https://b.example/simple", "PIP_EXTRA_INDEX_URL": A}
    assert settings.command == "pip download foo"


def test_pips_own_variables_and_arguments_stay() -> None:
    settings = pip_settings(world({"PIP_INDEX_URL": A}, command={"pip": "install"}, args={"pip": ["--no-deps"]}))
    assert (settings.variables, settings.command) == ({}, "pip install --no-deps foo")


def test_poetry_has_sources_in_the_order_of_the_search_and_credentials_in_variables() -> None:
    settings = told(poetry_settings, world(TWO))
    assert tables(settings.project, "poetry") == [
        {"name": "index-1", "url": "https://a.example/simple", "priority": "primary"},
        {"name": "index-2", "url": "https://b.example/simple", "priority": "primary"},
    ]
    assert settings.variables == {
        "POETRY_HTTP_BASIC_INDEX_1_USERNAME": "ci",
        "POETRY_HTTP_BASIC_INDEX_1_PASSWORD": "p@ss",
    }


def test_pdm_has_sources_and_the_default_takes_the_place_of_its_own() -> None:
    assert tables(told(pdm_settings, world(TWO)).project, "pdm") == [
        {"name": "index-1", "url": "https://a.example/simple", "username": "ci", "password": "p@ss"},
        {"name": "pypi", "url": "https://b.example/simple"},
    ]


@pytest.mark.parametrize(("settings", "table"), [(poetry_settings, "poetry"), (pdm_settings, "pdm")])
def test_a_project_that_has_its_own_sources_is_left_alone(settings: Tell, table: str) -> None:
    text = f'[project]\nname = "x"\n\n[[tool.{table}.source]]\nname = "a"\nurl = "https://a.example"\n'
    assert told(settings, world({}, files={"pyproject.toml": text})).project is None


def test_a_password_that_is_not_given_is_left_out_so_that_the_keyring_is_asked() -> None:
    scenario = world({"UV_DEFAULT_INDEX": "https://ci@a.example/simple"})
    assert told(poetry_settings, scenario).variables == {"POETRY_HTTP_BASIC_INDEX_1_USERNAME": "ci"}
    (table,) = tables(told(pdm_settings, scenario).project, "pdm")
    assert table == {"name": "pypi", "url": "https://a.example/simple", "username": "ci"}
    assert pip_settings(scenario).variables == {"PIP_INDEX_URL": "https://ci@a.example/simple"}


def test_names_and_policies_of_indexes_are_kept() -> None:
    text = (
        '[[tool.uv.index]]\nname = "corp.x"\nurl = "https://a.example/simple"\nexplicit = true\n'
        '[[tool.uv.index]]\nname = "list"\nurl = "https://a.example/list"\nformat = "flat"\n'
    )
    env = {"UV_INDEX_CORP_X_USERNAME": "ci", "UV_INDEX_CORP_X_PASSWORD": "cabbage"}
    scenario = world(env, files={"pyproject.toml": text}, command={"uv": "lock"})
    first, last = tables(told(poetry_settings, scenario).project, "poetry")
    assert (first["name"], first["priority"], last["url"]) == ("corp.x", "explicit", "https://pypi.org/simple")
    assert told(poetry_settings, scenario).variables["POETRY_HTTP_BASIC_CORP_X_PASSWORD"] == "cabbage"
    assert pip_settings(scenario).variables == {"PIP_INDEX_URL": "https://pypi.org/simple"}


def default_of(scenario: Scenario) -> str | None:
    return with_default_index(scenario).given.env.get("UV_DEFAULT_INDEX")


def test_the_index_that_nobody_named_is_named() -> None:
    assert default_of(world({"UV_EXTRA_INDEX_URL": A})) == "https://pypi.org/simple"
    assert default_of(world({"UV_INDEX_URL": A})) is None
    assert default_of(world({}, args={"uv": ["--no-index"]})) is None


@pytest.mark.parametrize(
    "given",
    [
        {"args": {"uv": ["--no-index"]}},
        {"files": {"uv.toml": '[[index]]\nurl = "https://a/"\ndefault = true\nformat = "flat"'}},
    ],
)
def test_no_client_is_sent_to_pypi_where_uv_is_not(given: dict[str, Any]) -> None:
    scenario = world({}, **given)
    assert pip_settings(scenario).variables == {"PIP_NO_INDEX": "1"}
    assert (poetry_settings(scenario), pdm_settings(scenario)) == (None, None)
