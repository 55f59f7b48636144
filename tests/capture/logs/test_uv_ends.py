"""How a run of uv ended where no request tells, and which release it was by its wording."""

from __future__ import annotations

from typing import Final

import pytest

from tests.capture.logs.made import trace_of

ROOT: Final = "https://pkg.h.example/acme/simple"
CACHED: Final = """\
  x No solution found when resolving dependencies:
  `-> Because foo was not found in the cache and you require foo, we can conclude that your requirements are
      unsatisfiable.
"""
NO_SOLUTION: Final = """\
  x No solution found when resolving dependencies:
  `-> Because only foo[bar]<1.2 is available and your project depends on foo[bar]>=1.2, we can conclude that
      your project's requirements are unsatisfiable.
"""
RETRY: Final = (
    'TRACE Attempting to retry error: Error { kind: WrappedReqwestError(Url { scheme: "https", host: '
    'Some(Domain("pkg.h.example")), port: None, path: "/acme/simple/foo/" }, reqwest::Error { kind: Status(404), '
    f'url: "{ROOT}/foo/" }}) }}'
)


def unknown(text: str) -> str:
    """Return what a log is said not to tell."""
    return "\n".join(trace_of(text).unknown)


@pytest.mark.parametrize(
    "text",
    [
        CACHED,
        f"{CACHED}\n      hint: Packages were unavailable because the network was disabled.\n",
        f"error: Failed to fetch: `{ROOT}/foo/`\n  Caused by: Network connectivity is disabled, but the data\n",
    ],
)
def test_a_run_without_the_network_sent_no_request(text: str) -> None:
    assert "the network was switched off (`--offline`, UV_OFFLINE), so uv sent none" in unknown(text)


def test_versions_that_are_there_and_do_not_fit_are_told_as_uv_tells_them() -> None:
    assert "uv ends with `only foo[bar]<1.2 is available`" in unknown(NO_SOLUTION)


@pytest.mark.parametrize(
    ("text", "releases"),
    [
        (
            f"An index URL ({ROOT}) could not be queried due to a lack of credentials (403 Forbidden).",
            "0.9.4 and older",
        ),
        (f"An index URL ({ROOT}) could not be queried due to a lack of credentials (401 Unauthorized).", "any release"),
        (f"An index URL ({ROOT}) returned a 403 Forbidden error. This could indicate lack", "0.9.5 to 0.11."),
        (f"An index ({ROOT}) returned a 403 Forbidden error. Check that the index URL is correct", "0.11."),
    ],
)
def test_the_wording_of_a_hint_tells_of_the_release(text: str, releases: str) -> None:
    assert f"its lines fit {releases}" in unknown(f"{CACHED}\nhint: {text}\n")


@pytest.mark.parametrize(
    ("option", "releases"), [("--native-tls", "0.10.12 and older"), ("--system-certs", "0.11.0 to ")]
)
def test_the_option_that_uv_proposes_for_a_certificate_tells_of_the_release(option: str, releases: str) -> None:
    text = f"""\
error: Failed to fetch: `{ROOT}/foo/`
  Caused by: invalid peer certificate: UnknownIssuer
  help: Consider enabling use of system TLS certificates with the `{option}` command-line flag
"""
    assert f"its lines fit {releases}" in unknown(text)


def test_what_a_line_lacks_at_its_end_is_no_evidence_where_the_log_may_be_cut_there() -> None:
    handling = f"TRACE Handling request for {ROOT}/foo/"
    before = f"TRACE Sending fresh GET request for {ROOT}/foo/\n"
    assert "fit 0.9.25 and older" in unknown(before + handling)
    assert "fit 0.6.9 and older" in unknown(
        f"{before}{handling}\nTRACE Attempting unauthenticated request for {ROOT}/foo/"
    )


@pytest.mark.parametrize(
    "old",
    [
        f"DEBUG Adding authentication to already-seen URL: {ROOT}/foo/",
        RETRY,
    ],
)
def test_a_message_of_releases_before_the_first_that_is_known_is_told_to_be_one(old: str) -> None:
    assert "its lines fit releases before 0.6.0, and it is taken for 0.6.0" in unknown(old)
