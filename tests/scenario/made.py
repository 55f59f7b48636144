"""Scenarios for tests, from the least text."""

from __future__ import annotations

from textwrap import dedent, indent

from idxdoctor.scenario.loader import parse_scenario
from idxdoctor.scenario.model import Scenario


def scenario(servers: str = "[]", given: str = "{packages: [foo]}", more: str = "") -> Scenario:
    """Return a scenario with these servers and this `given`, both as YAML."""
    text = f"id: made\ntitle: made up\ngiven:\n{_below(given)}servers:\n{_below(servers)}{dedent(more)}"
    return parse_scenario(text, "made.yaml")


def _below(text: str) -> str:
    return indent(dedent(text).strip("\n"), "  ") + "\n"
