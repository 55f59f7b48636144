"""What pdm logs, put together again."""

from __future__ import annotations

import pytest

from idxdoctor.capture.logs.pdm.coverage import as_markdown, carried, coverage
from idxdoctor.capture.logs.read import traces_in
from idxdoctor.model.exchange import Failure, Gap, Witness
from idxdoctor.model.secret import MASK
from idxdoctor.model.trace import Outcome
from idxdoctor.report.verdict import verdict
from tests.capture.logs.made import asked, lookup_of, trace_of
from tests.capture.logs.other_made import PDM, PDM_AT_V, PDM_FILE, PDM_FILE_PINNED, PDM_FOUND, PDM_REFUSED


def test_the_whole_chain_is_made_twice_where_the_target_of_a_redirect_refuses() -> None:
    lookup = lookup_of(PDM)
    assert asked(lookup) == [
        ("/a/simple/banana/", "ci", None),
        ("/x/banana/", None, 401),
        ("/a/simple/banana/", "ci", None),
        ("/x/banana/", None, 401),
        ("/b/simple/banana/", "ci", 404),
    ]
    assert lookup.ending.outcome is Outcome.NOT_FOUND


def test_what_a_redirect_answered_is_unknown_and_where_it_leads_inferred() -> None:
    first, second, *_ = lookup_of(PDM).exchanges
    assert (first.gaps, first.evidence, first.redirect) == (
        frozenset({Gap.STATUS}),
        Witness.INFERRED,
        second.request.url,
    )
    assert second.request.decision.drops


def test_credentials_that_were_sent_to_a_host_are_lent_to_its_other_sources() -> None:
    assert lookup_of(PDM).exchanges[-1].request.decision.code == "pdm.realm-credentials"


def test_the_keyring_is_asked_after_a_refusal_and_the_page_once_more() -> None:
    lookup = lookup_of(PDM_FOUND)
    assert asked(lookup) == [("/a/simple/banana/", None, 401), ("/a/simple/banana/", MASK, 200)]
    assert [(call.request.service, call.answered) for call in lookup.keyring] == [
        ("https://corp.example/a/simple/", False),
        ("corp.example", True),
    ]
    assert (lookup.ending.outcome, lookup.ending.index) == (Outcome.FOUND, 0)


def test_what_went_to_a_host_goes_with_files_of_it_too() -> None:
    (file,) = lookup_of(PDM_FOUND).files
    assert (file.request.credential is not None, file.answer.status) == (True, 200)


def test_a_username_alone_is_not_sent_the_first_time_and_without_a_password_the_second() -> None:
    once = """\
unearth.collector: Collecting links from https://***@corp.example/a/simple/{name}/
unearth.auth: Found index url https://ci@corp.example/a/simple/
unearth.collector: Fetching HTML page https://***@corp.example/a/simple/{name}/
"""
    trace = trace_of(once.format(name="apple") + once.format(name="banana"))
    sent = [lookup.exchanges[0].request.credential for lookup in trace.lookups]
    assert [one.username if one else None for one in sent] == [None, "ci"]


def test_credentials_that_are_called_wrong_were_answered_401_though_the_log_ends_there() -> None:
    """unearth warns of no other status."""
    lookup = lookup_of(PDM_REFUSED)
    assert asked(lookup) == [("/a/simple/banana/", None, 401), ("/a/simple/banana/", "__token__", 401)]
    assert lookup.ending.outcome is Outcome.UNKNOWN


def test_whom_the_keyring_has_a_password_for_is_told_by_the_question() -> None:
    for user, told in (("__token__", "__token__"), ("ci", "ci"), ("***", MASK)):
        exchange = lookup_of(PDM_REFUSED.replace("__token__", user)).exchanges[1]
        assert exchange.request.credential is not None
        assert exchange.request.credential.username == told


def test_a_call_of_the_keyring_in_which_the_log_ends_has_no_answer() -> None:
    lookup = lookup_of("\n".join(PDM_FOUND.splitlines()[:6]))
    assert [call.request.service for call in lookup.keyring] == ["https://corp.example/a/simple/"]
    assert (asked(lookup), lookup.ending.status) == ([("/a/simple/banana/", None, 401)], None)


def test_the_error_that_no_candidates_are_found_ends_the_search() -> None:
    for error in ("[CandidateNotFound]", "pdm.exceptions.CandidateNotFound"):
        lookup = lookup_of(f"{PDM_AT_V}{error}: Unable to find candidates for banana. There may exist some issues\n")
        assert lookup.ending.outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    "line",
    [
        "unearth: Skip https://corp.example/a/simple/banana/ because of Client Error(404): Not Found.",
        "pdm.termui: Getting page https://corp.example/a/simple/banana/",
    ],
)
def test_releases_that_log_otherwise_are_not_read(line: str) -> None:
    trace = trace_of(f"pdm.termui: ======== Start resolving requirements ========\n{line}\n")
    assert (str(trace.client), trace.lookups) == ("pdm before 2.4", ())
    assert any("2.20 and newer" in sentence for sentence in trace.unknown)


