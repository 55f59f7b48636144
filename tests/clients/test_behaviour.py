"""Behaviours by version: the declaration, and uv's table."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from idxdoctor.clients.behaviour import behaviour, table_of, values_at
from idxdoctor.clients.uv.behaviours import Behaviours, behaviours_of
from idxdoctor.clients.uv.releases import RELEASES
from idxdoctor.model.versions import PlainRange


@dataclass(frozen=True)
class Sample:
    later: bool = behaviour(">=1.2", means="it is later", source="a", scenario=None)
    twice: bool = behaviour("<1.0", ">=1.1,<1.2", means="it came back", source="b", scenario="uv-b")


@pytest.mark.parametrize(
    ("version", "later", "twice"),
    [("0.9", False, True), ("1.0", False, False), ("1.1.9", False, True), ("1.2", True, False), ("1.10", True, False)],
)
def test_a_behaviour_holds_in_the_versions_of_any_of_its_specifiers(version: str, later: bool, twice: bool) -> None:
    assert values_at(Sample, version) == {"later": later, "twice": twice}


def test_a_table_keeps_meaning_source_and_order() -> None:
    table = table_of(Sample)
    assert list(table) == ["later", "twice"]
    assert (table["twice"].means, table["twice"].source, table["twice"].scenario) == ("it came back", "b", "uv-b")
    assert table["later"].scenario is None
    assert table["twice"].holds_in("1.1")


@pytest.mark.parametrize("name", table_of(Behaviours))
def test_every_behaviour_of_uv_tells_releases_apart_and_says_where_it_is_from(name: str) -> None:
    declared = table_of(Behaviours)[name]
    assert {declared.holds_in(release) for release in RELEASES} == {True, False}
    assert declared.means
    assert not declared.means.endswith(".")
    assert "uv-" in declared.source or "https://github.com/astral-sh/uv/" in declared.source


@pytest.mark.parametrize("name", table_of(Behaviours))
def test_every_bound_of_a_behaviour_is_a_release(name: str) -> None:
    ranges = table_of(Behaviours)[name].versions
    bounds = {clause.version for plain in ranges if isinstance(plain, PlainRange) for clause in plain}
    assert all(isinstance(plain, PlainRange) for plain in ranges)
    assert bounds
    assert bounds <= set(RELEASES)


def test_the_behaviours_of_a_version_are_its_row_of_the_table() -> None:
    assert behaviours_of("0.7.3") == Behaviours(**values_at(Behaviours, "0.7.3"))
    assert behaviours_of("0.7.3").lends_realm_credentials is False
    assert behaviours_of("0.7.4").lends_realm_credentials is True
