"""The search over the indexes: which answers end it, and how."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idxdoctor.model.exchange import Answer, Failure
from idxdoctor.model.plan import Index, Strategy
from idxdoctor.model.trace import Outcome
from idxdoctor.model.url import Url
from tests.conversation import Conversation, index, netrc, nobody, page, uv

A, B = "https://a/simple", "https://b/simple"
PYPI = "https://pypi.org/simple/foo/"
UNSAFE = pytest.mark.parametrize("strategy", [Strategy.UNSAFE_FIRST_MATCH, Strategy.UNSAFE_BEST_MATCH])
BEFORE_AND_SINCE_0_7 = pytest.mark.parametrize("version", ["0.6.17", "0.7.0", "0.13.9"])


@BEFORE_AND_SINCE_0_7
def test_a_404_leads_to_the_next_index_and_at_last_to_pypi(version: str) -> None:
    talk = Conversation(uv(version, A, B))
    talk.expects(f"{A}/foo/", nobody).answers(404)
    talk.expects(f"{B}/foo/", nobody).answers(404)
    talk.expects(PYPI, nobody).answers(page)
    ending = talk.ends(Outcome.FOUND, at="https://pypi.org/simple", status=200)
    assert [visit.decision.code for visit in ending.visits] == ["uv.next-index", "uv.next-index", "uv.found"]
    assert [visit.status for visit in ending.visits] == [404, 404, 200]


@BEFORE_AND_SINCE_0_7
def test_a_search_that_only_met_404_found_nothing(version: str) -> None:
    talk = Conversation(uv(version, index(A, default=True)))
    talk.expects(f"{A}/foo/", nobody).answers(404)
    assert talk.ends(Outcome.NOT_FOUND).index is None


@BEFORE_AND_SINCE_0_7
def test_the_first_page_ends_the_search_though_it_lists_nothing(version: str) -> None:
    talk = Conversation(uv(version, A, B))
    talk.expects(f"{A}/foo/", nobody).answers(Answer(200, {"content-type": "text/html"}))
    talk.ends(Outcome.FOUND, at=A)


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_leads_to_the_next_index_until_0_6_17(status: int) -> None:
    talk = Conversation(uv("0.6.17", A, B))
    talk.expects(f"{A}/foo/", nobody).answers(status)
    talk.expects(f"{B}/foo/", nobody).answers(page)
    ending = talk.ends(Outcome.FOUND, at=B)
    assert ending.visits[0].decision.code == "uv.refused-next"


@pytest.mark.parametrize("version", ["0.7.0", "0.13.9"])
@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_ends_the_search_since_0_7_0(version: str, status: int) -> None:
    talk = Conversation(uv(version, A, B))
    talk.expects(f"{A}/foo/", nobody).answers(status)
    talk.ends_because(Outcome.STOPPED, "uv.refused")
    talk.ends(Outcome.STOPPED, at=A, status=status)


@BEFORE_AND_SINCE_0_7
@pytest.mark.parametrize("status", [400, 402, 405, 407, 410, 418, 451])
def test_any_other_status_ends_the_run(version: str, status: int) -> None:
    talk = Conversation(uv(version, A, B))
    talk.expects(f"{A}/foo/", nobody).answers(status)
    talk.ends_because(Outcome.FAILED, "uv.fatal-status")


@BEFORE_AND_SINCE_0_7
@pytest.mark.parametrize("content_type", [None, "text/plain", "application/json", "TEXT/HTML", "application/xhtml+xml"])
def test_an_answer_that_is_no_page_ends_the_run(version: str, content_type: str | None) -> None:
    talk = Conversation(uv(version, A, B))
    headers = {"content-type": content_type} if content_type else {}
    talk.expects(f"{A}/foo/", nobody).answers(Answer(200, headers, b"<html>"))
    talk.ends_because(Outcome.FAILED, "uv.not-a-page")


@pytest.mark.parametrize(("version", "goes_on"), [("0.6.17", False), ("0.7.0", True), ("0.13.9", True)])
def test_ignored_statuses_lead_to_the_next_index_since_0_7_0(version: str, goes_on: bool) -> None:
    talk = Conversation(uv(version, index(A, ignored=[400]), B))
    talk.expects(f"{A}/foo/", nobody).answers(400)
    if goes_on:
        talk.expects(f"{B}/foo/", nobody).answers(page)
        assert talk.ends(Outcome.FOUND).visits[0].decision.code == "uv.ignored-status"
    else:
        talk.ends(Outcome.FAILED, at=A)


def test_statuses_that_are_not_ignored_still_end_the_search() -> None:
    talk = Conversation(uv("0.7.0", index(A, ignored=[403]), B))
    talk.expects(f"{A}/foo/", nobody).answers(401)
    talk.ends(Outcome.STOPPED, at=A)


def test_a_404_cannot_be_made_to_end_the_search() -> None:
    talk = Conversation(uv("0.7.0", index(A, ignored=[]), B))
    talk.expects(f"{A}/foo/", nobody).answers(404)
    talk.expects(f"{B}/foo/", nobody)


def test_an_ignored_status_that_may_pass_is_still_retried() -> None:
    talk = Conversation(uv("0.13.9", index(A, ignored=[500]), B))
    for _ in range(4):
        talk.expects(f"{A}/foo/", nobody).answers(500)
    talk.expects(f"{B}/foo/", nobody).answers(page)
    talk.ends(Outcome.FOUND, at=B)


@pytest.mark.parametrize(
    ("version", "url", "goes_on"),
    [
        ("0.7.0", "https://download.pytorch.org/whl/cpu", True),
        ("0.9.18", "https://mirror.pytorch.org/whl", True),
        ("0.9.19", "https://mirror.pytorch.org/whl", False),
        ("0.9.18", "https://download.pytorch.org/whl/cpu", True),
        ("0.9.19", "https://download.pytorch.org/whl/cpu", True),
        ("0.13.9", "https://download.pytorch.org.example/whl", False),
    ],
)
def test_pytorch_means_404_by_403(version: str, url: str, goes_on: bool) -> None:
    talk = Conversation(uv(version, url, B))
    talk.expects(f"{url}/foo/", nobody).answers(403)
    if goes_on:
        talk.expects(f"{B}/foo/", nobody)
    else:
        talk.ends(Outcome.STOPPED, status=403)


def test_an_empty_list_of_ignored_statuses_overrides_the_rule_for_pytorch() -> None:
    talk = Conversation(uv("0.13.9", index("https://download.pytorch.org/whl", ignored=[]), B))
    talk.expects("https://download.pytorch.org/whl/foo/", nobody).answers(403)
    talk.ends(Outcome.STOPPED)


@pytest.mark.parametrize(("version", "goes_on"), [("0.8.22", False), ("0.8.23", True)])
def test_options_of_an_index_hold_for_its_url_with_other_userinfo_since_0_8_23(version: str, goes_on: bool) -> None:
    explicit = index(A, name="a", explicit=True, ignored=[403])
    talk = Conversation(uv(version, explicit, "https://ci:wrong@a/simple", B))
    talk.expects(f"{A}/foo/", "ci:wrong").answers(403)
    if goes_on:
        talk.expects(f"{B}/foo/", nobody)
    else:
        talk.ends(Outcome.STOPPED)


@UNSAFE
@BEFORE_AND_SINCE_0_7
def test_unsafe_strategies_ask_every_index_and_take_the_first_that_has_it(version: str, strategy: Strategy) -> None:
    talk = Conversation(uv(version, A, B, strategy=strategy))
    talk.expects(f"{A}/foo/", nobody).answers(404)
    talk.expects(f"{B}/foo/", nobody).answers(page)
    talk.expects(PYPI, nobody).answers(page)
    talk.ends(Outcome.FOUND, at=B)


@UNSAFE
@pytest.mark.parametrize("status", [401, 403])
@BEFORE_AND_SINCE_0_7
def test_unsafe_strategies_pass_over_a_refusal(version: str, status: int, strategy: Strategy) -> None:
    talk = Conversation(uv(version, A, strategy=strategy))
    talk.expects(f"{A}/foo/", nobody).answers(status)
    talk.expects(PYPI, nobody).answers(page)
    ending = talk.ends(Outcome.FOUND, at="https://pypi.org/simple")
    assert ending.visits[0].decision.code == "uv.passed-over"


@UNSAFE
@pytest.mark.parametrize(("version", "ends"), [("0.6.17", Outcome.FAILED), ("0.7.0", Outcome.FOUND)])
def test_unsafe_strategies_pass_over_407_since_0_7_0(version: str, ends: Outcome, strategy: Strategy) -> None:
    talk = Conversation(uv(version, A, strategy=strategy))
    talk.expects(f"{A}/foo/", nobody).answers(407)
    talk.expects(PYPI, nobody).answers(page)
    talk.ends(ends)


@pytest.mark.parametrize(
    ("version", "ends"),
    [("0.6.17", Outcome.FAILED), ("0.7.13", Outcome.FOUND), ("0.7.14", Outcome.FAILED), ("0.8.5", Outcome.FOUND)],
)
def test_unsafe_strategies_pass_over_511_since_0_7_0_where_the_retries_before_it_leave_it_known(
    version: str, ends: Outcome
) -> None:
    talk = Conversation(uv(version, index(A, default=True), B, strategy=Strategy.UNSAFE_FIRST_MATCH))
    talk.expects(f"{B}/foo/", nobody).answers(page)
    for _ in range(4):
        talk.expects(f"{A}/foo/", nobody).answers(511)
    talk.ends(ends)


@UNSAFE
@pytest.mark.parametrize("status", [400, 410])
def test_unsafe_strategies_fail_where_one_index_fails(status: int, strategy: Strategy) -> None:
    talk = Conversation(uv("0.13.9", index(A, ignored=[status]), strategy=strategy))
    talk.expects(f"{A}/foo/", nobody).answers(status)
    talk.expects(PYPI, nobody).answers(page)
    talk.ends(Outcome.FAILED, at=A, status=status)


@UNSAFE
def test_unsafe_strategies_find_nothing_where_no_index_has_it(strategy: Strategy) -> None:
    talk = Conversation(uv("0.13.9", A, strategy=strategy))
    talk.expects(f"{A}/foo/", nobody).answers(401)
    talk.expects(PYPI, nobody).answers(404)
    talk.ends(Outcome.NOT_FOUND)


def test_unsafe_strategies_ask_all_indexes_before_any_is_asked_again() -> None:
    entries = (netrc("a", "ci:cabbage"), netrc("b", "bot:turnip"))
    talk = Conversation(uv("0.13.9", A, index(B, default=True), netrc=entries, strategy=Strategy.UNSAFE_BEST_MATCH))
    talk.expects(f"{A}/foo/", nobody).answers(401)
    talk.expects(f"{B}/foo/", nobody).answers(401)
    talk.expects(f"{A}/foo/", "ci:cabbage").answers(page)
    talk.expects(f"{B}/foo/", "bot:turnip").answers(page)
    talk.ends(Outcome.FOUND, at=A)


@BEFORE_AND_SINCE_0_7
def test_no_index_asks_nobody(version: str) -> None:
    corp = index(A, name="corp")
    ending = Conversation(uv(version, corp, no_index=True, pins={"foo": corp})).ends(Outcome.NOT_FOUND)
    assert ending.indexes == ()


@BEFORE_AND_SINCE_0_7
def test_a_folder_is_passed_over_without_a_request(version: str) -> None:
    folder = Index(Url("file", "", path="/wheels"), index(A).provenance)
    talk = Conversation(uv(version, folder, B))
    talk.expects(f"{B}/foo/", nobody).answers(page)
    assert talk.ends(Outcome.FOUND, at=B).visits[0].decision.code == "uv.local-index"


@BEFORE_AND_SINCE_0_7
def test_a_pinned_project_is_asked_of_its_index_alone(version: str) -> None:
    corp = index(A, name="corp", explicit=True)
    run = uv(version, corp, B, pins={"foo": corp})
    foo = Conversation(run, "foo")
    foo.expects(f"{A}/foo/", nobody).answers(404)
    foo.ends(Outcome.NOT_FOUND)
    bar = Conversation(run, "bar")
    bar.expects(f"{B}/bar/", nobody).answers(page)
    bar.ends(Outcome.FOUND, at=B)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://a/simple/", "https://a/simple/foo/"),
        ("https://a/simple//", "https://a/simple//foo/"),
        ("https://a", "https://a/foo/"),
        ("https://a/idx?x=1", "https://a/idx/foo/?x=1"),
    ],
)
def test_the_name_of_the_project_is_put_below_the_index(url: str, asked: str) -> None:
    Conversation(uv("0.13.9", url)).expects(asked, nobody)


def test_a_failure_of_the_network_is_told_in_words() -> None:
    talk = Conversation(uv("0.11.31", A))
    talk.expects(f"{A}/foo/", nobody).fails(Failure.TLS)
    assert Failure.TLS.value in talk.ends_because(Outcome.FAILED, "uv.no-answer").text


@pytest.mark.parametrize("status", [401, 404])
@pytest.mark.parametrize(("version", "lost"), [("0.7.13", False), ("0.7.14", True), ("0.8.4", True), ("0.8.5", False)])
def test_a_status_that_came_only_after_a_retry_is_lost_from_0_7_14_to_0_8_4(
    version: str, lost: bool, status: int
) -> None:
    talk = Conversation(uv(version, index(A, default=True)))
    talk.expects(f"{A}/foo/", nobody).answers(503)
    talk.expects(f"{A}/foo/", nobody).answers(status)
    known = Outcome.NOT_FOUND if status == 404 else Outcome.STOPPED
    talk.ends(Outcome.FAILED if lost else known)


def test_before_0_6_6_a_pinned_project_is_asked_of_all_others_at_the_same_time() -> None:
    corp = index(A, name="corp", explicit=True)
    talk = Conversation(uv("0.6.5", corp, index(B, default=True), pins={"foo": corp}))
    talk.expects(f"{B}/foo/", nobody).answers(401)
    talk.expects(f"{A}/foo/", nobody).answers(page)
    talk.ends(Outcome.FOUND, at=A)


def test_before_0_6_6_a_pinned_project_fails_where_another_index_does() -> None:
    corp = index(A, name="corp", explicit=True)
    talk = Conversation(uv("0.6.5", corp, index(B, default=True), pins={"foo": corp}))
    talk.expects(f"{B}/foo/", nobody).answers(400)
    talk.expects(f"{A}/foo/", nobody).answers(page)
    talk.ends(Outcome.FAILED, at=B, status=400)


@pytest.mark.parametrize("again", [False, True])
def test_before_0_6_6_a_page_that_the_pin_has_fetched_is_asked_for_again_only_if_it_may_be_stale(again: bool) -> None:
    corp = index(A, name="corp")
    talk = Conversation(uv("0.6.5", B, "https://c/simple", corp, pins={"foo": corp}))
    fetched = replace(page, headers={**page.headers, "cache-control": "no-cache"}) if again else page
    talk.expects(f"{B}/foo/", nobody).answers(404)
    talk.expects(f"{A}/foo/", nobody).answers(fetched)
    talk.expects("https://c/simple/foo/", nobody).answers(404)
    if again:
        talk.expects(f"{A}/foo/", nobody).answers(fetched)
    talk.ends(Outcome.FOUND, at=A)
