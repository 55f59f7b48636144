"""`check --fix`: a proved fix written into the file that it changes."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import typer

from idxdoctor.clients.registry import model_of
from idxdoctor.config.edits import edited_texts
from idxdoctor.config.surroundings import Surroundings, shown_path
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.errors import InputError, Place
from idxdoctor.report.redaction import scrubber_for


class Writable(NamedTuple):
    """A proved fix that changes files, and the new text of each."""

    fix: Fix
    texts: tuple[tuple[Path, str], ...]


def write_fix(run: Run, here: Surroundings, *, yes: bool) -> None:
    """Show the fixes that can be written, let one be chosen, and write it; nothing else is changed.

    Where nobody can be asked, or with `yes`, it is the first one without a risk. Raises `InputError` where a file
    can't be written.
    """
    clean = scrubber_for([run.trace]).clean
    fixes = list(_writable(run, here))
    if not fixes:
        typer.echo("nothing to write: no proved fix changes a file without a secret in it", err=True)
        return
    for number, writable in enumerate(fixes, start=1):
        risk = f"  (risk: {writable.fix.risk})" if writable.fix.risk else ""
        typer.echo(f"{number}  {clean(writable.fix.title)}{risk}", err=True)
        typer.echo("\n".join(f"     {clean(line)}" for line in (writable.fix.diff or "").splitlines()), err=True)
    chosen = _chosen(fixes, ask=not yes and sys.stdin.isatty() and "CI" not in os.environ)
    if chosen is None:
        typer.echo("nothing was written", err=True)
        return
    for path, text in chosen.texts:
        _replace(path, text, shown_path(here.files, path))
        typer.echo(f"wrote {shown_path(here.files, path)}", err=True)


def _writable(run: Run, here: Surroundings) -> Iterator[Writable]:
    """Return the proved fixes that change files and nothing else, and leave no room for a secret in them."""
    editor = model_of(run.trace.client.name).editor
    seen: set[str | None] = set()
    for fix in (fix for findings in run.findings for finding in findings for fix in finding.fixes):
        if not fix.proved or fix.change is None or fix.change.edit is None or fix.change.wanted or fix.diff in seen:
            continue
        seen.add(fix.diff)
        after = fix.change.edit(editor, here)
        if after is not None and edited_texts(after) and (after.env, after.args) == (here.env, here.args):
            yield Writable(fix, tuple(edited_texts(after).items()))


def _chosen(fixes: list[Writable], *, ask: bool) -> Writable | None:
    if not ask:
        return next((writable for writable in fixes if writable.fix.risk is None), None)
    answer: int = typer.prompt("Write which one? 0 for none", type=int, default=0, err=True)
    return fixes[answer - 1] if 0 < answer <= len(fixes) else None


def _replace(path: Path, text: str, shown: str) -> None:
    """Put a new text in a file's place in one step, its mode kept: an interrupt leaves the old one whole."""
    target = path.resolve()
    try:
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o600
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            temporary.chmod(mode)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(
            f"the fix can't be written: {error.strerror}", place=Place(shown), remedy="Apply the change by hand."
        ) from None
