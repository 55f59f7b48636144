"""Connections go on where the user's proxy variables send them, and only for who knows the token."""

from __future__ import annotations

import socket
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from idxdoctor.capture.tracing.forwarder import Forwarder, has_proxies
from idxdoctor.model.errors import InputError
from tests.transport.loopback import Handler, Loopback, answers, serving

TOKEN = "made-up"
PAGE = answers(200, b"a page")


@pytest.fixture
def server() -> Iterator[Loopback]:
    """A plain server."""
    with serving(PAGE) as server:
        yield server


def asked(forwarder: Forwarder, line: str, token: str = TOKEN, then: str = "") -> str:
    """Return what the forwarder answers to a request, and after a tunnel to what follows."""
    host, _, port = forwarder.url.removeprefix("http://").partition(":")
    given = b64encode(f"trace:{token}".encode()).decode()
    with socket.create_connection((host, int(port)), 5) as connection:
        connection.sendall(f"{line} HTTP/1.1\r\nHost: x\r\nProxy-Authorization: Basic {given}\r\n\r\n".encode())
        answer = b""
        if then:
            while not answer.endswith(b"\r\n\r\n"):
                answer += connection.recv(1)
            connection.sendall(then.encode())
            connection.shutdown(socket.SHUT_WR)
        while data := connection.recv(1 << 16):
            answer += data
    return answer.decode()


def wants(who: str, then: Handler) -> Handler:
    """Return a proxy that lets in one user."""

    def handle(request: BaseHTTPRequestHandler) -> None:
        given = request.headers.get("Proxy-Authorization")
        good = given == "Basic " + b64encode(who.encode()).decode()
        (then if good else answers(407))(request)

    return handle


def test_a_plain_request_goes_straight_where_no_proxy_is_named(server: Loopback) -> None:
    with Forwarder({}, TOKEN) as forwarder:
        assert asked(forwarder, f"GET {server.url}/simple/foo/?a=b").endswith("a page")
    assert server.asked == [("/simple/foo/?a=b", None)]
    assert "proxy-authorization" not in server.seen[0].headers


def test_a_tunnel_goes_straight_where_no_proxy_is_named(server: Loopback) -> None:
    request = "GET /inside HTTP/1.0\r\n\r\n"
    with Forwarder({}, TOKEN) as forwarder:
        answer = asked(forwarder, f"CONNECT {server.url.removeprefix('http://')}", then=request)
    assert answer.startswith("HTTP/1.1 200 ")
    assert answer.endswith("a page")


def test_the_proxys_credentials_are_the_users_and_not_the_token() -> None:
    with serving(wants("me:p%w", PAGE)) as proxy:
        env = {"http_proxy": proxy.url.replace("://", "://me:p%25w@")}
        with Forwarder(env, TOKEN) as forwarder:
            assert asked(forwarder, "GET http://h.example/simple/").endswith("a page")
    assert [seen.path for seen in proxy.seen] == ["http://h.example/simple/"]


def test_a_tunnel_goes_through_the_proxy_unless_the_host_is_exempt(server: Loopback) -> None:
    with serving(wants("me:pw", answers(200))) as proxy:
        env = {"HTTPS_PROXY": proxy.url.replace("://", "://me:pw@"), "NO_PROXY": "127.0.0.1"}
        with Forwarder(env, TOKEN) as forwarder:
            assert asked(forwarder, "CONNECT h.example:443").startswith("HTTP/1.1 200 ")
            straight = asked(forwarder, f"CONNECT {server.url.removeprefix('http://')}", then="GET / HTTP/1.0\r\n\r\n")
    assert [seen.path for seen in proxy.seen] == ["h.example:443"]
    assert straight.endswith("a page")


def test_what_a_proxy_refuses_is_refused_with_its_status() -> None:
    with serving(wants("me:pw", PAGE)) as proxy, Forwarder({"HTTPS_PROXY": proxy.url}, TOKEN) as forwarder:
        assert asked(forwarder, "CONNECT h.example:443").startswith("HTTP/1.1 407 ")


@pytest.mark.parametrize("line", ["CONNECT 127.0.0.1:9", "GET http://127.0.0.1:9/"])
def test_what_cannot_be_reached_is_a_bad_gateway(line: str) -> None:
    with Forwarder({}, TOKEN) as forwarder:
        assert asked(forwarder, line).startswith("HTTP/1.1 502 ")


def test_who_does_not_know_the_token_gets_nowhere(server: Loopback) -> None:
    with Forwarder({}, TOKEN) as forwarder:
        assert asked(forwarder, f"GET {server.url}/", token="guessed").startswith("HTTP/1.1 403 ")
    assert server.asked == []


def test_proxies_are_found_among_the_variables() -> None:
    assert has_proxies({"https_proxy": "http://p:1", "NO_PROXY": "*"})
    assert has_proxies({"ALL_PROXY": "p:1"})
    assert not has_proxies({"NO_PROXY": "x"})
    with pytest.raises(InputError, match="the proxy that the variables name can't be used") as refused:
        has_proxies({"ALL_PROXY": "socks5://me:cabbage@p:1"})
    assert "cabbage" not in str(refused.value)
