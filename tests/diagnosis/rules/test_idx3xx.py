"""IDX3xx: the search ended early, or fell through to another index."""

from __future__ import annotations

from typing import Any, Final

import pytest

from idxdoctor.scenario.model import Scenario
from tests.diagnosis.rules.cases import AS_CI, CI, INDEX, KNOWN, NEW, REFUSED, Case, H, h, is_silent, speaks
from tests.worlds import PAGE, codes, findings, server, world

EXTRA: Final = {"UV_EXTRA_INDEX_URL": INDEX}
UNSAFE: Final = {**EXTRA, "UV_INDEX_STRATEGY": "unsafe-best-match"}
NOT_ON_PYPI: Final = {"url": "https://pypi.org", "rules": [{"answer": 404}]}
IGNORES_401: Final = {"uv.toml": f'[[index]]\nname = "corp"\nurl = "{INDEX}"\nignore-error-codes = [401]\n'}
AS_CI_EXTRA: Final = {"UV_EXTRA_INDEX_URL": AS_CI["UV_INDEX_URL"]}
UNSAFE_AS_CI: Final = {**AS_CI_EXTRA, "UV_INDEX_STRATEGY": "unsafe-best-match"}
IGNORES_410: Final = {"uv.toml": f'[[index]]\nname = "corp"\nurl = "{INDEX}"\nignore-error-codes = [410]\n'}
FORWARDS: Final = {"answer": {"redirect": "https://pypi.org/simple/foo/"}}
PINNED: Final = {
    "pyproject.toml": f'''[[tool.uv.index]]
name = "corp"
url = "{INDEX}"

[tool.uv.sources]
foo = {{ index = "corp" }}
'''
}
LOCK: Final = {"uv": "lock"}


def only_here(env: dict[str, str], *rules: dict[str, Any], **given: object) -> Scenario:
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
        "IDX304",
        (h(UNSAFE_AS_CI, KNOWN, REFUSED), NEW),
        (0, 1),
        "the higher version of both",
        (h(AS_CI_EXTRA, KNOWN, REFUSED), NEW),
    ),
    Case(
        "IDX305",
        (h({"UV_INDEX_STRATEGY": "unsafe-first-match"}, {"answer": 410}, files=IGNORES_410), NEW),
        (0,),
        "the strategy unsafe-first-match does not look at them",
        (h({}, {"answer": 410}, files=IGNORES_410), NEW),
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
    Case(
        "IDX308",
        (h(EXTRA, KNOWN, FORWARDS), NEW),
        (0, 1),
        "was asked without credentials and sent the client to https://pypi.org",
        (h(AS_CI_EXTRA, KNOWN, FORWARDS), NEW),
    ),
    Case(
        "IDX309",
        (h({**AS_CI, "UV_EXTRA_INDEX_URL": "https://pypi.org/simple"}, KNOWN), NEW),
        (0,),
        "UV_INDEX_URL",
        (h({**AS_CI_EXTRA}, KNOWN), NEW),
    ),
    Case(
        "IDX310",
        (h({}, {"answer": 404}, files=PINNED, command=LOCK), NEW),
        (0,),
        "corp (pyproject.toml:3) only",
        (h({}, {"answer": PAGE}, files=PINNED, command=LOCK), NEW),
    ),
    Case(
        "IDX311",
        (h(EXTRA, {"answer": PAGE}, args={"uv": ["--no-index"]}), NEW),
        (),
        INDEX,
        (only_here(EXTRA, {"answer": 404}), NEW),
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


def compete(strategy: str, env: dict[str, str], pypi: object) -> Scenario:
    """Return a world in which a private index has the package, and PyPI answers so."""
    public = {"url": "https://pypi.org", "rules": [{"answer": pypi}]}
    return world({**env, "UV_INDEX_STRATEGY": strategy}, server(H, KNOWN, REFUSED, accounts=CI), public)


PYPI_FIRST: Final = {**AS_CI, "UV_EXTRA_INDEX_URL": "https://pypi.org/simple"}


@pytest.mark.parametrize(
    ("scenario", "says"),
    [
        (compete("unsafe-best-match", AS_CI_EXTRA, 404), "whoever publishes a higher version"),
        (compete("unsafe-first-match", AS_CI_EXTRA, 404), "as soon as no version here fits"),
        (compete("unsafe-first-match", PYPI_FIRST, PAGE), "comes before it, so that its versions count first"),
        (compete("unsafe-first-match", PYPI_FIRST, 404), "once somebody publishes it there"),
    ],
)
def test_it_is_said_when_a_public_package_would_win(scenario: Scenario, says: str) -> None:
    (found,) = findings(scenario, NEW, "IDX304")
    assert says in found.text


def ignoring(*indexes: str, strategy: str = "first-index") -> Scenario:
    """Return a world in which indexes of a file, all of one URL, answer 410."""
    tables = "".join(f'[[index]]\nname = "i{n}"\nurl = "{INDEX}"\n{index}\n' for n, index in enumerate(indexes))
    return h({"UV_INDEX_STRATEGY": strategy}, {"answer": 410}, files={"uv.toml": tables})


@pytest.mark.parametrize(
    ("scenario", "version", "says"),
    [
        (ignoring("ignore-error-codes = [410]", strategy="unsafe-first-match"), NEW, "does not look at them"),
        (ignoring("", "ignore-error-codes = [410]"), NEW, "i1 (uv.toml:7) have 410"),
        (
            ignoring("explicit = true", "ignore-error-codes = [410]"),
            NEW,
            "the same URL is defined at uv.toml:3 before, and that definition counts",
        ),
        (
            h({}, {"answer": 410}, files={"uv.toml": IGNORES_410["uv.toml"] + 'format = "flat"\n'}),
            NEW,
            "a flat list of files must be readable",
        ),
    ],
)
def test_it_is_said_why_a_listed_status_ended_the_run(scenario: Scenario, version: str, says: str) -> None:
    (found,) = findings(scenario, version, "IDX305")
    assert says in found.text


def test_a_listed_redirect_is_told_wherever_it_leads() -> None:
    listed = {"uv.toml": IGNORES_410["uv.toml"].replace("410", "302")}
    moved = {"path": "/simple/*", "answer": {"redirect": "https://h.example/other/foo/"}}
    assert codes(h({}, moved, {"answer": PAGE}, files=listed), NEW) == ["IDX305"]


def test_a_lock_that_names_a_forwarding_index_is_told() -> None:
    files = {"pyproject.toml": '[[tool.uv.index]]\nname = "corp"\nurl = "https://ci:cabbage@h.example/simple"\n'}
    (found,) = findings(h({}, FORWARDS, files=files, command=LOCK), NEW, "IDX308")
    assert "a lock file will say that foo is from corp" in found.text
