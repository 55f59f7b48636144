"""The proxy on the wire, asked by a plain client."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TypeAlias

import httpx
import pytest

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.answering.desk import Desk
from idxdoctor.capture.answering.proxy import Proxy
from idxdoctor.capture.answering.seen import Seen
from idxdoctor.model.exchange import Failure
from tests.capture.made import FOO, one_server

PAGE = "{path: '/simple/*', answer: {page: ['1.0']}}"
Served: TypeAlias = Callable[..., tuple[httpx.Client, Desk]]


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def served(authority: Authority, tmp_path: Path) -> Iterator[Served]:
    authority.write_certificate(tmp_path / "authority.pem")
    trust = ssl.create_default_context(cafile=str(tmp_path / "authority.pem"))
    with ExitStack() as stack:

        def serve(*rules: str, url: str = "https://h.example") -> tuple[httpx.Client, Desk]:
            desk = Desk(one_server(*rules, url=url), 30.0)
            proxy = stack.enter_context(Proxy(desk, authority))
            return stack.enter_context(httpx.Client(proxy=proxy.url, verify=trust, trust_env=False, timeout=5)), desk

        yield serve


@pytest.mark.parametrize("url", ["https://h.example", "https://h.example:8443", "http://h.example", "http://h:81"])
def test_hosts_of_the_scenario_are_answered_under_their_own_names(served: Served, url: str) -> None:
    client, desk = served(PAGE, url=url)
    answer = client.get(f"{url}/simple/foo/?a=b")
    assert (answer.status_code, "foo-1.0" in answer.text) == (200, True)
    assert [seen.url.reveal() for seen in desk.exchanges] == [f"{url}/simple/foo/?a=b"]


@pytest.mark.parametrize("url", ["https://h.example", "http://h.example"])
def test_a_path_is_taken_as_it_was_sent(served: Served, url: str) -> None:
    client, desk = served(PAGE, url=url)
    client.get(f"{url}//twice/a%2Fb/")
    assert desk.exchanges[0].url.path == "//twice/a%2Fb/"


def test_a_connection_is_kept_for_several_requests(served: Served) -> None:
    client, desk = served("{as: ci, answer: 204}", "{answer: 401}")
    assert [client.get(FOO).status_code, client.get(FOO, auth=("ci", "cabbage")).status_code] == [401, 204]
    assert [seen.answer.account for seen in desk.exchanges] == [None, "ci"]


def test_head_is_answered_without_a_body(served: Served) -> None:
    client, _ = served(PAGE)
    answer = client.head(FOO)
    assert (answer.status_code, answer.content) == (200, b"")


def test_redirects_are_handed_on(served: Served) -> None:
    client, _ = served("{path: '/simple/*', answer: {status: 307, redirect: '/on/'}}", "{answer: 404}")
    assert client.get(FOO).headers["location"] == "/on/"


def test_a_host_without_a_server_is_refused(served: Served) -> None:
    client, _ = served(PAGE)
    with pytest.raises(httpx.ProxyError):
        client.get("https://elsewhere.example/")
    with pytest.raises(httpx.RemoteProtocolError):
        client.get("http://elsewhere.example/")


def test_a_proxy_that_wants_credentials_says_so(served: Served) -> None:
    client, _ = served("{answer: {drop: proxy}}")
    with pytest.raises(httpx.ProxyError, match="407"):
        client.get(FOO)


def test_a_bad_certificate_is_one_of_an_unknown_authority(served: Served) -> None:
    client, desk = served("{answer: {drop: tls}}")
    with pytest.raises(httpx.ConnectError, match="certificate"):
        client.get(FOO)
    assert [(seen.method, seen.answer.failure) for seen in desk.exchanges] == [("CONNECT", Failure.TLS)]


def test_who_takes_a_bad_certificate_is_answered_as_if_it_were_good(authority: Authority) -> None:
    desk = Desk(one_server("{answer: {drop: tls}}", PAGE), 30.0)
    with Proxy(desk, authority) as proxy, httpx.Client(proxy=proxy.url, verify=False, trust_env=False) as careless:  # noqa: S501 - what is tested
        assert careless.get(FOO).status_code == 200
    assert [(seen.method, seen.answer.status) for seen in desk.exchanges] == [("GET", 200)]


@pytest.mark.parametrize("verifies", [True, False])
def test_who_watches_is_told_of_a_certificate_once_it_is_refused(authority: Authority, verifies: bool) -> None:
    told: list[Seen] = []
    desk = Desk(one_server("{answer: {drop: tls}}", "{answer: 404}"), 30.0, told.append)
    with (
        Proxy(desk, authority) as proxy,
        httpx.Client(proxy=proxy.url, verify=verifies, trust_env=False) as client,
        suppress(httpx.ConnectError),
    ):
        client.get(FOO)
    assert [(seen.method, seen.answer.status) for seen in told] == [("CONNECT", None) if verifies else ("GET", 404)]


@pytest.mark.parametrize("url", ["https://h.example", "http://h.example"])
def test_a_reset_closes_without_an_answer(served: Served, url: str) -> None:
    client, desk = served("{answer: {drop: reset}}", url=url)
    with pytest.raises(httpx.RemoteProtocolError):
        client.get(f"{url}/simple/foo/")
    assert len(desk.exchanges) == 1


def test_no_answer_comes_until_the_client_gives_up(served: Served) -> None:
    client, _ = served("{answer: {drop: timeout}}")
    with pytest.raises(httpx.ReadTimeout):
        client.get(FOO, timeout=0.3)


def test_runs_do_not_see_each_other(served: Served) -> None:
    (one, first), (other, second) = served("{answer: 401}"), served(PAGE)
    assert (one.get(FOO).status_code, other.get(FOO).status_code) == (401, 200)
    assert len(first.exchanges) == len(second.exchanges) == 1
