"""Rules among each other: which of several causes is told, and in which order."""

from __future__ import annotations

from typing import Any, Final

from idxdoctor.diagnosis.rules import ALL
from idxdoctor.scenario.model import Scenario
from tests.worlds import PAGE, PYPI, codes, replay_of, server, world

NEW: Final = "0.13.9"
H: Final = "https://h.example"
INDEX: Final = f"{H}/simple"
REFUSED: Final = {"answer": 401}
KNOWN: Final = {"as": "ci", "answer": PAGE}
TWO_ON_ONE_HOST = {
    "UV_INDEX_URL": f"{H}/second/simple",
    "UV_EXTRA_INDEX_URL": "https://ci:cabbage@h.example/first/simple",
}
SECOND_HAS_IT = ({"path": "/second/*", **KNOWN}, {"as": "ci", "answer": 404}, REFUSED)


def h(env: dict[str, str], *rules: dict[str, Any], **given: object) -> Scenario:
    """Return a world of one server, h.example, which knows `ci`, beside PyPI."""
    return world(env, server(H, *rules, accounts={"ci": "cabbage"}), PYPI, **given)


def test_rules_stand_in_the_order_of_their_codes() -> None:
    codes_of_all = [rule.code for rule in ALL]
    assert codes_of_all == sorted(set(codes_of_all))


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
