"""Where a client acts otherwise since hosts became ports."""

from __future__ import annotations

from idxdoctor.capture.comparing.likeness import Unlike, unlike
from idxdoctor.capture.running.settings import with_default_index
from idxdoctor.clients.registry import client_of
from idxdoctor.model.exchange import Exchange, KeyringCall
from idxdoctor.model.url import Origin, Url
from idxdoctor.scenario.catalogue import find_scenario
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.moved import moved, named_origins
from tests.worlds import PYPI, server, world


def parting(scenario: Scenario, version: str = "0.13.9") -> Unlike | None:
    places = {
        origin: Origin("http", "127.0.0.1", 8000 + number)
        for number, origin in enumerate(named_origins(with_default_index(scenario)))
    }
    return unlike(scenario, moved(with_default_index(scenario), places), places, client_of(f"uv=={version}"))


def test_a_well_known_failure_is_the_same_on_ports() -> None:
    scenario = load_scenario(find_scenario("uv-13216-second-url"))
    assert [parting(scenario, version) for version in ("0.6.17", "0.7.0", "0.13.9")] == [None] * 3


def test_a_netrc_entry_for_one_host_is_sent_to_the_other() -> None:
    found = parting(
        world(
            {"UV_INDEX_URL": "https://a.example/simple", "UV_EXTRA_INDEX_URL": "https://b.example/simple"},
            server("https://b.example", {"answer": 401}),
            server("https://a.example", {"answer": 401}),
            files={"~/.netrc": "machine a.example login ci password cabbage"},
        )
    )
    assert found is not None
    assert found.there is None
    assert isinstance(found.here, Exchange)
    assert found.here.request.url == Url.parse("http://127.0.0.1:8000/simple/foo/")


def test_the_keyring_is_asked_once_more_without_https() -> None:
    found = parting(load_scenario(find_scenario("uv-idx109-keyring-of-another-user")))
    assert found is not None
    assert found.there is None
    assert isinstance(found.here, KeyringCall)


def test_a_certificate_that_fails_can_not_be_had_without_tls() -> None:
    found = parting(world({}, server("https://pypi.org", {"answer": {"drop": "tls"}})))
    assert found is not None
    assert parting(world({"UV_DEFAULT_INDEX": "https://pypi.org/simple"}, PYPI)) is None
