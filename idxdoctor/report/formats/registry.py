"""The formats of a report by name and by a file's ending, each a function of the runs."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Final, cast

from idxdoctor.diagnosis.run import Run

_RENDERERS: Final = {
    "json": "json_report",
    "markdown": "markdown",
    "html": "html",
    "junit": "junit",
    "sarif": "sarif",
    "github": "github",
    "azure": "azure",
    "gitlab": "gitlab",
}
_OTHERS_IN_JSON: Final = frozenset({"gitlab", "sarif"})
_ENDINGS: Final = {".json": "json", ".md": "markdown", ".html": "html", ".xml": "junit", ".sarif": "sarif"}


def rendered(name: str, runs: list[Run]) -> str:
    """Return the report of the runs in a format, by name."""
    report = getattr(import_module(f"{__package__}.{_RENDERERS[name]}"), f"{name}_report")
    return cast(Callable[[list[Run]], str], report)(runs)


def format_of(path: Path, asked: str) -> str:
    """Return the format that a file's ending stands for, the one that is asked for where it stands for none.

    `.json` is what is asked for where that is written in JSON too, as GitLab's files are usually called.
    """
    found = _ENDINGS.get(path.suffix.lower(), asked)
    return asked if found == "json" and asked in _OTHERS_IN_JSON else found
