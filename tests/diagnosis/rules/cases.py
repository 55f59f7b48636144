"""What a rule's test has: a world in which the rule speaks, and one that is nearly the same, in which it doesn't."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from idxdoctor.scenario.model import Scenario
from tests.worlds import PAGE, PYPI, codes, findings, server, world

NEW: Final = "0.13.9"
H: Final = "https://h.example"
INDEX: Final = f"{H}/simple"
AS_CI: Final = {"UV_INDEX_URL": "https://ci:cabbage@h.example/simple"}
REFUSED: Final = {"answer": 401}
KNOWN: Final = {"as": "ci", "answer": PAGE}
CI: Final = {"ci": "cabbage"}


class Case(NamedTuple):
    """A world in which a rule speaks, of which exchanges, and a world in which it doesn't, each at a version.

    `files` are positions among the requests for files.
    """

    code: str
    speaks: tuple[Scenario, str]
    exchanges: tuple[int, ...]
    says: str
    silent: tuple[Scenario, str]
    files: tuple[int, ...] = ()


def h(env: dict[str, str], *rules: dict[str, Any], **given: object) -> Scenario:
    """Return a world of one server, h.example, which knows `ci`, beside PyPI."""
    return world(env, server(H, *rules, accounts=CI), PYPI, **given)


def speaks(case: Case) -> None:
    """Assert that the rule speaks, of the exchanges that prove it."""
    (found,) = findings(*case.speaks, case.code)
    assert found.exchanges == case.exchanges
    assert found.files == case.files
    assert case.says in found.text


def is_silent(case: Case) -> None:
    """Assert that the rule is silent where its cause is not there."""
    assert case.code not in codes(*case.silent)
