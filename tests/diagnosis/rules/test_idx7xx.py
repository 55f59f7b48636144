"""Safety: each rule in a shipped scenario in which it speaks, and in one that is nearly the same."""

from __future__ import annotations

from typing import Final, NamedTuple

import pytest

from idxdoctor.clients.registry import client_of
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proof import with_proofs
from idxdoctor.diagnosis.replay import trial_in
from idxdoctor.scenario.model import Scenario
from tests.diagnosis.rules.cases import NEW
from tests.diagnosis.rules.test_idx6xx import shipped
from tests.worlds import PAGE, PYPI, codes, findings, replay_of, server, world

PAGE_FOR_CI: Final = {"as": "ci", "answer": {"page": ["1.0"]}}


class Case(NamedTuple):
    """Where a rule speaks, of which exchanges, what it says, what mends it, and where it is silent."""

    code: str
    speaks: tuple[str, str]
    exchanges: tuple[int, ...]
    says: str
    mends: str
    silent: tuple[str, str]


CASES: Final = (
    Case(
        "IDX701",
        ("uv-leaks-across-origins", "0.6.15"),
        (1,),
        "0.6.15 sends ci",
        "uv 0.6.16",
        ("uv-leaks-across-origins", "0.6.16"),
    ),
    Case(
        "IDX701",
        ("uv-leaks-across-origins", "0.7.0"),
        (1,),
        "mirror.example",
        "uv 0.7.1 ",
        ("uv-leaks-across-origins", "0.7.1"),
    ),
    Case(
        "IDX701",
        ("uv-restores-header-after-crossing", "0.7.10"),
        (2,),
        "mirror.example",
        "uv 0.7.11",
        ("uv-restores-header-after-crossing", "0.7.11"),
    ),
    Case(
        "IDX702",
        ("uv-idx702-plain-http", NEW),
        (0,),
        "http://pypi.acme.example",
        "use https://",
        ("uv-unlike-702-on-this-machine", NEW),
    ),
    Case(
        "IDX703",
        ("uv-idx703-password-in-pyproject", NEW),
        (0,),
        "pyproject.toml:3",
        "variables",
        ("uv-unlike-703-file-of-the-user", NEW),
    ),
    Case(
        "IDX706",
        ("uv-idx706-password-on-the-command-line", NEW),
        (0,),
        "--default-index",
        "netrc",
        ("uv-idx702-plain-http", NEW),
    ),
    Case(
        "IDX707",
        ("uv-idx707-default-entry", NEW),
        (1,),
        "~/.netrc:2",
        "`pypi.acme.example`",
        ("uv-idx611-never-unread", "0.6.5"),
    ),
    Case(
        "IDX708",
        ("uv-idx708-never-and-a-password", NEW),
        (0,),
        "authenticate = never",
        "take the credentials out",
        ("uv-idx112-never", NEW),
    ),
)


def proved_fixes(scenario: Scenario, version: str, code: str) -> list[Fix]:
    """Return the fixes that the only finding of this code has, and that help."""
    run = with_proofs(replay_of(scenario, version), trial_in(scenario, client_of(f"uv=={version}")))
    (found,) = [finding for finding in run.findings[0] if finding.code == code]
    return [fix for fix in found.fixes if fix.proved]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.speaks[1]}")
def test_a_rule_speaks_of_what_is_not_safe(case: Case) -> None:
    scenario, version = shipped(case.speaks[0]), case.speaks[1]
    (found,) = findings(scenario, version, case.code)
    assert found.exchanges == case.exchanges
    assert case.says in found.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.speaks[1]}")
def test_what_it_proposes_ends_that_and_the_package_is_found(case: Case) -> None:
    best = proved_fixes(shipped(case.speaks[0]), case.speaks[1], case.code)[0]
    assert case.mends in best.title


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.silent[0]}")
def test_a_rule_is_silent_where_nothing_is_the_matter(case: Case) -> None:
    assert case.code not in codes(shipped(case.silent[0]), case.silent[1])


def test_what_a_default_entry_gives_to_a_public_index_is_told_apart() -> None:
    scenario = shipped("uv-idx704-default-entry-at-pypi")
    (public,) = findings(scenario, NEW, "IDX704")
    (private,) = findings(scenario, NEW, "IDX707")
    assert (public.exchanges, private.exchanges) == ((3,), (1,))
    assert "IDX704" not in codes(shipped("uv-idx707-default-entry"), NEW)


def test_a_password_in_the_lock_is_found_by_the_file_that_it_is_sent_for() -> None:
    (found,) = findings(shipped("uv-idx705-password-in-the-lock"), NEW, "IDX705")
    assert (found.exchanges, found.files) == ((), (0,))
    assert "IDX705" not in codes(shipped("uv-locked-files"), NEW)


def test_credentials_for_whoever_answers_are_told_with_the_place_that_lets_them_go_there() -> None:
    (found,) = findings(shipped("uv-idx709-certificate-not-verified"), NEW, "IDX709")
    assert (found.exchanges, found.files) == ((0,), (0, 1))
    assert "out of UV_INSECURE_HOST" in found.fixes[0].title
    assert "IDX709" not in codes(shipped("uv-unlike-709-another-host"), NEW)


def test_credentials_that_a_redirect_takes_from_such_a_host_are_for_whoever_answers_too() -> None:
    indexes = {"UV_DEFAULT_INDEX": "https://h.example/simple", "UV_INDEX": "https://ci:cabbage@b.example/simple"}
    scenario = world(
        indexes | {"UV_INSECURE_HOST": "h.example"},
        server("https://b.example", {"path": "/simple/*", "answer": 404}, {"as": "nobody", "answer": 401}, PAGE_FOR_CI)
        | {"accounts": {"ci": "cabbage"}},
        server("https://h.example", {"answer": {"redirect": "https://b.example/elsewhere/"}}),
        packages=["foo"],
    )
    (found,) = findings(scenario, NEW, "IDX709")
    assert "https://b.example" in found.text


def test_a_variable_in_a_password_s_place_is_no_password() -> None:
    placeholder = {"uv.toml": '[[index]]\nurl = "https://ci:${TOKEN}@h.example/simple"\n'}
    scenario = world({}, server("https://h.example", {"answer": PAGE}), PYPI, files=placeholder)
    assert "IDX703" not in codes(scenario, NEW)


@pytest.mark.parametrize(
    ("userinfo", "entries", "moved"),
    [
        ("ci:p%40ss", "", True),
        ("ci:p%20ss", "", False),
        (":cabbage", "", False),
        ("ci:cabbage", "machine h.example login other password carrot\n", False),
    ],
)
def test_a_password_goes_to_netrc_only_where_that_can_hold_it(userinfo: str, entries: str, moved: bool) -> None:
    name, _, password = userinfo.replace("%40", "@").replace("%20", " ").partition(":")
    files = {"uv.toml": f'[[index]]\nurl = "https://{userinfo}@h.example/simple"\n', "~/.netrc": entries}
    rules = ({"as": name, "answer": PAGE}, {"answer": 401}) if name else ({"answer": PAGE},)
    host = server("https://h.example", *rules, accounts={name: password} if name else {})
    fixes = proved_fixes(world({}, host, PYPI, files=files), NEW, "IDX703")
    assert [bool(fix.diff and "cabbage" not in fix.diff and "p@ss" not in fix.diff) for fix in fixes] == [True] * moved
