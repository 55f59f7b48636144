"""Redirects: who follows them, and as whom."""

from __future__ import annotations

import pytest

from idxdoctor.model.trace import Outcome
from tests.conversation import Conversation, index, netrc, nobody, page, refused, uv

SIMPLE = "https://h/simple"
FOO = "https://h/simple/foo/"
CDN = "https://cdn/foo/"
BY_REQWEST = pytest.mark.parametrize("version", ["0.6.0", "0.6.14", "0.6.16", "0.6.17", "0.7.1", "0.7.13"])
LEAKY = pytest.mark.parametrize("version", ["0.6.15", "0.7.0"])
BY_UV = pytest.mark.parametrize("version", ["0.7.14", "0.13.9"])
EVERY = pytest.mark.parametrize(
    "version", ["0.6.0", "0.6.15", "0.6.17", "0.7.0", "0.7.1", "0.7.13", "0.7.14", "0.13.9"]
)


@EVERY
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_credentials_of_the_url_follow_a_redirect_on_the_same_host(version: str, status: int) -> None:
    talk = Conversation(uv(version, "https://ci:cabbage@h/simple"))
    talk.expects(FOO, "ci:cabbage").redirects("https://h/elsewhere/foo/", status)
    talk.expects("https://h/elsewhere/foo/", "ci:cabbage", why="uv.redirect-kept").answers(page)
    talk.ends(Outcome.FOUND, at=SIMPLE)


@EVERY
def test_a_redirect_without_credentials_is_followed_without(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE))
    talk.expects(FOO, nobody).redirects(CDN)
    talk.expects(CDN, nobody).answers(page)
    talk.ends(Outcome.FOUND)


@EVERY
def test_a_redirect_that_ends_in_404_leads_to_the_next_index(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE, "https://other/simple"))
    talk.expects(FOO, nobody).redirects(CDN)
    talk.expects(CDN, nobody).answers(404)
    talk.expects("https://other/simple/foo/", nobody).answers(page)
    talk.ends(Outcome.FOUND, at="https://other/simple")


@pytest.mark.parametrize("version", ["0.6.0", "0.7.0", "0.7.1", "0.7.13", "0.7.14", "0.13.9"])
@pytest.mark.parametrize(
    ("location", "target"),
    [("/x/foo/", "https://h/x/foo/"), ("../x/", "https://h/simple/x/"), ("//cdn/foo/", CDN)],
)
def test_a_relative_location_starts_from_the_url_that_was_asked(version: str, location: str, target: str) -> None:
    talk = Conversation(uv(version, SIMPLE))
    talk.expects(FOO, nobody).redirects(location)
    talk.expects(target, nobody).answers(page)
    talk.ends(Outcome.FOUND)


def test_a_relative_location_ends_the_run_of_0_6_15() -> None:
    talk = Conversation(uv("0.6.15", SIMPLE))
    talk.expects(FOO, nobody).redirects("/x/foo/")
    talk.ends_because(Outcome.FAILED, "uv.redirect-relative")


@pytest.mark.parametrize("version", ["0.6.14", "0.6.16", "0.7.1", "0.7.14", "0.13.9"])
def test_303_is_followed(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE))
    talk.expects(FOO, nobody).redirects(CDN, 303)
    talk.expects(CDN, nobody).answers(page)
    talk.ends(Outcome.FOUND)


@LEAKY
def test_303_is_taken_for_the_page(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE))
    talk.expects(FOO, nobody).redirects(CDN, 303)
    talk.ends_because(Outcome.FAILED, "uv.not-a-page")


@EVERY
@pytest.mark.parametrize("status", [300, 304])
def test_other_statuses_are_no_redirects(version: str, status: int) -> None:
    talk = Conversation(uv(version, SIMPLE))
    talk.expects(FOO, nobody).redirects(CDN, status)
    talk.ends_because(Outcome.FAILED, "uv.not-a-page")


# To another host or port.


@BY_REQWEST
@pytest.mark.parametrize("target", ["https://cdn/foo/", "https://h:8443/foo/", "http://h/foo/"])
def test_reqwest_drops_credentials_at_another_host_or_port(version: str, target: str) -> None:
    talk = Conversation(uv(version, "https://ci:cabbage@h/simple"))
    talk.expects(FOO, "ci:cabbage").redirects(target)
    talk.expects(target, nobody, why="uv.redirect-dropped", drops=True).answers(page)
    talk.ends(Outcome.FOUND)


@BY_REQWEST
def test_reqwest_drops_credentials_for_good(version: str) -> None:
    talk = Conversation(uv(version, "https://ci:cabbage@h/simple"))
    talk.expects(FOO, "ci:cabbage").redirects(CDN)
    talk.expects(CDN, nobody).redirects("https://h/back/foo/")
    talk.expects("https://h/back/foo/", nobody).answers(page)
    talk.ends(Outcome.FOUND)


