"""`idxdoctor check`: the main job."""

from __future__ import annotations

from math import inf, isnan
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer

from idxdoctor.cli.bench import Limits, checked_bench
from idxdoctor.cli.clients import client_or_installed
from idxdoctor.cli.guard import guard_for
from idxdoctor.cli.options import (
    AnonymizeOption,
    BaselineOption,
    ClientOption,
    ConcurrencyOption,
    Format,
    FormatOption,
    IgnoreOption,
    LikeOption,
    MockOption,
    NoColorOption,
    OutputsOption,
    PackagesArgument,
    QuietOption,
    RequirementsOption,
    SelectOption,
    TimeoutOption,
    VerboseOption,
)
from idxdoctor.cli.output import Output, progress_on_stderr, tell
from idxdoctor.cli.reports import as_shown, write_report
from idxdoctor.config.names import package_name
from idxdoctor.config.surroundings import DiskFiles
from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.run import Gone, Run, exit_status_of, is_failure
from idxdoctor.diagnosis.select import Selection
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.trace import Lookup
from idxdoctor.report.beyond import gone_lines
from idxdoctor.report.redaction import scrubber_for
from idxdoctor.report.verdict import verdict


def command(
    packages: PackagesArgument = None,
    requirements: RequirementsOption = None,
    mock: MockOption = None,
    client: ClientOption = None,
    like: LikeOption = None,
    probe: Annotated[
        bool, typer.Option("--probe", help="Send a few more requests that tell look-alikes apart; each is announced.")
    ] = False,
    known: Annotated[
        str | None, typer.Option("--known", metavar="PACKAGE", help="A package that is surely there, for --probe.")
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Write a proved fix into the file that it changes, after showing it.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --fix: take the first safe one, don't ask.")] = False,
    concurrency: ConcurrencyOption = 8,
    timeout: TimeoutOption = None,
    baseline: BaselineOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    anonymize: AnonymizeOption = False,
    format_: FormatOption = Format.RICH,
    output: OutputsOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    no_color: NoColorOption = False,
) -> int:
    """Show where the credentials were dropped.

    Asks the indexes what the client would ask. Reads the configuration of this folder as the client does, sends the
    same requests, and shows each with the reason for it, the status that ended the search, and why. What would mend
    it is tried in the same way, and shown as a change. Asks for simple pages only, never for files, sends no secret
    to an origin that it was not configured for, and changes nothing unless --fix is given.

    Exit status: 0 healthy, 1 an authentication problem was found, 2 the command or its input is wrong, 3 the check
    could not be completed: network, TLS, time-out.

    idxdoctor check requests

    idxdoctor check --client uv==0.7.0 requests flask

    idxdoctor check --mock uv-13216-second-url --client uv==0.7.0

    idxdoctor check --probe --known other-package my-package

    Without a package, all that the project needs is looked up: what its uv.lock or pylock.toml locks, each package on
    the index that the lock names, and the dependencies in its pyproject.toml. Markers are not looked at.

    idxdoctor check --quiet

    idxdoctor check -r requirements.txt -r requirements-dev.txt

    idxdoctor check -r pylock.toml --concurrency 4

    In a pipeline, --timeout bounds the whole run, and with --baseline only what is new since a kept report fails. What
    could not be checked is never healthy: where no problem was found either, the exit status is 3.

    idxdoctor check --timeout 120 --output baseline.json

    idxdoctor check --timeout 120 --baseline baseline.json --format github
    """
    from idxdoctor.diagnosis.check import checked

    limits = Limits(concurrency, _deadline(timeout))
    names = [package_name(package) for package in packages or ()]
    chosen = Selection(select, ignore)
    standing = None if baseline is None else _standing(baseline)
    asker = client_or_installed(client)
    bench, wanted = checked_bench(mock, like, asker, names, requirements or (), limits)
    if fix and mock is not None:
        raise InputError("a scenario's files stay", place=Place("--fix"), remedy="Leave out --fix or --mock.")
    with progress_on_stderr(len(wanted)) as progress:
        run = checked(bench, asker, wanted, chosen, progress)
    if probe or known is not None:
        from idxdoctor.cli.probing import probed

        run = probed(run, bench, known and package_name(known), anonymize=anonymize)
    if standing is not None:
        from idxdoctor.report.baseline import held_against

        run = held_against(run, standing, chosen.__contains__)
    shown = as_shown([run], anonymize=anonymize)
    write_report(
        shown, output, format_, no_color, lambda out: _show(shown[0], out, quiet=quiet, verbose=verbose), [run]
    )
    if quiet and format_ is Format.RICH:
        _tell_gone(run, shown[0])
    if fix:
        from idxdoctor.cli.fix import write_fix

        write_fix(run, shown[0], bench.here, yes=yes)
    return exit_status_of([run])


def _deadline(timeout: float | None) -> float:
    """Return when all ends, on the monotonic clock."""
    if timeout is not None and isnan(timeout):
        raise InputError("this is no number of seconds", place=Place("--timeout"), remedy="For example 60.")
    return inf if timeout is None else monotonic() + timeout


def _standing(path: Path) -> dict[str, Gone]:
    """Return the findings of an earlier report, by fingerprint."""
    from idxdoctor.report.baseline import read_baseline

    text = DiskFiles(Path.cwd(), Path.home()).read(path.absolute())
    if text is None:
        raise InputError(
            "there is no such file",
            place=Place("--baseline"),
            remedy=f"`idxdoctor check --output {path.name}` writes one, if it ends in .json.",
        )
    return read_baseline(text, str(path))


def _sentence(lookup: Lookup, findings: tuple[Finding, ...]) -> str:
    known = any(finding.known for finding in findings) and not is_failure(lookup, findings)
    return f"{verdict(lookup)}{' This is known.' if known else ''}"


def _tell_gone(run: Run, shown: Run) -> None:
    clean = scrubber_for([shown.trace]).clean
    for gone in gone_lines(shown):
        tell(guard_for(run, shown), clean(gone))


def _show(run: Run, output: Output, *, quiet: bool, verbose: bool) -> None:
    if quiet:
        clean = scrubber_for([run.trace]).clean
        output.text("\n".join(clean(_sentence(*pair)) for pair in run.diagnosed()))
    else:
        from idxdoctor.report.terminal import terminal_report

        output.lines(terminal_report([run], output.width, verbose=verbose))
