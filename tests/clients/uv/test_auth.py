"""Who uv asks as, and when it asks again: conversations with its authentication."""

from __future__ import annotations

import pytest

from idxdoctor.model.trace import Outcome
from tests.conversation import Conversation, index, netrc, nobody, page, refused, uv

SIMPLE = "https://h/simple"
FOO = "https://h/simple/foo/"
OLDEST_AND_NEWEST = pytest.mark.parametrize("version", ["0.6.0", "0.6.17", "0.7.0", "0.7.4", "0.13.9"])
SINCE_0_7_4 = pytest.mark.parametrize("version", ["0.7.4", "0.13.9"])


@OLDEST_AND_NEWEST
def test_credentials_of_the_url_are_sent_at_once(version: str) -> None:
    talk = Conversation(uv(version, "https://ci:cabbage@h/simple"))
    talk.expects(FOO, "ci:cabbage", why="uv.url-credentials").answers(page)
    talk.ends(Outcome.FOUND, at=SIMPLE, status=200)


@OLDEST_AND_NEWEST
def test_refused_credentials_of_the_url_are_not_replaced_by_others(version: str) -> None:
    talk = Conversation(
        uv(version, index("https://ci:wrong@h/simple", default=True), netrc=(netrc("h", "ci:cabbage"),))
    )
    talk.expects(FOO, "ci:wrong").answers(401)
    talk.ends(refused(version))


@OLDEST_AND_NEWEST
def test_percent_encoded_credentials_are_sent_decoded(version: str) -> None:
    talk = Conversation(uv(version, "https://c%40i:cab%2Fbage@h/simple"))
    talk.expects(FOO, "c@i:cab/bage").answers(page)
    talk.ends(Outcome.FOUND)


@OLDEST_AND_NEWEST
def test_a_password_without_a_username_is_sent(version: str) -> None:
    talk = Conversation(uv(version, "https://:cabbage@h/simple"))
    talk.expects(FOO, ":cabbage").answers(page)
    talk.ends(Outcome.FOUND)


@OLDEST_AND_NEWEST
def test_credentials_of_variables_are_sent_at_once(version: str) -> None:
    talk = Conversation(uv(version, index(SIMPLE, given="ci:cabbage")))
    talk.expects(FOO, "ci:cabbage", why="uv.known-for-url").answers(page)
    talk.ends(Outcome.FOUND)


@OLDEST_AND_NEWEST
def test_refused_credentials_of_variables_are_not_replaced_by_others(version: str) -> None:
    talk = Conversation(uv(version, index(SIMPLE, given="ci:wrong", default=True), netrc=(netrc("h", "ci:cabbage"),)))
    talk.expects(FOO, "ci:wrong").answers(401)
    talk.ends(refused(version))


@OLDEST_AND_NEWEST
def test_the_page_is_asked_with_the_credentials_of_the_url_though_variables_hold_others(version: str) -> None:
    talk = Conversation(uv(version, index("https://ci:cabbage@h/simple", given="ci:wrong")))
    talk.expects(FOO, "ci:cabbage").answers(page)
    talk.ends(Outcome.FOUND)


@OLDEST_AND_NEWEST
def test_an_empty_password_of_a_variable_counts_as_one(version: str) -> None:
    talk = Conversation(uv(version, index(SIMPLE, given="ci:", default=True), netrc=(netrc("h", "ci:cabbage"),)))
    talk.expects(FOO, "ci:", why="uv.known-for-url").answers(401)
    talk.ends(refused(version))


@OLDEST_AND_NEWEST
@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refused_anonymous_request_is_repeated_with_the_credentials_of_the_host(version: str, status: int) -> None:
    talk = Conversation(uv(version, SIMPLE, netrc=(netrc("h", "ci:cabbage"),)))
    talk.expects(FOO, nobody, why="uv.no-credentials-yet").answers(status)
    talk.expects(FOO, "ci:cabbage", why="uv.fetched-credentials").answers(page)
    talk.ends(Outcome.FOUND)