@pytest.mark.parametrize(("version", "again"), [("0.7.9", nobody), ("0.7.10", "ci:cabbage"), ("0.7.11", nobody)])
def test_at_the_host_that_it_was_sent_to_0_7_10_alone_sends_dropped_credentials(version: str, again: str) -> None:
    talk = Conversation(uv(version, "https://ci:cabbage@h/simple"))
    talk.expects(FOO, "ci:cabbage").redirects(CDN)
    talk.expects(CDN, nobody).redirects("/on/foo/")
    talk.expects("https://cdn/on/foo/", again).answers(page)
    talk.ends(Outcome.FOUND)


@BY_REQWEST
def test_below_reqwest_credentials_of_variables_travel_too(version: str) -> None:
    talk = Conversation(uv(version, index(SIMPLE, given="ci:cabbage")))
    talk.expects(FOO, "ci:cabbage").redirects("/elsewhere/foo/")
    talk.expects("https://h/elsewhere/foo/", "ci:cabbage", why="uv.redirect-kept").answers(page)
    talk.ends(Outcome.FOUND)


@BY_REQWEST
def test_a_refusal_of_the_target_repeats_the_whole_chain(version: str) -> None:
    entries = (netrc("h", "ci:cabbage"), netrc("cdn", "bot:turnip"))
    talk = Conversation(uv(version, index(SIMPLE, default=True), netrc=entries))
    talk.expects(FOO, nobody).redirects(CDN)
    talk.expects(CDN, nobody).answers(401)
    talk.expects(FOO, "ci:cabbage").redirects(CDN)
    talk.expects(CDN, nobody, why="uv.redirect-dropped", drops=True).answers(401)
    talk.ends(refused(version))


@LEAKY
def test_credentials_of_the_url_are_sent_to_whatever_host_a_redirect_names(version: str) -> None:
    talk = Conversation(uv(version, "https://ci:cabbage@h/simple"))
    talk.expects(FOO, "ci:cabbage").redirects(CDN)
    talk.expects(CDN, "ci:cabbage").answers(400)
    talk.ends(Outcome.FAILED, status=400)


@LEAKY
def test_credentials_of_variables_do_not_leak(version: str) -> None:
    talk = Conversation(uv(version, index(SIMPLE, given="ci:cabbage")))
    talk.expects(FOO, "ci:cabbage").redirects(CDN)
    talk.expects(CDN, nobody).answers(page)
    talk.ends(Outcome.FOUND)


@BY_UV
@pytest.mark.parametrize("target", ["https://cdn/foo/", "https://h:8443/foo/", "http://h/foo/"])
def test_uv_drops_credentials_at_another_host_or_port(version: str, target: str) -> None:
    talk = Conversation(uv(version, "https://ci:cabbage@h/simple"))
    talk.expects(FOO, "ci:cabbage").redirects(target)
    talk.expects(target, nobody, why="uv.redirect-dropped", drops=True).answers(page)
    talk.ends(Outcome.FOUND)


@BY_UV
def test_a_refusal_of_the_target_is_met_with_the_credentials_of_its_host(version: str) -> None:
    entries = (netrc("h", "ci:cabbage"), netrc("cdn", "bot:turnip"))
    talk = Conversation(uv(version, SIMPLE, netrc=entries))
    talk.expects(FOO, nobody).answers(401)
    talk.expects(FOO, "ci:cabbage").redirects(CDN)
    talk.expects(CDN, nobody).answers(401)
    talk.expects(CDN, "bot:turnip", why="uv.fetched-credentials").answers(page)
    talk.ends(Outcome.FOUND)


@BY_UV
def test_credentials_of_variables_are_looked_up_anew_below_the_index(version: str) -> None:
    talk = Conversation(uv(version, index(SIMPLE, given="ci:cabbage")))
    talk.expects(FOO, "ci:cabbage").redirects("/elsewhere/foo/")
    talk.expects("https://h/elsewhere/foo/", "ci:cabbage", why="uv.known-for-url").answers(page)
    talk.ends(Outcome.FOUND)


@BY_UV
def test_credentials_of_variables_need_a_refusal_outside_the_index(version: str) -> None:
    talk = Conversation(uv(version, index("https://h/a/simple", given="ci:cabbage")))
    talk.expects("https://h/a/simple/foo/", "ci:cabbage").redirects("/b/foo/")
    talk.expects("https://h/b/foo/", nobody, why="uv.redirect-outside-index", drops=True).answers(401)
    talk.expects("https://h/b/foo/", "ci:cabbage", why="uv.realm-credentials").answers(page)
    talk.ends(Outcome.FOUND)


