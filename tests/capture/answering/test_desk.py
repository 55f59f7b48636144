"""What is answered to a real client, and what is kept of it."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest

from idxdoctor.capture.answering.desk import Desk, credential_of, drops
from idxdoctor.model.exchange import Failure
from idxdoctor.model.url import Origin, Url
from tests.capture.made import FOO, one_server, scenario

PAGE = "{path: '/simple/*', answer: {page: ['1.0']}}"
WHEEL = "https://h.example/files/foo-1.0-py3-none-any.whl"
H = Origin("https", "h.example", 443)


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


def desk(*rules: str) -> Desk:
    return Desk(one_server(*rules), 30.0)


def test_requests_are_kept_in_order_with_who_they_were_taken_for() -> None:
    made = desk("{as: ci, answer: 404}", "{answer: 401}")
    for authorization in (None, basic("ci:wrong"), basic("ci:cabbage")):
        made.answer("GET", Url.parse(FOO), authorization)
    assert [(seen.answer.account, seen.answer.status) for seen in made.exchanges] == [
        (None, 401),
        ("stranger", 401),
        ("ci", 404),
    ]


def test_a_redirect_is_kept_with_its_target() -> None:
    made = desk("{answer: {redirect: '/on/foo/'}}")
    made.answer("GET", Url.parse(FOO), None)
    assert [seen.redirect for seen in made.exchanges] == [Url.parse("https://h.example/on/foo/")]


@pytest.mark.parametrize("catch_all", ["{as: nobody, answer: 401}", "{path: '/*', as: nobody, answer: 403}"])
def test_a_listed_wheel_is_made_up_where_no_rule_is_about_files(catch_all: str) -> None:
    made = desk(PAGE, catch_all)
    made.answer("GET", Url.parse(FOO), None)
    answer = made.answer("GET", Url.parse(WHEEL), None)
    assert zipfile.is_zipfile(io.BytesIO(answer.body))
    assert (len(made.exchanges), [seen.url for seen in made.files]) == (1, [Url.parse(WHEEL)])


def test_metadata_of_a_listed_wheel_is_made_up_too() -> None:
    made = desk(PAGE)
    made.answer("GET", Url.parse(FOO), None)
    assert b"Name: foo" in made.answer("GET", Url.parse(f"{WHEEL}.metadata"), None).body


def test_rules_about_files_answer_for_files() -> None:
    made = desk("{path: '/files/*', as: ci, answer: 200}", "{path: '/files/*', answer: 401}", PAGE)
    made.answer("GET", Url.parse(FOO), None)
    assert made.answer("GET", Url.parse(WHEEL), None).status == 401
    granted = made.answer("GET", Url.parse(WHEEL), basic("ci:cabbage"))
    assert zipfile.is_zipfile(io.BytesIO(granted.body))


def test_a_file_that_no_page_lists_is_answered_by_the_rules() -> None:
    made = desk(PAGE)
    assert made.answer("GET", Url.parse(WHEEL), None).status == 404
    assert len(made.exchanges) == 1


def test_a_host_without_a_server_can_not_be_reached() -> None:
    made = desk(PAGE)
    assert made.connect(Origin("https", "elsewhere.example", 443)) is Failure.CONNECT
    assert made.connect(H) is None
    assert [(seen.method, str(seen.url)) for seen in made.exchanges] == [("CONNECT", "https://elsewhere.example/")]


@pytest.mark.parametrize(
    ("drop", "failure"),
    [("connect", Failure.CONNECT), ("proxy", Failure.PROXY), ("tls", Failure.TLS)],
)
def test_a_server_that_drops_everybody_does_so_before_a_request(drop: str, failure: Failure) -> None:
    made = desk(f"{{times: 2, answer: {{drop: {drop}}}}}", PAGE)
    assert [made.connect(H) for _ in range(3)] == [failure, failure, None]
    assert made.answer("GET", Url.parse(FOO), None).status == 200


@pytest.mark.parametrize("rule", ["{path: '/simple/*', answer: {drop: connect}}", "{answer: {drop: reset}}"])
def test_what_is_dropped_for_some_requests_needs_a_request(rule: str) -> None:
    made = desk(rule)
    assert made.connect(H) is None
    assert made.answer("GET", Url.parse(FOO), None).failure is not None


@pytest.mark.parametrize(
    ("header", "secret"), [("Bearer token", "token"), ("Basic %%%", "Basic %%%"), ("Digest a=b", "Digest a=b")]
)
def test_what_is_no_basic_credential_is_kept_as_a_password(header: str, secret: str) -> None:
    credential = credential_of(header)
    assert not credential.username
    assert credential.password is not None
    assert credential.password.reveal() == secret


def test_the_ways_in_which_servers_drop_requests() -> None:
    world = scenario("[{url: 'https://a', rules: [{answer: {drop: tls}}, {answer: {status: 404, delay: 5}}]}]")
    assert drops(world) == {Failure.TLS, Failure.TIMEOUT}
