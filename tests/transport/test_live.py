"""Requests on real sockets: what goes out, what is made of what comes back."""

from __future__ import annotations

import gzip
import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler
from typing import Final, TypeAlias

import pytest
import trustme

from idxdoctor import __version__
from idxdoctor.clients.uv.model import headers
from idxdoctor.model.credential import Credential, Reach
from idxdoctor.model.errors import InputError
from idxdoctor.model.exchange import Answer, AskKeyring, Decision, Failure, Send
from idxdoctor.model.url import Url
from idxdoctor.transport.live import MAX_BODY, LiveTransport
from tests.conversation import credential
from tests.transport.loopback import answers, redirects, serving

WHY: Final = Decision("test", "a test")
Transport: TypeAlias = Callable[..., LiveTransport]


@pytest.fixture
def transport() -> Iterator[Transport]:
    """Makes transports and closes them."""
    made: list[LiveTransport] = []

    def make(env: Mapping[str, str] | None = None, timeout: float = 5.0) -> LiveTransport:
        made.append(LiveTransport(headers("0.13.9"), timeout, env or {}, lambda _: None, sleep=lambda _: None))
        return made[-1]

    yield make
    for one in made:
        one.close()


def get(transport: LiveTransport, url: str, who: Credential | None = None, *, verifies: bool = True) -> Answer:
    return transport.send(Send(Url.parse(url), who, WHY, 0, verifies=verifies))


def only_for(url: str, text: str = "ci:cabbage") -> Credential:
    return credential(text, reach=Reach(Url.parse(url).origin))


def test_a_request_is_the_clients_own_and_says_who_sends_it(transport: Transport) -> None:
    with serving(answers(200)) as server:
        get(transport(), f"{server.url}/simple/foo/?a=%2Fb")
    (seen,) = server.seen
    assert (seen.path, seen.who) == ("/simple/foo/?a=%2Fb", None)
    assert seen.headers == {
        "host": server.url.removeprefix("http://"),
        "connection": "keep-alive",
        "accept": headers("0.13.9")["Accept"],
        "accept-encoding": "gzip, deflate, zstd",
        "user-agent": f"uv/0.13.9 idxdoctor/{__version__}",
    }


@pytest.mark.parametrize("text", ["ci:cabbage", "ci:", ":cabbage", "ci", "jürgen:p@ss:wörd/%2F"])
def test_credentials_go_to_the_origin_that_they_were_configured_for(transport: Transport, text: str) -> None:
    with serving(answers(200)) as server:
        answer = get(transport(), server.url, only_for(server.url, text))
    assert server.asked == [("/", text if ":" in text else f"{text}:")]
    assert not answer.withheld


@pytest.mark.parametrize("other", ["http://127.0.0.1:1", "https://127.0.0.1", "http://localhost"])
def test_credentials_go_to_no_other_origin(transport: Transport, other: str) -> None:
    with serving(answers(401)) as server:
        answer = get(transport(), server.url, only_for(other))
    assert server.asked == [("/", None)]
    assert (answer.status, answer.withheld, answer.account) == (401, True, None)


def test_credentials_of_a_netrc_host_go_to_every_port_of_it(transport: Transport) -> None:
    with serving(answers(200)) as server:
        get(transport(), server.url, credential("ci:cabbage", reach=Reach(host="127.0.0.1")))
    assert server.asked == [("/", "ci:cabbage")]


def test_no_redirect_is_followed(transport: Transport) -> None:
    with serving(answers(200)) as target, serving(redirects(target.url)) as server:
        answer = get(transport(), server.url)
    assert (answer.status, answer.headers["location"], target.seen) == (302, target.url, [])


def test_a_compressed_body_is_read(transport: Transport) -> None:
    with serving(answers(200, gzip.compress(b"<html>"), Content_Encoding="gzip")) as server:
        assert get(transport(), server.url).body == b"<html>"


def test_no_more_of_a_body_is_read_than_the_limit(transport: Transport) -> None:
    with serving(answers(200, gzip.compress(bytes(2 * MAX_BODY), 1), Content_Encoding="gzip")) as server:
        answer = get(transport(), server.url)
    assert answer.status == 200
    assert len(answer.body) == MAX_BODY


