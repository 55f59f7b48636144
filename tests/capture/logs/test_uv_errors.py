"""What uv prints without `-v`: the error that ends a run, alone, and a hint. That is most of what is pasted."""

from __future__ import annotations

from typing import Final

import pytest

from idxdoctor.capture.logs.read import traces_in
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.model.errors import InputError
from idxdoctor.model.exchange import Failure, Gap, Witness
from idxdoctor.model.trace import Lookup, Outcome
from idxdoctor.report.verdict import verdict
from tests.capture.logs.made import lookup_of, trace_of

CROSS: Final = "\N{MULTIPLICATION SIGN}"
ROOT: Final = "https://pkg.h.example/acme/simple"
PAGE: Final = f"{ROOT}/foo/"
WHEEL: Final = "https://pkg.h.example/acme/files/foo-bar/foo_bar-1.2-py3-none-any.whl"
REFUSED: Final = f"HTTP status client error (401 Unauthorized) for url ({WHEEL})"
WRAPPED: Final = f"""\
Resolved 119 packages in 0.58ms
  {CROSS} Failed to download `foo-bar==1.2`
  ├─▶ Failed to fetch:
  │   `{WHEEL}`
  ╰─▶ HTTP status client error (401 Unauthorized) for url
      ({WHEEL})
  help: `foo-bar` (v1.2) was included because `app` (v0.1.0) depends on `foo-bar`
"""
PLAIN: Final = f"""\
  x Failed to download `foo-bar==1.2`
  |-> Failed to fetch: `{WHEEL}`
  `-> {REFUSED}
"""
REST: Final = f"DEBUG Selecting: bar==1.0 [installed] (installed)\nDEBUG No cache entry for: {ROOT}/baz/\n"
OLD: Final = (
    f"error: Failed to download `foo-bar==1.2`\n  Caused by: Failed to fetch: `{WHEEL}`\n  Caused by: {REFUSED}\n"
)
NO_SOLUTION: Final = f"""\
  {CROSS} No solution found when resolving dependencies:
  ╰─▶ Because foo was not found in the package registry and your project depends on foo, we can conclude that your
      project's requirements are unsatisfiable.
"""
HINT: Final = f"""\
      hint: An index URL ({ROOT}) could not be queried due to a lack of valid
      authentication credentials (401 Unauthorized).
"""


def codes(text: str) -> list[str]:
    """Return what is found of the one search in a log."""
    (findings,) = diagnose(trace_of(text))
    return [finding.code for finding in findings]


def ended(lookup: Lookup) -> tuple[str, int | None, Outcome]:
    """Return of which package a search was, and how it ended."""
    return lookup.package, lookup.ending.status, lookup.ending.outcome


@pytest.mark.parametrize("text", [WRAPPED, PLAIN, OLD])
def test_an_error_about_a_file_shows_the_file_that_was_refused_and_of_which_package(text: str) -> None:
    lookup = lookup_of(text)
    (asked,) = lookup.files
    assert (lookup.package, str(asked.request.url), asked.answer.status) == ("foo-bar", WHEEL, 401)
    assert asked.gaps == {Gap.WHO}
    assert codes(text) == ["IDX219"]


def test_of_an_error_alone_it_is_not_known_whether_the_search_was_locked() -> None:
    assert ended(lookup_of(PLAIN)) == ("foo-bar", None, Outcome.UNKNOWN)
    assert verdict(lookup_of(PLAIN)).startswith("foo-bar: the log does not show the search. Its file can't be fetched")
    whole = f"DEBUG uv 0.9.2\nDEBUG Sending fresh GET request for {WHEEL}\n{PLAIN}"
    assert lookup_of(whole).ending.outcome is Outcome.FOUND


def test_a_file_is_of_the_package_that_the_error_names_whatever_its_name_was_changed_to() -> None:
    changed = PLAIN.replace("foo_bar-1.2-py3", "foo-bar-1.2-cp313-cp313-linux")
    assert lookup_of(changed).package == "foo-bar"


def test_a_status_at_a_page_ends_the_run() -> None:
    text = f"error: HTTP status client error (401 Unauthorized) for url ({PAGE})\n"
    assert ended(lookup_of(text)) == ("foo", 401, Outcome.FAILED)
    assert codes(text) == ["IDX219"]


