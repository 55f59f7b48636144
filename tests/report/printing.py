"""What rich prints, as text."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console, RenderableType


def printed(pieces: Iterable[RenderableType], width: int) -> str:
    """Return the pieces as a console of that width prints them, without colours."""
    out = io.StringIO()
    console = Console(file=out, width=width, markup=False, highlight=False, emoji=False)
    for piece in pieces:
        console.print(piece)
    return out.getvalue()
