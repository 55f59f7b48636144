"""Scenarios for tests of what runs clients."""

from __future__ import annotations

from idxdoctor.scenario.loader import parse_scenario
from idxdoctor.scenario.model import Scenario

FOO = "https://h.example/simple/foo/"


def scenario(servers: str, given: str = "{packages: [foo]}") -> Scenario:
    """Return a scenario with these servers, written as YAML."""
    return parse_scenario(f"id: made-up\ntitle: A made-up world\ngiven: {given}\nservers: {servers}\n", "made-up")


def one_server(*rules: str, url: str = "https://h.example") -> Scenario:
    """Return a scenario with one server, whose account is ci, and its rules, written as YAML."""
    return scenario(f"[{{url: '{url}', accounts: {{ci: cabbage}}, rules: [{', '.join(rules)}]}}]")
