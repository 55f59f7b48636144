"""Faults of versions: each rule speaks at a release that has the fault, and is silent in the same world at another."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import pytest

from idxdoctor.clients.registry import client_of
from idxdoctor.diagnosis.fixes.proof import with_proofs
from idxdoctor.diagnosis.replay import trial_in
from idxdoctor.scenario.catalogue import shipped_scenarios
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario
from tests.worlds import codes, findings, replay_of


class Case(NamedTuple):
    """A shipped scenario, a release at which the rule speaks, of which exchanges, what it says, and one that is sound.

    `mended` is the release that the first fix proposes.
    """

    code: str
    scenario: str
    faulty: str
    exchanges: tuple[int, ...]
    says: str
    mended: str
    sound: str


CASES: Final = (
    Case("IDX601", "uv-ignores-303", "0.6.15", (0,), "answered 303", "0.6.16", "0.6.14"),
    Case("IDX601", "uv-ignores-303", "0.7.0", (0,), "answered 303", "0.7.1", "0.7.1"),
    Case("IDX603", "uv-loses-status-after-retry", "0.8.4", (1,), "404 at the second try", "0.8.5", "0.8.5"),
    Case("IDX604", "uv-refuses-relative-location", "0.6.15", (0,), "a path of its own", "0.6.16", "0.7.0"),
    Case("IDX605", "uv-idx605-sixteen-requests", "0.9.18", tuple(range(16)), "16 times where 4", "0.9.19", "0.9.19"),
    Case("IDX605", "uv-retries-failures-sixteenfold", "0.9.21", (0, 1, 2, 3), "4 times where 2", "0.9.22", "0.9.22"),
    Case("IDX605", "uv-retries-bad-certificates-sixteenfold", "0.8.1", (0, 1, 2, 3), "4 times", "0.9.22", "0.8.0"),
    Case("IDX606", "uv-follows-redirects-itself", "0.7.13", (0, 1), "https://mirror.example", "0.7.14", "0.7.14"),
    Case("IDX607", "uv-token-satisfies-always", "0.10.12", (), "has a token for acme", "0.11.0", "0.11.0"),
    Case("IDX608", "uv-dependabot-disables-always", "0.9.10", (), "Dependabot", "0.9.11", "0.9.11"),
    Case("IDX610", "uv-honours-ignored-statuses", "0.6.17", (0,), "answered 410", "0.7.0", "0.7.0"),
    Case("IDX611", "uv-idx611-never-unread", "0.6.5", (1,), "authenticate = never", "0.6.6", "0.6.6"),
    Case("IDX612", "uv-matches-ignoring-userinfo", "0.8.22", (0,), "pyproject.toml:3", "0.8.23", "0.8.23"),
    Case("IDX613", "uv-seeds-overridden-indexes", "0.8.2", (0,), "uv.toml:3", "0.8.3", "0.8.3"),
    Case("IDX614", "uv-always-asks-keyring-without-username", "0.6.8", (), "the keyring is on", "0.6.9", "0.6.9"),
    Case("IDX615", "uv-sends-hf-token", "0.8.0", (0,), "HF_TOKEN", "0.8.1", "0.8.1"),
    Case("IDX616", "uv-selects-by-name", "0.12.4", (), "takes that for a folder", "0.12.5", "0.12.5"),
    Case("IDX617", "uv-idx617-pinned-and-asked-everywhere", "0.6.5", (0,), "is pinned to acme", "0.6.6", "0.6.6"),
    Case("IDX618", "uv-reads-flat-indexes", "0.6.10", (0,), "format = flat", "0.6.11", "0.6.11"),
    Case("IDX619", "uv-index-prefix-by-segment", "0.11.8", (1,), "authenticate = never", "0.11.9", "0.11.9"),
    Case("IDX620", "uv-tolerates-400-to-head", "0.6.0", (), "answered 400 to the HEAD", "0.6.1", "0.6.1"),
    Case("IDX621", "uv-pytorch-subdomains-may-refuse", "0.9.18", (0,), "ends in pytorch.org", "0.9.19", "0.9.19"),
)

NOT_MENDED: Final = frozenset({"IDX605", "IDX612", "IDX621"})
"""Their scenarios do not end well at any release: the fault makes them worse, or hides another problem."""


@cache
def shipped(name: str) -> Scenario:
    """Return a scenario that comes along."""
    return load_scenario(next(file for file in shipped_scenarios() if file.stem == name))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.faulty}")
def test_a_rule_speaks_at_a_release_that_has_the_fault(case: Case) -> None:
    (found,) = findings(shipped(case.scenario), case.faulty, case.code)
    assert found.exchanges == case.exchanges
    assert case.says in found.text
    assert found.fixes[0].title.startswith(f"upgrade to uv {case.mended} or newer")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.sound}")
def test_a_rule_is_silent_at_a_release_without_it(case: Case) -> None:
    assert case.code not in codes(shipped(case.scenario), case.sound)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.faulty}")
def test_the_newer_release_mends_it_where_anything_can(case: Case) -> None:
    scenario, client = shipped(case.scenario), client_of(f"uv=={case.faulty}")
    run = with_proofs(replay_of(scenario, case.faulty), trial_in(scenario, client))
    (found,) = [finding for finding in run.findings[0] if finding.code == case.code]
    upgraded = next(fix for fix in found.fixes if fix.title.startswith(f"upgrade to uv {case.mended}"))
    assert upgraded.proved == (case.code not in NOT_MENDED)


def test_of_several_accounts_the_first_is_named_beside_the_one_that_was_tried() -> None:
    (found,) = findings(shipped("uv-project-wins-realm"), "0.8.14", "IDX609")
    assert "tried bot (pyproject.toml:5)" in found.text
    assert "not ci (pyproject.toml:2), the first" in found.text
    assert "IDX609" not in codes(shipped("uv-project-wins-realm"), "0.8.15")


@pytest.mark.parametrize(
    ("name", "faulty", "sound", "mends"),
    [
        ("uv-refuses-two-defaults", "0.10.0", "0.9.30", "take `default`"),
        ("uv-refuses-duplicate-names", "0.6.4", "0.6.3", "name the index acme `acme-2`"),
    ],
)
def test_a_configuration_that_a_release_refuses_is_mended_where_it_stands(
    name: str, faulty: str, sound: str, mends: str
) -> None:
    scenario = shipped(name)
    run = with_proofs(replay_of(scenario, faulty), trial_in(scenario, client_of(f"uv=={faulty}")))
    (found,) = run.findings[0]
    assert (found.code, found.exchanges) == ("IDX602", ())
    assert (found.fixes[0].proved, mends in found.fixes[0].title) == (True, True)
    assert codes(scenario, sound) == []


def test_all_explicit_indexes_without_a_name_are_named_at_once() -> None:
    (found,) = findings(shipped("uv-refuses-unnamed-explicit"), "0.10.0", "IDX602")
    assert found.text.startswith("pyproject.toml:3 and pyproject.toml:7: ")
    assert "`pypi-acme-example-2`" in found.fixes[0].title
