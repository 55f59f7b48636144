"""What poetry logs, put together again."""

from __future__ import annotations

import pytest

from idxdoctor.capture.logs.poetry.coverage import as_markdown, carried, coverage
from idxdoctor.capture.logs.read import traces_in
from idxdoctor.model.errors import InputError
from idxdoctor.model.exchange import Failure, Gap, Witness
from idxdoctor.model.trace import Client, Outcome
from tests.capture.logs.made import asked, lookup_of, trace_of
from tests.capture.logs.other_made import POETRY, POETRY_FOUND, POETRY_PLAIN, POETRY_UNREACHABLE, URLLIB3

NEW = Client("poetry", "2.5.1", verified=False)


def test_each_request_is_told_with_its_source_and_status() -> None:
    lookup = lookup_of(POETRY)
    assert asked(lookup) == [
        ("/a/simple/banana/", "ci", 302),
        ("/x/banana/", None, 401),
        ("/b/simple/banana/", None, 403),
        ("/simple/banana/", None, 404),
    ]
    assert [one.request.index for one in lookup.exchanges] == [0, 0, 1, 2]
    assert [index.name for index in lookup.ending.indexes] == ["alpha", "beta", "spare"]
    assert lookup.ending.outcome is Outcome.NOT_FOUND


def test_a_redirect_leaves_the_credentials_of_the_url_behind() -> None:
    first, second, *_ = lookup_of(POETRY).exchanges
    assert first.redirect == second.request.url
    assert (second.request.decision.code, second.request.decision.drops) == ("poetry.redirect-dropped", True)
    assert second.evidence is Witness.INFERRED


def test_as_whom_a_source_without_credentials_in_its_url_is_asked_is_said_to_be_unknown() -> None:
    trace = trace_of(POETRY)
    assert trace.lookups[0].exchanges[2].gaps == frozenset({Gap.WHO})
    assert any("poetry logs that at no verbosity" in sentence for sentence in trace.unknown)


@pytest.mark.parametrize(("client", "evidence"), [(None, Witness.INFERRED), (NEW, Witness.SEEN)])
def test_who_is_inferred_unless_the_release_is_known_to_prefer_the_url(
    client: Client | None, evidence: Witness
) -> None:
    """Before 2.3.4 netrc takes the place of what the source's URL holds."""
    (trace,) = traces_in(POETRY.split("\n"), "made up", client)
    assert trace.lookups[0].exchanges[0].evidence is evidence


def test_tries_are_counted_also_those_without_an_answer() -> None:
    lookup = lookup_of(POETRY_FOUND)
    assert [(one.request.attempt, one.answer.status) for one in lookup.exchanges] == [(1, 503), (2, None), (3, 200)]
    assert lookup.exchanges[1].gaps >= frozenset({Gap.STATUS})
    assert [one.request.url.path for one in lookup.files] == ["/files/banana-1.0-py3-none-any.whl"]
    assert (lookup.ending.outcome, lookup.ending.index) == (Outcome.FOUND, 0)


def test_without_vvv_a_refusal_is_told_whose_status_nobody_knows() -> None:
    trace = trace_of(POETRY_PLAIN)
    (exchange,) = trace.lookups[0].exchanges
    assert (exchange.gaps, exchange.request.url.path) == (frozenset({Gap.STATUS}), "/b/simple/banana/")
    assert trace.lookups[0].ending.outcome is Outcome.NOT_FOUND
    assert any("`poetry -vvv ...` shows it" in sentence for sentence in trace.unknown)


def test_a_host_that_does_not_answer_ends_the_run() -> None:
    lookup = lookup_of(POETRY_UNREACHABLE)
    assert [one.answer.failure for one in lookup.exchanges] == [Failure.TLS, Failure.TLS]
    assert (lookup.ending.outcome, lookup.ending.index) == (Outcome.FAILED, 0)


def test_a_status_that_ends_the_run_is_told_once() -> None:
    error = "503 Server Error: Service Unavailable for url: https://ci:hunter2@corp.example/a/simple/banana/"
    log = POETRY.partition(f"{URLLIB3} https://corp")[0]
    log += f'{URLLIB3} https://corp.example:443 "GET /a/simple/banana/ HTTP/1.1" 503 0\n  {error}\n  {error}\n'
    lookup = lookup_of(log)
    assert asked(lookup) == [("/a/simple/banana/", "ci", 503)]
    assert (lookup.ending.outcome, lookup.ending.status) == (Outcome.FAILED, 503)
    assert [index.name for index in lookup.ending.indexes] == ["alpha", "beta", "spare"]


def test_an_error_is_told_without_vvv_too() -> None:
    lookup = lookup_of(
        "Poetry (version 2.2.1)\n\n  503 Server Error: no for url: https://corp.example/a/simple/banana/\n"
    )
    assert asked(lookup) == [("/a/simple/banana/", None, 503)]


