"""Logs kept as scenarios: the replay does what the log shows, and nothing private stands in them."""

from __future__ import annotations

import pytest

from idxdoctor.clients.registry import client_of
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.records.record import Record
from idxdoctor.diagnosis.records.record_log import record_log
from idxdoctor.diagnosis.replay import replayed
from idxdoctor.model.errors import InputError
from idxdoctor.scenario.loader import parse_scenario
from tests.capture.logs.made import CACHED, THREE_URLS, trace_of

LENT = """DEBUG uv 0.13.9
TRACE Caching credentials for https://h.example/b/simple
TRACE Caching credentials for https://h.example/b
TRACE Fetching metadata for foo from https://h.example/a/simple/foo/
DEBUG No cache entry for: https://h.example/a/simple/foo/
DEBUG Sending fresh GET request for: https://h.example/a/simple/foo/
TRACE Handling request for https://h.example/a/simple/foo/ with authentication policy auto
TRACE Attempting unauthenticated request for https://h.example/a/simple/foo/
TRACE Request for https://h.example/a/simple/foo/ failed with 401 Unauthorized, checking for credentials
TRACE Found cached credentials for realm https://h.example
TRACE Retrying request for https://h.example/a/simple/foo/ with credentials from cache Basic { username: Username(Some("ci")), password: Some(****) }
TRACE Considering retry of response HTTP 403 Forbidden for https://h.example/a/simple/foo/
DEBUG Indexes search failed because of status code failure: 403 Forbidden
"""  # noqa: E501 - as uv prints it


def recorded(text: str) -> Record:
    """Return the scenario of a log that its replay is the same as."""
    made = record_log(trace_of(text), "recorded")
    assert made.difference is None
    return made


KEPT = """DEBUG uv 0.13.9
TRACE Fetching metadata for foo from https://h.example/a/simple/foo/
DEBUG No cache entry for: https://h.example/a/simple/foo/
DEBUG Sending fresh GET request for: https://h.example/a/simple/foo/
TRACE Handling request for https://h.example/a/simple/foo/ with authentication policy auto
TRACE Attempting unauthenticated request for https://h.example/a/simple/foo/
DEBUG Received response for fresh request with status 404 Not Found for: https://h.example/a/simple/foo/
TRACE Considering retry of response HTTP 404 Not Found for https://h.example/a/simple/foo/
TRACE Fetching metadata for foo from https://h.example/b/simple/foo/
DEBUG Found fresh response for: https://h.example/b/simple/foo/
DEBUG Selecting: foo==1.0 [compatible] (foo-1.0-py3-none-any.whl)
"""


def codes(made: Record, version: str) -> list[str]:
    """Return what is found when a scenario is replayed with a release."""
    (found,) = replayed(parse_scenario(made.text, "recorded.yaml"), client_of(f"uv=={version}")).findings
    return [finding.code for finding in found]


def outcome(made: Record, version: str) -> str:
    """Return how the search ends with a release."""
    return (
        replayed(parse_scenario(made.text, "recorded.yaml"), client_of(f"uv=={version}"))
        .trace.lookups[0]
        .ending.outcome.value
    )


def test_three_urls_on_one_host_have_the_same_cause_in_the_replay() -> None:
    made = recorded(THREE_URLS)
    assert codes(made, "0.7.0") == ["IDX106"]
    assert outcome(made, "0.7.0") == "stopped"


def test_other_releases_do_in_it_what_they_do() -> None:
    assert outcome(recorded(THREE_URLS), "0.7.4") == "not-found"


def test_a_cached_copy_is_left_out_and_said_to_be() -> None:
    made, trace = recorded(CACHED), trace_of(CACHED)
    (lookup,) = trace.lookups
    uncached = lookup._replace(exchanges=tuple(one._replace(copy_age=None) for one in lookup.exchanges))
    (found,) = diagnose(trace._replace(lookups=(uncached,)))
    assert codes(made, "0.7.1") == [finding.code for finding in found] == ["IDX202"]
    assert "# - that nothing was cached" in made.text


def test_a_page_that_was_taken_from_the_cache_is_there_and_that_is_said() -> None:
    made = recorded(KEPT)
    assert outcome(made, "0.13.9") == "found"
    assert "taken from the cache are asked for" in made.text


@pytest.mark.parametrize("log", [THREE_URLS, CACHED])
def test_names_and_secrets_of_a_log_are_not_kept(log: str) -> None:
    made = recorded(log)
    assert "hunter2" not in made.text
    assert "acme" not in made.text
    assert "gone" not in made.text


def test_names_can_be_kept_and_secrets_never() -> None:
    made = record_log(trace_of(THREE_URLS), "recorded", keep_names=True)
    assert "https://ci:made-up-1@acme.jfrog.example/artifactory" in made.text
    assert "hunter2" not in made.text


