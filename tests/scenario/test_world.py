"""The servers of a scenario: who a request is taken for, and which rule answers it."""

from __future__ import annotations

import pytest

from idxdoctor.model.exchange import Answer, Failure
from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Url
from idxdoctor.scenario.world import World
from tests.conversation import header
from tests.scenario.made import scenario


def world(rules: str = "[]", timeout: float = 30.0) -> World:
    """Return a world with one server, of two accounts."""
    servers = f"- {{url: 'https://h', accounts: {{ci: cabbage, lone: ''}}, rules: {rules}}}"
    return World(scenario(servers), timeout)


def ask(world: World, path: str = "/simple/foo/", who: str | None = None, origin: str = "https://h") -> Answer:
    """Ask for a path as `user:password`, or as nobody."""
    username, _, password = (who or "").partition(":")
    url = Url.parse(origin + path)
    return world.answer(url, username, Secret(password)) if who else world.answer(url, None, None)


def test_a_host_without_a_server_cannot_be_reached() -> None:
    assert ask(world(), origin="https://g") == Answer(None, failure=Failure.CONNECT)
    assert ask(world(), origin="http://h").failure is Failure.CONNECT
    assert ask(world(), origin="https://h:8443").failure is Failure.CONNECT


def test_rules_on_certificates_are_for_those_who_verify_them() -> None:
    made = world("[{answer: {drop: tls}, times: 1}, {answer: 403}, {answer: 404}]")
    page = Url.parse("https://h/simple/foo/")
    assert made.answer(page, None, None, verifies=False).status == 403
    assert made.answer(page, None, None).failure is Failure.TLS
    assert made.answer(page, None, None).status == 403


def test_without_a_rule_a_server_answers_404() -> None:
    assert ask(world()) == Answer(404)


@pytest.mark.parametrize(
    ("who", "taken_for"),
    [
        (None, None),
        ("ci:cabbage", "ci"),
        ("ci:turnip", "stranger"),
        ("ci:", "stranger"),
        ("bot:cabbage", "stranger"),
        (":cabbage", "stranger"),
        ("lone:", "lone"),
    ],
)
def test_who_a_request_is_taken_for(who: str | None, taken_for: str | None) -> None:
    assert ask(world(), who=who).account == taken_for


def test_credentials_are_those_of_a_stranger_elsewhere() -> None:
    assert ask(world(), who="ci:cabbage", origin="https://g").account == "stranger"


def test_a_username_without_a_password_has_the_empty_one() -> None:
    assert world().taken_for(Url.parse("https://h/"), "lone", None) == "lone"
    assert world().taken_for(Url.parse("https://h/"), "ci", None) == "stranger"


def test_the_first_rule_that_fits_answers() -> None:
    rules = "[{path: /a, answer: 201}, {path: /*, answer: 202}, {answer: 203}]"
    assert [ask(world(rules), path).status for path in ("/a", "/b", "/a/b")] == [201, 202, 202]


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("*/simple/foo/", "/a/b/simple/foo/", True),
        ("/simple/*", "/simple/a/b", True),
        ("/simple/?oo/", "/simple/foo/", True),
        ("/simple/[fg]oo/", "/simple/goo/", True),
        ("/simple/", "/simple/foo/", False),
        ("/Simple/*", "/simple/foo/", False),
        ("/simple/foo", "/simple/foo/", False),
    ],
)
def test_a_path_is_matched_as_a_shell_would(pattern: str, path: str, fits: bool) -> None:
    rules = f"[{{path: '{pattern}', answer: 201}}]"
    assert ask(world(rules), path).status == (201 if fits else 404)


def test_the_query_of_a_url_plays_no_part() -> None:
    assert ask(world("[{path: /a, answer: 201}]"), "/a?b=/c").status == 201


