"""Project names (PEP 503, PEP 508)."""

from __future__ import annotations

import re
from typing import Final

from idxdoctor.model.errors import InputError

_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_NAME_IN_REQUIREMENT: Final = re.compile(rf"({_NAME.pattern})\s*(?:$|[\[<>=!~;( ])")


def normalized_name(name: str) -> str:
    """Return the name as it stands in a simple page's URL (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def package_name(text: str) -> str:
    """Return the normalized name that a requirement such as `ruff` or `ruff>=0.11` asks for.

    Raises `InputError` where no project can have that name; the text, which may be a pasted secret, is not repeated.
    """
    match = _NAME_IN_REQUIREMENT.match(text.strip())
    if match is None:
        raise InputError(
            "a package name must begin and end with a letter or digit and hold only letters, digits, '-', '_' and '.'",
            remedy="Give the name of a project, such as `requests` or `requests>=2`.",
        )
    return normalized_name(match[1])
