"""Credentials from outside uv: netrc, then the keyring program, each asked once a run."""

from __future__ import annotations

import pytest

from idxdoctor.config.uv.plan import read_plan
from idxdoctor.model.exchange import AskKeyring, Decision
from idxdoctor.model.trace import Outcome
from tests.conversation import Conversation, index, netrc, nobody, page, refused, uv
from tests.surroundings import surroundings

SIMPLE = "https://h/simple"
FOO = "https://h/simple/foo/"
ALL = pytest.mark.parametrize("version", ["0.6.0", "0.6.17", "0.7.0", "0.7.4", "0.13.9"])


@ALL
def test_netrc_gives_nothing_to_another_host(version: str) -> None:
    talk = Conversation(uv(version, index(SIMPLE, default=True), netrc=(netrc("other", "ci:cabbage"),)))
    talk.expects(FOO, nobody).answers(401)
    talk.ends(refused(version))


@ALL
def test_netrc_serves_every_port_of_its_host(version: str) -> None:
    talk = Conversation(uv(version, "https://h:8443/simple", netrc=(netrc("h", "ci:cabbage"),)))
    talk.expects("https://h:8443/simple/foo/", nobody).answers(401)
    talk.expects("https://h:8443/simple/foo/", "ci:cabbage").answers(page)
    talk.ends(Outcome.FOUND)


@ALL
def test_a_netrc_entry_with_a_port_serves_nobody(version: str) -> None:
    talk = Conversation(
        uv(version, index("https://h:8443/simple", default=True), netrc=(netrc("h:8443", "ci:cabbage"),))
    )
    talk.expects("https://h:8443/simple/foo/", nobody).answers(401)
    talk.ends(refused(version))


@ALL
def test_the_default_entry_of_netrc_serves_hosts_that_have_none(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE, netrc=(netrc("other", "bot:turnip"), netrc(None, "ci:cabbage"))))
    talk.expects(FOO, nobody).answers(401)
    talk.expects(FOO, "ci:cabbage").answers(page)
    talk.ends(Outcome.FOUND)


@ALL
def test_an_entry_of_the_host_comes_before_the_default_entry(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE, netrc=(netrc(None, "bot:turnip"), netrc("h", "ci:cabbage"))))
    talk.expects(FOO, nobody).answers(401)
    talk.expects(FOO, "ci:cabbage").answers(page)
    talk.ends(Outcome.FOUND)


@ALL
def test_the_later_of_two_entries_of_a_host_counts(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE, netrc=(netrc("h", "bot:turnip"), netrc("h", "ci:cabbage"))))
    talk.expects(FOO, nobody).answers(401)
    talk.expects(FOO, "ci:cabbage").answers(page)
    talk.ends(Outcome.FOUND)


@ALL
def test_an_entry_of_another_user_is_not_used_and_neither_is_the_default(version: str) -> None:
    entries = (netrc("h", "bot:turnip"), netrc(None, "ci:cabbage"))
    talk = Conversation(uv(version, "https://ci@h/simple", netrc=entries))
    talk.expects(FOO, "ci:", why="uv.username-only").answers(page)
    talk.ends(Outcome.FOUND)


@ALL
def test_netrc_comes_before_the_keyring(version: str) -> None:
    talk = Conversation(uv(version, "https://ci@h/simple", keyring=True, netrc=(netrc("h", "ci:cabbage"),)))
    talk.expects(FOO, "ci:cabbage").answers(page)
    talk.ends(Outcome.FOUND)


@ALL
def test_the_keyring_is_left_alone_unless_it_is_switched_on(version: str) -> None:
    talk = Conversation(uv(version, "https://ci@h/simple"))
    talk.expects(FOO, "ci:").answers(page)
    talk.ends(Outcome.FOUND)


