"""Rules explained: one on the terminal, all of them as a reference in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import fill
from typing import Final

from idxdoctor.diagnosis.rule import Rule

RANGES: Final = {
    "IDX1": "Credentials never sent, or dropped on the way",
    "IDX2": "Credentials sent and refused",
    "IDX3": "The search ended early, or fell through to another index",
    "IDX4": "The server or the URL",
    "IDX5": "The surroundings",
    "IDX6": "Known faults of a client version",
    "IDX7": "Safety",
}
_WIDEST: Final = 100
"""How long a line may be and still be read with ease."""


def rule_explained(rule: Rule, scenarios: Iterable[str], width: int) -> str:
    """Return what a rule means, how it is told, what helps, sources, and the scenarios that show it."""
    wide = min(width, _WIDEST)
    parts = [
        fill(f"{rule.code} {rule.severity}  {rule.title}", wide),
        fill(rule.means, wide),
        fill(f"How it is told: {rule.told}", wide),
        *(fill(f"What helps with {client}: {text}", wide) for client, text in rule.remedies.items()),
        "\n".join(("Sources:", *(f"  {source}" for source in rule.sources))) if rule.sources else "",
        _shown_by(scenarios),
    ]
    return "\n\n".join(part for part in parts if part)


def _shown_by(scenarios: Iterable[str]) -> str:
    listed = [f"  idxdoctor replay {scenario}" for scenario in scenarios]
    return "\n".join(("See it happen:", *listed)) if listed else ""


def rules_as_markdown(rules: Iterable[Rule]) -> str:
    """Return the reference of all rules, by range."""
    return "\n".join(_markdown(list(rules))).rstrip()


def _markdown(rules: list[Rule]) -> Iterator[str]:
    yield from ("# What idxdoctor finds", "")
    for prefix, title in RANGES.items():
        yield from (f"## {prefix}xx: {title}", "")
        for rule in rules:
            if rule.code.startswith(prefix):
                yield from _section(rule)


def _section(rule: Rule) -> Iterator[str]:
    yield from (f"### {rule.code}: {rule.title}", "")
    yield from (f"*{rule.severity}.* {rule.means}", "")
    yield from (f"**How it is told.** {rule.told}", "")
    for client, text in rule.remedies.items():
        yield from (f"**What helps with {client}.** {text}", "")
    if rule.sources:
        yield from (f"Sources: {', '.join(f'<{source}>' for source in rule.sources)}", "")