def test_an_error_tells_why_a_page_got_no_answer() -> None:
    text = f"""\
error: Failed to fetch: `{PAGE}`
  Caused by: error sending request for url ({PAGE})
  Caused by: client error (Connect)
  Caused by: dns error: failed to lookup address information: Name or service not known
"""
    (asked,) = lookup_of(text).exchanges
    assert asked.answer.failure is Failure.NAME


def test_a_hint_names_the_index_that_refused_and_the_error_the_package() -> None:
    lookup = lookup_of(NO_SOLUTION + "\n" + HINT)
    assert ended(lookup) == ("foo", 401, Outcome.STOPPED)
    assert [str(one.request.url) for one in lookup.exchanges] == [PAGE]
    assert [str(index.url) for index in lookup.ending.indexes] == [ROOT]


def test_a_hint_alone_leaves_the_package_open_and_says_so() -> None:
    trace = trace_of(HINT)
    assert ended(trace.lookups[0]) == ("PACKAGE", 401, Outcome.STOPPED)
    assert "which package was looked for: PACKAGE stands for it" in trace.unknown


def test_a_hint_tells_the_status_where_only_the_request_was_logged() -> None:
    text = (
        f"DEBUG uv 0.9.2\nDEBUG No cache entry for: {PAGE}\nDEBUG No compatible version found for: foo\n{NO_SOLUTION}"
    )
    assert ended(lookup_of(f"{text}\n{HINT}")) == ("foo", None, Outcome.NOT_FOUND)
    assert [visit.status for visit in lookup_of(f"{text}\n{HINT}").ending.visits] == [401]


def test_a_403_is_told_by_a_hint_of_its_own() -> None:
    text = f"hint: An index ({ROOT}) returned a 403 Forbidden error. Check that the index URL is correct\n"
    assert ended(lookup_of(NO_SOLUTION + "\n" + text)) == ("foo", 403, Outcome.STOPPED)


def test_a_run_that_publishes_is_no_search() -> None:
    text = f"""\
Publishing 1 file {ROOT}
error: Failed to publish `dist/foo-1.0-py3-none-any.whl` to {ROOT}
  Caused by: Upload failed with status code 401 Unauthorized. Server says: no
"""
    trace = trace_of(text)
    assert trace.lookups == ()
    assert any("uploads (`uv publish`)" in sentence for sentence in trace.unknown)


def test_a_log_that_is_cut_before_the_first_request_says_so() -> None:
    trace = trace_of("DEBUG uv 0.9.2\nDEBUG Searching for default Python interpreter\n")
    assert trace.lookups == ()
    assert trace.unknown[0].startswith("any request of uv's for a package")


def test_an_error_that_begins_with_the_request_is_uvs_where_its_url_is_that_of_a_page() -> None:
    cause = "error trying to connect: invalid peer certificate: UnknownIssuer"
    text = f"error: error sending request for url ({PAGE}): {cause}\n  Caused by: {cause}\n"
    (exchange,) = lookup_of(text).exchanges
    assert (str(exchange.request.url), exchange.answer.failure) == (PAGE, Failure.TLS)
    with pytest.raises(InputError):
        traces_in(text.replace(PAGE, "https://h.example/api/v1/crates").split("\n"), "made up")


@pytest.mark.parametrize("progress", ["\u283c foo-bar==1.2     ", "\u2807 Resolving dependencies...   "])
def test_an_error_that_stands_behind_what_uv_showed_of_its_progress_is_read(progress: str) -> None:
    assert codes(progress + OLD) == codes(OLD)
    assert codes(progress + PLAIN.lstrip()) == codes(PLAIN)


def test_what_another_program_prints_of_fetching_is_not_uvs() -> None:
    text = f"E: Failed to fetch {PAGE}  401  Unauthorized\nerror: failed to push some refs to 'h.example'\n"
    traces = traces_in([*text.split("\n"), f"Looking in indexes: {ROOT}", f"Fetching project page: {PAGE}"], "made up")
    assert [str(trace.client) for trace in traces] == ["pip 21.0 or newer"]


def test_a_page_of_whose_refusal_alone_a_part_of_a_log_tells_is_taken_up() -> None:
    text = f"""\
TRACE Request for {PAGE} failed with 403 Forbidden, checking for credentials
TRACE No credentials in cache for URL {ROOT}
TRACE Skipping fetch of credentials for {ROOT}, previous attempt failed
DEBUG Indexes search failed because of status code failure: 403 Forbidden
TRACE Received package metadata for: foo
"""
    assert ended(lookup_of(text)) == ("foo", 403, Outcome.STOPPED)
    (exchange,) = lookup_of(text).exchanges
    assert (exchange.request.decision.code, exchange.evidence) == ("uv.without-password", Witness.INFERRED)
    assert codes(text) == ["IDX101"]


