"""What is said of an error that nobody foresaw: where it arose, and nothing that may hold a secret."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import Path

from idxdoctor import __version__

_ROOT = Path(__file__).parent.parent
_MOST_CAUSES = 4
_MOST_FRAMES = 8


def crash_message(error: BaseException) -> str:
    """Return which kinds of error followed from one another, and where each arose in this program.

    The errors' own texts and the values of variables are left out: they may hold what a server or a file says.
    """
    lines = [line for one in _causes(error) for line in _arose(one)]
    return "\n".join(
        [
            f"idxdoctor {__version__} itself is at fault: {_name(error)}",
            *lines,
            "  Please report it with these lines and the command; nothing of your configuration stands in them.",
        ]
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Return the error and what led to it, the latest first."""
    one: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if one is None:
            return
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _arose(error: BaseException) -> Iterator[str]:
    yield f"  {_name(error)}"
    own = [
        f"    {Path(frame.f_code.co_filename).relative_to(_ROOT).as_posix()}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if Path(frame.f_code.co_filename).is_relative_to(_ROOT)
    ]
    yield from own[-_MOST_FRAMES:]


def _name(error: BaseException) -> str:
    return type(error).__qualname__
