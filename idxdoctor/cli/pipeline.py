"""What a pipeline gets besides the report: a summary of the step, and the secrets that its log is to mask."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from idxdoctor.cli.guard import Guard
from idxdoctor.cli.options import Format
from idxdoctor.cli.output import Appended, Output
from idxdoctor.config.own_words import is_own_word
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.known_secrets import credentials_in
from idxdoctor.model.leaks import secret_forms

_SHORTEST = 6
"""Masking shorter texts would make the log unreadable."""


def summary_of(runs: list[Run], format_: Format, env: Mapping[str, str], guard: Guard) -> tuple[Output, str] | None:
    """Return where the summary of this step belongs, and its text; None where the pipeline takes none."""
    if format_ not in (Format.GITHUB, Format.AZURE):
        return None
    from idxdoctor.report.formats.github import MOST_IN_SUMMARY
    from idxdoctor.report.formats.markdown import markdown_report

    if format_ is Format.GITHUB and (file := env.get("GITHUB_STEP_SUMMARY")):
        room = MOST_IN_SUMMARY - _size_of(Path(file)) - 1
        return Appended(guard, Path(file)), f"{markdown_report(runs, room, 'the summary of this step')}\n"
    if format_ is Format.AZURE and (folder := env.get("AGENT_TEMPDIRECTORY")):
        return Output(
            guard, Path(folder) / f"idxdoctor-{os.getpid()}.md"
        ), f"{markdown_report(runs, page='the summary of this step')}\n"
    return None


def _size_of(file: Path) -> int:
    """Return how many bytes other programs of the step have written; 0 where there is no such file yet."""
    return file.stat().st_size if file.exists() else 0


def told_of_summary(summary: Output, format_: Format) -> Iterator[str]:
    """Return the command that tells the pipeline of a summary, where it has to be told."""
    if format_ is Format.AZURE:
        yield f"##vso[task.uploadsummary]{summary.name}"


def tell_masks(runs: list[Run], format_: Format) -> None:
    """Write `masks` to standard output: the one thing that is written with secrets in it, and that shows none."""
    sys.stdout.writelines(f"{line}\n" for line in masks(runs, format_, os.environ))


def masks(runs: list[Run], format_: Format, env: Mapping[str, str]) -> Iterator[str]:
    """Return the commands that have the log of a pipeline mask the secrets of the configuration, in every encoding.

    Only where the pipeline itself reads them, which then shows none of them: where standard output goes anywhere
    else, such as to a file or to `tee`, there are none. Secrets of scenarios are made up, and need none.
    """
    if format_ is Format.GITHUB and env.get("GITHUB_ACTIONS") == "true" and _goes_to_the_pipeline():
        from idxdoctor.report.formats.github import github_masks

        yield from github_masks(_texts(runs))
    if format_ is Format.AZURE and env.get("TF_BUILD") == "True" and _goes_to_the_pipeline():
        from idxdoctor.report.formats.azure import azure_masks

        yield from azure_masks(_texts(runs))


def _texts(runs: list[Run]) -> list[str]:
    configured = [(run.trace.plan, run.trace.secrets) for run in runs if run.trace.scenario is None]
    forms = (secret for credential in credentials_in(configured) for secret in secret_forms(credential))
    texts = (secret.reveal() for secret in forms if not is_own_word(secret))
    return list(dict.fromkeys(text for text in texts if len(text) >= _SHORTEST))


def _goes_to_the_pipeline() -> bool:
    """Say whether standard output is the pipe from which the runner reads: that of the shell that runs the step."""
    try:
        own = os.fstat(sys.stdout.fileno())
        of_the_shell = os.stat(f"/proc/{os.getppid()}/fd/1")  # noqa: PTH116 - of a pipe, not of a path
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(own.st_mode) and (own.st_dev, own.st_ino) == (of_the_shell.st_dev, of_the_shell.st_ino)
