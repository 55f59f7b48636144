"""What pip prints without -vv, put together again: requests that broke, and prompts."""

from __future__ import annotations

from itertools import pairwise

import pytest

from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.model.exchange import Failure, Gap
from idxdoctor.model.trace import Lookup, Outcome
from idxdoctor.report.verdict import verdict
from tests.capture.logs.made import lookup_of, trace_of
from tests.capture.logs.pip_made import REFUSED, A, B, answer, banner, not_found, page, unfetched

A_ONLY = f"Looking in indexes: {A}\n"
NAME = "NewConnectionError('<X at 0x1>: Failed to establish a new connection: [Errno -2] Name or service not known')"
CONNECT = "ConnectTimeoutError(<X object at 0x1>, 'Connection to {host} timed out. (connect timeout=7.5)')"
READ = "ReadTimeoutError(\"HTTPSConnectionPool(host='{host}', port=443): Read timed out. (read timeout=15)\")"
PROXY = "ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication Required'))"
TLS = "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed'))"


def tries(why: str, path: str = "/simple/foo/", count: int = 5) -> str:
    """Return what pip prints of a request that breaks, and is made again."""
    retry = "Retry(total={left}, connect=None, read=None, redirect=None, status=None)"
    return "".join(
        f"WARNING: Retrying ({retry.format(left=left)}) after connection broken by '{why}': {path}\n"
        for left in range(4, 4 - count, -1)
    )


def codes(text: str) -> list[str]:
    """Return the findings on the one search in a log."""
    (findings,) = diagnose(trace_of(text))
    return [finding.code for finding in findings]


def asked(lookup: Lookup) -> list[tuple[str, int, Failure | None]]:
    """Return each exchange: the URL, the try, why no answer came."""
    return [(str(one.request.url), one.request.attempt, one.answer.failure) for one in lookup.exchanges]


@pytest.mark.parametrize(
    ("why", "code"),
    [(NAME, "IDX504"), (CONNECT.format(host="a.example"), "IDX505"), (PROXY, "IDX503"), (TLS, "IDX502")],
)
def test_a_request_that_breaks_is_the_one_for_the_page_with_its_path(why: str, code: str) -> None:
    text = A_ONLY + tries(why) + not_found()
    lookup = lookup_of(text)
    assert [(url, number) for url, number, _ in asked(lookup)] == [(f"{A}/foo/", number) for number in range(1, 6)]
    assert all(Gap.WHO in one.gaps for one in lookup.exchanges)
    assert codes(text) == [code]


def test_without_a_banner_it_is_pypi_that_was_asked() -> None:
    lookup = lookup_of(tries(CONNECT.format(host="pypi.org"), count=1) + not_found())
    assert asked(lookup) == [("https://pypi.org/simple/foo/", 1, Failure.TIMEOUT)]
    assert lookup.ending.indexes[0].provenance.label == "pip's default, as the log names no index"


def test_a_wait_is_as_long_as_pip_says() -> None:
    assert trace_of(A_ONLY + tries(CONNECT.format(host="a.example")) + not_found()).plan.timeout == 7.5
    assert trace_of(A_ONLY + not_found()).plan.timeout == 15


def test_of_two_pages_with_the_same_path_a_named_host_tells_which_it_was() -> None:
    lookup = lookup_of(f"Looking in indexes: {A}, {B}\n" + tries(READ.format(host="b.example")) + not_found())
    assert {url for url, _, _ in asked(lookup)} == {f"{B}/foo/"}


@pytest.mark.parametrize("why", [NAME, CONNECT.format(host="proxy.example")])
def test_where_no_host_tells_the_log_does_not_either(why: str) -> None:
    trace = trace_of(f"Looking in indexes: {A}, {B}\n" + tries(why) + not_found())
    (lookup,) = trace.lookups
    assert lookup.exchanges == ()
    assert any("which server was asked for /simple/foo/, 5 times, in vain" in line for line in trace.unknown)


