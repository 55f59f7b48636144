"""What uv logs of several pages at once, and what its releases leave open."""

from __future__ import annotations

from idxdoctor.model.exchange import Gap, Witness
from idxdoctor.model.trace import Outcome
from tests.capture.logs.made import asked, lookup_of, trace_of
from tests.capture.logs.test_dressed import LOGS

ROOT = "https://h.example/simple"
STOP = "DEBUG Indexes search failed because of status code failure: 401 Unauthorized\n"
BEGUN = "TRACE Fetching metadata for {0} from {1}/{0}/\nDEBUG No cache entry for: {1}/{0}/\n"


def announced(*names: str, root: str = ROOT) -> str:
    """Return what -v shows of pages that are asked for."""
    return "".join(f"DEBUG No cache entry for: {root}/{name}/\n" for name in names)


def ends(text: str) -> dict[str, Outcome]:
    """Return how the search for each package of a log ended."""
    return {lookup.package: lookup.ending.outcome for lookup in trace_of(text).lookups}


def test_at_v_a_package_that_is_asked_for_elsewhere_later_is_not_the_one_that_was_refused() -> None:
    later = announced("bar", root="https://other.example/simple")
    text = f"DEBUG uv 0.8.15\n{announced('foo', 'bar')}{STOP}{later}"
    assert ends(text) == {"foo": Outcome.STOPPED, "bar": Outcome.UNKNOWN}


def test_at_v_a_package_of_which_a_file_is_asked_for_is_not_the_one_that_was_refused() -> None:
    file = "DEBUG No cache entry for: https://h.example/files/bar_baz-1.0-py3-none-any.whl\n"
    text = f"DEBUG uv 0.8.15\n{announced('foo', 'bar-baz')}{STOP}{file}"
    assert ends(text) == {"foo": Outcome.STOPPED, "bar-baz": Outcome.UNKNOWN}


def test_a_hint_says_of_no_package_that_its_page_was_refused_where_a_message_tells_which_search_ended() -> None:
    hint = f"hint: An index URL ({ROOT}) could not be queried (401 Unauthorized).\n"
    later = announced("bar", root="https://other.example/simple")
    first, second = trace_of(f"DEBUG uv 0.8.15\n{announced('foo', 'bar')}{later}{STOP}{hint}").lookups
    assert (first.ending.outcome, first.ending.status) == (Outcome.STOPPED, 401)
    assert [one.answer.status for one in second.exchanges] == [None, None]


def test_at_v_a_redirect_after_a_failure_is_the_answer_to_another_request() -> None:
    text = (
        f"DEBUG uv 0.8.15\n{announced('foo')}DEBUG Transient request failure for: {ROOT}/foo/\n"
        "DEBUG Received HTTP 302 Found. Redirecting to https://m.example/foo/\n"
    )
    first, second, third = lookup_of(text).exchanges
    assert (first.answer.status, first.redirect) == (None, None)
    assert (second.request.url, second.answer.status) == (first.request.url, 302)
    assert third.request.url.host == "m.example"


def test_at_v_what_is_no_page_behind_redirects_without_a_word_is_of_the_project_that_its_url_names() -> None:
    text = (
        f"DEBUG uv 0.7.3\n{announced('foo', 'bar')}DEBUG Transient request failure for: {ROOT}/foo/\n"
        "error: Missing `Content-Type` header for https://m.example/bar/\n"
    )
    assert ends(text) == {"foo": Outcome.UNKNOWN, "bar": Outcome.FAILED}


def test_a_user_with_an_at_sign_is_asked_for_as_a_whole() -> None:
    trace = trace_of(LOGS["uv-keyring"])
    calls = [(call.request.username, call.answered) for lookup in trace.lookups for call in lookup.keyring]
    assert calls == [("me@team", False), ("me@team", True)]
    credentials = [one.request.credential for lookup in trace.lookups for one in lookup.exchanges]
    assert [credential.username for credential in credentials if credential] == ["me@team", "me@team"]


