"""Stretches of releases as text, by the model and by running."""

from __future__ import annotations

import pytest

from idxdoctor.capture.answering.seen import CONNECT, Seen
from idxdoctor.capture.comparing.bisect import RealStretch
from idxdoctor.capture.running.runner import Run
from idxdoctor.diagnosis.bisect import stretches
from idxdoctor.model.exchange import Answer, Failure
from idxdoctor.model.url import Url
from idxdoctor.report.views.real_stretches import real_stretch_lines
from idxdoctor.report.views.stretches import stretch_lines
from idxdoctor.scenario.catalogue import find_scenario
from idxdoctor.scenario.loader import load_scenario
from tests.conversation import credential
from tests.worlds import PAGE, PYPI, server, world

CANARY = "zq7Canary"
ENV = {"UV_EXTRA_INDEX_URL": f"https://ci:{CANARY}@h.example/simple"}


def lines(answer: object, *releases: str) -> list[str]:
    scenario = world(ENV, server("https://h.example", {"answer": answer}, accounts={"ci": CANARY}), PYPI)
    found = list(stretch_lines("uv", stretches(scenario, "uv", releases)))
    assert CANARY not in "\n".join(found)
    return found


def test_a_stretch_names_its_releases_and_how_its_lookups_end() -> None:
    assert lines(PAGE, "0.6.17", "0.7.0") == [
        "uv 0.6.17 to 0.7.0",
        "  foo: found at https://h.example/simple. (1 request)",
    ]


def test_a_request_less_is_told() -> None:
    assert lines(401, "0.6.17", "0.7.0")[-1] == "  outcome changed: no request 2 any more"


def test_the_first_request_that_parts_is_told_with_its_reason() -> None:
    found = list(
        stretch_lines("uv", stretches(load_scenario(find_scenario("uv-13216-second-url")), "uv", ["0.7.3", "0.7.4"]))
    )
    assert found[-1].startswith(
        "  outcome changed at request 2: GET https://acme.jfrog.example/setuptools/ as ci, 404: "
    )


def test_other_requests_with_the_same_outcome_are_told_as_such() -> None:
    failed = lines({"drop": "reset"}, "0.9.18", "0.9.19")
    assert next(line for line in failed if "changed" in line).startswith("  requests changed at request 5: GET ")


@pytest.mark.parametrize(
    ("scenario", "releases", "says"),
    [
        ("uv-keyring-by-scheme-and-host", ("0.6.17", "0.7.0"), "  keyring calls changed: "),
        ("uv-tolerates-400-to-head", ("0.6.0", "0.6.1"), "  requests for files changed: HEAD "),
    ],
)
def test_what_changed_beside_the_pages_is_told(scenario: str, releases: tuple[str, str], says: str) -> None:
    found = list(stretch_lines("uv", stretches(load_scenario(find_scenario(scenario)), "uv", releases)))
    assert any(line.startswith(says) for line in found), found


def seen(status: int | None, url: str = "https://h.example/simple/foo/", method: str = "GET") -> Seen:
    answer = Answer(status, failure=None if status else Failure.CONNECT, account="ci" if status else None)
    return Seen(method, Url.parse(url), credential(f"ci:{CANARY}"), answer)


def test_real_stretches_tell_every_request_and_how_the_run_ended() -> None:
    first = RealStretch("0.6.0", "0.6.17", Run((seen(401), seen(200)), (), (), 0, ""))
    second = RealStretch("0.7.0", "0.7.0", Run((seen(None, "https://h.example/", CONNECT),), (), (), 2, ""))
    assert list(real_stretch_lines("uv", [first, second])) == [
        "uv 0.6.0 to 0.6.17: went well, 2 requests",
        "  GET https://h.example/simple/foo/ as ci, 401",
        "  GET https://h.example/simple/foo/ as ci, 200",
        "uv 0.7.0: failed, 1 request",
        "  CONNECT https://h.example/ as nobody, no answer",
    ]


def test_a_secret_in_a_real_request_is_not_shown() -> None:
    urls = (
        f"https://h.example/foo/?x={CANARY}",
        f"https://ci:{CANARY}@h.example/foo/",
        "https://h.example/foo/?token=abcdef",
    )
    stretch = RealStretch("0.6.0", "0.6.17", Run(tuple(seen(401, url) for url in urls), (), (), 0, ""))
    text = "\n".join(real_stretch_lines("uv", [stretch]))
    assert CANARY not in text
    assert "abcdef" not in text
