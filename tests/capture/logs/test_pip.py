"""What pip logs, put together again."""

from __future__ import annotations

import pytest

from idxdoctor.capture.logs.read import traces_in
from idxdoctor.model.exchange import Failure, Gap, Witness
from idxdoctor.model.trace import Client, Outcome
from idxdoctor.report.verdict import verdict
from tests.capture.logs.made import DRESSES, THREE_URLS, asked, lookup_of, trace_of
from tests.capture.logs.pip_made import (
    A_CI,
    ANONYMOUS,
    CI,
    MOVED,
    PROMPTED,
    QUIET,
    REFUSED,
    A,
    B,
    answer,
    banner,
    fetched,
    not_found,
    page,
    saved,
    unfetched,
)

LOGS = {"refused": REFUSED, "anonymous": ANONYMOUS, "moved": MOVED, "prompted": PROMPTED, "quiet": QUIET}


def decisions(text: str) -> list[str]:
    """Return why each request was sent as it was."""
    return [exchange.request.decision.code for exchange in lookup_of(text).exchanges]


def test_every_index_is_asked_whatever_the_others_answer() -> None:
    lookup = lookup_of(REFUSED)
    assert asked(lookup) == [("/simple/foo/", "ci", 401), ("/simple/foo/", None, 404)]
    assert [visit.decision.code for visit in lookup.ending.visits] == ["pip.refused-next", "pip.next-index"]
    assert (lookup.ending.outcome, lookup.ending.index) == (Outcome.NOT_FOUND, None)


def test_what_is_taken_is_found_where_its_file_is_listed() -> None:
    lookup = lookup_of(ANONYMOUS)
    assert (lookup.ending.outcome, lookup.ending.index) == (Outcome.FOUND, 1)
    assert [exchange.answer.status for exchange in lookup.files] == [200]


def test_a_redirect_to_another_host_loses_the_credentials() -> None:
    first, second = lookup_of(MOVED).exchanges
    assert (first.redirect, first.evidence) == (second.request.url, Witness.SEEN)
    assert (second.request.credential, second.evidence, second.request.decision.drops) == (None, Witness.INFERRED, True)
    assert any("netrc" in line for line in trace_of(MOVED).unknown)


def test_a_redirect_on_the_same_host_keeps_them() -> None:
    hop = 'https://a.example:443 "GET /there/foo/ HTTP/1.1" 200 9'
    text = banner(A_CI) + page(
        A, "Found credentials in url for a.example", answer(A, 301), hop, fetched(A, user=CI), user=CI
    )
    assert decisions(text) == ["pip.url-credentials", "pip.redirect-kept"]


def test_what_was_sent_to_a_host_is_sent_there_again() -> None:
    other = "https://a.example/other"
    text = (
        banner(A_CI, other)
        + page(A, "Found credentials in url for a.example", answer(A, 404), unfetched(A, 404, user=CI), user=CI)
        + page(other, f"Found index url {other}/", answer(other, 403), unfetched(other, 403))
        + not_found()
    )
    first, second = lookup_of(text).exchanges
    assert second.request.credential == first.request.credential
    assert (second.request.decision.code, second.evidence) == ("pip.realm-credentials", Witness.INFERRED)


def test_a_prompt_that_nobody_answers_ends_the_run() -> None:
    lookup = lookup_of(PROMPTED)
    assert (lookup.ending.outcome, lookup.ending.index, lookup.ending.status) == (Outcome.STOPPED, 0, 401)
    assert lookup.ending.visits[-1].decision.code == "pip.prompt-unanswered"


@pytest.mark.parametrize(
    ("prompt", "name"), [("User for a.example: ann\nPassword: ", "ann"), ("User for a.example: Password: ", "****")]
)
def test_what_is_typed_at_the_prompt_is_sent(prompt: str, name: str) -> None:
    text = banner(A) + page(
        A, f"Found index url {A}/", answer(A, 401), f"Found index url {A}/", prompt, answer(A, 200), fetched(A)
    )
    assert asked(lookup_of(text))[-1] == ("/simple/foo/", name, 200)


