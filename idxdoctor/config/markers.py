"""Whether what a requirement asks for can be wanted on this machine, by its environment marker (PEP 508)."""

from __future__ import annotations

import re
from typing import Final

_OPTIONS: Final = re.compile(r"\s--[a-z].*")
_PYTHONS: Final = tuple(f"3.{minor}" for minor in range(7, 21))
"""Which Python a client installs for is its own choice: a marker holds here if it holds for one of these."""


def may_apply_here(requirement: str) -> bool:
    """Say whether a requirement's marker holds on this machine for some Python; one that can't be read holds.

    `uv pip` and pip look up nothing that a marker leaves out; `uv lock` looks up all of it, whatever the machine.
    """
    _, has_marker, text = _OPTIONS.sub("", requirement).partition(";")
    if not has_marker or "extra" in text:
        return True
    from packaging.markers import InvalidMarker, Marker, UndefinedComparison

    try:
        marker = Marker(text)
        versions = ({"python_version": short, "python_full_version": f"{short}.0"} for short in _PYTHONS)
        return any(marker.evaluate(version) for version in versions)
    except (InvalidMarker, UndefinedComparison):
        return True
