"""Errors of uv whose URL somebody cut or blanked: host and status are told all the same."""

from __future__ import annotations

from typing import Final

import pytest

from idxdoctor.capture.logs.urls import HIDDEN, UNNAMED
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.model.trace import Lookup
from tests.capture.logs.made import lookup_of, trace_of

ROOT: Final = "https://pkg.h.example/acme"
WHEEL: Final = f"{ROOT}/files/foo-1.2-py3-none-any.whl"


def error(url: str, status: str = "401 Unauthorized") -> str:
    """Return the line in which uv names a status and a URL."""
    return f"HTTP status client error ({status}) for url ({url})\n"


def codes(text: str) -> list[str]:
    """Return what is found of the one search in a log."""
    (findings,) = diagnose(trace_of(text))
    return [finding.code for finding in findings]


def asked(lookup: Lookup) -> tuple[str, str, int | None]:
    """Return whose file was asked for, where, and with which status that was answered."""
    (exchange,) = lookup.files
    return lookup.package, str(exchange.request.url), exchange.answer.status


def test_the_status_alone_on_the_only_line_is_told() -> None:
    assert asked(lookup_of(error(f"{WHEEL}#sha256=00"))) == ("foo", WHEEL, 401)


@pytest.mark.parametrize("cut", ["foo-1.2[...]", "foo-1.2...", "foo-1.2-py3-no"])
def test_a_file_whose_url_is_cut_is_of_the_package_that_the_error_names(cut: str) -> None:
    text = f"error: Failed to download: foo==1.2\n  Caused by: {error(f'{ROOT}/files/{cut}')}"
    package, url, status = asked(lookup_of(text))
    assert (package, url.startswith(f"{ROOT}/files/foo-1.2"), status) == ("foo", True, 401)
    assert codes(text) == ["IDX219"]


def test_of_a_url_that_is_cut_before_the_package_neither_that_nor_what_was_asked_for_is_known() -> None:
    url = f"{ROOT}/simple/..."
    text = f"error: Failed to fetch: `{url}`\n  Caused by: {error(url)}"
    assert asked(lookup_of(text)) == (UNNAMED, url, 401)
    assert {"whether that was a page or a file: its URL is cut"} <= set(trace_of(text).unknown)


def test_a_url_that_is_cut_is_not_taken_for_the_page_that_was_spoken_of_before() -> None:
    before = f"TRACE Fetching metadata for bar from {ROOT}/simple/bar/\nDEBUG No cache entry for: {ROOT}/simple/bar/\n"
    text = f"{before}error: Failed to fetch: `{ROOT}/...`\n  Caused by: {error(f'{ROOT}/...')}"
    by_package = {lookup.package: lookup for lookup in trace_of(text).lookups}
    assert asked(by_package[UNNAMED]) == (UNNAMED, f"{ROOT}/...", 401)
    assert [exchange.answer.status for exchange in by_package["bar"].exchanges] in ([], [None])


@pytest.mark.parametrize("blank", ["\N{HORIZONTAL ELLIPSIS}/ab/cd/foo-1.2-py3-none-any.whl", "<hidden>", "***"])
def test_a_server_that_limits_is_told_though_its_url_is_blanked(blank: str) -> None:
    text = f"error: Failed to download `foo==1.2`\n  Caused by: {error(blank, '429 Too Many Requests')}"
    assert asked(lookup_of(text)) == ("foo", str(HIDDEN), 429)
    assert codes(text) == ["IDX404"]
    assert any("which server that was" in sentence for sentence in trace_of(text).unknown)


def test_an_error_that_is_cut_before_its_url_tells_the_status() -> None:
    assert asked(lookup_of("error: HTTP status client error (401 Unauthorized) fo")) == (UNNAMED, str(HIDDEN), 401)
