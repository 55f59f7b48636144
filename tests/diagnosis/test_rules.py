"""Each rule: a world in which it speaks, and one that is nearly the same, in which it is silent."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import pytest

from idxdoctor.diagnosis.rules import ALL
from idxdoctor.scenario.model import Scenario
from tests.worlds import PAGE, PYPI, codes, findings, replay_of, server, world

NEW: Final = "0.13.9"
H: Final = "https://h.example"
INDEX: Final = f"{H}/simple"
AS_CI: Final = {"UV_INDEX_URL": "https://ci:cabbage@h.example/simple"}
REFUSED: Final = {"answer": 401}
KNOWN: Final = {"as": "ci", "answer": PAGE}
CI: Final = {"ci": "cabbage"}
UNNAMED: Final = {"uv.toml": f'[[index]]\nurl = "{INDEX}"\nexplicit = true\n'}


class Case(NamedTuple):
    """A world in which a rule speaks, of which exchanges, and worlds in which it doesn't, each at a version."""

    code: str
    speaks: tuple[Scenario, str]
    exchanges: tuple[int, ...]
    says: str
    silent: tuple[Scenario, str]


def h(env: dict[str, str], *rules: dict[str, Any], **given: object) -> Scenario:
    """Return a world of one server, h.example, which knows `ci`, beside PyPI."""
    return world(env, server(H, *rules, accounts=CI), PYPI, **given)


def redirecting(answer: object, target: str = "https://files.example/foo/") -> Scenario:
    """Return a world whose index sends `ci` to another host, which answers so."""
    return world(
        AS_CI,
        server(H, {"as": "ci", "answer": {"redirect": target}}, REFUSED, accounts=CI),
        server("https://files.example", {"answer": answer}),
    )


TWO_ON_ONE_HOST = {
    "UV_INDEX_URL": f"{H}/second/simple",
    "UV_EXTRA_INDEX_URL": "https://ci:cabbage@h.example/first/simple",
}
SECOND_HAS_IT = ({"path": "/second/*", **KNOWN}, {"as": "ci", "answer": 404}, REFUSED)

CASES: Final = (
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_rule_speaks_of_the_exchanges_that_prove_it(case: Case) -> None:
    (found,) = findings(*case.speaks, case.code)
    assert found.exchanges == case.exchanges
    assert case.says in found.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_rule_is_silent_where_its_cause_is_not_there(case: Case) -> None:
    assert case.code not in codes(*case.silent)


def test_every_rule_has_a_case_and_stands_in_the_order_of_its_code() -> None:
    assert [rule.code for rule in ALL] == [case.code for case in CASES]


def test_a_dropped_credential_is_not_called_missing() -> None:
    assert codes(h(TWO_ON_ONE_HOST, *SECOND_HAS_IT), "0.7.0") == ["IDX106"]


def test_an_index_is_blamed_though_another_answered_last() -> None:
    dead = {"answer": {"drop": "tls"}}
    unsafe = {"UV_INDEX_STRATEGY": "unsafe-best-match", "UV_EXTRA_INDEX_URL": INDEX}
    run = replay_of(h(unsafe, dead), NEW)
    (found,) = run.findings[0]
    assert (found.code, found.exchanges) == ("IDX502", (0,))


def test_a_search_that_a_redirect_outside_the_index_ended_is_explained() -> None:
    leads_outside = {"path": "/simple/*", "as": "ci", "answer": {"redirect": "/elsewhere/foo/"}}
    pair = {"UV_INDEX": "corp=https://h.example/simple", "UV_INDEX_CORP_USERNAME": "ci"}
    env = {**pair, "UV_INDEX_CORP_PASSWORD": "cabbage"}
    for version in ("0.6.17", "0.7.0", "0.7.13", "0.7.16", NEW):
        run = replay_of(h(env, leads_outside, {"answer": 403}), version)
        assert run.exit_status == 1, version
