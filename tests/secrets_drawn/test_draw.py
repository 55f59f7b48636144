"""No output holds a secret of a drawn world: of no command, in no format, on success, failure or crash."""

from __future__ import annotations

import random

import pytest

from tests.secrets_drawn.__main__ import leaks_of
from tests.secrets_drawn.forms import Searched, encodings, secret
from tests.secrets_drawn.ways import WAYS

WORLDS_A_PART = 12


@pytest.mark.parametrize("part", range(4))
def test_no_output_holds_a_secret_of_a_drawn_world(part: int) -> None:
    found, statuses = leaks_of(range(part * WORLDS_A_PART, (part + 1) * WORLDS_A_PART))
    assert found == []
    assert {0, 1, 2, 3, 70} >= {status for counted in statuses.values() for status in counted}
    assert min(statuses["replayed"][one] for one in (1, 2, 70)) >= WORLDS_A_PART - 4
    assert min(statuses["explained"][one] for one in (1, 2, 70)) >= WORLDS_A_PART - 4
    assert statuses["live"][70] == statuses["live"].total() / 9
    assert part or statuses.keys() == {way.__name__ for _, way in WAYS}


def test_drawn_secrets_are_of_all_kinds() -> None:
    drawn = [secret(random.Random(seed)) for seed in range(400)]  # noqa: S311 - nothing hangs on it
    assert min(map(len, drawn)) < 8
    assert max(map(len, drawn)) <= 80
    for part in ("@", ":", "/", "#", "%", "&", "<", ">", '"', "'", " ", "漢", "::error::", "##vso", "eyJ"):
        assert any(part in one for one in drawn), part
    assert len({*encodings("p@\"s' <w-漢", "ci")}) > 12


def test_a_secret_is_found_in_every_spelling_and_over_lines() -> None:
    searched = Searched([("ci", "p@\"s' <w-漢")])
    assert not searched.holds("nothing")
    assert all(searched.holds(f"<{form}>") for form in encodings("p@\"s' <w-漢", "ci"))
    assert searched.holds("p%40%22s%27\n    %20%3Cw-%E6%BC%A2")