@ALL
def test_the_keyring_is_not_asked_without_a_username(version: str) -> None:
    talk = Conversation(uv(version, index(SIMPLE, default=True), keyring=True))
    talk.expects(FOO, nobody).answers(401)
    talk.ends(refused(version))


@pytest.mark.parametrize("version", ["0.6.0", "0.6.17"])
def test_the_keyring_is_asked_for_the_url_of_the_request_until_0_6_17(version: str) -> None:
    talk = Conversation(uv(version, "https://ci@h/simple", keyring=True))
    talk.expects_keyring("https://h/simple/foo/", "ci").knows_nothing()
    talk.expects_keyring("h", "ci").knows("ci:cabbage")
    talk.expects(FOO, "ci:cabbage", why="uv.password-found").answers(page)
    talk.ends(Outcome.FOUND)


@pytest.mark.parametrize("version", ["0.7.0", "0.13.9"])
def test_the_keyring_is_asked_for_the_url_of_the_index_since_0_7_0(version: str) -> None:
    talk = Conversation(uv(version, "https://ci@h/simple", keyring=True))
    talk.expects_keyring(SIMPLE, "ci").knows("ci:cabbage")
    talk.expects(FOO, "ci:cabbage", why="uv.password-found").answers(page)
    talk.ends(Outcome.FOUND)


@ALL
def test_a_keyring_that_knows_nothing_leaves_the_username_alone(version: str) -> None:
    talk = Conversation(uv(version, "https://ci@h/simple", keyring=True))
    talk.expects_keyring(FOO if version in {"0.6.0", "0.6.17"} else SIMPLE, "ci").knows_nothing()
    talk.expects_keyring("h", "ci").knows_nothing()
    talk.expects(FOO, "ci:", why="uv.username-only").answers(page)
    talk.ends(Outcome.FOUND)


@ALL
def test_a_wrong_password_of_the_keyring_is_final(version: str) -> None:
    talk = Conversation(uv(version, index("https://ci@h/simple", default=True), keyring=True))
    talk.expects_keyring(FOO if version in {"0.6.0", "0.6.17"} else SIMPLE, "ci").knows("ci:wrong")
    talk.expects(FOO, "ci:wrong").answers(401)
    talk.ends(refused(version))


@pytest.mark.parametrize(
    ("version", "service"),
    [("0.7.15", f"{SIMPLE}/"), ("0.7.16", SIMPLE), ("0.7.19", SIMPLE), ("0.7.20", f"{SIMPLE}/")],
)
def test_the_slash_that_ends_an_index_url_is_kept_but_from_0_7_16_to_0_7_19(version: str, service: str) -> None:
    talk = Conversation(uv(version, "https://ci@h/simple/", keyring=True))
    talk.expects_keyring(service, "ci").knows("ci:cabbage")
    talk.expects(FOO, "ci:cabbage").answers(page)
    talk.ends(Outcome.FOUND)


def test_the_host_stands_with_a_port_that_is_not_the_schemes_own() -> None:
    talk = Conversation(uv("0.13.9", "https://ci@h:8443/simple", keyring=True))
    talk.expects_keyring("https://h:8443/simple", "ci").knows_nothing()
    talk.expects_keyring("h:8443", "ci").knows("ci:cabbage")
    talk.expects("https://h:8443/simple/foo/", "ci:cabbage")


def test_the_host_stands_without_a_port_that_is_the_schemes_own() -> None:
    talk = Conversation(uv("0.13.9", "https://ci@h:443/simple", keyring=True))
    talk.expects_keyring(SIMPLE, "ci").knows_nothing()
    talk.expects_keyring("h", "ci").knows("ci:cabbage")
    talk.expects(FOO, "ci:cabbage")


def test_scheme_and_host_are_no_service_until_0_10_2() -> None:
    talk = Conversation(uv("0.10.2", "http://ci@h:8080/simple", keyring=True))
    talk.expects_keyring("http://h:8080/simple", "ci").knows_nothing()
    talk.expects_keyring("h:8080", "ci").knows_nothing()
    talk.expects("http://h:8080/simple/foo/", "ci:")


