"""`idxdoctor record`: a check kept as a scenario that anybody can replay."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from idxdoctor.cli.bench import bench_for
from idxdoctor.cli.clients import client_or_installed
from idxdoctor.cli.guard import guard_against
from idxdoctor.cli.options import ClientOption, KeepNamesOption, LikeOption, MockOption, PackagesArgument
from idxdoctor.cli.output import Output, progress_on_stderr, tell
from idxdoctor.cli.scenario_file import id_of
from idxdoctor.config.names import package_name
from idxdoctor.diagnosis.run import HEALTHY, PROBLEM

if TYPE_CHECKING:
    from idxdoctor.diagnosis.records.record import Record


def command(
    packages: PackagesArgument = None,
    client: ClientOption = None,
    like: LikeOption = None,
    mock: MockOption = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write here instead of standard output: NAME.yaml, or NAME.py."
        ),
    ] = None,
    keep_names: KeepNamesOption = False,
    self_contained: Annotated[
        bool,
        typer.Option(
            "--self-contained",
            help="Write one Python script that starts the servers on this machine and runs the real uv against them.",
        ),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write it even if its replay differs from the check.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Don't say what was written.")] = False,
) -> int:
    """Keep a failure as a file to replay anywhere.

    Checks as `idxdoctor check` does, and writes what was configured and what the indexes answered into one file, with
    made-up secrets and names: the same host stays the same host, a path below another stays below it. Whoever gets
    the file replays the failure without access to the index. What does not matter is left out. Before anything is
    written the file is replayed: where that differs from the check, it is said, and nothing is written.

    Fixes are tried as in `check`, so that more is asked than the failing command asks; what was answered is kept, and
    a replay proves the fixes again.

    Exit status: 0 recorded, 1 its replay differs, 2 the command or its input is wrong.

    idxdoctor record my-package --output my-failure.yaml

    idxdoctor record --like "uv pip install --index-url URL" my-package --output my-failure.yaml

    idxdoctor replay my-failure.yaml --client uv==0.7.0

    idxdoctor record --self-contained my-package --output my-failure.py; python my-failure.py PATH-OF-UV
    """
    from idxdoctor.diagnosis.records.record import record
    from idxdoctor.transport.check import packages_to_check

    names = [package_name(package) for package in packages or ()]
    id_ = "recorded" if output is None else id_of(output, "--output", ".py" if self_contained else ".yaml")
    asker = client_or_installed(client)
    bench, given = bench_for(mock, like, asker)
    wanted = packages_to_check(bench.here, asker, names or given)
    with progress_on_stderr(len(wanted)) as progress:
        made = record(bench, asker, wanted, id_, keep_names=keep_names, progress=progress)
    guard = guard_against(made.secrets)
    if made.difference is not None:
        tell(guard, f"the replay of the record differs from the check: {made.difference}")
        if not force:
            tell(guard, "nothing was written; --force writes it all the same")
            return PROBLEM
    Output(guard, output).text(_script(made) if self_contained else made.text.rstrip("\n"))
    if output is not None and not quiet:
        shows = f"python {output}" if self_contained else f"idxdoctor replay {output}"
        tell(guard, f"wrote {output}; `{shows}` shows what happens in it")
    return HEALTHY if made.difference is None else PROBLEM


def _script(made: Record) -> str:
    from idxdoctor.capture.standalone import standalone_script

    return standalone_script(made.scenario).rstrip("\n")