def test_how_the_last_try_ended_is_not_known_where_the_package_was_had() -> None:
    text = A_ONLY + tries(NAME, count=1) + "Collecting foo\n  Downloading foo-1.0-py3-none-any.whl (9 kB)\n"
    lookup = lookup_of(text)
    assert lookup.ending.outcome is Outcome.FOUND
    assert Gap.STATUS in lookup.exchanges[-1].gaps
    assert codes(text) == []


def test_pages_that_are_asked_for_at_once_are_told_apart() -> None:
    text = "Starting new HTTPS connection (1): a.example:443\n" + A_ONLY
    text += tries(NAME, count=1) + tries(NAME, "/simple/bar/", count=1)
    assert [asked(lookup) for lookup in trace_of(text).lookups] == [
        [(f"{A}/foo/", 1, Failure.NAME)],
        [(f"{A}/bar/", 1, Failure.NAME)],
    ]


def test_a_page_of_which_only_the_end_shows_was_asked_by_nobody_knows_whom() -> None:
    pool = "HTTPSConnectionPool(host='a.example', port=443): Max retries exceeded with url: /simple/foo/"
    end = f"Could not fetch URL {A}/foo/: There was a problem confirming the ssl certificate: {pool} "
    lookup = lookup_of(A_ONLY + tries(TLS) + f"{end}(Caused by {TLS}) - skipping\n" + not_found())
    assert [one.request.attempt for one in lookup.exchanges] == [1, 2, 3, 4, 5, 6]
    assert all(after.line > before.line for before, after in pairwise(lookup.exchanges) if after.line and before.line)
    assert Gap.WHO in lookup_of(f"{end}(Caused by {TLS}) - skipping\n").exchanges[0].gaps


@pytest.mark.parametrize(
    "end", ["", "\nERROR: Exception:\nTraceback (most recent call last):\n", " ERROR: Exception:\n", " Exception:\n"]
)
def test_a_prompt_tells_of_the_401_that_it_comes_of(end: str) -> None:
    text = f"Looking in indexes: {A}, {B}\nUser for b.example:{end}"
    lookup = lookup_of(text)
    assert asked(lookup) == [(f"{B}/PACKAGE/", 1, None)]
    assert (lookup.exchanges[0].answer.status, lookup.exchanges[0].gaps) == (401, frozenset({Gap.WHO}))
    assert lookup.ending.outcome is (Outcome.STOPPED if end else Outcome.UNKNOWN)
    assert codes(text) == ["IDX128"]


def test_an_answered_prompt_is_no_end() -> None:
    refused = f"WARNING: 401 Error, Credentials not correct for {A}/foo/\n"
    text = A_ONLY + f"User for a.example: ann\nPassword: \n{refused}" + not_found()
    lookup = lookup_of(text)
    named = [(one.request.credential.username if one.request.credential else None) for one in lookup.exchanges]
    assert (lookup.package, named) == ("foo", [None, "ann"])
    assert lookup.ending.visits[0].decision.text == "the 401 counts as if nothing were there: next index"
    assert codes(text) == ["IDX201"]


def test_what_was_answered_does_not_show_where_it_is_not_in_the_log() -> None:
    refused = f"WARNING: 401 Error, Credentials not correct for {A}/foo/\n"
    lookup = lookup_of(A_ONLY + f"User for a.example: \n{refused}" + not_found())
    assert [Gap.WHO in one.gaps for one in lookup.exchanges] == [True, True]


def test_a_prompt_is_for_what_is_collected_and_was_not_had_yet() -> None:
    had = "Collecting bar\n  Downloading bar-1.0-py3-none-any.whl (9 kB)\n"
    assert lookup_of(A_ONLY + had + "User for a.example: ").package == "PACKAGE"
    trace = trace_of(A_ONLY + had + "Collecting foo\nUser for a.example: ")
    assert [lookup.package for lookup in trace.lookups] == ["foo"]
    assert "whether it was foo's page or its file that a.example refused" in trace.unknown


