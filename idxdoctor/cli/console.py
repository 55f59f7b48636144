"""Whether an output is painted: by the option, the usual variables, and what it goes to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console


def is_painted(stream: TextIO, *, no_color: bool = False) -> bool:
    """Say whether styles go to a stream: to a terminal that knows them, unless somebody says otherwise.

    `--no-color` counts most, then NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE, then CLICOLOR=0; a variable that is
    empty is as good as none (no-color.org, force-color.org, bixense.com/clicolors).
    """
    if no_color or os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return is_capable(stream) and os.environ.get("CLICOLOR") != "0"


def is_capable(stream: TextIO) -> bool:
    """Say whether a stream is a terminal on which a line can be written anew."""
    return stream.isatty() and os.environ.get("TERM", "") not in ("dumb", "unknown")


def console_on(stream: TextIO, *, painted: bool) -> Console:
    """Return rich's console for a stream, with the sixteen colours that the terminal's user has chosen."""
    from rich.console import Console

    return Console(
        file=stream,
        markup=False,
        highlight=False,
        emoji=False,
        force_terminal=painted,
        color_system="standard" if painted else None,
    )