@OLDEST_AND_NEWEST
@pytest.mark.parametrize("status", [400, 402, 405, 407, 410, 418, 451])
def test_no_other_refusal_makes_uv_look_for_credentials(version: str, status: int) -> None:
    talk = Conversation(uv(version, SIMPLE, netrc=(netrc("h", "ci:cabbage"),)))
    talk.expects(FOO, nobody).answers(status)
    talk.ends(Outcome.FAILED, at=SIMPLE, status=status)


@OLDEST_AND_NEWEST
def test_an_answered_anonymous_request_is_not_repeated(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE, netrc=(netrc("h", "ci:cabbage"),)))
    talk.expects(FOO, nobody).answers(page)
    talk.ends(Outcome.FOUND)


@OLDEST_AND_NEWEST
def test_a_refusal_without_any_credentials_is_final(version: str) -> None:
    talk = Conversation(uv(version, index(SIMPLE, default=True)))
    talk.expects(FOO, nobody).answers(401)
    ending = talk.ends(refused(version))
    search = ending.visits[0].search
    assert search is not None
    assert search.code == "uv.nothing-found"
    assert not search.drops


@OLDEST_AND_NEWEST
def test_refused_credentials_of_netrc_are_final(version: str) -> None:
    talk = Conversation(uv(version, index(SIMPLE, default=True), netrc=(netrc("h", "ci:wrong"),)))
    talk.expects(FOO, nobody).answers(401)
    talk.expects(FOO, "ci:wrong").answers(401)
    talk.ends(refused(version))


@OLDEST_AND_NEWEST
def test_a_page_that_netrc_opened_does_not_vouch_for_the_next_page(version: str) -> None:
    run = uv(version, SIMPLE, netrc=(netrc("h", "ci:cabbage"),))
    foo = Conversation(run, "foo")
    foo.expects(FOO, nobody).answers(401)
    foo.expects(FOO, "ci:cabbage").answers(page)
    foo.ends(Outcome.FOUND)
    bar = Conversation(run, "bar")
    bar.expects("https://h/simple/bar/", nobody).answers(401)
    bar.expects("https://h/simple/bar/", "ci:cabbage").answers(page)
    bar.ends(Outcome.FOUND)


@OLDEST_AND_NEWEST
def test_the_same_page_is_opened_at_once_the_second_time(version: str) -> None:
    run = uv(version, SIMPLE, netrc=(netrc("h", "ci:cabbage"),))
    first = Conversation(run)
    first.expects(FOO, nobody).answers(401)
    first.expects(FOO, "ci:cabbage").answers(page)
    again = Conversation(run)
    again.expects(FOO, "ci:cabbage", why="uv.known-for-url").answers(page)
    again.ends(Outcome.FOUND)


@OLDEST_AND_NEWEST
def test_credentials_that_were_refused_are_not_kept(version: str) -> None:
    run = uv(version, index(SIMPLE, default=True), netrc=(netrc("h", "ci:wrong"),))
    first = Conversation(run)
    first.expects(FOO, nobody).answers(401)
    first.expects(FOO, "ci:wrong").answers(401)
    again = Conversation(run)
    again.expects(FOO, nobody).answers(401)
    again.expects(FOO, "ci:wrong", why="uv.fetched-credentials")


@OLDEST_AND_NEWEST
def test_a_username_of_the_url_gets_its_password_from_netrc_in_the_first_request(version: str) -> None:
    talk = Conversation(uv(version, "https://ci@h/simple", netrc=(netrc("h", "ci:cabbage"),)))
    talk.expects(FOO, "ci:cabbage", why="uv.password-found").answers(page)
    talk.ends(Outcome.FOUND)