def test_of_a_traced_log_whose_lines_on_the_request_are_gone_no_more_verbosity_is_advised() -> None:
    text = f"TRACE Attempting unauthenticated request for {ROOT}/bar/\n{OLD}"
    refused = next(lookup for lookup in trace_of(text).lookups if lookup.package == "foo-bar")
    assert refused.files[0].request.decision.code == "uv.cut-out"
    (finding,) = [finding for findings in diagnose(trace_of(text)) for finding in findings if finding.code == "IDX219"]
    assert [fix.title for fix in finding.fixes] == ["explain the whole log: the lines that tell are not in this one"]
    assert any("as whom some requests were sent: the lines that tell" in one for one in trace_of(text).unknown)


def test_the_output_of_an_error_as_rust_shows_it_names_a_page_too() -> None:
    url = 'Url { scheme: "https", host: Some(Domain("<h>")), port: None, path: "/repository/<o>-pypi/simple/foo/" }'
    status = 'Status(401), url: "https://<h>/repository/<o>-pypi/simple/foo/"'
    text = f"""\
TRACE Considering retry of error: Error {{ kind: WrappedReqwestError({url}, Reqwest(Error {{ kind: {status} }})) }}
DEBUG Indexes search failed because of status code failure: 401 Unauthorized
TRACE Received package metadata for: foo
"""
    lookup = lookup_of(text)
    assert ended(lookup) == ("foo", 401, Outcome.STOPPED)
    assert [str(one.request.url) for one in lookup.exchanges] == ["https://h/repository/o-pypi/simple/foo/"]


def test_a_version_that_somebody_asks_for_beside_an_error_is_that_of_the_run() -> None:
    for text in (f"$ uv --version\nuv 0.7.2 (481d05d8d 2025-04-30)\n{PLAIN}", f"{PLAIN}\nuv 0.7.2\n"):
        assert str(trace_of(text).client) == "uv 0.7.2"


def test_a_word_may_stand_for_scheme_and_host_and_old_errors_name_the_wheel() -> None:
    text = """\
error: Failed to download distributions
  Caused by: Failed to fetch wheel: foo-bar==1.2
  Caused by: HTTP status client error (401 Unauthorized) for url (<NEXUS_URL>/packages/foo_bar-1.2-py3-none-any.whl)
"""
    (asked,) = lookup_of(text).files
    assert (lookup_of(text).package, asked.request.url.path) == ("foo-bar", "/packages/foo_bar-1.2-py3-none-any.whl")
    assert lookup_of(text).file_fault is not None


def test_a_refusal_whose_page_is_not_in_the_log_is_told_of() -> None:
    text = f"DEBUG uv 0.9.2\nDEBUG Indexes search failed because of status code failure: 401 Unauthorized\n{REST}"
    assert any(sentence.startswith("which search a refusal ended") for sentence in trace_of(text).unknown)


def test_a_version_that_is_installed_says_nothing_of_the_packages_page() -> None:
    text = f"""\
DEBUG uv 0.9.2
DEBUG No cache entry for: {PAGE}
DEBUG Indexes search failed because of status code failure: 401 Unauthorized
DEBUG Selecting: foo==3.2.0 [installed] (installed)
"""
    assert ended(lookup_of(text)) == ("foo", 401, Outcome.STOPPED)
    assert ended(lookup_of(text.replace("installed", "compatible"))) == ("foo", 200, Outcome.FOUND)


def test_an_error_for_want_of_a_package_leaves_open_what_was_answered() -> None:
    assert ended(lookup_of(NO_SOLUTION)) == ("foo", None, Outcome.NOT_FOUND)
    assert codes(NO_SOLUTION) == ["IDX317"]
    assert codes(NO_SOLUTION.replace("foo was not found in the package registry", "there are no versions of foo"))


def test_an_error_for_want_of_a_version_says_nothing_of_the_indexes() -> None:
    text = NO_SOLUTION.replace("foo was not found in the package registry", "there is no version of foo==9")
    assert trace_of(text).lookups == ()


