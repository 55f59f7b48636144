"""`check --fix`: a proved fix written into the file that it changes."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from typing import Final, NamedTuple

import typer

from idxdoctor.cli.guard import guard_for
from idxdoctor.cli.output import tell
from idxdoctor.cli.rewrite import Rewrite, rewrite
from idxdoctor.clients.registry import model_of
from idxdoctor.config.edits import edited_texts
from idxdoctor.config.surroundings import Surroundings, shown_path
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import Plan
from idxdoctor.report.redaction import scrubber_for

_FILE: Final = re.compile(r"^\+\+\+ (.+)", re.MULTILINE)
"""What a patch says that a file is called."""


class Writable(NamedTuple):
    """A proved fix that changes files, as it is shown, and the new text of each."""

    shown: Fix
    files: tuple[Rewrite, ...]


def write_fix(run: Run, shown: Run, here: Surroundings, *, yes: bool) -> None:
    """Show the fixes that can be written, let one be chosen, and write it; nothing else is changed.

    `shown` is the same run as reports show it, maybe under other names. Where nobody can be asked, or with
    `yes`, it is the first one without a risk. Raises `InputError` where a file can't be written, and `FaultError` where
    a secret would stand in one that did not hold it.
    """
    guard, clean = guard_for(run, shown), scrubber_for([run.trace, shown.trace]).clean
    fixes = list(_writable(run, shown, here))
    if not fixes:
        tell(guard, "nothing to write: no proved fix changes a file without a secret in it")
        return
    for number, (fix, _) in enumerate(fixes, start=1):
        risk = f"  (risk: {fix.risk})" if fix.risk else ""
        lines = [f"{number}  {fix.title}{risk}", *(f"     {line}" for line in (fix.diff or "").splitlines())]
        tell(guard, "\n".join(map(clean, lines)))
    chosen = _chosen(fixes, ask=not yes and sys.stdin.isatty() and "CI" not in os.environ)
    if chosen is None:
        tell(guard, "nothing was written")
        return
    for file in chosen.files:
        guard.let_change(file.shown, file.old, file.new)
    rewrite(chosen.files)
    tell(guard, "\n".join(f"wrote {clean(name)}" for name in _FILE.findall(chosen.shown.diff or "")))


def _writable(run: Run, shown: Run, here: Surroundings) -> Iterator[Writable]:
    """Return the proved fixes that change files and nothing else, and write no secret anywhere."""
    model = model_of(run.trace.client.name)
    seen: set[tuple[Rewrite, ...]] = set()
    for fix, as_shown in zip(_fixes(run), _fixes(shown), strict=True):
        change = fix.change
        if not fix.proved or change is None or change.edit is None or change.wanted or change.version:
            continue
        after = change.edit(model.editor, here)
        if after is None or (after.env, after.args) != (here.env, here.args):
            continue
        files = tuple(_rewrites(here, after))
        if files and files not in seen and not _writes_a_secret(run.trace.plan, model.read_plan(after)):
            seen.add(files)
            yield Writable(as_shown, files)


def _fixes(run: Run) -> Iterator[Fix]:
    return (fix for findings in run.findings for finding in findings for fix in finding.fixes)


def _rewrites(here: Surroundings, after: Surroundings) -> Iterator[Rewrite]:
    for path, text in edited_texts(after).items():
        yield Rewrite(path, shown_path(here.files, path), here.files.read(path) or "", text)


def _writes_a_secret(before: Plan, after: Plan) -> bool:
    """Say whether a file would hold credentials that no file of its kind held before."""
    return any(new - old for new, old in zip(_in_files(after), _in_files(before), strict=True))


def _in_files(plan: Plan) -> tuple[frozenset[Credential | None], ...]:
    indexes = [index for index in (*plan.defined, *plan.project_indexes, *plan.pins.values()) if index.provenance.file]
    return (
        frozenset(Credential.from_url(index.url, index.provenance) for index in indexes) | {None},
        frozenset(entry.credential for entry in plan.netrc),
        frozenset(entry.credential for entry in plan.stored),
    )


def _chosen(fixes: list[Writable], *, ask: bool) -> Writable | None:
    if not ask:
        return next((writable for writable in fixes if writable.shown.risk is None), None)
    answer: int = typer.prompt("Write which one? 0 for none", type=int, default=0, err=True)
    return fixes[answer - 1] if 0 < answer <= len(fixes) else None
