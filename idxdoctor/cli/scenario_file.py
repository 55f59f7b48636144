"""Files that scenarios are written to, which are called by the scenario's id."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from idxdoctor.model.errors import InputError, Place

_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]*")


def id_of(file: Path, option: str, ending: str = ".yaml") -> str:
    """Return the id of the scenario in a file. Raises `InputError` where that can't be one."""
    if file.suffix == ending and _ID.fullmatch(file.stem):
        return file.stem
    raise InputError(
        f"the file is called by the scenario's id: small letters, digits and '-', and {ending} at the end",
        place=Place(option),
        remedy=f"For example my-failure{ending}.",
    )
