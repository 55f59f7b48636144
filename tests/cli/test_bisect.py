"""`idxdoctor bisect`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from idxdoctor.capture.answering.seen import Seen
from idxdoctor.capture.comparing import bisect as module
from idxdoctor.capture.comparing.bisect import RealStretch
from idxdoctor.capture.running.runner import Run
from idxdoctor.clients.registry import model_of
from idxdoctor.model.errors import CheckError
from idxdoctor.model.exchange import Answer
from idxdoctor.model.url import Url
from idxdoctor.scenario.model import Scenario
from tests.cli.conftest import Cli
from tests.conversation import credential
from tests.worlds import PYPI, server, world_text

CANARY = "zq7Canary"
SECOND_URL = "uv-13216-second-url"


def test_an_outcome_that_changed_twice_has_three_stretches(cli: Cli) -> None:
    result = cli("bisect", SECOND_URL)
    assert (result.status, result.err) == (0, "")
    heads = [line for line in result.out.splitlines() if not line.startswith(" ")]
    assert heads == ["uv 0.6.0 to 0.6.17", "uv 0.7.0 to 0.7.3", "uv 0.7.4 to 0.13.9"]


def test_a_file_is_bisected_without_showing_a_secret(cli: Cli, folder: Path) -> None:
    env = {"UV_EXTRA_INDEX_URL": f"https://ci:{CANARY}@h.example/simple"}
    text = world_text(env, server("https://h.example", {"answer": 401}, accounts={"ci": CANARY}), PYPI)
    (folder / "made-up.yaml").write_text(text)
    result = cli("bisect", "made-up.yaml")
    assert result.status == 0
    assert "as ci and answered 401" in result.out
    assert CANARY not in result.out


def test_real_releases_are_told_as_they_are_run(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def runs(
        scenario: Scenario, client: str, releases: Sequence[str], progress: Callable[[str], None]
    ) -> list[RealStretch]:
        assert (scenario.id, client, releases) == (SECOND_URL, "uv", model_of("uv").releases)
        progress("0.7.0")
        url = Url.parse("https://h.example/simple/foo/")
        seen = Seen("GET", url, credential(f"ci:{CANARY}"), Answer(401, account="ci"))
        return [RealStretch("0.6.0", "0.13.9", Run((seen,), (), (), 2, CANARY))]

    monkeypatch.setattr(module, "real_stretches", runs)
    result = cli("bisect", SECOND_URL, "--real")
    assert (result.status, result.err) == (0, "ran uv 0.7.0\n")
    assert result.out.splitlines() == [
        "uv 0.6.0 to 0.13.9: failed, 1 request",
        "  GET https://h.example/simple/foo/ as ci, 401",
    ]
    assert cli("bisect", SECOND_URL, "--real", "--quiet").err == ""


def test_a_release_that_can_not_be_installed_leaves_the_check_incomplete(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> list[RealStretch]:
        raise CheckError("uv 0.7.0 can't be installed")

    monkeypatch.setattr(module, "real_stretches", fails)
    result = cli("bisect", SECOND_URL, "--real")
    assert (result.status, result.out, result.err) == (3, "", "idxdoctor: error: uv 0.7.0 can't be installed\n")


def test_an_unknown_client_is_refused(cli: Cli) -> None:
    assert cli("bisect", SECOND_URL, "--client", "npm").status == 2
