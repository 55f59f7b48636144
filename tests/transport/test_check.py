"""A whole check: a configuration, real servers on loopback, a trace; and the same in a scenario's world."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest

from idxdoctor.clients.registry import client_of
from idxdoctor.config.surroundings import DiskFiles, Surroundings
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.model.errors import InputError
from idxdoctor.model.trace import Lookup, Outcome
from idxdoctor.scenario.catalogue import shipped_scenarios
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.transport.bench import LiveBench
from idxdoctor.transport.check import check, packages_to_check
from idxdoctor.transport.replay import replay
from tests.surroundings import surroundings
from tests.transport.loopback import Loopback, answers, redirects, serving
from tests.worlds import PAGE, check_mocked, server, world

PAGE_OF_FOO: Final = answers(200, b'<a href="foo-1.0-py3-none-any.whl">foo</a>', Content_Type="text/html")


def with_user(server: Loopback, user: str = "ci:cabbage") -> str:
    return server.url.replace("://", f"://{user}@") + "/simple"


def found(folder: Path, version: str, env: dict[str, str], *packages: str) -> tuple[Lookup, ...]:
    surroundings = Surroundings(DiskFiles(folder, folder / "home"), env | {"XDG_CONFIG_DIRS": str(folder)}, ("lock",))
    trace = check(LiveBench(surroundings), client_of(f"uv=={version}"), packages or ("foo",))
    return trace.lookups


def test_the_index_is_asked_as_the_configuration_says(tmp_path: Path) -> None:
    with serving(PAGE_OF_FOO) as server:
        (lookup,) = found(tmp_path, "0.13.9", {"UV_INDEX_URL": with_user(server)})
    assert server.asked == [("/simple/foo/", "ci:cabbage")]
    assert (lookup.ending.outcome, lookup.exchanges[0].answer.account) == (Outcome.FOUND, "ci")


def test_the_netrc_file_of_the_home_folder_is_read(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".netrc").write_text("machine 127.0.0.1 login ci password cabbage\n")
    with serving(answers(401)) as server:
        found(tmp_path, "0.13.9", {"UV_INDEX_URL": f"{server.url}/simple"})
    assert server.asked == [("/simple/foo/", None), ("/simple/foo/", "ci:cabbage")]


@pytest.mark.parametrize(("version", "by_settings"), [("0.9.22", False), ("0.9.23", True)])
def test_proxies_of_the_settings_take_the_place_of_the_variables(
    tmp_path: Path, version: str, by_settings: bool
) -> None:
    with serving(PAGE_OF_FOO) as settings, serving(PAGE_OF_FOO) as variables:
        (tmp_path / "uv.toml").write_text(f'http-proxy = "{settings.url}"\n')
        env = {"UV_INDEX_URL": "http://h.example/simple", "HTTP_PROXY": variables.url}
        found(tmp_path, version, env)
    asked = settings.asked if by_settings else variables.asked
    assert asked == [("http://h.example/simple/foo/", None)]
    assert len(settings.asked) + len(variables.asked) == 1


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for the keyring program is a shell script")
def test_the_keyring_program_is_asked(tmp_path: Path) -> None:
    program = tmp_path / "keyring"
    program.write_text('#!/bin/sh\n[ "$3" = ci ] && echo cabbage\n')
    program.chmod(0o755)
    with serving(PAGE_OF_FOO) as server:
        env = {"UV_INDEX_URL": with_user(server, "ci"), "UV_KEYRING_PROVIDER": "subprocess"}
        (lookup,) = found(tmp_path, "0.13.9", env | {"PATH": f"{tmp_path}:/bin:/usr/bin"})
    assert server.asked == [("/simple/foo/", "ci:cabbage")]
    assert [call.answered for call in lookup.keyring] == [True]


@pytest.mark.parametrize("version", ["0.7.0", "0.13.9"])
def test_a_redirect_to_another_origin_never_takes_credentials_along(tmp_path: Path, version: str) -> None:
    with serving(answers(403)) as other, serving(redirects(f"{other.url}/foo/")) as server:
        (lookup,) = found(tmp_path, version, {"UV_INDEX_URL": with_user(server)})
    assert server.asked == [("/simple/foo/", "ci:cabbage")]
    assert other.asked == [("/foo/", None)]
    assert [exchange.answer.withheld for exchange in lookup.exchanges] == [False, version == "0.7.0"]


def test_what_a_leaking_version_would_have_sent_is_reported() -> None:
    with serving(answers(403)) as other, serving(redirects(f"{other.url}/foo/")) as server:
        here = surroundings(env={"UV_INDEX_URL": with_user(server)})
        trace = check(LiveBench(here), client_of("uv==0.7.0"), ["foo"])
    leak = next(finding for finding in diagnose(trace)[0] if finding.code == "IDX701")
    assert other.url in leak.text
    assert "left them out" in leak.text


def test_userinfo_in_a_location_goes_to_its_target_as_uv_sends_it(tmp_path: Path) -> None:
    with serving(PAGE_OF_FOO) as other, serving(redirects(with_user(other, "bot:turnip") + "/foo/")) as server:
        found(tmp_path, "0.13.9", {"UV_INDEX_URL": with_user(server)})
    assert other.asked == [("/simple/foo/", "bot:turnip")]


def test_several_packages_are_asked_for(tmp_path: Path) -> None:
    with serving(PAGE_OF_FOO) as server:
        lookups = found(tmp_path, "0.13.9", {"UV_INDEX_URL": with_user(server)}, "foo", "bar", "baz")
    assert [lookup.package for lookup in lookups] == ["foo", "bar", "baz"]
    assert {seen.path for seen in server.seen} == {"/simple/foo/", "/simple/bar/", "/simple/baz/"}


def test_without_packages_the_projects_dependencies_are_looked_up() -> None:
    here = surroundings(files={"pyproject.toml": '[project]\nname = "a"\ndependencies = ["Foo>=1", "bar"]\n'})
    assert packages_to_check(here, client_of("uv"), []) == ["foo", "bar"]
    assert packages_to_check(here, client_of("uv"), ["x", "y", "x"]) == ["x", "y"]


def test_a_check_of_nothing_is_an_error() -> None:
    with pytest.raises(InputError, match="no package to look up"):
        packages_to_check(surroundings(), client_of("uv"), [])


@pytest.mark.parametrize("version", ["0.6.15", "0.6.17", "0.7.0", "0.7.4", "0.13.9"])
@pytest.mark.parametrize("file", shipped_scenarios(), ids=lambda file: file.stem)
def test_the_live_path_does_in_a_scenario_what_a_replay_does(file: Path, version: str) -> None:
    scenario, client = load_scenario(file), client_of(f"uv=={version}")
    live, replayed = check_mocked(scenario, client), replay(scenario, client)
    for one, other in zip(live.lookups, replayed.lookups, strict=True):
        withheld = next((n for n, exchange in enumerate(one.exchanges) if exchange.answer.withheld), None)
        assert _wire(one, withheld) == _wire(other, withheld)


def _wire(lookup: Lookup, end: int | None) -> list[tuple[object, ...]]:
    """Return what was exchanged before the position `end`, where the live path leaves out what would leak."""
    seen: list[tuple[object, ...]] = [
        (exchange.request.url, exchange.answer.account, exchange.answer.status, exchange.redirect)
        for exchange in lookup.exchanges[:end]
    ]
    ending = lookup.ending
    return seen if end is not None else [*seen, (ending.outcome, ending.index, ending.status)]


def test_the_live_path_sends_no_credential_astray_in_a_scenario() -> None:
    scenario = world(
        {"UV_INDEX_URL": "https://ci:cabbage@h.example/simple"},
        server("https://h.example", {"answer": {"redirect": "https://b.example/foo/"}}, accounts={"ci": "cabbage"}),
        server("https://b.example", {"as": "nobody", "answer": PAGE}, {"answer": 400}),
    )
    client = client_of("uv==0.7.0")
    assert replay(scenario, client).lookups[0].ending.status == 400
    assert check_mocked(scenario, client).lookups[0].ending.status == 200