def test_a_keyring_that_knows_an_answer_is_the_last_that_was_asked() -> None:
    text = banner(A) + page(
        A,
        f"Found index url {A}/",
        answer(A, 401),
        f"Found index url {A}/",
        f"Getting credentials from keyring for {A}/",
        "Getting credentials from keyring for a.example",
        "Found credentials in keyring for a.example",
        answer(A, 200),
        fetched(A, "foo-1.0-py3-none-any.whl"),
    )
    lookup = lookup_of(text)
    calls = [(call.request.service, call.answered) for call in lookup.keyring]
    assert calls == [(f"{A}/", False), ("a.example", True)]
    assert asked(lookup) == [("/simple/foo/", None, 401), ("/simple/foo/", "****", 200)]


def test_requests_that_are_made_again_are_told_one_by_one() -> None:
    again = "Incremented Retry for (url='/simple/foo/'): Retry(total=0)\nRetry: /simple/foo/"
    why = "HTTPSConnectionPool(host='a.example', port=443): Max retries exceeded with url: /simple/foo/"
    ended = f"Could not fetch URL {A}/foo/: {why} (Caused by ResponseError('too many 503 error responses')) - skipping"
    lookup = lookup_of(banner(A) + page(A, answer(A, 503), again, answer(A, 503), ended) + not_found())
    assert [(one.answer.status, one.request.attempt) for one in lookup.exchanges] == [(503, 1), (503, 2)]


@pytest.mark.parametrize(
    ("why", "failure"),
    [
        ("NewConnectionError('<X>: Failed to establish a new connection: [Errno 111] Connection refused')", "CONNECT"),
        ("NameResolutionError('<X>: Failed to resolve 'a.example'')", "NAME"),
        ("ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407'))", "PROXY"),
        ("ReadTimeoutError('Read timed out. (read timeout=15)')", "TIMEOUT"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))", "TLS"),
        ("ProtocolError('Connection aborted.', RemoteDisconnected('closed'))", "RESET"),
    ],
)
def test_why_no_answer_came_is_told_of_every_try(why: str, failure: str) -> None:
    retry = (
        "WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection "
        f"broken by '{why}': /simple/foo/"
    )
    pool = "HTTPSConnectionPool(host='a.example', port=443): Max retries exceeded with url: /simple/foo/"
    ended = f"Could not fetch URL {A}/foo/: connection error: {pool} (Caused by {why}) - skipping"
    connecting = "Starting new HTTPS connection (1): a.example:443"
    lookup = lookup_of(banner(A) + page(A, connecting, retry, ended) + not_found())
    assert [one.answer.failure for one in lookup.exchanges] == [Failure[failure]] * 2
    assert [one.request.url.path for one in lookup.exchanges] == ["/simple/foo/"] * 2


def test_a_copy_in_the_cache_is_taken_without_a_request_or_has_an_age() -> None:
    fresh = 'Current age based on date: 60\nThe response is "fresh", returning cached response\n600 > 60'
    kept = lookup_of(banner(A) + page(A, fresh, fetched(A, "foo-1.0-py3-none-any.whl")) + saved(A))
    assert (kept.exchanges, kept.ending.outcome) == ((), Outcome.FOUND)
    stale = "Current age based on date: 671436"
    lookup = lookup_of(banner(A) + page(A, stale, answer(A, 403), unfetched(A, 403)) + not_found())
    assert [one.copy_age for one in lookup.exchanges] == [671436]


def test_without_v_the_end_is_told_and_that_the_rest_is_unknown() -> None:
    trace = trace_of(QUIET)
    (lookup,) = trace.lookups
    assert (lookup.exchanges, lookup.ending.outcome) == ((), Outcome.NOT_FOUND)
    assert [str(index.url) for index in lookup.ending.indexes] == [A, B]
    assert any("pip -vv" in line for line in trace.unknown)


