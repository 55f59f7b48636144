"""`idxdoctor rule`: what a finding means."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer

from idxdoctor.cli.guard import guard_for
from idxdoctor.cli.options import NoColorOption, OutputOption
from idxdoctor.cli.output import Output
from idxdoctor.diagnosis.rule import Rule
from idxdoctor.diagnosis.rules import ALL
from idxdoctor.model.errors import InputError, Place
from idxdoctor.report.views.rules import rule_explained, rules_as_markdown
from idxdoctor.scenario.catalogue import shipped_scenarios

_MOST_SCENARIOS = 3


class RuleFormat(StrEnum):
    """How rules are written."""

    TEXT = "text"
    MARKDOWN = "markdown"


def command(
    code: Annotated[str | None, typer.Argument(metavar="[CODE]", help="Such as IDX106; left out: a list.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Explain all of them.")] = False,
    format_: Annotated[RuleFormat, typer.Option("--format", "-f", help="As text, or as Markdown.")] = RuleFormat.TEXT,
    output: OutputOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Explain the code of a finding, or list all.

    idxdoctor rule IDX106

    idxdoctor rule --all --format markdown
    """
    if code is not None and all_:
        raise InputError("one rule or all of them", place=Place("--all"), remedy="Leave out --all or the code.")
    rules = ALL if code is None else (_rule_of(code),)
    out = Output(guard_for(), output, no_color)
    if format_ is RuleFormat.MARKDOWN:
        out.text(rules_as_markdown(rules))
    elif code is None and not all_:
        out.text("\n".join(f"{rule.code}  {rule.severity:8} {rule.title}" for rule in rules))
    else:
        out.text("\n\n\n".join(rule_explained(rule, _scenarios_with(rule), out.width) for rule in rules))


def _rule_of(code: str) -> Rule:
    by_code = {rule.code: rule for rule in ALL}
    if code.upper() not in by_code:
        raise InputError("there is no rule of that code", place=Place("CODE"), remedy="`idxdoctor rule` lists them.")
    return by_code[code.upper()]


def _scenarios_with(rule: Rule) -> list[str]:
    """Return the ids of some shipped scenarios that expect the finding."""
    return list(_expecting(rule.code))[:_MOST_SCENARIOS]


def _expecting(code: str) -> Iterator[str]:
    for file in shipped_scenarios():
        lines = file.read_text(encoding="utf-8").splitlines()
        if any(line.lstrip(" -").startswith("findings:") and code in line for line in lines):
            yield file.stem
