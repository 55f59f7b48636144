"""A scenario in the network's place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import httpx
import pytest

from idxdoctor.clients.uv.model import headers
from idxdoctor.model.exchange import Answer, Decision, Failure, Send
from idxdoctor.model.url import Url
from idxdoctor.scenario.world import FAILURES, World
from idxdoctor.transport.live import LiveTransport
from idxdoctor.transport.mocked import mocked_network
from tests.conversation import credential
from tests.worlds import PAGE, server, world

WORLD: Final = world(
    {},
    server(
        "https://h.example",
        {"path": "/simple/foo/", "as": "jürgen", "answer": PAGE},
        {"path": "/to", "answer": {"redirect": "https://ci:cab@é.example/ü?sig=1", "headers": {"X-Name": "ü"}}},
        *({"path": f"/{drop}", "answer": {"drop": drop}} for drop in ("connect", "proxy", "reset", "timeout", "tls")),
        {"path": "/whoami", "as": "stranger", "answer": 403},
        {"path": "/whoami", "as": "nobody", "answer": 401},
        accounts={"jürgen": "p:ß"},
    ),
)


@pytest.fixture
def transport() -> Iterator[LiveTransport]:
    live = LiveTransport(headers("0.13.9"), 5.0, {}, lambda _: None)
    with mocked_network(World(WORLD)):
        yield live
    live.close()


def get(transport: LiveTransport, url: str, who: str | None = None) -> Answer:
    return transport.send(Send(Url.parse(url), credential(who) if who else None, Decision("test", "a test"), 0))


def test_the_scenario_answers(transport: LiveTransport) -> None:
    answer = get(transport, "https://h.example/simple/foo/", "jürgen:p:ß")
    assert answer.status == 200
    assert b"foo-1.0-py3-none-any.whl" in answer.body


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("jürgen:other", 403)])
def test_the_scenario_tells_who_asks(transport: LiveTransport, who: str | None, status: int) -> None:
    assert get(transport, "https://h.example/whoami", who).status == status


@pytest.mark.parametrize("failure", list(FAILURES.values()))
def test_every_failure_of_a_scenario_is_the_same_on_the_live_path(transport: LiveTransport, failure: Failure) -> None:
    assert get(transport, f"https://h.example/{failure.name.lower()}").failure is failure


def test_headers_come_as_they_are_written(transport: LiveTransport) -> None:
    answer = get(transport, "https://h.example/to")
    assert answer.headers["location"] == "https://ci:cab@é.example/ü?sig=1"
    assert answer.headers["x-name"] == "ü"


def test_no_request_leaves_the_process(transport: LiveTransport) -> None:
    assert get(transport, "https://elsewhere.example/").failure is Failure.CONNECT


def test_afterwards_the_network_is_there_again() -> None:
    with mocked_network(World(WORLD)):
        assert httpx.get("https://h.example/whoami").status_code == 401
    with pytest.raises(httpx.ConnectError):
        httpx.get("http://127.0.0.1:1/")
