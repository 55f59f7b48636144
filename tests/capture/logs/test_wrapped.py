"""Lines that a terminal or an editor broke at its margin are read as the client wrote them."""

from __future__ import annotations

import textwrap
from typing import Final

import pytest

from idxdoctor.capture.logs.wrapped import unwrapped
from tests.capture.logs.made import lookup_of

PAGE: Final = "https://packages.acme.example/artifactory/api/pypi/acme-internal/simple/foo/"
LOG: Final = f"""\
DEBUG uv 0.8.4 (abcdef012 2025-07-30)
DEBUG Searching for a compatible version of foo (*)
DEBUG No cache entry for: {PAGE}
TRACE Sending fresh GET request for {PAGE}
TRACE Handling request for {PAGE} with authentication policy auto
TRACE Request for {PAGE} is unauthenticated, checking cache
TRACE Attempting unauthenticated request for {PAGE}
TRACE Request for {PAGE} failed with 401 Unauthorized, checking for credentials
DEBUG No netrc file found
DEBUG Indexes search failed because of status code failure: 401 Unauthorized
TRACE Received package metadata for: foo
"""


def cut(log: str, width: int) -> str:
    """Return a log with each line broken after so many signs."""
    parts = [line[at : at + width] for line in log.split("\n") for at in range(0, max(len(line), 1), width)]
    return "\n".join(parts)


def filled(log: str, width: int) -> str:
    """Return a log with each line broken between words, and words longer than a line within."""
    return "\n".join(
        part for line in log.split("\n") for part in textwrap.wrap(line, width, break_on_hyphens=False) or [""]
    )


@pytest.mark.parametrize("width", [70, 80, 93, 100])
def test_a_log_that_is_broken_after_so_many_signs_is_whole_again(width: int) -> None:
    assert [text for _, text in unwrapped(cut(LOG, width).split("\n"))] == LOG.split("\n")


@pytest.mark.parametrize("width", [80, 100])
def test_a_log_that_is_broken_between_words_is_whole_again(width: int) -> None:
    assert [text for _, text in unwrapped(filled(LOG, width).split("\n"))] == LOG.split("\n")
    assert [str(index.url) for index in lookup_of(filled(LOG, width)).ending.indexes] == [PAGE.removesuffix("/foo/")]


def test_a_line_has_the_number_of_its_first_part() -> None:
    numbers = [number for number, text in unwrapped(cut(LOG, 80).split("\n")) if text.startswith("TRACE Sending")]
    assert numbers == [5]


@pytest.mark.parametrize(("opened", "closed"), [("`", "`"), ("(", ")")])
def test_a_url_that_is_not_closed_at_the_end_of_its_line_goes_on_in_the_next(opened: str, closed: str) -> None:
    parts = [f"  Caused by: Failed to fetch: {opened}{PAGE[:40]}", f"{PAGE[40:]}{closed}", "  Caused by: timed out"]
    assert [text for _, text in unwrapped(parts)] == [f"{parts[0]}{parts[1]}", parts[2]]


def test_a_url_that_is_cut_is_not_joined_with_what_begins_anew() -> None:
    parts = [f"error: Failed to fetch: `{PAGE[:40]}", "  Caused by: timed out", "$ uv sync"]
    assert [text for _, text in unwrapped(parts)] == parts


def test_lines_that_are_not_broken_stay_apart_though_one_without_a_level_follows() -> None:
    parts = [
        "DEBUG uv 0.8.4",
        f"DEBUG No cache entry for: {PAGE}",
        "foo is being looked for",
        "DEBUG foo",
        "bar is too",
    ]
    assert [text for _, text in unwrapped(parts)] == parts
    assert [number for number, _ in unwrapped(parts)] == [1, 2, 3, 4, 5]
