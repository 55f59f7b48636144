"""Fixes that are tried: what counts as proved, and what is said where it does not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pytest

from idxdoctor.clients.registry import client_of
from idxdoctor.config.editor import Editor
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.diagnosis.finding import Change, Finding, Fix, Wanted
from idxdoctor.diagnosis.fixes.proof import Trial, with_proofs
from idxdoctor.diagnosis.replay import replayed, trial_in
from idxdoctor.diagnosis.run import Run
from idxdoctor.diagnosis.select import Selection
from idxdoctor.model.credential import Credential
from idxdoctor.model.errors import InputError
from idxdoctor.scenario.catalogue import find_scenario
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario
from tests.worlds import PAGE, PYPI, server, world

NEW: Final = "0.13.9"


def proved(scenario: Scenario, version: str = NEW) -> list[Finding]:
    """Return the findings on the first package with their fixes tried in the scenario's world."""
    client = client_of(f"uv=={version}")
    return list(with_proofs(replayed(scenario, client), trial_in(scenario, client)).findings[0])


def fixes(scenario: Scenario, code: str, version: str = NEW) -> dict[str, Fix]:
    """Return the fixes of one finding by their titles."""
    return {fix.title: fix for finding in proved(scenario, version) if finding.code == code for fix in finding.fixes}


def shipped(name: str) -> Scenario:
    """Return a scenario that comes along."""
    return load_scenario(find_scenario(name))


def test_an_upgrade_after_which_the_package_is_found_is_proved() -> None:
    fix = fixes(shipped("uv-13216-second-url"), "IDX106", "0.7.0")["upgrade to uv 0.7.4 or newer"]
    assert (fix.proved, fix.outcome) == (True, "found at https://pypi.org/simple")


def test_a_change_in_whose_place_another_problem_stands_is_not_proved_and_it_is_named() -> None:
    """The newer release honours the setting, and a public package is taken for the private one."""
    fix = fixes(shipped("uv-matches-ignoring-userinfo"), "IDX612", "0.8.22")["upgrade to uv 0.8.23 or newer"]
    assert not fix.proved
    assert fix.outcome == "found at https://pypi.org/simple, with IDX202 and IDX303"


def test_a_problem_that_stood_before_is_not_held_against_a_change() -> None:
    """Both indexes refuse; each finding's own fix is tried with the other problem still there."""
    run = replayed(shipped("uv-13216-second-url"), client_of("uv==0.7.0"))
    stands = run.findings[0][0]._replace(code="IDX999")
    both = run._replace(findings=((stands, *run.findings[0]),))
    trial = trial_in(shipped("uv-13216-second-url"), client_of("uv==0.7.0"))
    of_the_other = with_proofs(both, trial).findings[0][0]
    assert any(fix.proved for fix in of_the_other.fixes)


@pytest.mark.parametrize("ignored", ["IDX101", "IDX303"])
def test_a_problem_that_the_user_does_not_want_to_see_is_no_new_one(ignored: str) -> None:
    scenario, client = shipped("uv-idx303-ignored-status"), client_of(f"uv=={NEW}")
    run, trial = replayed(scenario, client), trial_in(scenario, client)
    whole = [finding for finding in with_proofs(run, trial).findings[0] if finding.code != ignored]
    assert list(with_proofs(Selection(ignore=[ignored]).of(run), trial).findings[0]) == whole
    assert whole


def test_a_file_that_is_still_refused_proves_nothing() -> None:
    files = {"path": "*.whl", "answer": 403}
    env = {"UV_DEFAULT_INDEX": "https://h.example/simple"}
    scenario = world(env, server("https://h.example", files, {"path": "*/foo/", "answer": PAGE}), PYPI)
    assert not any(fix.proved for finding in proved(scenario) for fix in finding.fixes)


def test_once_time_is_over_the_rest_is_shown_untried() -> None:
    scenario, client = shipped("uv-13216-second-url"), client_of("uv==0.7.0")
    trial = trial_in(scenario, client)._replace(is_over=lambda: True)
    found = with_proofs(replayed(scenario, client), trial).findings[0][0]
    assert [fix.outcome for fix in found.fixes] == [None] * len(found.fixes)
    assert any(fix.diff for fix in found.fixes)


def made_up_run(*tried: Fix) -> tuple[Run, Trial]:
    """Return a run whose one finding has these fixes, and how they are tried."""
    scenario, client = shipped("uv-idx101-private-index-without-credentials"), client_of(f"uv=={NEW}")
    run = replayed(scenario, client)
    return run._replace(findings=((run.findings[0][0]._replace(fixes=tried),),)), trial_in(scenario, client)


def test_the_safe_come_first_and_of_these_the_proved() -> None:
    run, trial = made_up_run(Fix("risky", risk="opens a door"), Fix("advice"), Fix("upgrade", Change(version="0.13.8")))
    assert [fix.title for fix in with_proofs(run, trial).findings[0][0].fixes] == ["advice", "upgrade", "risky"]


def test_an_edit_that_the_configuration_does_not_allow_is_left_as_it_is() -> None:
    def refuse(_: Editor, __: Surroundings) -> Surroundings:
        raise InputError("it can't be read")

    run, trial = made_up_run(Fix("edit", Change(edit=refuse)))
    assert with_proofs(run, trial).findings[0][0].fixes == (Fix("edit", Change(edit=refuse)),)


@pytest.mark.parametrize(("username", "tried"), [(None, 2), ("bob", 1), ("carol", 0)])
def test_credentials_that_are_wanted_are_tried_each_where_they_are_of_the_user(
    username: str | None, tried: int
) -> None:
    run, trial = made_up_run()
    origin = run.trace.plan.defined[0].url.origin
    known = [credential for credential in credentials() if username in {None, credential.username}]
    ran: list[str] = []

    def edited(_: Editor, here: Surroundings) -> Surroundings:
        return here._replace(env={**here.env, "UV_INDEX_X_USERNAME": "<username>"})

    def count(client: object, here: Surroundings, package: str) -> object:
        ran.append(package)
        return trial.run(client, here, package)  # type: ignore[arg-type]

    wanted = Change(edit=edited, wanted=Wanted(origin, username))
    with_fix = run._replace(findings=((run.findings[0][0]._replace(fixes=(Fix("give them", wanted),)),),))
    with_proofs(with_fix, trial._replace(run=count, credentials=lambda _: credentials()))  # type: ignore[arg-type]
    assert len(ran) == tried == len(known)


def credentials() -> Iterable[Credential]:
    """Return the credentials of two users."""
    from idxdoctor.model.credential import ANYWHERE, Provenance
    from idxdoctor.model.secret import Secret

    return [Credential(name, Secret("cabbage"), Provenance("made up"), ANYWHERE) for name in ("ann", "bob")]
