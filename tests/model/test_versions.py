"""Release numbers and ranges of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet

from idxdoctor.model.versions import PlainRange, is_version, release_number, version_range

NUMBERS = st.lists(st.integers(0, 30), min_size=1, max_size=3).map(lambda parts: ".".join(map(str, parts)))
CLAUSES = st.lists(st.tuples(st.sampled_from(["<", "<=", "==", "!=", ">=", ">"]), NUMBERS).map("".join), max_size=3)


@given(CLAUSES.map(",".join), NUMBERS)
def test_plain_ranges_hold_what_pep_440_says(text: str, version: str) -> None:
    found = version_range(text)
    assert isinstance(found, PlainRange)
    assert (version in found) == (version in SpecifierSet(text))


@pytest.mark.parametrize(("text", "version", "held"), [("~=0.7.0", "0.7.9", True), ("==0.7.*", "0.8.0", False)])
def test_the_rest_of_pep_440_is_understood_too(text: str, version: str, held: bool) -> None:
    assert (version in version_range(text)) is held


@pytest.mark.parametrize("text", ["uv", ">=", ">=a", "0.7.0"])
def test_what_is_no_range_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        version_range(text)


def test_trailing_zeros_and_suffixes_count_for_nothing() -> None:
    assert release_number("0.7") == release_number("0.7.0") == release_number("0.7.0rc1") == (0, 7)
    assert is_version("1.0.post1")
    assert not is_version("one")
