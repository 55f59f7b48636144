"""The table of what logs carry."""

from __future__ import annotations

from itertools import pairwise

from idxdoctor.capture.logs.uv_coverage import COLUMNS, as_markdown, carried, coverage
from idxdoctor.clients.registry import model_of


def test_every_release_stands_in_the_table_once_for_each_verbosity() -> None:
    releases = model_of("uv").releases
    for verbosity in ("-v", "-vv"):
        rows = [row for row in coverage() if row.verbosity == verbosity]
        assert rows[0].first == releases[0]
        assert rows[-1].last == releases[-1]
        for before, after in pairwise(rows):
            assert releases.index(after.first) == releases.index(before.last) + 1
            assert before.carries != after.carries


def test_redirects_are_logged_where_uv_follows_them_itself() -> None:
    told = [release for release in model_of("uv").releases if "redirects" in carried(release, "-vv")]
    assert told[:3] == ["0.6.15", "0.7.0", "0.7.14"]


def test_the_table_has_a_cell_for_every_column() -> None:
    head, _, *rows = as_markdown(coverage())
    assert all(row.count("|") == head.count("|") == len(COLUMNS) + 3 for row in rows)