RELATIVE: Final = f"""\
  {CROSS} Failed to download `xxxx`
  ├─▶ Failed to fetch:
  │   `https://pkg.h.example/xxxxx.whl`
  ╰─▶ Invalid 302 location URL
"""
NO_NAME: Final = f"""\
{CROSS} Failed to download `foo-bar==1.2`
├─▶ Failed to fetch:
│   `{WHEEL}`
├─▶ Request failed after 3 retries
├─▶ error sending request for url
│   ({WHEEL})├─▶ client error (Connect)
├─▶ dns error
╰─▶ failed to lookup address information: Name does not resolve
"""


def test_an_error_that_one_release_alone_prints_tells_the_release() -> None:
    trace = trace_of(RELATIVE)
    assert (str(trace.client), trace.lookups[0].package) == ("uv 0.6.15", "xxxx")
    assert codes(RELATIVE) == ["IDX604"]


def test_a_file_that_got_no_answer_ends_the_run() -> None:
    lookup = lookup_of(NO_NAME)
    assert [one.answer.failure for one in lookup.files] == [Failure.NAME]
    assert "the host's name can't be resolved" in verdict(lookup)


def test_a_host_may_stand_without_its_scheme() -> None:
    text = f"error: Failed to download: foo-bar==1.2\n  Caused by: {REFUSED.replace('https://', '')}\n"
    assert [str(one.request.url) for one in lookup_of(text).files] == [WHEEL]


def test_lines_of_uv_without_any_request_are_known_as_its_own() -> None:
    trace = trace_of("DEBUG Solving with installed Python version: 3.13.11\nDEBUG Adding direct dependency: foo*\n")
    assert trace.lookups == ()
    assert trace.unknown[0].startswith("uv's version: its lines fit any release")


def test_a_403_without_more_may_mean_that_nothing_is_there() -> None:
    text = HINT.replace("401 Unauthorized", "403 Forbidden")
    ((found,),) = diagnose(trace_of(text))
    assert found.text.endswith("some indexes say 403 for a package that they do not have")
    ((other,),) = diagnose(trace_of(HINT))
    assert "some indexes say 403" not in other.text


def test_hints_on_several_indexes_tell_that_none_ended_the_search() -> None:
    other = HINT.replace(ROOT, "https://else.example/simple").replace("401 Unauthorized", "403 Forbidden")
    lookup = lookup_of(f"{NO_SOLUTION}\n{HINT}\n{other}")
    assert (lookup.ending.outcome, [visit.status for visit in lookup.ending.visits]) == (Outcome.NOT_FOUND, [401, 403])


def test_a_request_that_was_not_sent_for_want_of_a_password_is_told_as_none() -> None:
    text = f"""\
TRACE Handling request for `{PAGE.replace("://", "://****@")}` with authentication policy always
TRACE Request for `{PAGE.replace("://", "://****@")}` is missing a password, looking for credentials
TRACE No password in cache for realm bot@https://pkg.h.example
TRACE Considering retry of error: Middleware(Incomplete credentials for `{PAGE}`)
TRACE Cannot retry error: neither an IO error nor a reqwest error
"""
    lookup = lookup_of(text)
    assert lookup.exchanges == ()
    assert [visit.decision.code for visit in lookup.ending.visits] == ["uv.incomplete-credentials"]


def test_an_error_tells_that_no_index_was_to_be_asked() -> None:
    text = NO_SOLUTION.replace("package registry", "provided package locations")
    assert trace_of(text).plan.no_index
    assert codes(text) == ["IDX311"]
    assert not trace_of(NO_SOLUTION).plan.no_index


def test_whose_answer_a_redirect_was_is_inferred_in_a_part_of_a_log() -> None:
    part = f"""\
TRACE Handling request for {PAGE} with authentication policy auto
TRACE Attempting unauthenticated request for {PAGE}
DEBUG Received HTTP 302 Found. Redirecting to {ROOT}/to/foo/
TRACE Handling request for {ROOT}/to/foo/ with authentication policy auto
TRACE Attempting unauthenticated request for {ROOT}/to/foo/
TRACE Received package metadata for: foo
"""
    assert next(one.evidence for one in lookup_of(part).exchanges) is Witness.INFERRED
    assert next(one.evidence for one in lookup_of(f"DEBUG uv 0.9.2\n{part}").exchanges) is Witness.SEEN


def test_a_log_after_an_error_alone_is_another_run() -> None:
    text = f"{OLD}\nDEBUG uv 0.9.2\nDEBUG No cache entry for: {PAGE}\nDEBUG Selecting: foo==1.0 [compatible] (foo)\n"
    clients = [str(trace.client) for trace in traces_in(text.split("\n"), "made up")]
    assert clients[1:] == ["uv 0.9.2"]