def test_at_v_a_refusal_is_told_and_as_whom_is_unknown() -> None:
    trace = trace_of(PDM_AT_V)
    assert [(one.answer.status, one.gaps) for one in trace.lookups[0].exchanges] == [(401, frozenset({Gap.WHO}))] * 2
    assert any("`pdm -vv ...` shows it" in sentence for sentence in trace.unknown)


def test_pages_whose_lines_stand_among_each_other_are_told_as_before() -> None:
    """Hashes are fetched for many packages at once."""
    one = """\
unearth.collector: Collecting links from https://***@corp.example/a/simple/{name}/
unearth.auth: Found credentials in url for corp.example
unearth.collector: Fetching HTML page https://***@corp.example/a/simple/{name}/
"""
    first, second = one.format(name="apple").splitlines(), one.format(name="banana").splitlines()
    among = [first[0], second[0], first[1], second[1], second[2], first[2]]
    log = [*first, *second, "pdm.termui: ======== Resolution Result ========", *among]
    for lookup in trace_of("\n".join(log)).lookups:
        assert [one.request.credential is not None for one in lookup.exchanges] == [True, True]


def test_pages_whose_lines_always_stand_among_each_other_are_of_nobody_knows_whom() -> None:
    log = PDM.splitlines()
    log.insert(3, "unearth.collector: Collecting links from https://***@corp.example/a/simple/cherry/")
    (first, *_), *_ = (lookup.exchanges for lookup in trace_of("\n".join(log)).lookups)
    assert first.gaps >= frozenset({Gap.WHO})


def test_an_error_of_the_http_library_ends_the_run() -> None:
    log = "\n".join([*PDM.splitlines()[:5], "httpx.RemoteProtocolError: Server disconnected without a response."])
    lookup = lookup_of(log)
    assert (lookup.exchanges[0].answer.failure, lookup.ending.outcome) == (Failure.RESET, Outcome.FAILED)


def test_a_loop_of_redirects_ends_the_run() -> None:
    log = "\n".join([*PDM.splitlines()[:5], "httpx.TooManyRedirects: Exceeded maximum allowed redirects."])
    lookup = lookup_of(log)
    assert (lookup.ending.outcome, lookup.exchanges[0].gaps) == (Outcome.FAILED, frozenset({Gap.STATUS}))


def test_a_page_that_is_no_json_ends_the_run() -> None:
    lines = PDM_FOUND.splitlines()
    lookup = lookup_of(
        "\n".join([*lines[:8], "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)"])
    )
    assert lookup.ending.outcome is Outcome.FAILED


def test_where_pdm_would_prompt_the_search_is_stopped() -> None:
    lines = PDM_FOUND.splitlines()[:6]
    for error in ("[PdmException]", "pdm.exceptions.PdmException"):
        lookup = lookup_of("\n".join([*lines, f"{error}: The credentials for corp.example are not provided. To give"]))
        assert (lookup.ending.outcome, lookup.ending.status) == (Outcome.STOPPED, 401)


def test_a_file_that_is_taken_says_on_which_page_a_version_was_found() -> None:
    link = "<Link https://corp.example/files/banana-1.0-py3-none-any.whl (from https://corp.example/b/simple/banana/)>"
    for taken, files in ((f"Downloading {link} (739 bytes)", 1), (f"Using cached {link}", 0)):
        lookup = lookup_of(f"{PDM_FILE_PINNED}unearth.preparer: {taken}\n")
        assert (lookup.ending.outcome, lookup.ending.index, len(lookup.files)) == (Outcome.FOUND, 1, files)
        assert lookup.ending.visits[0].decision.code == "pdm.not-shown"


def test_where_no_file_is_taken_a_version_is_found_on_the_only_page_that_was_read() -> None:
    refused = "Failed to collect links from https://corp.example/b/simple/banana/: Client Error(403): Forbidden"
    lookup = lookup_of(PDM_FILE_PINNED.replace("Fetching HTML page https://corp.example/b/simple/banana/", refused))
    assert (lookup.ending.outcome, lookup.ending.index) == (Outcome.FOUND, 0)


def test_where_several_pages_were_read_a_version_is_found_nobody_knows_where() -> None:
    lookup = lookup_of(PDM_FILE_PINNED)
    assert (lookup.ending.outcome, lookup.ending.index) == (Outcome.FOUND, None)
    assert verdict(lookup) == "banana: found, the log does not show where."


def test_versions_that_do_not_fit_are_none_that_are_found() -> None:
    candidate = "pdm.termui: \t  <Candidate banana@1.0 from https://corp.example/a/simple/banana/>\n"
    unmatched = "pdm.termui: \tCould not find any matching candidates.\n"
    listed = f"{PDM_FILE}{unmatched}pdm.termui: \tFound but non-matching candidates:\n{candidate}"
    lookup = lookup_of(listed)
    assert lookup.ending.outcome is Outcome.NOT_FOUND
    assert {visit.decision.code for visit in lookup.ending.visits} == {"pdm.nothing-listed"}
    prerelease = lookup_of(f"{PDM_FILE}{unmatched}pdm.termui: \tFound matching candidates:\n{candidate}")
    assert (prerelease.ending.outcome, prerelease.ending.index) == (Outcome.FOUND, 0)