@pytest.mark.parametrize(
    ("version", "kept"), [("0.7.14", True), ("0.12.8", True), ("0.12.9", False), ("0.13.9", False)]
)
def test_another_scheme_on_the_same_port_drops_credentials_since_0_12_9(version: str, kept: bool) -> None:
    talk = Conversation(uv(version, "http://ci:cabbage@h:8080/simple"))
    talk.expects("http://h:8080/simple/foo/", "ci:cabbage").redirects("https://h:8080/simple/foo/")
    if kept:
        talk.expects("https://h:8080/simple/foo/", "ci:cabbage", why="uv.redirect-kept")
    else:
        talk.expects("https://h:8080/simple/foo/", nobody, why="uv.redirect-dropped", drops=True)


@pytest.mark.parametrize(
    ("version", "who"),
    [("0.6.17", nobody), ("0.7.13", nobody), ("0.7.15", nobody), ("0.7.16", "bot:turnip"), ("0.13.9", "bot:turnip")],
)
def test_userinfo_of_a_location_is_sent_since_0_7_16(version: str, who: str) -> None:
    talk = Conversation(uv(version, SIMPLE))
    talk.expects(FOO, nobody).redirects("https://bot:turnip@cdn/foo/")
    talk.expects(CDN, who).answers(page)
    talk.ends(Outcome.FOUND)


def test_userinfo_of_a_location_comes_before_the_credentials_of_the_url() -> None:
    talk = Conversation(uv("0.7.16", "https://ci:cabbage@h/simple"))
    talk.expects(FOO, "ci:cabbage").redirects("https://bot:turnip@h/x/foo/")
    talk.expects("https://h/x/foo/", "bot:turnip").answers(page)
    talk.ends(Outcome.FOUND)


def test_a_lone_password_of_a_location_is_overlooked_until_0_11_21() -> None:
    talk = Conversation(uv("0.11.21", SIMPLE, netrc=(netrc("cdn", "ci:cabbage"),)))
    talk.expects(FOO, nobody).redirects("https://:turnip@cdn/foo/")
    talk.expects(CDN, nobody).answers(401)
    talk.expects(CDN, "ci:cabbage").answers(page)
    talk.ends(Outcome.FOUND)


def test_a_lone_password_of_a_location_keeps_uv_from_looking_further_since_0_11_22() -> None:
    talk = Conversation(uv("0.11.22", index(SIMPLE, default=True), netrc=(netrc("cdn", "ci:cabbage"),)))
    talk.expects(FOO, nobody).redirects("https://:turnip@cdn/foo/")
    talk.expects(CDN, nobody).answers(401)
    talk.ends(Outcome.STOPPED)


# Redirects that lead nowhere.


@BY_REQWEST
def test_reqwest_takes_a_redirect_without_a_target_for_the_page(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE))
    talk.expects(FOO, nobody).answers(302)
    talk.ends_because(Outcome.FAILED, "uv.not-a-page")


@pytest.mark.parametrize("version", ["0.6.15", "0.7.0", "0.7.14", "0.13.9"])
def test_a_redirect_without_a_target_ends_the_run(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE))
    talk.expects(FOO, nobody).answers(302)
    talk.ends_because(Outcome.FAILED, "uv.redirect-without-target")
    talk.ends(Outcome.FAILED, at=SIMPLE, status=302)


@EVERY
@pytest.mark.parametrize("location", ["ftp://h/foo/", "file:///etc/passwd"])
def test_a_redirect_to_another_kind_of_url_ends_the_run(version: str, location: str) -> None:
    talk = Conversation(uv(version, SIMPLE))
    talk.expects(FOO, nobody).redirects(location)
    talk.ends_because(Outcome.FAILED, "uv.redirect-unusable")


@BY_UV
def test_a_target_that_cannot_be_read_is_not_repeated(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE))
    talk.expects(FOO, nobody).redirects("https://ci:turnip@ho st/")
    assert "turnip" not in talk.ends_because(Outcome.FAILED, "uv.redirect-unusable").text


@BY_REQWEST
def test_reqwest_gives_up_after_ten_requests(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE))
    for _ in range(10):
        talk.expects(FOO, nobody).redirects(FOO)
    talk.ends_because(Outcome.FAILED, "uv.too-many-redirects")


@pytest.mark.parametrize("version", ["0.6.15", "0.7.0", "0.7.14", "0.13.9"])
def test_uv_takes_the_eleventh_redirect_for_the_page(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE))
    for _ in range(11):
        # 0.6.15 can't follow a relative one.
        talk.expects(FOO, nobody).redirects(FOO)
    talk.ends_because(Outcome.FAILED, "uv.not-a-page")