def test_an_endless_body_is_not_read_for_ever(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    def drips(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(1000):
            request.wfile.write(b".")
            time.sleep(0.01)

    monkeypatch.setattr("idxdoctor.transport.live.MAX_SECONDS", 0.1)
    with serving(drips) as server:
        assert get(transport(), server.url).failure is Failure.TIMEOUT


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def test_a_certificate_that_nobody_vouches_for_is_a_failure_of_tls(transport: Transport, tls: ssl.SSLContext) -> None:
    with serving(answers(200), tls) as server:
        answer = get(transport(), server.url, only_for(server.url))
    assert (answer.status, answer.failure, server.seen) == (None, Failure.TLS, [])
    assert "certificate" in (answer.detail or "")


def test_certificates_are_trusted_that_the_variable_names(
    transport: Transport, tls: ssl.SSLContext, authority: trustme.CA
) -> None:
    with serving(answers(200), tls) as server, authority.cert_pem.tempfile() as file:
        assert get(transport({"SSL_CERT_FILE": file}), server.url).status == 200


def test_a_request_may_take_any_certificate_and_the_next_does_not(transport: Transport, tls: ssl.SSLContext) -> None:
    with serving(answers(200), tls) as server:
        careless = transport()
        assert get(careless, server.url, verifies=False).status == 200
        assert get(careless, server.url).failure is Failure.TLS


def test_a_server_that_speaks_no_tls_is_a_failure_of_tls(transport: Transport) -> None:
    with serving(answers(200)) as server:
        assert get(transport(), server.url.replace("http", "https", 1)).failure is Failure.TLS


def test_certificates_that_are_not_there_are_an_error(transport: Transport) -> None:
    with pytest.raises(InputError, match=r"^SSL_CERT_FILE: the certificates can't be read"):
        get(transport({"SSL_CERT_FILE": "/nowhere.pem"}), "https://127.0.0.1:1/")


def test_a_refused_connection_is_a_failure_to_connect(transport: Transport) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        answer = get(transport(), f"http://127.0.0.1:{closed.getsockname()[1]}/")
    assert answer.failure is Failure.CONNECT


def test_a_name_that_can_not_be_resolved_is_told_from_a_refused_connection(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert get(transport(), "https://h.example/").failure is Failure.NAME


@pytest.mark.parametrize(
    ("status", "failure"), [(407, Failure.PROXY), (403, Failure.PROXY), (502, Failure.CONNECT), (504, Failure.CONNECT)]
)
def test_a_proxy_that_opens_no_connection_is_told_from_a_server_that_it_can_not_reach(
    transport: Transport, status: int, failure: Failure
) -> None:
    with serving(answers(status)) as proxy:
        answer = get(transport({"https_proxy": proxy.url}), "https://h.example/", only_for("https://h.example"))
    assert (answer.failure, answer.detail) == (failure, f"the proxy answered {status}")
    assert proxy.asked == [("h.example:443", None)]


def test_a_proxy_that_is_not_there_is_a_failure_of_the_proxy(transport: Transport) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        proxy = f"http://127.0.0.1:{closed.getsockname()[1]}"
        assert get(transport({"http_proxy": proxy}), "http://h.example/").failure is Failure.PROXY


def test_a_connection_that_is_closed_without_an_answer_is_a_reset(transport: Transport) -> None:
    with serving(lambda request: request.connection.shutdown(socket.SHUT_RDWR)) as server:
        assert get(transport(), server.url).failure is Failure.RESET


def test_an_answer_that_can_not_be_decoded_is_a_reset(transport: Transport) -> None:
    with serving(answers(200, b"no gzip", Content_Encoding="gzip")) as server:
        assert get(transport(), server.url).failure is Failure.RESET


def test_an_answer_that_does_not_come_in_time_is_a_time_out(transport: Transport) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        answer = get(transport(timeout=0.1), f"http://127.0.0.1:{silent.getsockname()[1]}/")
    assert answer.failure is Failure.TIMEOUT


def test_the_clients_pause_before_a_retry_is_kept() -> None:
    slept: list[float] = []
    transport = LiveTransport({}, 5.0, {}, lambda _: None, sleep=slept.append)
    with serving(answers(200)) as server:
        transport.send(Send(Url.parse(server.url), None, WHY, 0, attempt=2, delay=1.5))
    transport.close()
    assert slept == [1.5]


def test_a_request_goes_through_the_proxy_that_the_variables_name(transport: Transport) -> None:
    with serving(answers(200)) as proxy:
        answer = get(transport({"http_proxy": proxy.url}), "http://h.example/simple/foo/", only_for("http://h.example"))
    assert (answer.status, proxy.asked) == (200, [("http://h.example/simple/foo/", "ci:cabbage")])


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "ftp://ci:cabbage@127.0.0.1", "http://h.example:cabbage"])
def test_a_proxy_that_can_not_be_used_is_an_error_that_repeats_nothing(transport: Transport, proxy: str) -> None:
    with pytest.raises(InputError, match="proxy") as error:
        get(transport({"HTTPS_PROXY": proxy}), "https://h.example/")
    assert "cabbage" not in str(error.value)


def test_libraries_log_nothing(transport: Transport, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(redirects("https://ci:cabbage@h.example/?sig=cabbage")) as server:
        get(transport(), f"{server.url}/?token=cabbage", only_for(server.url))
    assert caplog.text == ""


def test_the_keyring_is_asked_as_the_transport_was_told() -> None:
    known = {"https://h.example": credential("ci:cabbage")}
    live = LiveTransport({}, 5.0, {}, lambda question: known.get(question.service))
    assert live.ask_keyring(AskKeyring("https://h.example", "ci", WHY)).credential is known["https://h.example"]
    assert live.ask_keyring(AskKeyring("https://b.example", "ci", WHY)).credential is None