def test_a_prompt_for_a_host_of_no_known_index_tells_of_the_host() -> None:
    trace = trace_of(A_ONLY + "User for b.example:8080: ")
    (lookup,) = trace.lookups
    assert [index.label for index in lookup.ending.indexes] == [A, "https://b.example:8080/"]
    assert "which index on b.example:8080 refused: pip's prompt names the host alone" in trace.unknown


@pytest.mark.parametrize("blank", ["INDEX.example", "<index>", "<our own index>", "[REDACTED]"])
def test_a_blanked_host_is_the_same_in_every_message(blank: str) -> None:
    index = f"Looking in indexes: http://{blank}/simple\n"
    ignored = f"WARNING: The repository located at {blank} is not a trusted or secure host and is being ignored.\n"
    assert codes(index + ignored + not_found()) == ["IDX316"]
    prompted = lookup_of(f"Looking in indexes: https://{blank}/simple\nUser for {blank}: ")
    assert [len(prompted.ending.indexes), prompted.exchanges[0].answer.status] == [1, 401]


def file_refused(status: int, page: str = "") -> str:
    """Return what pip prints of a file that it is refused; some releases name the page that lists it."""
    file = f"{A}/files/foo-1.0-py3-none-any.whl#sha256=00"
    return f"Collecting foo\n  ERROR: HTTP error {status} while getting {file}{page}\n"


@pytest.mark.parametrize(("status", "code"), [(403, "IDX219"), (404, "IDX320")])
def test_a_file_that_is_refused_is_told_with_the_index_that_lists_it(status: int, code: str) -> None:
    text = (
        f"Looking in indexes: {B}, {A}\n" + file_refused(status, f" (from {A}/foo/) (requires-python:>=3.9)").rstrip()
    )
    lookup = lookup_of(text)
    assert (lookup.ending.outcome, lookup.ending.index) == (Outcome.FOUND, 1)
    assert [visit.decision.code for visit in lookup.ending.visits] == ["pip.perhaps-asked", "pip.file-listed"]
    assert codes(text) == [code]
    assert "never asked" not in verdict(lookup)


def test_a_file_whose_page_is_not_named_was_found_somewhere() -> None:
    text = A_ONLY + file_refused(404)
    assert verdict(lookup_of(text)).startswith("foo: found, the log does not show where. Its file can't be fetched")
    assert codes(text) == ["IDX320"]


def test_an_index_of_which_nothing_shows_may_have_been_asked() -> None:
    ignored = "WARNING: The repository located at b.example is not a trusted or secure host and is being ignored.\n"
    lookup = lookup_of(f"Looking in indexes: {A}, http://b.example/simple\n{ignored}{not_found()}")
    assert [visit.decision.code for visit in lookup.ending.visits] == ["pip.perhaps-asked", "pip.untrusted"]
    assert verdict(lookup) == "foo: not found, and the log does not show what was asked."


def test_a_host_that_is_ignored_is_told_though_no_banner_names_its_index() -> None:
    ignored = "The repository located at b.example is not a trusted or secure host and is being ignored.\n"
    assert codes(f"WARNING: {ignored}{not_found()}") == ["IDX316"]


def test_a_log_that_names_no_index_says_so() -> None:
    trace = trace_of(not_found())
    assert verdict(trace.lookups[0]) == "foo: not found, and no index is named."
    assert any(line.startswith("which index was asked: the log names none") for line in trace.unknown)


def test_what_the_last_line_names_may_be_cut() -> None:
    pages = f"Looking in indexes: {A}, {B}\n2 location(s) to search for versions of foo:\n* {A}/foo/\n* {B[:-5]}"
    assert [index.label for index in lookup_of(pages).ending.indexes] == [A, B]
    assert verdict(lookup_of(pages)) == "foo: the log does not show the search."
    cut = A_ONLY + "ERROR: Could not find a version that satisfies the requirement fo"
    assert lookup_of(cut).package == "PACKAGE"


