"""A message that a client logs, and the verbosity that it takes."""

from __future__ import annotations

import re
from typing import NamedTuple


class Pattern(NamedTuple):
    """A message: its kind, its form, the least verbosity that shows it, and whether no other client prints it."""

    kind: str
    form: re.Pattern[str]
    verbosity: int
    own: bool
