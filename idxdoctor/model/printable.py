"""Texts of others as data: nothing in them moves a cursor, hides, or is a command to whoever reads the output."""

from __future__ import annotations

import re
from typing import Final

_CONTROLS: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_COMMANDS: Final = re.compile(
    r"::(?=(?:add|debug|echo|end|error|group|internal|notice|remove|save|set|stop|warning)[a-z-]*[ :])|##(?=[a-z]*\[)",
    re.IGNORECASE,
)


def printable(text: str) -> str:
    """Return the text as one line, with control characters, escapes and direction marks as `?`.

    What a pipeline would take for a command is broken by a space: GitHub's runner looks for `::error::` at a line's
    beginning, where any text may stand once it is wrapped, and for `##[error]` anywhere (its `ActionCommand`); the
    agent of Azure Pipelines looks for `##vso[` anywhere (its `Command`).
    """
    return _COMMANDS.sub(lambda found: f"{found[0][0]} {found[0][1]}", _CONTROLS.sub("?", text))