@pytest.mark.parametrize(
    ("text", "version"),
    [
        (not_found(), "21.0 or newer"),
        (not_found().replace("ERROR: ", ""), "19.0 or older"),
        (A_ONLY + "User for a.example: Exception:", "19.0 or older"),
        (not_found() + 'File "/x/pip/basecommand.py", line 1, in main', "9 or older"),
        (A_ONLY + tries(NAME).replace(", status=None", "").replace("WARNING: ", ""), "9 or older"),
        (not_found().replace("ERROR: ", "") + 'File "/x/pipenv/patched/pip/x.py", line 1, in x', "21.0 or newer"),
        (A_ONLY + "Status code 403 not in (200, 203, 300, 301)", "21.0 to 21.3"),
        (A_ONLY + "Status code 403 not in (200, 203, 300, 301, 308)", "22.0 or newer"),
    ],
)
def test_the_age_of_pip_is_told_by_its_messages(text: str, version: str) -> None:
    assert trace_of(text).client.version == version


def test_a_keyring_that_failed_is_told_though_no_refusal_shows() -> None:
    skipped = "WARNING: Keyring is skipped due to an exception: no session\n"
    trace = trace_of(A_ONLY + skipped + not_found())
    (findings,) = diagnose(trace)
    assert [finding.code for finding in findings] == ["IDX131", "IDX317"]
    assert "no session" in findings[0].text
    prompted = A_ONLY + skipped + "User for a.example: "
    assert codes(prompted) == ["IDX128", "IDX131"]
    had = A_ONLY + skipped + "Collecting foo\n  Downloading foo-1.0-py3-none-any.whl (9 kB)\n"
    assert diagnose(trace_of(had)) == ()


def wrapped(text: str, width: int) -> str:
    """Return a text as a terminal of this width shows it."""
    return "\n".join(
        line[start : start + width] for line in text.split("\n") for start in range(0, max(len(line), 1), width)
    )


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("text", [A_ONLY + tries(NAME), REFUSED])
def test_of_a_wrapped_log_nothing_is_told(text: str, width: int) -> None:
    trace = trace_of(wrapped(text, width))
    assert (trace.lookups, len(trace.unknown)) == ((), 1)
    assert "lines are wrapped" in trace.unknown[0]


def test_a_log_that_is_cut_is_not_wrapped() -> None:
    text = A_ONLY + tries(NAME)
    assert trace_of(text[: text.rindex("Name or")]).lookups != ()


def test_a_search_is_no_search_for_a_package() -> None:
    text = "ERROR: HTTP error 403 while getting https://a.example/\nERROR: Exception:\n"
    trace = trace_of(text + 'File "/x/pip/_internal/commands/search.py", line 1, in run\n')
    assert trace.unknown == ("any request of pip's for a package: the run is a `pip search`, which looks for none",)


def test_a_word_in_the_place_of_an_index_is_one_of_the_indexes() -> None:
    text = f"Looking in indexes: {A}, OUR_INDEX/\n2 location(s) to search for versions of foo:\n* {A}/foo/\n"
    text += "* OUR_INDEX/foo/\nGetting page OUR_INDEX/foo/\nFound index url OUR_INDEX/\n"
    assert [index.label for index in lookup_of(text).ending.indexes] == [A, "https://our_index/"]


@pytest.mark.parametrize(("blank", "code"), [("[REDACTED]", "IDX201"), ("****", "IDX103")])
def test_what_somebody_blanked_of_a_userinfo_may_be_a_password(blank: str, code: str) -> None:
    shown = A.replace("https://", f"https://{blank}@")
    lines = ("Found credentials in url for a.example", answer(A, 401), unfetched(A, 401, user=f"{blank}@"))
    assert codes(banner(shown) + page(A, *lines, user=f"{blank}@") + not_found()) == [code]


def test_what_a_proxy_answered_is_told_with_what_it_wants() -> None:
    (findings,) = diagnose(trace_of(A_ONLY + tries(PROXY) + not_found()))
    (found,) = findings
    assert (found.code, "Tunnel connection failed: 407 Proxy Authentication Required" in found.text) == ("IDX503", True)
    assert any("NTLM" in fix.title for fix in found.fixes)
