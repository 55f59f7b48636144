"""Changes to `[tool.uv.sources]`: which package is taken from one index only."""

from __future__ import annotations

from typing import Any, Final

from idxdoctor.config.names import normalized_name
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.uv.toml_edit import in_toml, with_table
from idxdoctor.model.plan import Index

_PROJECT_FILE: Final = "pyproject.toml"


def with_pin(here: Surroundings, package: str, index: Index) -> Surroundings | None:
    """Return the surroundings with the package pinned to the index, which is made explicit.

    None where the project does not define the index, or gives it no name.
    """
    if index.name is None or index.provenance.file != _PROJECT_FILE:
        return None

    def edit(document: Any) -> bool:  # noqa: ANN401 - tomlkit's document
        import tomlkit

        source = tomlkit.inline_table()
        source["index"] = index.name
        uv = document["tool"]["uv"]
        if "sources" not in uv:
            uv["sources"] = tomlkit.table()
        sources = uv["sources"]
        sources[next((name for name in sources if normalized_name(name) == normalized_name(package)), package)] = source
        return True

    pinned = in_toml(here, _PROJECT_FILE, edit)
    return pinned and with_table(pinned, index, lambda table: table.__setitem__("explicit", True))


def without_pin(here: Surroundings, package: str) -> Surroundings | None:
    """Return the surroundings with the package's entry taken out; None where the project has none."""

    def edit(document: Any) -> bool:  # noqa: ANN401 - tomlkit's document
        sources = document.get("tool", {}).get("uv", {}).get("sources", {})
        name = next((name for name in sources if normalized_name(name) == normalized_name(package)), None)
        if name is not None:
            del sources[name]
        return name is not None

    return in_toml(here, _PROJECT_FILE, edit)
