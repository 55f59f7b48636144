"""Scenarios written in a test, as YAML would give them, and what clients do in them.

found = codes(world({"UV_INDEX_URL": "https://h/simple"}, server("https://h", {"answer": 401})), "0.13.9")
assert found == ["IDX101"]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import yaml

from idxdoctor.clients.registry import client_of
from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.replay import replayed
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.trace import Client, Trace
from idxdoctor.scenario.loader import parse_scenario
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.bench import MockedBench
from idxdoctor.transport.check import check, packages_to_check

Data: TypeAlias = dict[str, Any]

PAGE: Final = {"page": ["1.0"]}
PYPI: Final = {"url": "https://pypi.org", "rules": [{"answer": PAGE}]}


def server(url: str, *rules: Data, accounts: Mapping[str, str] | None = None) -> Data:
    """Return a server of a scenario."""
    return {"url": url, "accounts": dict(accounts or {}), "rules": list(rules)}


def world_text(env: Mapping[str, str], *servers: Data, **given: object) -> str:
    """Return a scenario's text; its package is `foo` unless `packages` says otherwise."""
    data = {
        "id": "made-up",
        "title": "A made-up world",
        "given": {"packages": ["foo"], "env": dict(env), **given},
        "servers": list(servers),
    }
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def world(env: Mapping[str, str], *servers: Data, **given: object) -> Scenario:
    """Return a scenario."""
    return parse_scenario(world_text(env, *servers, **given), "made-up.yaml")


def check_mocked(scenario: Scenario, client: Client) -> Trace:
    """Return what a check finds in the scenario's world."""
    bench = MockedBench.of(scenario, client.name)
    return check(bench, client, packages_to_check(bench.here, client, scenario.given.packages))


def replay_of(scenario: Scenario, version: str) -> Run:
    """Return the diagnosed run of uv at a version."""
    return replayed(scenario, client_of(f"uv=={version}"))


def findings(scenario: Scenario, version: str, code: str) -> list[Finding]:
    """Return the findings of one code on the scenario's first package."""
    return [finding for finding in replay_of(scenario, version).findings[0] if finding.code == code]


def codes(scenario: Scenario, version: str) -> list[str]:
    """Return the codes of all findings on the scenario's first package."""
    return [finding.code for finding in replay_of(scenario, version).findings[0]]