@pytest.mark.parametrize("version", ["0.10.3", "0.13.9"])
def test_scheme_and_host_are_a_service_since_0_10_3(version: str) -> None:
    talk = Conversation(uv(version, "http://ci@h:8080/simple", keyring=True))
    talk.expects_keyring("http://h:8080/simple", "ci").knows_nothing()
    talk.expects_keyring("h:8080", "ci").knows_nothing()
    talk.expects_keyring("http://h:8080", "ci").knows("ci:cabbage")
    talk.expects("http://h:8080/simple/foo/", "ci:cabbage")


def test_scheme_and_host_are_never_a_service_of_https() -> None:
    talk = Conversation(uv("0.10.3", "https://ci@h/simple", keyring=True))
    talk.expects_keyring(SIMPLE, "ci").knows_nothing()
    talk.expects_keyring("h", "ci").knows_nothing()
    talk.expects(FOO, "ci:")


@pytest.mark.parametrize(
    ("version", "service"),
    [("0.7.0", "https://ci@h/x/foo/"), ("0.7.15", "https://ci@h/x/foo/"), ("0.7.16", "https://h/x/foo/")],
)
def test_the_service_has_the_username_of_a_redirect_until_that_moves_to_the_header(version: str, service: str) -> None:
    talk = Conversation(uv(version, "https://bot:turnip@h/a/simple", keyring=True))
    talk.expects("https://h/a/simple/foo/", "bot:turnip").redirects("https://ci@h/x/foo/")
    talk.expects_keyring(service, "ci")


def test_always_does_not_ask_the_keyring_without_a_username_until_0_6_8() -> None:
    talk = Conversation(uv("0.6.8", index(SIMPLE, policy="always"), keyring=True))
    talk.ends_because(Outcome.FAILED, "uv.missing-credentials")


def test_always_asks_the_keyring_without_a_username_since_0_6_9() -> None:
    talk = Conversation(uv("0.6.9", index(SIMPLE, policy="always"), keyring=True))
    talk.expects_keyring(FOO, None).knows("ci:cabbage")
    talk.expects(FOO, "ci:cabbage", why="uv.fetched-credentials").answers(page)
    talk.ends(Outcome.FOUND)


def test_always_gives_up_where_the_keyring_knows_nothing() -> None:
    talk = Conversation(uv("0.13.9", index(SIMPLE, policy="always"), keyring=True))
    talk.expects_keyring(SIMPLE, None).knows_nothing()
    talk.expects_keyring("h", None).knows_nothing()
    talk.ends_because(Outcome.FAILED, "uv.missing-credentials")


def test_a_host_is_looked_up_once_a_run_until_0_6_17() -> None:
    talk = Conversation(uv("0.6.17", "https://ci@h/a", "https://ci@h/b", keyring=True))
    talk.expects_keyring("https://h/a/foo/", "ci").knows_nothing()
    talk.expects_keyring("h", "ci").knows_nothing()
    talk.expects("https://h/a/foo/", "ci:").answers(404)
    talk.expects("https://h/b/foo/", "ci:").answers(page)
    talk.ends(Outcome.FOUND)


def test_each_index_is_looked_up_once_a_run_since_0_7_0() -> None:
    run = uv("0.7.0", "https://ci@h/a", "https://ci@h/b", keyring=True)
    foo = Conversation(run, "foo")
    foo.expects_keyring("https://h/a", "ci").knows_nothing()
    foo.expects_keyring("h", "ci").knows_nothing()
    foo.expects("https://h/a/foo/", "ci:").answers(404)
    foo.expects_keyring("https://h/b", "ci").knows("ci:cabbage")
    foo.expects("https://h/b/foo/", "ci:cabbage").answers(page)
    foo.ends(Outcome.FOUND)
    bar = Conversation(run, "bar")
    bar.expects("https://h/a/bar/", "ci:").answers(404)
    bar.expects("https://h/b/bar/", "ci:cabbage").answers(page)
    bar.ends(Outcome.FOUND)


