"""Real releases in stretches, found by running few of them; here something stands in for the programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.answering.seen import Seen, SeenKeyring
from idxdoctor.capture.comparing import bisect as module
from idxdoctor.capture.comparing.bisect import RealStretch, real_stretches, signature
from idxdoctor.capture.running.runner import Run
from idxdoctor.model.errors import CheckError
from idxdoctor.model.exchange import Answer
from idxdoctor.model.trace import Client
from idxdoctor.model.url import Url
from idxdoctor.scenario.model import Scenario
from tests.capture.made import one_server

WORLD = one_server("{answer: 401}")
LINES = [f"0.6.{patch}" for patch in range(18)] + [f"0.7.{patch}" for patch in range(23)]
RunOf: TypeAlias = Callable[[str], Run]


def seen(status: int, path: str = "/simple/foo/", account: str | None = None) -> Seen:
    return Seen("GET", Url.parse(f"https://h.example{path}"), None, Answer(status, account=account))


def run(*statuses: int, status: int = 0) -> Run:
    return Run(tuple(map(seen, statuses)), (), (), status, "")


def file(name: str, method: str = "GET", account: str | None = None, status: int = 200) -> Seen:
    url = Url.parse(f"https://h.example/files/{name}-1.0-py3-none-any.whl")
    return Seen(method, url, None, Answer(status, account=account))


def fetched(*files: Seen, status: int = 0) -> Run:
    return Run((), files, (), status, "")


@pytest.fixture
def stretched(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[list[RealStretch], list[str]]]:
    """Return a way to bisect a stand-in: what it does is a function of the release. Returns what was run as well."""

    def bisect(does: RunOf, releases: Sequence[str] = LINES) -> tuple[list[RealStretch], list[str]]:
        def run_client(scenario: Scenario, name: str, program: Path, authority: Authority) -> Run:
            assert (scenario, name, authority) == (WORLD, "uv", made)
            return does(program.name)

        def program_of(client: Client) -> Path:
            return Path(client.version)

        made, told = Authority(), list[str]()
        monkeypatch.setattr(module, "Authority", lambda: made)
        monkeypatch.setattr(module, "run_client", run_client)
        monkeypatch.setattr(module, "program_of", program_of)
        return real_stretches(WORLD, "uv", releases, told.append), told

    return bisect


Bisect: TypeAlias = Callable[..., tuple[list[RealStretch], list[str]]]


def patch(release: str) -> tuple[int, int]:
    _, line, last = release.split(".")
    return int(line), int(last)


def test_only_the_ends_of_lines_are_run_where_nothing_changed(stretched: Bisect) -> None:
    found, told = stretched(lambda _: run(401))
    assert found == [RealStretch("0.6.0", "0.7.22", run(401))]
    assert sorted(told) == ["0.6.0", "0.6.17", "0.7.0", "0.7.22"]


def test_a_change_within_a_line_is_found_by_halving(stretched: Bisect) -> None:
    found, told = stretched(lambda release: run(401 if patch(release) < (7, 4) else 200))
    assert [(stretch.first, stretch.last) for stretch in found] == [("0.6.0", "0.7.3"), ("0.7.4", "0.7.22")]
    assert len(told) == len(set(told)) <= 4 + 5


def test_an_outcome_that_changes_twice_is_found_where_lines_meet(stretched: Bisect) -> None:
    found, _ = stretched(lambda release: run(401, status=int((7, 0) <= patch(release) < (7, 4))))
    assert [(stretch.first, stretch.last) for stretch in found] == [
        ("0.6.0", "0.6.17"),
        ("0.7.0", "0.7.3"),
        ("0.7.4", "0.7.22"),
    ]
    assert [stretch.run.status for stretch in found] == [0, 1, 0]


@pytest.mark.parametrize("releases", [[], ["0.7.0"], ["0.7.0", "0.7.1"]])
def test_few_releases_are_all_run(stretched: Bisect, releases: list[str]) -> None:
    found, told = stretched(lambda release: run(401, status=patch(release)[1]), releases)
    assert [stretch.first for stretch in found] == releases == sorted(told)


def test_a_release_that_can_not_be_installed_is_told(stretched: Bisect) -> None:
    def fails(release: str) -> Run:
        raise CheckError(f"{release} can't be installed")

    with pytest.raises(CheckError, match=r"can't be installed"):
        stretched(fails)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (run(401, 200), run(200, 401), True),
        (run(401, 200), run(401), False),
        (run(401, status=1), run(401, status=2), True),
        (run(401, status=0), run(401, status=1), False),
        (run(401), Run((seen(401, account="ci"),), (), (), 0, ""), False),
        (run(), Run((), (), (SeenKeyring("h", None),), 0, ""), False),
        (run(), Run((), (), (), 0, "it says more"), True),
        (run(), fetched(file("foo", "GET")), False),
        (fetched(file("foo", "HEAD"), file("foo", "GET")), fetched(file("foo", "GET")), False),
        (fetched(file("foo", "GET", "ci")), fetched(file("foo", "GET")), False),
        (fetched(file("a", "HEAD"), file("a"), file("b")), fetched(file("b"), file("a")), True),
        (fetched(file("a"), file("b", status=401), status=1), fetched(file("b", status=401), status=1), False),
        (fetched(file("a"), file("b", status=401), status=1), fetched(file("c"), file("b"), status=1), True),
    ],
)
def test_what_tells_runs_apart(one: Run, other: Run, alike: bool) -> None:
    assert (signature(one) == signature(other)) is alike
