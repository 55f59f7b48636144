"""No output holds a secret of a drawn world: in no format, at no verbosity, on success, failure or crash."""

from __future__ import annotations

import random

import pytest

from tests.cli.drawn_secrets import encodings, leaks_of, secret

WORLDS_A_PART = 12


@pytest.mark.parametrize("part", range(4))
def test_no_output_holds_a_secret_of_a_drawn_world(part: int) -> None:
    found, statuses = leaks_of(range(part * WORLDS_A_PART, (part + 1) * WORLDS_A_PART))
    assert found == []
    assert {0, 1, 2, 70} >= statuses.keys() - {3}
    assert min(statuses[1], statuses[2], statuses[70]) >= WORLDS_A_PART - 4


def test_drawn_secrets_are_of_all_kinds() -> None:
    drawn = [secret(random.Random(seed)) for seed in range(400)]  # noqa: S311 - nothing hangs on it
    assert min(map(len, drawn)) < 8
    assert max(map(len, drawn)) <= 80
    for part in ("@", ":", "/", "#", "%", "&", "<", ">", '"', "'", " ", "漢", "::error::", "##vso", "eyJ"):
        assert any(part in one for one in drawn), part
    assert len({*encodings("p@\"s' <w-漢", "ci")}) > 12
