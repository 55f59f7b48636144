"""Options that mean the same in every command."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer


class Format(StrEnum):
    """How results are written."""

    RICH = "rich"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    JUNIT = "junit"
    SARIF = "sarif"
    GITHUB = "github"
    AZURE = "azure"
    GITLAB = "gitlab"


PackagesArgument: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PACKAGE]...", help="What to look up; default: what the project needs."),
]
RequirementsOption: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option(
        "--requirements",
        "-r",
        metavar="FILE",
        help="Look up what this file names: requirements, pyproject.toml, uv.lock or pylock.toml. May be given several "
        "times.",
    ),
]
ConcurrencyOption: TypeAlias = Annotated[
    int,
    typer.Option("--concurrency", metavar="N", min=1, max=64, help="Send a host at most N requests at the same time."),
]
TimeoutOption: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        metavar="SECONDS",
        min=0.001,
        help="How long the whole run may take; what has not ended by then could not be checked.",
    ),
]
BaselineOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="A JSON report of an earlier run: what stands in it is known, and only what is new is a problem.",
    ),
]
MockOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--mock", metavar="SCENARIO", help="Put a scenario (an id or a file) in the network's place."),
]
ClientOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--client", "-c", metavar="NAME[==VERSION]", help="Default: the installed uv, else the newest."),
]
LikeOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--like", metavar="COMMAND", help='The command that fails, as in "uv pip install --index-url URL".'),
]
KeepNamesOption: TypeAlias = Annotated[
    bool, typer.Option("--keep-names", help="Keep hosts, paths, users and packages; secrets are never kept.")
]
FormatOption: TypeAlias = Annotated[
    Format,
    typer.Option(
        "--format", "-f", help="For the terminal, for an issue (markdown), as a document, or for a pipeline to read."
    ),
]
OutputsOption: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option(
        "--output",
        "-o",
        help="Write to this file instead of standard output; its ending (.json, .md, .html, .xml for JUnit, .sarif) "
        "says how, else --format, which also says what .json is if that is gitlab or sarif; - is standard output. May "
        "be given several times.",
    ),
]
OutputOption: TypeAlias = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write the result to this file instead of standard output.")
]
SelectOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--select", metavar="CODE", help="Only these findings: codes or their beginnings, as in IDX1."),
]
IgnoreOption: TypeAlias = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="CODE", help="None of these findings.")
]
AnonymizeOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--anonymize", help="Put made-up names for hosts, organisations, users, private packages and folders."
    ),
]
QuietOption: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="Print the verdicts only.")]
VerboseOption: TypeAlias = Annotated[bool, typer.Option("--verbose", "-v", help="Show searches that went well too.")]
NoColorOption: TypeAlias = Annotated[
    bool, typer.Option("--no-color", help="No colours; nothing is told by colour alone. NO_COLOR does the same.")
]
