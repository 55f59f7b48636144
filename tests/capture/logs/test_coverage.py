"""The table of what logs carry."""

from __future__ import annotations

from itertools import pairwise

from idxdoctor.capture.logs.uv.coverage import COLUMNS, as_markdown, carried, coverage, inferred
from idxdoctor.clients.registry import model_of


def test_every_release_stands_in_the_table_once_for_each_verbosity() -> None:
    releases = model_of("uv").releases
    for verbosity in ("-v", "-vv"):
        rows = [row for row in coverage() if row.verbosity == verbosity]
        assert rows[0].first == releases[0]
        assert rows[-1].last == releases[-1]
        for before, after in pairwise(rows):
            assert releases.index(after.first) == releases.index(before.last) + 1
            assert (before.carries, before.infers) != (after.carries, after.infers)


def test_redirects_are_logged_where_uv_follows_them_itself() -> None:
    told = [release for release in model_of("uv").releases if "redirects" in carried(release, "-vv")]
    assert told[:3] == ["0.6.15", "0.7.0", "0.7.14"]


def test_the_table_has_a_cell_for_every_column() -> None:
    head, _, *rows = [line for line in as_markdown(coverage()) if line.startswith("|")]
    assert all(row.count("|") == head.count("|") == len(COLUMNS) + 3 for row in rows)


def test_the_status_of_a_success_is_inferred_until_a_release_logs_it() -> None:
    told = [(release, "successes" in carried(release, "-vv")) for release in ("0.6.17", "0.9.25", "0.9.26", "0.13.9")]
    assert told == [("0.6.17", False), ("0.9.25", False), ("0.9.26", True), ("0.13.9", True)]
    assert "successes" in inferred("0.9.25", "-vv")


def test_refusals_are_inferred_where_redirects_are_followed_without_a_word() -> None:
    assert [
        ("refusals" in carried(release, "-vv"), "refusals" in inferred(release, "-vv"))
        for release in ("0.7.0", "0.7.13", "0.7.14")
    ] == [(True, False), (False, True), (True, False)]
