"""`idxdoctor client`: how a client's releases differ."""

from __future__ import annotations

from typing import Annotated

import typer

from idxdoctor.cli.guard import guard_for
from idxdoctor.cli.output import Output
from idxdoctor.clients.history import changes
from idxdoctor.clients.registry import client_of, model_of
from idxdoctor.report.views.behaviours import at_version, history, markdown_table


def command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The client: uv; with --logs also pip, poetry, pdm.")],
    version: Annotated[str | None, typer.Argument(metavar="[VERSION]", help="How this version behaves.")] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the history as a Markdown table.")] = False,
    logs: Annotated[
        bool, typer.Option("--logs", help="Print what its logs carry, by release and verbosity, as a Markdown table.")
    ] = False,
) -> None:
    """Print what changed in a client, by release.

    For index authentication, with sources.

    idxdoctor client uv

    idxdoctor client uv 0.7.0

    idxdoctor client pip --logs
    """
    out = Output(guard_for())
    if logs:
        from idxdoctor.capture.logs.registry import coverage_of

        out.text("\n".join(coverage_of(name)))
        return
    model = model_of(name)
    if version is not None:
        lines = at_version(name, client_of(f"{name}=={version}").version, model.behaviours)
    else:
        found = changes(model.behaviours, model.releases)
        lines = markdown_table(found) if markdown else history(name, found)
    out.text("\n".join(lines))