@OLDEST_AND_NEWEST
def test_a_username_without_a_password_is_sent_with_an_empty_one_once(version: str) -> None:
    talk = Conversation(uv(version, index("https://ci@h/simple", default=True), netrc=(netrc("h", "other:cabbage"),)))
    talk.expects(FOO, "ci:", why="uv.username-only").answers(401)
    talk.ends(refused(version))


@OLDEST_AND_NEWEST
def test_a_username_of_a_variable_is_sent_alone_and_gets_its_password_after_a_refusal(version: str) -> None:
    talk = Conversation(uv(version, index(SIMPLE, given="ci"), netrc=(netrc("h", "ci:cabbage"),)))
    talk.expects(FOO, "ci:", why="uv.username-known").answers(401)
    talk.expects(FOO, "ci:cabbage", why="uv.fetched-credentials").answers(page)
    talk.ends(Outcome.FOUND)


@OLDEST_AND_NEWEST
def test_a_username_of_a_variable_is_not_sent_twice(version: str) -> None:
    talk = Conversation(uv(version, index(SIMPLE, given="ci", default=True)))
    talk.expects(FOO, "ci:").answers(401)
    talk.ends(refused(version))


@OLDEST_AND_NEWEST
@pytest.mark.parametrize("other", ["http://h/simple", "https://h:8443/simple", "https://h.example/simple"])
def test_credentials_never_serve_another_scheme_port_or_host(version: str, other: str) -> None:
    talk = Conversation(uv(version, "https://ci:cabbage@h/simple", index(other, default=True)))
    talk.expects(FOO, "ci:cabbage").answers(404)
    talk.expects(f"{other}/foo/", nobody).answers(404)
    talk.ends(Outcome.NOT_FOUND)


@OLDEST_AND_NEWEST
def test_the_root_of_an_index_shadows_the_credentials_of_its_neighbours(version: str) -> None:
    neighbour = index("https://h/one/simple", given="ci:cabbage")
    talk = Conversation(uv(version, neighbour, index(SIMPLE, given="bot:turnip")))
    talk.expects("https://h/one/simple/foo/", "bot:turnip", why="uv.known-for-url").answers(page)
    talk.ends(Outcome.FOUND)


@OLDEST_AND_NEWEST
def test_credentials_serve_every_index_below_the_root_of_theirs(version: str) -> None:
    talk = Conversation(uv(version, "https://ci:cabbage@h/a/simple", "https://h/a/b"))
    talk.expects("https://h/a/simple/foo/", "ci:cabbage").answers(404)
    talk.expects("https://h/a/b/foo/", "ci:cabbage", why="uv.known-for-url").answers(page)
    talk.ends(Outcome.FOUND)


# Lending between indexes of one host: lost in 0.7.0, back in 0.7.4.


@pytest.mark.parametrize("version", ["0.6.0", "0.6.17", "0.7.4", "0.13.9"])
def test_credentials_of_another_index_of_the_host_are_tried_after_a_refusal(version: str) -> None:
    talk = Conversation(uv(version, "https://ci:cabbage@h/a/simple", "https://h/b/simple"))
    talk.expects("https://h/a/simple/foo/", "ci:cabbage").answers(404)
    talk.expects("https://h/b/simple/foo/", nobody).answers(401)
    talk.expects("https://h/b/simple/foo/", "ci:cabbage", why="uv.realm-credentials").answers(page)
    talk.ends(Outcome.FOUND)


@pytest.mark.parametrize("version", ["0.7.0", "0.7.3"])
def test_credentials_of_another_index_of_the_host_are_dropped(version: str) -> None:
    talk = Conversation(uv(version, "https://ci:cabbage@h/a/simple", "https://h/b/simple"))
    talk.expects("https://h/a/simple/foo/", "ci:cabbage").answers(404)
    talk.expects("https://h/b/simple/foo/", nobody).answers(401)
    ending = talk.ends(Outcome.STOPPED, at="https://h/b/simple", status=401)
    search = ending.visits[1].search
    assert search is not None
    assert (search.code, search.drops) == ("uv.realm-not-lent", True)
    assert "cabbage" not in search.text