def test_a_page_that_poetry_had_is_told_without_a_request() -> None:
    log = f"{POETRY_FOUND.splitlines()[0]}\nSource (alpha): 2 packages found for banana *\n"
    lookup = lookup_of(log)
    assert (lookup.exchanges, lookup.ending.outcome) == ((), Outcome.FOUND)


def test_a_package_is_pinned_where_poetry_leaves_primary_sources_out() -> None:
    kept = [line for line in POETRY.splitlines() if "corp.example:443" not in line and "(beta)" not in line]
    lookup = lookup_of("\n".join(line for line in kept if "(alpha)" not in line and "x/banana" not in line))
    assert [index.name for index in lookup.ending.indexes] == ["spare"]


def test_the_version_is_known_where_somebody_asked_for_it() -> None:
    assert str(trace_of(f"Poetry (version 2.2.1)\n{POETRY}").client) == "poetry 2.2.1"
    assert str(trace_of(POETRY).client) == "poetry 1.8 or newer"


def test_two_runs_in_one_log_are_two_traces() -> None:
    traces = traces_in(f"{POETRY_FOUND}{POETRY}".split("\n"), "made up")
    assert [trace.lookups[0].ending.outcome for trace in traces] == [Outcome.FOUND, Outcome.NOT_FOUND]


def test_requests_through_a_proxy_are_told_by_their_whole_url() -> None:
    line = f'{URLLIB3} http://127.0.0.1:3128 "GET http://corp.example/a/simple/banana/ HTTP/1.1" 404 0'
    assert str(lookup_of(line).exchanges[0].request.url) == "http://corp.example/a/simple/banana/"


def test_the_table_says_that_requests_show_at_vvv_alone() -> None:
    assert [name for name in ("no -v", "-v", "-vv", "-vvv") if "requests" in carried(name)] == ["-vvv"]
    assert len(as_markdown(coverage())) == 6


WHEEL = "https://corp.example/files/banana_split-1.0-py3-none-any.whl"
FAILED = f"""\
  - Installing banana-split (1.0): Failed

  HTTPError

  401 Client Error: Unauthorized for url: {WHEEL}#sha256=c0ffee

  at ~/lib/python3.12/site-packages/requests/models.py:1021 in raise_for_status

Cannot install banana-split.
"""


def test_an_error_alone_shows_the_file_that_was_refused() -> None:
    lookup = lookup_of(FAILED)
    (asked_for,) = lookup.files
    assert (lookup.package, str(asked_for.request.url.bare()).partition("#")[0]) == ("banana-split", WHEEL)
    assert (asked_for.answer.status, set(asked_for.gaps), lookup.ending.outcome) == (401, {Gap.WHO}, Outcome.UNKNOWN)
    assert lookup.file_ending is not None
    assert lookup.file_ending.status == 401


def test_a_file_that_is_refused_after_a_search_ends_the_run() -> None:
    found = POETRY_FOUND.partition("Source (alpha): Downloading")[0]
    lookup = lookup_of(found + FAILED.replace("banana_split", "banana"))
    assert lookup.ending.outcome is Outcome.FOUND
    assert lookup.file_fault is not None


def test_a_version_that_somebody_asks_for_afterwards_is_that_of_the_run() -> None:
    assert str(trace_of(FAILED + "$ poetry --version\nPoetry (version 1.8.2)\n").client) == "poetry 1.8.2"


def test_a_run_that_publishes_is_no_search() -> None:
    text = f"""\
Publishing banana (1.0) to beta
 - Uploading banana-1.0-py3-none-any.whl FAILED

No suitable keyring backend found
401 Client Error: Unauthorized for url: {WHEEL.partition("/files")[0]}/legacy
"""
    trace = trace_of(text)
    assert trace.lookups == ()
    assert any("uploads (`poetry publish`)" in sentence for sentence in trace.unknown)


def test_a_request_that_is_tried_in_vain_after_another_was_answered_is_told_each_time() -> None:
    """That it is made once more then is no word about the answer before."""
    page, other = '"GET /a/simple/banana/ HTTP/1.1" 200 144', '"GET /a/simple/apple/ HTTP/1.1" 200 144'
    lookup = trace_of(f"""\
Adding repository alpha (https://corp.example/a/simple) and setting it as primary
[urllib3.connectionpool] https://corp.example:443 {page}
Source (alpha): 2 packages found for banana *
Retrying HTTP request in 0.5 seconds.
Retrying HTTP request in 1.0 seconds.
[urllib3.connectionpool] https://corp.example:443 {other}
""").lookups[1]
    assert [one.answer.status for one in lookup.exchanges] == [None, None, 200]


LOST = "HTTPSConnectionPool(host='corp.example', port=443): Max retries exceeded with url: /b/banana/ (Caused by reset)"


