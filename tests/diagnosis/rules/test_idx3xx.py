"""IDX3xx: the search ended early, or fell through to another index."""

from __future__ import annotations

from typing import Final

import pytest

from idxdoctor.scenario.model import Scenario
from tests.diagnosis.rules.cases import CI, INDEX, KNOWN, NEW, REFUSED, Case, H, h, is_silent, speaks
from tests.worlds import server, world

EXTRA: Final = {"UV_EXTRA_INDEX_URL": INDEX}
UNSAFE: Final = {**EXTRA, "UV_INDEX_STRATEGY": "unsafe-best-match"}
NOT_ON_PYPI: Final = {"url": "https://pypi.org", "rules": [{"answer": 404}]}
IGNORES_401: Final = {"uv.toml": f'[[index]]\nname = "corp"\nurl = "{INDEX}"\nignore-error-codes = [401]\n'}


def only_here(env: dict[str, str], *rules: dict[str, object], **given: object) -> Scenario:
    """Return a world of one server, h.example, beside a PyPI that has nothing."""
    return world(env, server(H, *rules, accounts=CI), NOT_ON_PYPI, **given)


CASES: Final = (
    Case(
        "IDX301",
        (only_here(EXTRA, REFUSED), "0.6.17"),
        (0,),
        "UV_EXTRA_INDEX_URL",
        (only_here(EXTRA, REFUSED), NEW),
    ),
    Case(
        "IDX302",
        (h({"UV_INDEX_URL": INDEX}, {"answer": 404}), NEW),
        (0,),
        "1 of 1",
        (h({"UV_INDEX_URL": INDEX}, REFUSED), "0.6.17"),
    ),
    Case(
        "IDX303",
        (h(EXTRA, REFUSED), "0.6.17"),
        (0, 1),
        "before 0.7.0, uv passes over a 401",
        (h(EXTRA, {"answer": 403}), "0.6.17"),
    ),
    Case(
        "IDX306",
        (only_here({}, REFUSED, files=IGNORES_401), NEW),
        (0,),
        "corp (uv.toml:3) answered 401",
        (
            only_here(
                {}, KNOWN, REFUSED, files={**IGNORES_401, "~/.netrc": "machine h.example login ci password cabbage"}
            ),
            NEW,
        ),
    ),
    Case(
        "IDX307",
        (only_here(UNSAFE, REFUSED), NEW),
        (0,),
        "unsafe-best-match",
        (only_here({**UNSAFE, "UV_INDEX_STRATEGY": "first-index"}, REFUSED), NEW),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_rule_speaks_of_the_exchanges_that_prove_it(case: Case) -> None:
    speaks(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_rule_is_silent_where_its_cause_is_not_there(case: Case) -> None:
    is_silent(case)


@pytest.mark.parametrize(
    ("scenario", "condition"),
    [(h({}, REFUSED, files=IGNORES_401), "ignore-error-codes"), (h(UNSAFE, REFUSED), "unsafe-best-match")],
)
def test_confusion_names_what_let_the_search_go_on(scenario: Scenario, condition: str) -> None:
    speaks(Case("IDX303", (scenario, NEW), (0, 1), condition, (scenario, NEW)))
