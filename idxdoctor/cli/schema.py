"""`idxdoctor schema`: the JSON Schemas of the tool's formats."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from idxdoctor.cli.guard import guard_for
from idxdoctor.cli.output import Output


class Name(StrEnum):
    """The formats that have a schema."""

    REPORT = "report"
    SCENARIO = "scenario"


def command(name: Annotated[Name, typer.Argument(metavar="SCHEMA", help="Which one: report or scenario.")]) -> None:
    """Print the JSON Schema of a format.

    idxdoctor schema report

    idxdoctor schema scenario
    """
    out = Output(guard_for())
    if name is Name.SCENARIO:
        from idxdoctor.scenario.schema import scenario_schema

        out.text(json.dumps(scenario_schema(), indent=2))
    else:
        from idxdoctor.report.formats.json_schema import report_schema

        out.text(json.dumps(report_schema(), indent=2))
