"""Every rule has worlds in which it speaks and look-alikes in which it is silent, and stands in the reference."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple

from idxdoctor.clients.registry import is_modelled
from idxdoctor.diagnosis.rules import ALL
from idxdoctor.report.views.rules import RANGES, rules_as_markdown
from idxdoctor.scenario.catalogue import shipped_scenarios
from idxdoctor.scenario.loader import load_scenario
from tests.diagnosis.rules.log_cases import CASES
from tests.diagnosis.rules.other_log_cases import OTHER_CASES

FEWEST_RULES: Final = 45
REFERENCE: Final = Path(__file__).parent.parent.parent / "idxdoctor" / "diagnosis" / "rules" / "README.md"


class Count(NamedTuple):
    """In how many scenarios a rule speaks, and in how many that look like it, it must not."""

    code: str
    speaks: int
    silent: int


def table() -> list[Count]:
    """Return the counts of all rules, from the scenarios that come along."""
    speaks: Counter[str] = Counter()
    silent: Counter[str] = Counter()
    for file in shipped_scenarios():
        expectations = load_scenario(file).expect
        speaks.update({code for one in expectations for code in one.findings or ()})
        silent.update({code for one in expectations for code in one.unlike})
    return [Count(rule.code, speaks[rule.code], silent[rule.code]) for rule in ALL]


def test_every_rule_speaks_in_a_scenario_and_is_silent_in_a_look_alike() -> None:
    """Rules of clients without a model are counted by the logs of tests/diagnosis/rules/log_cases.py
    and other_log_cases.py.

    Those about what a log alone shows are tested in tests/capture/logs/test_rules.py, those about what no
    replay has, a lock or an end of the time, in tests/diagnosis/rules/test_checks.py.
    """
    counts = table()
    print("\n".join(f"{count.code}  speaks in {count.speaks:3}  silent in {count.silent:3}" for count in counts))
    modelled = {rule.code for rule in ALL if any(is_modelled(client) for client in rule.remedies)}
    elsewhere = {rule.code for rule in ALL if rule.only_in_logs or rule.only_in_checks}
    in_scenarios = {count.code for count in counts if count.speaks and count.silent}
    assert in_scenarios == modelled - elsewhere
    assert {case.code for case in (*CASES, *OTHER_CASES)} >= {rule.code for rule in ALL} - modelled


def test_there_are_rules_for_every_class_of_causes() -> None:
    assert len(ALL) >= FEWEST_RULES
    assert {rule.code[:4] for rule in ALL} == set(RANGES)


def test_scenarios_name_only_rules_that_there_are() -> None:
    known = {rule.code for rule in ALL}
    for file in shipped_scenarios():
        for expectation in load_scenario(file).expect:
            assert known.issuperset((*(expectation.findings or ()), *expectation.unlike)), file.stem


def test_every_scenario_says_which_findings_it_expects() -> None:
    silent = [file.stem for file in shipped_scenarios() for one in load_scenario(file).expect if one.findings is None]
    assert silent == []


def test_a_rule_says_how_it_is_told_what_helps_and_where_that_is_from() -> None:
    for rule in ALL:
        assert rule.means.endswith("."), rule.code
        assert rule.told.endswith("."), rule.code
        assert rule.remedies, rule.code
        assert all(source.startswith("https://") for source in rule.sources), rule.code
        assert rule.sources, rule.code
        assert rule.instead_of <= {other.code for other in ALL} - {rule.code}


def test_the_reference_is_the_one_that_the_tool_prints() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == rules_as_markdown(ALL) + "\n"