def test_each_redirect_is_given_to_the_request_that_it_answers() -> None:
    (lookup,) = trace_of(LOGS["uv-redirects-at-once"]).lookups
    led_to = [(one.request.index, one.request.url.path, one.answer.status, one.evidence) for one in lookup.exchanges]
    assert led_to == [
        (0, "/b2/simple/banana/", 301, Witness.SEEN),
        (1, "/e5/+simple/banana/", 200, Witness.SEEN),
        (2, "/g7/deep/er/simple/banana/", 303, Witness.SEEN),
        (0, "/to0/banana/", 307, Witness.SEEN),
        (2, "/to1/banana/", 303, Witness.SEEN),
        (0, "/on0/banana/", 401, Witness.SEEN),
        (0, "/on0/banana/", 403, Witness.SEEN),
        (2, "/on1/banana/", 404, Witness.SEEN),
        (2, "/on1/banana/", 200, Witness.SEEN),
    ]


def test_what_another_failure_broke_off_has_no_end() -> None:
    trace = trace_of(LOGS["uv-proxy-refuses"])
    ends = {lookup.package: lookup.ending.outcome for lookup in trace.lookups}
    assert ends == {"apple-pie": Outcome.UNKNOWN, "banana": Outcome.UNKNOWN, "cherry": Outcome.FAILED}


def test_at_v_whose_search_a_refusal_ended_is_open_where_several_may_be() -> None:
    trace = trace_of(f"DEBUG uv 0.8.15\n{announced('foo', 'bar')}{STOP}")
    assert [lookup.ending.outcome for lookup in trace.lookups] == [Outcome.UNKNOWN, Outcome.UNKNOWN]
    assert any("which search a refusal ended" in sentence for sentence in trace.unknown)


def test_at_v_the_package_that_was_chosen_is_not_the_one_that_was_refused() -> None:
    trace = trace_of(f"DEBUG uv 0.8.15\n{announced('foo', 'bar')}{STOP}DEBUG Selecting: foo==1.0 [compatible] (x)\n")
    ends = [(lookup.package, lookup.ending.outcome, lookup.ending.status) for lookup in trace.lookups]
    assert ends == [("foo", Outcome.FOUND, 200), ("bar", Outcome.STOPPED, 401)]


def test_a_hint_tells_at_which_index_a_search_was_refused() -> None:
    other = "https://other.example/simple"
    hint = f"hint: An index URL ({other}) could not be queried (401 Unauthorized).\n"
    pages = announced("foo") + announced("bar", root=other)
    trace = trace_of(f"DEBUG uv 0.8.15\n{pages}{STOP}{hint}")
    ends = [(lookup.package, lookup.ending.outcome) for lookup in trace.lookups]
    assert ends == [("foo", Outcome.UNKNOWN), ("bar", Outcome.STOPPED)]


def test_a_page_whose_url_holds_credentials_is_asked_for_with_them_though_never_is_not_named() -> None:
    page = f"{ROOT}/foo/"
    text = (
        f"DEBUG uv 0.6.9\nTRACE Fetching metadata for foo from https://ci:pw@h.example/simple/foo/\n"
        f"TRACE Handling request for https://ci:pw@h.example/simple/foo/\n"
        f"TRACE Attempting unauthenticated request for {page}\nTRACE Received package metadata for: foo\n"
    )
    assert asked(lookup_of(text)) == [("/simple/foo/", "ci", None)]


def test_the_release_that_calls_every_redirect_302_leaves_the_status_open() -> None:
    text = (
        f"DEBUG uv 0.6.15\n{BEGUN.format('foo', ROOT)}"
        f"TRACE Handling request for {ROOT}/foo/ with authentication policy auto\n"
        f"TRACE Attempting unauthenticated request for {ROOT}/foo/\n"
        f"DEBUG Received 302 redirect to https://m.example/foo/\n"
        f"TRACE Handling request for https://m.example/foo/ with authentication policy auto\n"
        f"TRACE Attempting unauthenticated request for https://m.example/foo/\n"
        f"TRACE Request for https://m.example/foo/ failed with 404 Not Found, checking for credentials\n"
        "TRACE Received package metadata for: foo\n"
    )
    first, second = lookup_of(text).exchanges
    assert (first.answer.status, first.gaps, str(first.redirect)) == (
        None,
        frozenset({Gap.STATUS}),
        "https://m.example/foo/",
    )
    assert (second.answer.status, second.evidence) == (404, Witness.SEEN)