def test_credentials_of_an_index_that_was_never_asked_are_lent_again() -> None:
    made = recorded(LENT)
    replay = replayed(parse_scenario(made.text, "recorded.yaml"), client_of("uv==0.13.9"))
    (lookup,) = replay.trace.lookups
    assert [one.answer.account for one in lookup.exchanges] == [None, "user-1"]


def test_a_log_of_a_client_without_a_model_is_refused() -> None:
    trace = trace_of(THREE_URLS)
    of_pip = trace._replace(client=trace.client._replace(name="pip", version="25.0"))
    with pytest.raises(InputError, match="of a log of pip"):
        record_log(of_pip, "recorded")


def test_a_log_without_requests_is_refused() -> None:
    with pytest.raises(InputError, match="shows no index"):
        record_log(trace_of("DEBUG uv 0.13.9\nDEBUG Selecting: foo==1.0"), "recorded")


def test_what_the_release_never_does_is_said_to_differ() -> None:
    """uv 0.6.17 lends the second index's credentials to the first, which this log does not show."""
    trace = trace_of(THREE_URLS)._replace(client=client_of("uv==0.6.17"))
    made = record_log(trace, "recorded")
    assert made.difference == "setuptools, request 2: its URL, credentials or answer"


LOCATED = """DEBUG uv 0.13.9
TRACE Read credentials for index `https://ci:****@h.example/simple`
TRACE Caching credentials for `https://ci:****@h.example/simple`
TRACE Caching credentials for `https://ci:****@h.example/`
TRACE Fetching metadata for `foo` from `https://ci:****@h.example/simple/foo/`
DEBUG No cache entry for: https://h.example/simple/foo/
DEBUG Sending fresh GET request for: https://h.example/simple/foo/
TRACE Handling request for `https://ci:****@h.example/simple/foo/` with authentication policy auto
TRACE Request for `https://ci:****@h.example/simple/foo/` already contains complete authentication
TRACE Updating cached credentials for `https://h.example/simple/foo/` to Credentials(Basic { username: Username(Some("ci")), password: Some(****) })
DEBUG Received a cross-origin redirect. Removing sensitive headers.
DEBUG Received HTTP 307 Temporary Redirect. Redirecting to `https://else.example/x/foo/`
TRACE Handling request for `https://bot:****@else.example/x/foo/` with authentication policy auto
TRACE Request for `https://bot:****@else.example/x/foo/` already contains complete authentication
TRACE Received response for fresh request with status 404 Not Found for: https://h.example/simple/foo/
TRACE Considering retry of response HTTP 404 Not Found for `https://else.example/x/foo/`
TRACE Received package metadata for: foo
DEBUG No compatible version found for: foo
"""  # noqa: E501 - as uv prints it
ASKED_FIRST = """DEBUG uv 0.13.9
TRACE Read credentials for index `https://dev:****@h.example/b`
TRACE Caching credentials for `https://dev:****@h.example/b`
TRACE Read credentials for index `https://****@h.example/a`
TRACE Caching credentials for `https://****@h.example/a`
TRACE Fetching metadata for `foo` from `https://****@h.example/a/foo/`
DEBUG No cache entry for: https://h.example/a/foo/
DEBUG Sending fresh GET request for: https://h.example/a/foo/
TRACE Handling request for `https://****@h.example/a/foo/` with authentication policy auto
TRACE Request for `https://****@h.example/a/foo/` is missing a password, looking for credentials
TRACE No password in cache for URL `https://h.example/a`
DEBUG No netrc file found
DEBUG Checking keyring for credentials for index URL `dev@https://h.example/a`
TRACE Checking keyring for URL `https://h.example/a`
TRACE Checking keyring for host h.example
TRACE Found cached credentials for realm dev@https://h.example
TRACE Updating cached credentials for `https://h.example/a/foo/` to Credentials(Basic { username: Username(Some("dev")), password: Some(****) })
TRACE Received response for fresh request with status 200 OK for: https://h.example/a/foo/
TRACE Received package metadata for: foo
DEBUG Selecting: foo==1.0 [compatible] (foo-1.0-py3-none-any.whl)
"""  # noqa: E501 - as uv prints it


def test_the_location_of_a_redirect_has_the_userinfo_that_the_next_request_tells_of() -> None:
    made = recorded(LOCATED)
    (first, second) = replayed(made.scenario, client_of("uv==0.13.9")).trace.lookups[0].exchanges
    assert first.redirect is not None
    assert first.redirect.password is not None
    assert second.request.credential is not None


def test_a_password_for_which_the_keyring_was_asked_in_vain_is_that_of_another_index() -> None:
    made = recorded(ASKED_FIRST)
    assert "explicit = true" in made.text
    (lookup,) = replayed(made.scenario, client_of("uv==0.13.9")).trace.lookups
    assert [call.answered for call in lookup.keyring] == [False, False]