def test_a_log_file_without_v_has_statuses_and_no_requests() -> None:
    lines = [line for line in REFUSED.splitlines() if " HTTP/1.1" not in line]
    stamped = "\n".join(f"2026-01-02T03:04:05,678 {line}" for line in lines)
    first, second = lookup_of(stamped).exchanges
    assert (first.answer.status, second.answer.status) == (401, 404)
    assert first.request.credential is not None
    assert any("--log FILE" in line for line in trace_of(stamped).unknown)


def test_a_log_file_has_no_prompt_and_still_shows_who_was_not_there() -> None:
    gone = ("User for", "Keyring", "https://a.example:443")
    lines = [line.replace("User for a.example: ", "") for line in PROMPTED.splitlines()]
    text = "\n".join(line for line in lines if not line.startswith(gone))
    lookup = lookup_of(text)
    assert [(one.answer.status, one.evidence) for one in lookup.exchanges] == [(401, Witness.INFERRED)]
    assert lookup.ending.outcome is Outcome.STOPPED


def test_a_file_of_this_machine_is_found_at_no_index() -> None:
    searched = REFUSED.partition("ERROR: ")[0]
    assert lookup_of(searched).ending.outcome is Outcome.UNKNOWN
    taken = lookup_of(f"{searched}Processing /wheels/foo-1.0-py3-none-any.whl\nSuccessfully downloaded foo\n")
    assert (taken.ending.outcome, taken.ending.index) == (Outcome.FOUND, None)
    unsearched = lookup_of(f"{searched}Processing ./other-1.0.tar.gz\n")
    assert unsearched.ending.outcome is Outcome.UNKNOWN


def test_a_page_that_was_had_may_have_been_elsewhere_where_no_requests_are_shown() -> None:
    lines = [line for line in ANONYMOUS.splitlines() if " HTTP/1.1" not in line]
    refused, had = lookup_of("\n".join(lines)).exchanges
    assert (refused.answer.status, had.answer.status, had.gaps) == (401, None, frozenset({Gap.STATUS}))


def test_an_index_over_plain_http_that_is_not_asked_has_a_visit_without_a_request() -> None:
    warning = "WARNING: The repository located at h.example is not a trusted or secure host and is being ignored. If"
    (visit,) = lookup_of(banner("http://h.example/simple") + warning + "\n" + not_found()).ending.visits
    assert visit.decision.code == "pip.untrusted"


def test_a_version_is_the_one_that_the_log_names_wherever_it_does() -> None:
    notice = "[notice] A new release of pip is available: 23.0.1 -> 26.3"
    for text in (f"Using pip 23.0.1 from /x/pip (python 3.11)\n{REFUSED}", f"{REFUSED}{notice}\n"):
        assert str(trace_of(text).client) == "pip 23.0.1"


def test_a_log_that_names_no_version_is_of_the_releases_that_print_its_messages() -> None:
    trace = trace_of(ANONYMOUS)
    assert str(trace.client) == "pip 22.2 or newer"
    assert any("pip --version" in line for line in trace.unknown)
    (given,) = traces_in(ANONYMOUS.split("\n"), "made up", Client("pip", "24.0", verified=False))
    assert str(given.client) == "pip 24.0"


def test_packages_are_told_apart() -> None:
    text = REFUSED.partition("ERROR:")[0] + banner(B, package="bar").partition("\n")[2]
    text += page(B, f"Found index url {B}/", answer(B, 404, "bar"), unfetched(B, 404, package="bar"), package="bar")
    assert [lookup.package for lookup in trace_of(text).lookups] == ["foo", "bar"]


def test_several_runs_and_other_clients_in_one_file_are_several_traces() -> None:
    traces = traces_in(f"{REFUSED}{THREE_URLS}{QUIET}{MOVED}".split("\n"), "made up")
    assert [trace.client.name for trace in traces] == ["pip", "uv", "pip", "pip"]
    assert [len(trace.lookups[0].exchanges) for trace in traces] == [2, 3, 0, 2]


