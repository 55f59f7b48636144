"""`idxdoctor rule`: what a finding means."""

from __future__ import annotations

from textwrap import fill
from typing import Annotated

import typer

from idxdoctor.diagnosis.rule import Rule
from idxdoctor.diagnosis.rules import ALL
from idxdoctor.model.errors import InputError, Place


def command(
    code: Annotated[str | None, typer.Argument(metavar="[CODE]", help="Such as IDX106; left out: all of them.")] = None,
) -> None:
    """Explain a finding's code, or list all codes.

    idxdoctor rule IDX106
    """
    if code is None:
        typer.echo("\n".join(f"{rule.code}  {rule.severity:8} {rule.title}" for rule in ALL))
        return
    typer.echo(_explained(_rule_of(code)))


def _rule_of(code: str) -> Rule:
    by_code = {rule.code: rule for rule in ALL}
    if code.upper() not in by_code:
        raise InputError("there is no rule of that code", place=Place("CODE"), remedy="`idxdoctor rule` lists them.")
    return by_code[code.upper()]


def _explained(rule: Rule) -> str:
    return f"{rule.code} {rule.severity}  {rule.title}\n\n{fill(rule.means, 80)}"