NAMED_BY_LOCATION = """DEBUG uv 0.13.9
TRACE Read credentials for index `other`
TRACE Caching credentials for `https://ci:****@h.example/f`
TRACE Caching credentials for `https://h.example/a`
TRACE Fetching metadata for `foo` from `https://h.example/a/foo/`
DEBUG No cache entry for: https://h.example/a/foo/
DEBUG Sending fresh GET request for: https://h.example/a/foo/
TRACE Handling request for `https://h.example/a/foo/` with authentication policy auto
TRACE Request for `https://h.example/a/foo/` is unauthenticated, checking cache
TRACE Found cached credentials for URL `https://h.example/a/foo/`
TRACE Request for `https://h.example/a/foo/` is fully authenticated
DEBUG Received HTTP 308 Permanent Redirect. Redirecting to `https://h.example/to/foo/`
TRACE Handling request for `https://****@h.example/to/foo/` with authentication policy auto
TRACE Request for `https://****@h.example/to/foo/` is missing a password, looking for credentials
TRACE Found cached credentials for realm ci@https://h.example
TRACE Received response for fresh request with status 401 Unauthorized for: https://h.example/a/foo/
TRACE Considering retry of response HTTP 401 Unauthorized for `https://h.example/to/foo/`
DEBUG Indexes search failed because of status code failure: 401 Unauthorized
TRACE Received package metadata for: foo
"""


def test_a_location_may_name_a_user_whose_password_another_index_has() -> None:
    (_, second) = trace_of(NAMED_BY_LOCATION).lookups[0].exchanges
    assert second.request.credential is not None
    assert second.request.credential.username == "ci"
    made = recorded(NAMED_BY_LOCATION)
    assert "redirect: 'https://user-" in made.text


def test_a_run_that_asks_no_index_is_one_with_the_option_that_says_so() -> None:
    made = recorded(
        "DEBUG uv 0.13.9\nDEBUG No compatible version found for: foo\nerror: No solution found when resolving "
        "dependencies\n  cause: Because foo was not found in the provided package locations and you require foo, we "
        "can conclude that your requirements are unsatisfiable.\n"
    )
    assert "--no-index" in made.text
    assert codes(made, "0.13.9") == ["IDX311"]


def of_known_username(package: str) -> str:
    """Return what uv prints of a page below an index of which a variable gives the username alone."""
    page = f"h.example/simple/{package}/"
    return f"""\
TRACE Fetching metadata for `{package}` from `https://{page}`
DEBUG No cache entry for: https://{page}
DEBUG Sending fresh GET request for: https://{page}
TRACE Handling request for `https://{page}` with authentication policy auto
TRACE Request for `https://{page}` is unauthenticated, checking cache
TRACE Found cached credentials for URL `https://{page}`
TRACE Found username for `https://{page}` in cache, attempting request
TRACE Attempting partially authenticated request for `https://****@{page}`
TRACE Request for `https://****@{page}` failed with 401 Unauthorized, checking for credentials
TRACE No password in cache for URL `https://h.example/simple`
"""


def ended(package: str) -> str:
    """Return what uv prints where the 401 stays."""
    return f"""\
TRACE Considering retry of response HTTP 401 Unauthorized for `https://h.example/simple/{package}/`
DEBUG Indexes search failed because of status code failure: 401 Unauthorized
TRACE Received package metadata for: {package}
"""


def test_a_username_that_is_known_for_an_index_is_the_same_for_all_of_its_pages() -> None:
    pages = "".join(of_known_username(package) + ended(package) for package in ("foo", "bar"))
    made = recorded(f"DEBUG uv 0.13.9\nTRACE Caching credentials for `https://h.example/simple`\n{pages}")
    assert made.text.count("_USERNAME: ") == 1


def test_a_username_that_is_known_for_an_index_is_that_of_the_password_which_the_host_lends() -> None:
    lent = """\
TRACE Found cached credentials for realm ci@https://h.example
TRACE Retrying request for `https://h.example/simple/foo/` with credentials from cache Credentials(Basic { username: Username(Some("ci")), password: Some(****) })
TRACE Received response for fresh request with status 200 OK for: https://h.example/simple/foo/
TRACE Received package metadata for: foo
DEBUG Selecting: foo==1.0 [compatible] (foo-1.0-py3-none-any.whl)
"""  # noqa: E501 - as uv prints it
    head = """\
DEBUG uv 0.13.9
TRACE Read credentials for index `other`
TRACE Caching credentials for `https://ci:****@h.example/other`
TRACE Read credentials for index `known`
TRACE Caching credentials for `https://h.example/simple`
"""
    made = recorded(f"{head}{of_known_username('foo')}{lent}")
    (lookup,) = replayed(made.scenario, client_of("uv==0.13.9")).trace.lookups
    first, second = (exchange.request.credential for exchange in lookup.exchanges)
    assert first is not None
    assert second is not None
    assert (first.username, first.password) == (second.username, None)