@pytest.mark.parametrize("version", ["0.6.17", "0.7.4", "0.13.9"])
def test_a_username_gets_its_password_from_another_index_of_the_host(version: str) -> None:
    talk = Conversation(uv(version, "https://ci:cabbage@h/a/simple", "https://ci@h/b/simple"))
    talk.expects("https://h/a/simple/foo/", "ci:cabbage").answers(404)
    talk.expects("https://h/b/simple/foo/", "ci:cabbage", why="uv.password-found").answers(page)
    talk.ends(Outcome.FOUND)


@pytest.mark.parametrize("version", ["0.7.0", "0.7.3"])
def test_a_username_finds_its_password_at_another_index_of_the_host_and_leaves_it_there(version: str) -> None:
    talk = Conversation(uv(version, "https://ci:cabbage@h/a/simple", "https://ci@h/b/simple"))
    talk.expects("https://h/a/simple/foo/", "ci:cabbage").answers(404)
    talk.expects("https://h/b/simple/foo/", "ci:", why="uv.username-only").answers(401)
    talk.ends(Outcome.STOPPED)


@SINCE_0_7_4
def test_the_first_defined_of_several_credentials_of_a_host_is_lent(version: str) -> None:
    talk = Conversation(uv(version, "https://ci:cabbage@h/a", "https://bot:turnip@h/b", "https://h/c"))
    talk.expects("https://h/a/foo/", "ci:cabbage").answers(404)
    talk.expects("https://h/b/foo/", "bot:turnip").answers(404)
    talk.expects("https://h/c/foo/", nobody).answers(401)
    talk.expects("https://h/c/foo/", "ci:cabbage").answers(page)
    talk.ends(Outcome.FOUND)


@pytest.mark.parametrize(
    ("version", "lent"), [("0.7.4", "bot:turnip"), ("0.8.14", "bot:turnip"), ("0.8.15", "ci:cabbage")]
)
def test_a_project_lends_what_it_defines_last_until_0_8_14(version: str, lent: str) -> None:
    project = index("https://ci:cabbage@h/a"), index("https://bot:turnip@h/b")
    talk = Conversation(uv(version, *project, "https://h/c", project_indexes=project))
    talk.expects("https://h/a/foo/", "ci:cabbage").answers(404)
    talk.expects("https://h/b/foo/", "bot:turnip").answers(404)
    talk.expects("https://h/c/foo/", nobody).answers(401)
    talk.expects("https://h/c/foo/", lent)


# Which URL belongs to which index: whole path segments from 0.11.9 on.


def test_credentials_of_an_index_serve_any_path_that_begins_with_the_same_characters() -> None:
    run = uv("0.11.8", index("https://h/first", given="ci:cabbage"), index("https://h/idx", given="bot:turnip"))
    talk = Conversation(run)
    talk.expects("https://h/first/foo/", "ci:cabbage").answers(404)
    talk.expects("https://h/idx/foo/", "bot:turnip").redirects("/idx2/foo/")
    talk.expects("https://h/idx2/foo/", nobody).answers(401)
    talk.expects("https://h/idx2/foo/", "bot:turnip", why="uv.index-credentials").answers(page)
    talk.ends(Outcome.FOUND)


def test_credentials_of_an_index_serve_whole_path_segments_only() -> None:
    run = uv("0.11.9", index("https://h/first", given="ci:cabbage"), index("https://h/idx", given="bot:turnip"))
    talk = Conversation(run)
    talk.expects("https://h/first/foo/", "ci:cabbage").answers(404)
    talk.expects("https://h/idx/foo/", "bot:turnip").redirects("/idx2/foo/")
    talk.expects("https://h/idx2/foo/", nobody).answers(401)
    talk.expects("https://h/idx2/foo/", "ci:cabbage", why="uv.realm-credentials").answers(page)
    talk.ends(Outcome.FOUND)


