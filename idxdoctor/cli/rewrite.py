"""Files given another text: all of them or none, and the old text stays whole until the new one is."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from idxdoctor.model.errors import InputError, Place


class Rewrite(NamedTuple):
    """Another text for a file: its path, how that is shown, the text that it must still have, and the new one."""

    path: Path
    shown: str
    old: str
    new: str


def rewrite(files: Iterable[Rewrite]) -> None:
    """Put new texts in the place of old ones, the files' modes kept; an interrupt leaves the old ones.

    Raises `InputError`, nothing being written, where a file can't be written or is no longer what it was.
    """
    with ExitStack() as leftovers:
        staged = [(file, _staged(file, leftovers)) for file in files]
        for file, temporary in staged:
            try:
                temporary.replace(file.path.resolve())
            except OSError as error:
                raise _refused(file, error.strerror or "") from None


def _staged(file: Rewrite, leftovers: ExitStack) -> Path:
    """Write the new text beside the file, to be removed at the end where it is still there."""
    target = file.path.resolve()
    try:
        if target.read_bytes().decode("utf-8", "replace") != file.old:
            raise InputError(
                "the file has changed since it was checked", place=Place(file.shown), remedy="Check once more."
            )
        mode = target.stat().st_mode & 0o777
        if not mode & 0o222 or not os.access(target, os.W_OK):
            raise _refused(file, "it is read-only")
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        temporary = Path(name)
        leftovers.callback(temporary.unlink, missing_ok=True)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            stream.write(file.new)
            stream.flush()
            os.fsync(descriptor)
        temporary.chmod(mode)
    except OSError as error:
        raise _refused(file, error.strerror or "") from None
    return temporary


def _refused(file: Rewrite, why: str) -> InputError:
    return InputError(f"the fix can't be written: {why}", place=Place(file.shown), remedy="Apply the change by hand.")
