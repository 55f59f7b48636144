"""A scenario's servers as plain HTTP, asked by a plain client."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest

from idxdoctor.capture.answering.plain import Plain, serving_plainly
from idxdoctor.capture.answering.seen import Seen
from idxdoctor.model.errors import InputError
from idxdoctor.model.url import Origin
from idxdoctor.scenario.model import Scenario
from tests.capture.made import one_server
from tests.worlds import PAGE, PYPI, server, world

HERE = Origin("https", "h.example", 443)
PYPI_ORIGIN = Origin("https", "pypi.org", 443)
LIST = "{path: '/simple/*', answer: {page: ['1.0']}}"
Serve = Callable[[Scenario], tuple[Plain, list[Seen]]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    with ExitStack() as stack:

        def served(scenario: Scenario) -> tuple[Plain, list[Seen]]:
            seen: list[Seen] = []
            return stack.enter_context(serving_plainly(scenario, 0, seen.append)), seen

        yield served


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=5) as asking:
        yield asking


def test_each_host_has_a_port_of_its_own(serve: Serve, client: httpx.Client) -> None:
    plain, seen = serve(world({}, server("https://h.example", {"answer": 403}), PYPI))
    one, other = plain.places[HERE], plain.places[PYPI_ORIGIN]
    assert one.port != other.port
    assert [client.get(f"{place}/simple/foo/").status_code for place in (one, other)] == [403, 200]
    assert [str(request.url) for request in seen] == [f"{one}/simple/foo/", f"{other}/simple/foo/"]


def test_pages_and_redirects_lead_to_the_other_port(serve: Serve, client: httpx.Client) -> None:
    plain, _ = serve(
        world({}, server("https://h.example", {"answer": {"redirect": "https://pypi.org/simple/foo/"}}), PYPI)
    )
    answer = client.get(f"{plain.places[HERE]}/simple/foo/", follow_redirects=True)
    assert f'href="{plain.places[PYPI_ORIGIN]}/files/foo-1.0-py3-none-any.whl"' in answer.text


def test_accounts_are_told_from_strangers(serve: Serve, client: httpx.Client) -> None:
    plain, seen = serve(one_server("{as: ci, answer: 204}", "{answer: 401}"))
    for credentials in (None, ("ci", "cabbage"), ("ci", "wrong")):
        client.get(f"{plain.places[HERE]}/", auth=credentials)
    assert [(request.answer.account, request.answer.status) for request in seen] == [
        (None, 401),
        ("ci", 204),
        ("stranger", 401),
    ]


def test_head_has_no_body_and_what_no_rule_is_about_is_not_there(serve: Serve, client: httpx.Client) -> None:
    plain, _ = serve(one_server(LIST))
    place = plain.places[HERE]
    head = client.head(f"{place}/simple/foo/")
    assert (head.status_code, head.content, int(head.headers["content-length"]) > 0) == (200, b"", True)
    assert client.get(f"{place}/elsewhere").status_code == 404
    assert client.get(f"{place}/files/foo-1.0-py3-none-any.whl").content[:2] == b"PK"


def test_a_host_without_a_server_refuses_connections(serve: Serve, client: httpx.Client) -> None:
    plain, seen = serve(world({"UV_INDEX_URL": "https://gone.example/simple"}, PYPI))
    with pytest.raises(httpx.ConnectError):
        client.get(f"{plain.places[Origin('https', 'gone.example', 443)]}/simple/")
    assert seen == []


def test_a_server_that_refuses_all_refuses_connections(serve: Serve, client: httpx.Client) -> None:
    plain, _ = serve(one_server("{answer: {drop: connect}}", LIST))
    with pytest.raises(httpx.ConnectError):
        client.get(f"{plain.places[HERE]}/simple/foo/")


@pytest.mark.parametrize("drop", ["connect", "reset", "tls", "proxy"])
def test_a_server_that_fails_for_some_time_closes_connections_and_then_answers(
    serve: Serve, client: httpx.Client, drop: str
) -> None:
    plain, seen = serve(one_server(f"{{times: 1, answer: {{drop: {drop}}}}}", LIST))
    with pytest.raises(httpx.RemoteProtocolError):
        client.get(f"{plain.places[HERE]}/simple/foo/")
    assert client.get(f"{plain.places[HERE]}/simple/foo/").status_code == 200
    assert [request.answer.status for request in seen] == [None, 200]


def test_no_answer_comes_until_the_client_gives_up(serve: Serve, client: httpx.Client) -> None:
    plain, _ = serve(one_server("{answer: {drop: timeout}}"))
    with pytest.raises(httpx.ReadTimeout):
        client.get(f"{plain.places[HERE]}/", timeout=0.3)


def test_a_late_answer_comes_late(serve: Serve, client: httpx.Client) -> None:
    plain, _ = serve(one_server("{answer: {status: 204, delay: 0.3}}"))
    begun = time.monotonic()
    assert client.get(f"{plain.places[HERE]}/").status_code == 204
    assert time.monotonic() - begun >= 0.3
    with pytest.raises(httpx.ReadTimeout):
        client.get(f"{plain.places[HERE]}/", timeout=0.1)


def test_many_ask_at_once(serve: Serve) -> None:
    plain, seen = serve(one_server("{times: 150, answer: 503}", LIST))
    url = f"{plain.places[HERE]}/simple/foo/"
    with ThreadPoolExecutor(20) as pool, httpx.Client(trust_env=False, timeout=20) as client:
        statuses = list(pool.map(lambda _: client.get(url).status_code, range(300)))
    assert sorted(statuses) == [200] * 150 + [503] * 150
    assert len(seen) == 300


@pytest.mark.parametrize(
    "line", [b"GET http://[ HTTP/1.1", b"GET", b"\x00\xff\r\n", b"GET / HTTP/9", b"BREW / HTTP/1.1"]
)
def test_what_is_no_request_does_no_harm(
    serve: Serve, client: httpx.Client, line: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    plain, _ = serve(one_server(LIST))
    place = plain.places[HERE]
    with socket.create_connection((place.host, place.port), timeout=5) as raw:
        raw.sendall(line + b"\r\n\r\n")
        raw.shutdown(socket.SHUT_WR)
        while raw.recv(1000):
            pass
    assert client.get(f"{place}/simple/foo/").status_code == 200
    assert capfd.readouterr() == ("", "")


def test_ports_are_counted_from_the_first_and_free_afterwards() -> None:
    scenario = world({"UV_INDEX_URL": "https://gone.example/"}, server("https://h.example", {"answer": 204}), PYPI)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        first = probe.getsockname()[1]
    for _ in range(2):
        with serving_plainly(scenario, first, lambda _: None) as plain:
            assert [place.port for place in plain.places.values()] == [first, first + 1, first + 2]
            assert httpx.get(f"{plain.places[HERE]}/", trust_env=False).status_code == 204
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{first}/", trust_env=False)


@pytest.mark.parametrize("servers", [[PYPI], []])
def test_a_port_that_is_taken_is_told(servers: list[dict[str, object]]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        scenario = world({"UV_INDEX_URL": "https://gone.example/"}, *servers)
        with pytest.raises(InputError, match=f"--port: port {port} of 127.0.0.1 can't be listened on"):
            serving_plainly(scenario, port, lambda _: None).__enter__()


def test_ports_end_at_the_last_one() -> None:
    with pytest.raises(InputError, match="port 65536"):
        serving_plainly(
            world({}, PYPI, server("https://h.example", {"answer": PAGE})), 65535, lambda _: None
        ).__enter__()