@pytest.mark.parametrize("dress", [name for name in DRESSES if name != "with modules"])
@pytest.mark.parametrize("log", LOGS)
def test_a_dressed_log_tells_the_same(log: str, dress: str) -> None:
    plain = lookup_of(LOGS[log])
    dressed = lookup_of("\n".join(DRESSES[dress](line) for line in LOGS[log].splitlines()))
    assert asked(dressed) == asked(plain)
    assert dressed.ending.outcome is plain.ending.outcome


def test_a_first_line_that_was_cut_and_hosts_that_were_blanked_do_no_harm() -> None:
    cut = f"n indexes: something\n{REFUSED.partition(chr(10))[2]}".replace("a.example", "<company>.example")
    assert [one.answer.status for one in lookup_of(cut).exchanges] == [401, 404]


def test_a_file_that_is_refused_ends_the_run() -> None:
    file = "https://cdn.example/files/foo-1.0-py3-none-any.whl"
    text = (
        banner(A)
        + page(A, f"Found index url {A}/", answer(A, 200), fetched(A, "foo-1.0-py3-none-any.whl"))
        + "Collecting foo\n"
        + '  https://cdn.example:443 "GET /files/foo-1.0-py3-none-any.whl HTTP/1.1" 403 9\n'
        + f"ERROR: HTTP error 403 while getting {file} (from {A}/foo/)\n"
    )
    lookup = lookup_of(text)
    assert [(one.request.url.host, one.answer.status) for one in lookup.files] == [("cdn.example", 403)]
    assert lookup.file_fault is not None


def test_what_the_log_does_not_show_of_an_exchange_is_no_guess() -> None:
    lookup = lookup_of(f"WARNING: 401 Error, Credentials not correct for {A}/foo/\n{QUIET}")
    (exchange,) = lookup.exchanges
    assert (exchange.answer.status, exchange.gaps) == (401, frozenset({Gap.WHO}))
    assert exchange.request.decision.code == "pip.refused-again"


def test_a_pip_within_pip_does_not_end_the_run() -> None:
    nested = (
        "  Running command pip subprocess to install build dependencies\n  Using pip 25.0 from /x/pip (python 3.11)\n"
    )
    inner = banner(B, package="setuptools") + page(B, answer(B, 200, "setuptools"), package="setuptools")
    done = "  Successfully installed setuptools-80\n  Created temporary directory: /tmp/pip-modern-metadata-x\n"
    text = ANONYMOUS.partition("Saved ")[0] + nested + inner + done + banner(B, package="bar").partition("\n")[2]
    (trace,) = traces_in(text.split("\n"), "made up")
    assert [lookup.package for lookup in trace.lookups] == ["foo", "setuptools", "bar"]


def test_a_page_that_was_announced_is_known_by_its_request_alone() -> None:
    lookup = lookup_of(banner(A_CI) + f"{answer(A, 404)}\n{not_found()}")
    (exchange,) = lookup.exchanges
    assert (exchange.request.index, exchange.answer.status, exchange.evidence) == (0, 404, Witness.INFERRED)
    assert exchange.request.decision.code == "pip.url-credentials"


def test_a_search_that_the_log_breaks_off_has_no_end() -> None:
    lookup = lookup_of(REFUSED.partition(f"Getting page {B}")[0])
    assert lookup.ending.outcome is Outcome.UNKNOWN


def test_only_plain_names_of_versions_are_compared_with_reported_cases() -> None:
    from idxdoctor.diagnosis.diagnose import diagnose
    from idxdoctor.diagnosis.known import known_cases

    trace = trace_of(ANONYMOUS)
    assert [*known_cases(trace, diagnose(trace))] == []


def test_a_page_that_the_last_line_announces_is_left_out_as_its_url_may_be_cut() -> None:
    text = f"{banner(A)}\n1 location(s) to search for versions of foo:\n* {A}/foo/\nGetting page {A}/fo"
    assert [lookup.package for lookup in trace_of(text).lookups] == ["foo"]


