"""What can go wrong before there is a trace: errors that name the place and the remedy.

An error carries its facts as attributes and formats itself. No message may hold a secret: whoever raises
one quotes only what is safe to show.
"""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands: a file (or variable, or argument), with line and column counted from 1."""

    source: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.source, self.line, self.column) if part is not None)


class IdxdoctorError(Exception):
    """The command can't give an answer. `exit_status` says which kind of reason."""

    exit_status = 2

    def __init__(self, message: str, *, place: Place | None = None, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        located = f"{self.place}: {self.message}" if self.place else self.message
        return f"{located}\n  {self.remedy}" if self.remedy else located


class InputError(IdxdoctorError):
    """The command or what it was given is wrong: exit status 2."""


class InputErrors(InputError):
    """Several faults of one input, all found in one reading.

    `errors` holds them in the order in which they stand in the file.
    """

    def __init__(self, errors: list[InputError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


class CheckError(IdxdoctorError):
    """The check could not be completed: exit status 3."""

    exit_status = 3


class FaultError(IdxdoctorError):
    """The tool itself is at fault, and gives nothing rather than something wrong: exit status 70, as of sysexits.h."""

    exit_status = 70
