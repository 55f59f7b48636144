"""Whether uv is told to ask no index: by an option, a file of settings, or a requirements file."""

from __future__ import annotations

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.uv.files import settings_files
from idxdoctor.config.uv.options import is_switched_on
from idxdoctor.config.uv.requirements import requirement_lines


def asks_no_index(surroundings: Surroundings) -> bool:
    """Say whether any place says so; of the files the first with the setting counts, for `uv pip` its `[pip]` before.

    uv: uv-distribution-types/src/index_url.rs IndexLocations::combine, uv/src/settings.rs PipSettings::combine.
    """
    if is_switched_on(surroundings, "no-index"):
        return True
    files = settings_files(surroundings)
    tables = [settings.sub("pip") for settings in files] + files if surroundings.command[:1] == ("pip",) else files
    if next((settings.data["no-index"] for settings in tables if "no-index" in settings.data), None) is True:
        return True
    return any(line.option == "--no-index" for line in requirement_lines(surroundings))