# authenticate = never | always


@pytest.mark.parametrize("version", ["0.6.12", "0.13.9"])
def test_never_sends_nothing_and_looks_for_nothing(version: str) -> None:
    run = uv(version, index(SIMPLE, given="ci:cabbage", policy="never", default=True), netrc=(netrc("h", "a:b"),))
    talk = Conversation(run)
    talk.expects(FOO, nobody, why="uv.never").answers(401)
    talk.ends(refused(version))


@pytest.mark.parametrize("version", ["0.6.12", "0.13.9"])
def test_never_does_not_take_the_credentials_out_of_the_url(version: str) -> None:
    talk = Conversation(uv(version, index("https://ci:cabbage@h/simple", policy="never")))
    talk.expects(FOO, "ci:cabbage", why="uv.never-but-url").answers(page)
    talk.ends(Outcome.FOUND)


@pytest.mark.parametrize("version", ["0.6.12", "0.13.9"])
def test_always_asks_with_credentials_from_the_first_request_on(version: str) -> None:
    talk = Conversation(uv(version, index(SIMPLE, policy="always"), netrc=(netrc("h", "ci:cabbage"),)))
    talk.expects(FOO, "ci:cabbage", why="uv.fetched-credentials").answers(page)
    talk.ends(Outcome.FOUND)


@pytest.mark.parametrize("version", ["0.6.12", "0.13.9"])
def test_always_without_any_credentials_ends_the_run_before_a_request(version: str) -> None:
    talk = Conversation(uv(version, index(SIMPLE, policy="always"), netrc=(netrc("other", "ci:cabbage"),)))
    assert talk.ends_because(Outcome.FAILED, "uv.missing-credentials").drops


@SINCE_0_7_4
def test_always_borrows_from_another_index_of_the_host(version: str) -> None:
    talk = Conversation(uv(version, "https://ci:cabbage@h/a", index("https://h/b", policy="always")))
    talk.expects("https://h/a/foo/", "ci:cabbage").answers(404)
    talk.expects("https://h/b/foo/", "ci:cabbage", why="uv.realm-credentials").answers(page)
    talk.ends(Outcome.FOUND)


@pytest.mark.parametrize(("version", "honoured"), [("0.6.5", False), ("0.6.6", True), ("0.13.9", True)])
def test_projects_honour_the_policy_since_0_6_6(version: str, honoured: bool) -> None:
    run = uv(version, index(SIMPLE, policy="always"), netrc=(netrc("h", "ci:cabbage"),), project_command=True)
    Conversation(run).expects(FOO, "ci:cabbage" if honoured else nobody)


@pytest.mark.parametrize(("version", "honoured"), [("0.6.6", False), ("0.6.9", False), ("0.6.10", True)])
def test_uv_pip_honours_the_policy_since_0_6_10(version: str, honoured: bool) -> None:
    run = uv(version, index(SIMPLE, policy="always"), netrc=(netrc("h", "ci:cabbage"),), project_command=False)
    Conversation(run).expects(FOO, "ci:cabbage" if honoured else nobody)


@pytest.mark.parametrize(("version", "honoured"), [("0.6.11", False), ("0.6.12", True)])
def test_the_policy_of_explicit_indexes_is_honoured_since_0_6_12(version: str, honoured: bool) -> None:
    corp = index(SIMPLE, name="corp", policy="always", explicit=True)
    run = uv(version, corp, netrc=(netrc("h", "ci:cabbage"),), pins={"foo": corp})
    Conversation(run).expects(FOO, "ci:cabbage" if honoured else nobody)


def test_always_with_a_username_alone_sends_it_until_0_6_8() -> None:
    talk = Conversation(uv("0.6.8", index("https://ci@h/simple", policy="always")))
    talk.expects(FOO, "ci:").answers(page)
    talk.ends(Outcome.FOUND)