@pytest.mark.parametrize(("version", "whom"), [("20.3.dev0", set()), ("19.1", {Gap.WHO})])
def test_releases_before_21_are_read_as_that_but_for_what_they_never_log(version: str, whom: set[Gap]) -> None:
    trace = trace_of(f"Using pip {version} from /x/pip (python 3.8)\n{REFUSED}")
    assert [exchange.gaps for exchange in trace.lookups[0].exchanges] == [whom, whom]
    assert any(f"pip {version} may log otherwise than 21.0" in line for line in trace.unknown)


def test_a_word_in_the_place_of_an_indexs_url_is_told_of() -> None:
    trace = trace_of(f"Looking in indexes: {A}, MY_INDEX_URL/\nGetting page {A}/foo/\nFound index url {A}/\n")
    assert any(sentence.startswith("the URLs of 1 of the indexes") for sentence in trace.unknown)


def test_a_word_in_brackets_stands_for_the_name_of_a_package() -> None:
    text = "ERROR: No matching distribution found for <PACKAGE NAME>\n"
    assert [lookup.package for lookup in trace_of(text).lookups] == ["<package name>"]


def test_what_pipenv_puts_before_the_messages_of_its_pip_does_no_harm() -> None:
    text = "\n".join(f"DEBUG:pipenv.patched.pip._internal.index.collector:{line}" for line in page_of_foo().split("\n"))
    assert asked(lookup_of(text)) == asked(lookup_of(page_of_foo()))


def page_of_foo() -> str:
    """Return what pip says of one page that is refused."""
    return f"{banner(A)}\n{page(A, f'Found index url {A}/', answer(A, 401), unfetched(A, 401))}"


def test_without_v_it_is_not_said_that_no_index_was_asked() -> None:
    said = verdict(lookup_of(f"{banner(A)}\nERROR: No matching distribution found for foo\n"))
    assert said == "foo: not found, and the log does not show what was asked."


UNANSWERED = """User for a.example:
ERROR: Exception:
EOFError: EOF when reading a line
"""


def test_a_prompt_without_v_tells_the_index_and_what_its_url_holds_was_refused() -> None:
    lookup = lookup_of(f"Looking in indexes: {B}, https://ci:****@a.example/simple\n{UNANSWERED}")
    (exchange,) = lookup.exchanges
    assert (lookup.package, exchange.request.index, exchange.answer.status) == ("PACKAGE", 1, 401)
    assert exchange.request.decision.code == "pip.url-credentials"
    assert [visit.decision.code for visit in lookup.ending.visits] == ["pip.not-shown", "pip.prompt-unanswered"]


def test_a_prompt_for_one_of_two_indexes_of_a_host_tells_of_the_host_alone() -> None:
    trace = trace_of(f"Looking in indexes: https://a.example/one, https://a.example/two\n{UNANSWERED}")
    (lookup,) = trace.lookups
    assert [index.label for index in lookup.ending.indexes] == ["https://a.example/"]
    assert (asked(lookup), lookup.ending.outcome) == ([("/", None, 401)], Outcome.STOPPED)
    assert "which index on a.example refused: pip's prompt names the host alone" in trace.unknown


def test_a_file_whose_server_gives_no_answer_ends_the_run() -> None:
    lookup = lookup_of(
        "Collecting foo\nERROR: Could not install packages due to an OSError: HTTPSConnectionPool(host='cdn.example', "
        "port=443): Max retries exceeded with url: /foo-1.0-py3-none-any.whl (Caused by "
        "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed')))\n"
    )
    (file,) = lookup.files
    assert (file.request.url.host, file.answer.failure, file.gaps) == (
        "cdn.example",
        Failure.TLS,
        frozenset({Gap.WHO}),
    )
    assert lookup.file_fault is not None
    assert (lookup.ending.outcome, lookup.ending.indexes) == (Outcome.UNKNOWN, ())