def test_a_page_that_took_the_place_of_a_cached_one_has_its_status() -> None:
    page = f"{ROOT}/foo/"
    text = (
        f"DEBUG uv 0.8.15\nTRACE Fetching metadata for foo from {page}\nDEBUG Found stale response for: {page}\n"
        f"DEBUG Sending revalidation request for: {page}\n"
        f"TRACE Handling request for {page} with authentication policy auto\n"
        f"TRACE Attempting unauthenticated request for {page}\n"
        f"TRACE Resource is modified because status is 200 and not 304\nDEBUG Found modified response for: {page}\n"
        "TRACE Received package metadata for: foo\n"
    )
    (exchange,) = lookup_of(text).exchanges
    assert (exchange.answer.status, exchange.evidence) == (200, Witness.SEEN)


def test_variables_may_stand_in_for_the_credentials_of_a_named_index() -> None:
    """What is kept for URLs below an index is inferred, unless uv says that the index has no name."""

    def known(read: str) -> Witness:
        text = (
            f"DEBUG uv 0.9.30\nTRACE Read credentials for index {read}\n"
            f"TRACE Caching credentials for https://ci:****@h.example/simple\n"
            f"DEBUG No cache entry for: {ROOT}/foo/\n"
            f"TRACE Handling request for {ROOT}/foo/ with authentication policy auto\n"
            f"TRACE Request for {ROOT}/foo/ is fully authenticated\n"
            f"TRACE Received response for fresh request with status 200 OK for: {ROOT}/foo/\n"
        )
        return lookup_of(text).exchanges[0].evidence

    assert known("private") is Witness.INFERRED
    assert known("https://ci:****@h.example/simple") is Witness.SEEN


def lone(root: str) -> str:
    """Return what uv says of a page whose index's URL has a hidden username, up to the search for its password."""
    url = f"https://****@{root.removeprefix('https://')}/foo/"
    return (
        f"TRACE Fetching metadata for foo from {url}\nDEBUG No cache entry for: {root}/foo/\n"
        f"TRACE Handling request for {url} with authentication policy auto\n"
        f"TRACE Request for {url} is missing a password, looking for credentials\n"
        f"TRACE No password in cache for URL {root}\n"
    )


def test_a_call_of_the_keyring_is_that_of_the_question_that_is_left_for_it() -> None:
    """Two ask for the same user on one host: when the one calls the host that had called it, that was the other."""
    one, other = "https://h.example/one", "https://h.example/other"
    text = (
        f"DEBUG uv 0.10.12\n{lone(one)}DEBUG Checking keyring for credentials for index URL ci@{one}\n"
        f"TRACE Checking keyring for URL {one}\n{lone(other)}"
        f"DEBUG Checking keyring for credentials for index URL ci@{other}\nTRACE Checking keyring for URL {other}\n"
        f"TRACE Checking keyring for host h.example\nDEBUG Found credentials in keyring for {other}/foo/\n"
        f"TRACE Checking keyring for host h.example\nDEBUG Found credentials in keyring for {one}/foo/\n"
    )
    calls = [(call.request.service, call.answered) for call in lookup_of(text).keyring]
    assert calls == [(one, False), (other, False), ("h.example", True), ("h.example", True)]


def test_a_username_is_not_told_where_it_may_be_that_of_several_indexes() -> None:
    miss = "TRACE No password in cache for realm {0}@https://h.example\n"

    def told(*roots: str) -> list[str | None]:
        text = f"DEBUG uv 0.9.30\n{''.join(map(lone, roots))}{miss.format('ann')}{miss.format('ben')}"
        return [username for _, username, _ in asked(lookup_of(text))]

    assert told("https://h.example/one") == ["ann"]
    assert told("https://h.example/one", "https://h.example/other") == ["****", "****"]


def test_a_realm_that_is_looked_up_first_of_all_is_that_of_the_request_just_spoken_of() -> None:
    """Though another waits for the keyring, which has named that very user."""
    one, hop = "https://h.example/one", "https://****@h.example/elsewhere/foo/"
    text = (
        f"DEBUG uv 0.10.12\n{lone(one)}"
        f"DEBUG Checking keyring for credentials for index URL ci@{one}\nTRACE Checking keyring for URL {one}\n"
        f"TRACE Handling request for {hop} with authentication policy auto\n"
        f"TRACE Request for {hop} is missing a password, looking for credentials\n"
        "TRACE Found cached credentials for realm ci@https://h.example\n"
    )
    waits, completed = (one.request.credential for one in lookup_of(text).exchanges)
    assert waits is not None
    assert completed is not None
    assert (waits.is_complete, completed.is_complete) == (False, True)