def test_a_rule_may_be_for_somebody() -> None:
    rules = "[{as: ci, answer: 201}, {as: nobody, answer: 202}, {as: stranger, answer: 203}, {answer: 204}]"
    asked = [ask(world(rules), who=who).status for who in ("ci:cabbage", None, "ci:wrong", "lone:")]
    assert asked == [201, 202, 203, 204]


def test_a_rule_may_answer_a_few_times_only() -> None:
    one = world("[{times: 2, answer: 503}, {answer: 200}]")
    assert [ask(one).status for _ in range(4)] == [503, 503, 200, 200]


def test_requests_that_do_not_fit_are_not_counted() -> None:
    one = world("[{times: 1, as: ci, answer: 503}, {answer: 200}]")
    assert [ask(one).status, ask(one, who="ci:cabbage").status, ask(one, who="ci:cabbage").status] == [200, 503, 200]


def test_equal_rules_are_counted_apart() -> None:
    one = world("[{times: 1, answer: 503}, {times: 1, answer: 503}, {answer: 200}]")
    assert [ask(one).status for _ in range(3)] == [503, 503, 200]


def test_each_world_counts_for_itself() -> None:
    rules = "[{times: 1, answer: 503}, {answer: 200}]"
    made = world(rules).scenario
    assert [ask(World(made)).status, ask(World(made)).status] == [503, 503]


@pytest.mark.parametrize(
    ("drop", "failure"),
    [
        ("connect", Failure.CONNECT),
        ("proxy", Failure.PROXY),
        ("reset", Failure.RESET),
        ("timeout", Failure.TIMEOUT),
        ("tls", Failure.TLS),
    ],
)
def test_a_dropped_connection_has_no_status(drop: str, failure: Failure) -> None:
    assert ask(world(f"[{{answer: {{drop: {drop}}}}}]"), who="ci:cabbage") == Answer(
        None, failure=failure, account="ci"
    )


def test_an_answer_that_takes_longer_than_the_client_waits_never_comes() -> None:
    rules = "[{answer: {status: 200, delay: 2}}]"
    assert ask(world(rules, timeout=2)).status == 200
    assert ask(world(rules, timeout=1.5)).failure is Failure.TIMEOUT


def test_headers_have_lower_case_names() -> None:
    answer = ask(world("[{answer: {status: 401, headers: {WWW-Authenticate: Basic realm=X}}}]"))
    assert answer == Answer(401, {"www-authenticate": "Basic realm=X"})


def test_a_body_is_html_unless_a_header_says_otherwise() -> None:
    assert ask(world("[{answer: {body: é}}]")) == Answer(
        200, {"content-type": "text/html; charset=utf-8"}, "é".encode()
    )
    plain = ask(world("[{answer: {body: x, headers: {Content-Type: text/plain}}}]"))
    assert plain.headers == {"content-type": "text/plain"}


def test_a_redirect_has_its_location() -> None:
    assert ask(world("[{answer: {redirect: /b, status: 307}}]")) == Answer(307, {"location": "/b"})


def test_a_page_is_one() -> None:
    answer = ask(world("[{answer: {page: [1.0]}}]"))
    assert answer.headers == {"content-type": "application/vnd.pypi.simple.v1+html"}
    assert b"foo-1.0-py3-none-any.whl" in answer.body


@pytest.mark.parametrize(
    ("service", "username", "known"),
    [
        ("https://h/simple/", "ci", "ci:cabbage"),
        ("https://h/simple/", None, "ci:cabbage"),
        ("h", "bot", "bot:turnip"),
        ("h", "ci", None),
        ("https://h/simple", "ci", None),
    ],
)
def test_the_keyring_knows_its_entries(service: str, username: str | None, known: str | None) -> None:
    given = """
        keyring:
          - {service: https://h/simple/, username: ci, password: cabbage}
          - {service: h, username: bot, password: turnip}
        """
    found = World(scenario(given=given)).keyring(service, username)
    assert (found and header(found)) == known