@pytest.mark.parametrize(("status", "first"), [(301, 1), (302, 3)])
def test_where_a_redirect_leads_to_no_answer_it_is_followed_each_time(status: int, first: int) -> None:
    """From the cache where it is permanent, and so without a word."""
    asked_first = f'[urllib3.connectionpool] https://corp.example:443 "GET /a/simple/banana/ HTTP/1.1" {status} 0'
    again = "Retrying HTTP request in 0.5 seconds."
    lines = [asked_first, *([again, asked_first] * 2 if status == 302 else [again] * 2), LOST]
    source = "Adding repository alpha (https://corp.example/a/simple) and setting it as primary"
    ends = ["All attempts to connect to corp.example failed.", "Note: The path requested was /a/simple/banana/."]
    exchanges = lookup_of("\n".join([source, *lines, *ends])).exchanges
    paths = [one.request.url.path for one in exchanges]
    assert (paths.count("/a/simple/banana/"), paths.count("/b/banana/")) == (first, 3)
    assert {one.answer.failure for one in exchanges if one.request.url.path == "/b/banana/"} == {Failure.CONNECT}


def test_a_permanent_redirect_that_is_tried_again_leads_on_from_the_cache() -> None:
    exchanges = lookup_of("""\
Adding repository alpha (https://corp.example/a/simple) and setting it as primary
[urllib3.connectionpool] https://corp.example:443 "GET /a/simple/banana/ HTTP/1.1" 301 0
Retrying HTTP request in 0.5 seconds.
[urllib3.connectionpool] https://corp.example:443 "GET /b/banana/ HTTP/1.1" 200 144
Source (alpha): 1 packages found for banana *
""").exchanges
    assert [(one.request.url.path, one.answer.status) for one in exchanges] == [
        ("/a/simple/banana/", 301),
        ("/b/banana/", None),
        ("/b/banana/", 200),
    ]


def test_a_warning_that_a_terminal_put_behind_the_indicator_is_read() -> None:
    log = POETRY_PLAIN.replace("Resolving dependencies...\n", "Resolving dependencies... (0.6s)")
    assert asked(lookup_of(log)) == asked(lookup_of(POETRY_PLAIN))
    assert lookup_of(log).ending.outcome is Outcome.NOT_FOUND


def test_that_no_version_matches_what_somebody_adds_is_an_end() -> None:
    """console/commands/init.py"""
    log = POETRY_PLAIN.partition("\nBecause")[0] + "\n\nCould not find a matching version of package banana\n"
    assert lookup_of(log).ending.outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_that_is_an_error_ends_the_run_of_a_release_before_1_2(status: int) -> None:
    log = f"""
  RepositoryError

  {status} Client Error: no for url: https://corp.example/a/simple/banana/
"""
    trace = trace_of(log)
    (lookup,) = trace.lookups
    assert (lookup.ending.outcome, lookup.ending.status) == (Outcome.FAILED, status)
    assert str(trace.client) == "poetry before 1.2"


def test_a_log_that_ends_before_any_request_has_sources() -> None:
    trace = trace_of("\n".join([*POETRY.splitlines()[:4], "Creating new session for corp.example"]))
    assert [index.name for index in trace.plan.defined] == ["alpha", "beta", "spare"]
    assert any("any request: the log ends before" in sentence for sentence in trace.unknown)


def test_a_locked_keyring_ended_the_run_of_a_release_before_1_7() -> None:
    trace = trace_of("  - Updating banana (1.0 -> 2.0): Failed\n\n  KeyringLocked\n\n  Failed to unlock it!\n")
    assert (str(trace.client), trace.lookups) == ("poetry before 1.7", ())
    assert any("the keyring, which was locked" in sentence for sentence in trace.unknown)


NO_ANSWER = (
    "  SSLError\n\n  HTTPSConnectionPool(host='corp.example', port=443): Max retries exceeded with url: "
    "/a/simple/banana/ (Caused by SSLError(CertificateError(\"hostname 'corp.example' doesn't match 'b.example'\")))\n"
)


def test_the_error_that_no_answer_came_is_poetrys_where_nothing_else_says_whose_it_is() -> None:
    (exchange,) = lookup_of(NO_ANSWER).exchanges
    assert (exchange.answer.failure, exchange.answer.detail) == (
        Failure.TLS,
        "hostname 'corp.example' doesn't match 'b.example'",
    )


@pytest.mark.parametrize(
    "error",
    [
        "HTTPSConnectionPool(host='files.example', port=443): Read timed out.",
        "HTTPSConnectionPool(host='corp.example', port=443): Max retries exceeded with url: /pkgs/repodata.json (no)",
        "requests.exceptions.SSLError: " + NO_ANSWER.split("\n")[2].strip(),
    ],
)
def test_an_error_of_no_page_or_within_a_line_is_not(error: str) -> None:
    with pytest.raises(InputError):
        traces_in([error], "made up")


def test_a_refusal_to_which_the_cache_had_the_redirect_is_of_the_page_that_is_named() -> None:
    log = f"""\
{URLLIB3} https://other.example:443 "GET /x/banana/ HTTP/1.1" 302 0
{URLLIB3} https://corp.example:443 "GET /y/banana/ HTTP/1.1" 401 0
Source (alpha): Authorization error accessing https://corp.example/a/simple/banana/
"""
    assert asked(lookup_of(log)) == [("/x/banana/", None, 302), ("/y/banana/", None, 401)]
