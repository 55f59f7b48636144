"""`idxdoctor rule`."""

from __future__ import annotations

import pytest

from idxdoctor.cli.app import run
from idxdoctor.diagnosis.rules import ALL


def test_a_code_is_explained_however_it_is_spelt(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "idx106"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("IDX106 error  uv 0.7.0 to 0.7.3 do not lend credentials")
    assert "Another index on the same scheme, host and port has credentials." in " ".join(shown.split())


def test_all_codes_are_listed_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule"]) == 0
    codes = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert codes == sorted(rule.code for rule in ALL)


def test_an_unknown_code_is_an_error_that_repeats_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "https://ci:cabbage@h"]) == 2
    assert capsys.readouterr().err.startswith("idxdoctor: error: CODE: there is no rule of that code")