@pytest.mark.parametrize("version", ["0.6.9", "0.13.9"])
def test_always_with_a_username_alone_ends_the_run_since_0_6_9(version: str) -> None:
    talk = Conversation(uv(version, index("https://ci@h/simple", policy="always")))
    assert talk.ends_because(Outcome.FAILED, "uv.incomplete-credentials").drops


@pytest.mark.parametrize(("version", "always"), [("0.9.10", True), ("0.9.11", False)])
def test_dependabot_turns_always_off_since_0_9_11(version: str, always: bool) -> None:
    run = uv(version, index(SIMPLE, policy="always"), netrc=(netrc("h", "ci:cabbage"),), dependabot=True)
    Conversation(run).expects(FOO, "ci:cabbage" if always else nobody)


def test_without_dependabot_always_stays_on() -> None:
    run = uv("0.9.11", index(SIMPLE, policy="always"), netrc=(netrc("h", "ci:cabbage"),))
    Conversation(run).expects(FOO, "ci:cabbage")


# Which credentials uv knows from the start.


@pytest.mark.parametrize("version", ["0.7.9", "0.7.10"])
def test_plus_simple_is_part_of_the_root_until_0_7_9(version: str) -> None:
    devpi = index("https://h/root/+simple", given="ci:cabbage")
    talk = Conversation(uv(version, devpi, "https://h/root/other"))
    talk.expects("https://h/root/+simple/foo/", "ci:cabbage").answers(404)
    talk.expects("https://h/root/other/foo/", nobody if version == "0.7.9" else "ci:cabbage")


@pytest.mark.parametrize("version", ["0.8.17", "0.8.18"])
def test_a_username_gets_its_password_from_the_root_of_its_index(version: str) -> None:
    talk = Conversation(uv(version, "https://ci:cabbage@h/one", "https://ci@h/one/simple"))
    talk.expects("https://h/one/foo/", "ci:cabbage").answers(404)
    talk.expects("https://h/one/simple/foo/", "ci:cabbage", why="uv.password-found").answers(page)
    talk.ends(Outcome.FOUND)


@pytest.mark.parametrize("version", ["0.8.2", "0.8.3"])
def test_credentials_of_an_overridden_default_are_known_since_0_8_3(version: str) -> None:
    plain, overridden = index(SIMPLE, default=True), index(SIMPLE, default=True, given="ci:cabbage")
    talk = Conversation(uv(version, plain, overridden))
    talk.expects(FOO, nobody if version == "0.8.2" else "ci:cabbage")


@pytest.mark.parametrize("version", ["0.8.2", "0.8.3"])
def test_credentials_of_an_overridden_name_are_known_since_0_8_3(version: str) -> None:
    plain, overridden = index(SIMPLE, name="corp"), index(SIMPLE, name="corp", given="ci:cabbage")
    talk = Conversation(uv(version, plain, overridden))
    talk.expects(FOO, nobody if version == "0.8.2" else "ci:cabbage")


@OLDEST_AND_NEWEST
def test_the_earlier_of_two_definitions_of_a_url_gives_the_credentials(version: str) -> None:
    talk = Conversation(uv(version, index(SIMPLE, given="ci:cabbage"), index(SIMPLE, given="bot:turnip")))
    talk.expects(FOO, "ci:cabbage")


@pytest.mark.parametrize("version", ["0.6.6", "0.6.17", "0.7.0", "0.7.4", "0.13.9"])
def test_a_pinned_index_serves_with_its_own_credentials(version: str) -> None:
    corp = index(SIMPLE, name="corp", explicit=True, given="ci:cabbage")
    talk = Conversation(uv(version, corp, "https://other/simple", pins={"foo": corp}))
    talk.expects(FOO, "ci:cabbage").answers(page)
    talk.ends(Outcome.FOUND, at=SIMPLE)