def test_what_the_keyring_gave_is_meant_for_its_service() -> None:
    given = "keyring: [{service: h, username: ci, password: cabbage}]"
    found = World(scenario(given=given)).keyring("h", "ci")
    assert found is not None
    assert found.reach.covers(Url.parse("https://h:8443/").origin)
    assert not found.reach.covers(Url.parse("https://g/").origin)


WHEEL = "/files/foo-1.0-py3-none-any.whl"
LISTS = "{path: /simple/*, answer: {page: [1.0]}}"


def listed(*rules: str, who: str | None = None) -> Answer:
    """Return the answer to a request for a wheel, after that for the page that lists it."""
    one = world(f"[{', '.join((*rules, LISTS))}]")
    assert ask(one).status == 200
    return ask(one, WHEEL, who)


def test_a_wheel_that_a_page_lists_is_there_for_anybody() -> None:
    assert listed() == Answer(200)
    assert listed(who="ci:turnip") == Answer(200, account="stranger")


def test_so_is_its_metadata() -> None:
    one = world(f"[{LISTS}]")
    ask(one)
    assert ask(one, f"{WHEEL}.metadata").status == 200


def test_a_wheel_is_not_there_before_its_page_was_answered() -> None:
    assert ask(world(f"[{LISTS}]"), WHEEL).status == 404


@pytest.mark.parametrize(
    "path", ["/files/foo-2.0-py3-none-any.whl", "/foo-1.0-py3-none-any.whl", "/files/foo-1.0.tar.gz"]
)
def test_another_file_is_not_there(path: str) -> None:
    one = world(f"[{LISTS}]")
    ask(one)
    assert ask(one, path).status == 404


def test_a_rule_about_files_answers_for_them() -> None:
    rules = ("{path: /files/*, as: ci, answer: 200}", "{path: /files/*, answer: 401}")
    assert [listed(*rules, who=who).status for who in ("ci:cabbage", None, "ci:turnip")] == [200, 401, 401]


def test_a_rule_for_pages_and_files_alike_is_not_about_files() -> None:
    one = world("[{as: ci, answer: {page: [1.0]}}, {answer: 401}]")
    assert ask(one, who="ci:cabbage").status == 200
    assert ask(one, WHEEL).status == 200


def test_a_wheel_on_a_host_without_a_server_can_not_be_reached() -> None:
    one = world("[{answer: {page: [1.0], files: 'https://cdn/f/'}}]")
    ask(one)
    assert ask(one, "/f/foo-1.0-py3-none-any.whl", origin="https://cdn").failure is Failure.CONNECT


def test_a_wheel_lies_where_its_page_says() -> None:
    servers = """
        - {url: 'https://h', rules: [{answer: {page: [1.0], files: 'https://cdn/f/'}}]}
        - {url: 'https://cdn'}
        """
    one = World(scenario(servers))
    ask(one)
    assert ask(one, "/f/foo-1.0-py3-none-any.whl", origin="https://cdn").status == 200
    assert ask(one, WHEEL, origin="https://cdn").status == 404


def test_a_page_is_the_one_that_lists_the_wheel() -> None:
    one = world(f"[{LISTS}]")
    ask(one, "/simple/bar/")
    ask(one)
    assert one.page_listing(Url.parse(f"https://h{WHEEL}")) == Url.parse("https://h/simple/foo/")
    assert one.page_listing(Url.parse("https://h/simple/foo/")) is None


def test_files_are_those_of_pages_and_of_the_lock() -> None:
    given = """{packages: [foo], files: {uv.lock: 'url = "https://h/f/bar-1.0-py3-none-any.whl"'}}"""
    one = World(scenario(f"- {{url: 'https://h', rules: [{LISTS}]}}", given))
    wheel, locked = Url.parse(f"https://h{WHEEL}"), Url.parse("https://h/f/bar-1.0-py3-none-any.whl")
    assert [one.is_file(wheel), one.is_file(locked)] == [False, True]
    ask(one)
    assert [one.is_file(wheel), one.is_file(Url.parse("https://h/f/bar"))] == [True, False]