def test_each_username_is_looked_up_by_itself() -> None:
    talk = Conversation(uv("0.6.17", "https://ci@h/a", "https://bot@h/b", keyring=True))
    talk.expects_keyring("https://h/a/foo/", "ci").knows("ci:cabbage")
    talk.expects("https://h/a/foo/", "ci:cabbage").answers(404)
    talk.expects_keyring("https://h/b/foo/", "bot").knows("bot:turnip")
    talk.expects("https://h/b/foo/", "bot:turnip").answers(page)
    talk.ends(Outcome.FOUND)


def test_a_redirect_to_another_host_does_not_open_the_keyring() -> None:
    talk = Conversation(uv("0.13.9", index("https://ci@h/simple", default=True), keyring=True))
    talk.expects_keyring(SIMPLE, "ci").knows("ci:cabbage")
    talk.expects(FOO, "ci:cabbage").redirects("https://cdn/foo/")
    talk.expects("https://cdn/foo/", nobody).answers(401)
    talk.ends(Outcome.STOPPED)


HF = "https://huggingface.co/simple"


@pytest.mark.parametrize(("version", "sent"), [("0.8.0", False), ("0.8.1", True), ("0.13.9", True)])
def test_the_token_for_hugging_face_comes_first_since_0_8_1(version: str, sent: bool) -> None:
    plan = read_plan(surroundings(env={"HF_TOKEN": "cabbage"}))
    entries = (netrc("huggingface.co", "bot:turnip"),)
    talk = Conversation(uv(version, HF, netrc=entries, hf_token=plan.hf_token))
    talk.expects(f"{HF}/foo/", nobody).answers(401)
    talk.expects(f"{HF}/foo/", ":cabbage" if sent else "bot:turnip").answers(page)
    talk.ends(Outcome.FOUND)


@pytest.mark.parametrize(
    "url", ["http://huggingface.co/s", "https://huggingface.co:8443/s", "https://cdn.huggingface.co/s"]
)
def test_the_token_goes_nowhere_else(url: str) -> None:
    plan = read_plan(surroundings(env={"HF_TOKEN": "cabbage"}))
    talk = Conversation(uv("0.13.9", index(url, default=True), hf_token=plan.hf_token))
    talk.expects(f"{url}/foo/", nobody).answers(401)
    talk.ends(Outcome.STOPPED)


@pytest.mark.parametrize("env", [{}, {"HF_TOKEN": ""}, {"HF_TOKEN": "cabbage", "UV_NO_HF_TOKEN": ""}])
def test_there_may_be_no_token(env: dict[str, str]) -> None:
    assert read_plan(surroundings(env=env)).hf_token is None


@pytest.mark.parametrize("version", ["0.6.15", "0.7.0", "0.7.14", "0.7.15"])
def test_userinfo_of_a_location_stays_in_the_keyrings_service_until_0_7_15(version: str) -> None:
    talk = Conversation(uv(version, "https://h/one", "https://dev@h/two", keyring=True))
    talk.expects("https://h/one/foo/", nobody).redirects("https://ci:cabbage@h/elsewhere/foo/")
    talk.expects("https://h/elsewhere/foo/", nobody).answers(401)
    talk.expects_keyring("https://ci:cabbage@h/elsewhere/foo/", "dev").knows("dev:turnip")
    talk.expects("https://h/elsewhere/foo/", "dev:turnip").answers(page)
    talk.ends(Outcome.FOUND)


def test_a_question_to_the_keyring_shows_no_password() -> None:
    question = AskKeyring("https://ci:cabbage@h/elsewhere/foo/", "dev", Decision("uv.keyring-username", "why"))
    assert "cabbage" not in repr(question)