def test_a_page_is_said_to_be_empty_only_where_the_log_would_show_what_is_on_it() -> None:
    unmatched = f"{PDM_FILE}pdm.termui: \tCould not find any matching candidates.\n"
    in_file = lookup_of(f"{unmatched}pdm.termui: Error occurs\n")
    assert {visit.decision.code for visit in lookup_of(unmatched).ending.visits} == {"pdm.no-files"}
    assert {visit.decision.code for visit in in_file.ending.visits} == {"pdm.nothing-listed"}


def test_a_source_over_http_that_is_not_trusted_is_not_asked() -> None:
    page = "http://corp.example/a/simple/banana/"
    log = (
        f"unearth.collector: Collecting links from {page}\nunearth.collector: Skipping {page} for not being trusted, \n"
    )
    lookup = lookup_of(log)
    assert (lookup.exchanges, lookup.ending.visits[0].decision.code) == ((), "pdm.untrusted")


def test_the_version_is_known_where_somebody_asked_for_it() -> None:
    assert str(trace_of(f"PDM, version 2.28.2\n{PDM}").client) == "pdm 2.28.2"
    assert str(trace_of(PDM).client) == "pdm 2.20 or newer"


def test_two_runs_in_one_log_are_two_traces() -> None:
    traces = traces_in(f"{PDM_FOUND}{PDM}".split("\n"), "made up")
    assert [trace.lookups[0].ending.outcome for trace in traces] == [Outcome.FOUND, Outcome.NOT_FOUND]


def test_the_table_says_that_requests_show_at_vv_alone() -> None:
    assert [name for name in ("-v", "-vv") if "requests" in carried(name)] == ["-vv"]
    assert len(as_markdown(coverage())) == 5


A_PAGE = "https://corp.example/a/simple/banana/"
ASKED = (
    f"unearth.collector: Collecting links from {A_PAGE}\nunearth.auth: Found index url https://corp.example/a/simple/\n"
)
ABSENT = f"unearth.collector: Failed to collect links from {A_PAGE}: Client Error(404): Not Found\n"


def test_a_search_is_over_only_where_the_log_says_so() -> None:
    assert lookup_of(ASKED + ABSENT).ending.outcome is Outcome.UNKNOWN
    over = "pdm.termui: \tCould not find any matching candidates.\n"
    assert lookup_of(ASKED + ABSENT + over).ending.outcome is Outcome.NOT_FOUND


def test_a_line_that_a_terminal_has_wrapped_is_put_together_again() -> None:
    text = (ASKED + ABSENT).replace("from https", "from \nhttps").replace(": Client Error", ": Client\nError")
    assert asked(lookup_of(text)) == [("/a/simple/banana/", None, 404)]


def test_levels_that_pythons_logging_puts_before_messages_do_no_harm() -> None:
    text = (ASKED + ABSENT).replace("unearth.collector: ", "WARNING:unearth.collector:")
    text = text.replace("unearth.auth: ", "DEBUG:unearth.auth:")
    assert asked(lookup_of(text)) == [("/a/simple/banana/", None, 404)]


def test_a_run_that_publishes_is_no_search() -> None:
    trace = trace_of("[PublishError]: 405 Client Error: Method Not Allowed for url: https://corp.example/a/legacy\n")
    assert trace.lookups == ()
    assert any("uploads (`pdm publish`)" in sentence for sentence in trace.unknown)


def test_an_error_of_the_http_library_is_told_by_its_name_in_brackets_too() -> None:
    log = "\n".join([*PDM.splitlines()[:5], "[ConnectTimeout]: timed out"])
    assert lookup_of(log).exchanges[0].answer.failure is Failure.TIMEOUT


def test_an_error_alone_does_not_tell_which_source_gave_no_answer() -> None:
    trace = trace_of("[ConnectError]: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: no issuer")
    assert trace.lookups == ()
    assert any("the server's certificate is not trusted" in sentence for sentence in trace.unknown)


def test_what_the_keyring_is_of_use_for_only_among_several_pages_is_sent_by_nobody_knows_whom() -> None:
    one = """\
unearth.collector: Collecting links from https://corp.example/a/simple/{name}/
unearth.auth: Found index url https://corp.example/a/simple/
unearth.collector: Fetching HTML page https://corp.example/a/simple/{name}/
"""
    first, second = one.format(name="apple").splitlines(), one.format(name="banana").splitlines()
    keyring = "unearth.auth: Found credentials in keyring for corp.example"
    among = [first[0], second[0], first[1], second[1], keyring, first[2], second[2]]
    log = [*first, *second, "pdm.termui: ======== Resolution Result ========", *among]
    for lookup in trace_of("\n".join(log)).lookups:
        assert [Gap.WHO in exchange.gaps for exchange in lookup.exchanges] == [False, True]
