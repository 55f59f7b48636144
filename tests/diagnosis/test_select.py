"""Which findings the user wants to be told of."""

from __future__ import annotations

import pytest

from idxdoctor.diagnosis.select import Selection
from idxdoctor.model.errors import InputError
from tests.worlds import replay_of, server, world

REFUSED = world(
    {},
    server("https://h.example", {"answer": 401}),
    files={"uv.toml": '[[index]]\nurl = "https://ci:cabbage@h.example/simple"\ndefault = true\n'},
)


@pytest.mark.parametrize(
    ("select", "ignore", "told"),
    [
        (None, None, ["IDX201", "IDX703"]),
        (["IDX2"], None, ["IDX201"]),
        (None, ["IDX7"], ["IDX201"]),
        (["IDX2,IDX7"], ["IDX703"], ["IDX201"]),
        ([" idx703 "], None, ["IDX703"]),
        (["IDX5"], None, []),
        ([], [], ["IDX201", "IDX703"]),
    ],
)
def test_findings_are_chosen_by_codes_or_their_beginnings(
    select: list[str] | None, ignore: list[str] | None, told: list[str]
) -> None:
    run = Selection(select, ignore).of(replay_of(REFUSED, "0.13.9"))
    assert [finding.code for finding in run.findings[0]] == told


def test_what_was_expected_is_held_against_all_findings() -> None:
    run = replay_of(REFUSED, "0.13.9")._replace(mismatches=("a difference",))
    assert Selection(["IDX5"]).of(run).exit_status == 1


@pytest.mark.parametrize(("select", "ignore", "option"), [(["IDX9"], None, "--select"), (None, ["106"], "--ignore")])
def test_a_beginning_of_no_code_is_refused(select: list[str] | None, ignore: list[str] | None, option: str) -> None:
    with pytest.raises(InputError) as refused:
        Selection(select, ignore)
    assert refused.value.place is not None
    assert str(refused.value.place) == option
