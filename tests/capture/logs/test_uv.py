"""What uv logs, put together again."""

from __future__ import annotations

from idxdoctor.model.exchange import Gap, Witness
from idxdoctor.model.trace import Outcome
from tests.capture.logs.made import CACHED, THREE_URLS, asked, lookup_of, trace_of

ROOT = "https://h.example/simple"
PAGE = f"{ROOT}/foo/"
KEYRING = f"""\
DEBUG uv 0.13.9 (x86_64-unknown-linux-gnu)
TRACE Fetching metadata for `foo` from `https://****@h.example/simple/foo/`
DEBUG No cache entry for: {PAGE}
DEBUG Sending fresh GET request for: {PAGE}
TRACE Handling request for `https://****@h.example/simple/foo/` with authentication policy auto
TRACE Request for `https://****@h.example/simple/foo/` is missing a password, looking for credentials
TRACE No password in cache for URL `{ROOT}`
DEBUG No netrc file found
DEBUG Checking keyring for credentials for index URL `ci@{ROOT}`
TRACE Checking keyring for URL `{ROOT}`
TRACE Checking keyring for host h.example
DEBUG Found credentials in keyring for `{PAGE}`
TRACE Updating cached credentials for `{PAGE}` to Credentials(Basic {{ username: Username(Some("ci")), password: Some(****) }})
TRACE Received response for fresh request with status 200 OK for: {PAGE}
TRACE Received package metadata for: foo
"""  # noqa: E501
AT_V = f"""\
DEBUG uv 0.8.15
DEBUG No cache entry for: {PAGE}
DEBUG Indexes search failed because of status code failure: 401 Unauthorized
DEBUG Searching for a compatible version of foo (*)
DEBUG No compatible version found for: foo
"""


def test_the_first_log_of_the_issue_shows_the_third_url_asked_without_credentials() -> None:
    lookup = lookup_of(THREE_URLS)
    assert asked(lookup) == [
        ("/setuptools/", None, 404),
        ("/artifactory/api/pypi/acme/simple/setuptools/", "ci", 404),
        ("/acme/api/pypi/acme/simple/setuptools/", None, 401),
    ]
    assert (lookup.ending.outcome, lookup.ending.index, lookup.ending.status) == (Outcome.STOPPED, 2, 401)


def test_the_second_log_of_the_issue_shows_a_copy_and_a_redirect_that_the_release_does_not_log() -> None:
    lookup = lookup_of(CACHED)
    first, second = lookup.exchanges
    assert (first.copy_age, first.evidence, first.gaps) == (671436, Witness.INFERRED, frozenset({Gap.STATUS}))
    assert first.redirect == second.request.url
    assert (second.answer.status, second.evidence, second.copy_age) == (403, Witness.INFERRED, None)
    assert lookup.ending.outcome is Outcome.STOPPED


def test_the_client_is_the_one_that_the_log_names() -> None:
    assert str(trace_of(THREE_URLS).client) == "uv 0.7.0"


def test_a_log_without_its_first_lines_is_of_the_newest_release_that_prints_the_rest() -> None:
    cut = THREE_URLS.partition("TRACE Fetching")[2]
    trace = trace_of(f"ching metadata for nothing\nTRACE Fetching{cut}")
    assert not trace.client.verified
    assert trace.unknown[0].startswith("uv's version: its lines fit 0.7.0 to 0.7.1")
    assert [exchange.answer.status for exchange in trace.lookups[0].exchanges] == [404, 404, 401]


def test_a_password_of_the_keyring_goes_with_the_username() -> None:
    lookup = lookup_of(KEYRING)
    assert asked(lookup) == [("/simple/foo/", "ci", 200)]
    credential = lookup.exchanges[0].request.credential
    assert credential is not None
    assert (str(credential.provenance), credential.is_complete) == ("the keyring", True)
    calls = [(call.request.service, call.request.username, call.answered) for call in lookup.keyring]
    assert calls == [(ROOT, "ci", False), ("h.example", "ci", True)]


def test_what_a_log_at_v_does_not_show_is_said_to_be_unknown() -> None:
    trace = trace_of(AT_V)
    (exchange,) = trace.lookups[0].exchanges
    assert (exchange.answer.status, exchange.gaps, exchange.evidence) == (401, frozenset({Gap.WHO}), Witness.INFERRED)
    assert trace.lookups[0].ending.outcome is Outcome.STOPPED
    assert any("uv -vv" in line for line in trace.unknown)


def test_several_runs_in_one_file_are_several_traces() -> None:
    from idxdoctor.capture.logs.read import traces_in

    traces = traces_in(f"{THREE_URLS}\n{CACHED}".split("\n"), "made up")
    assert [(str(trace.client), len(trace.lookups)) for trace in traces] == [("uv 0.7.0", 1), ("uv 0.7.1", 1)]


def test_a_fresh_copy_is_taken_without_a_request() -> None:
    text = f"DEBUG uv 0.13.9\nTRACE Fetching metadata for `foo` from `{PAGE}`\nDEBUG Found fresh response for: {PAGE}\n"
    lookup = lookup_of(text)
    assert (lookup.exchanges, lookup.ending.outcome) == ((), Outcome.FOUND)


def test_names_that_were_blanked_by_hand_do_no_harm() -> None:
    blanked = THREE_URLS.replace("acme.jfrog.example", "<company>.jfrog.example").replace("ci:", "***:")
    lookup = lookup_of(blanked)
    assert [one.answer.status for one in lookup.exchanges] == [404, 404, 401]
