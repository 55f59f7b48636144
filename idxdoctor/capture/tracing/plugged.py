"""Has a client load the plugin for one run: from a folder that only this run's PYTHONPATH names.

Nothing is installed. poetry: plugins/plugin_manager.py, pdm: core.py (`load_plugins`), which find plugins wherever
Python finds modules.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from shutil import copytree
from typing import Final

from idxdoctor.capture.tracing import plugin
from idxdoctor.capture.tracing.plugin.handover import PIPE

_PACKAGE: Final = "idxdoctor_plugin"
_ENTRY_POINTS: Final = {
    "poetry": f"[poetry.application.plugin]\nidxdoctor = {_PACKAGE}.for_poetry:Plugin\n",
    "pdm": f"[pdm]\nidxdoctor = {_PACKAGE}.for_pdm:plugin\n",
}
_METADATA: Final = f"Metadata-Version: 2.1\nName: {_PACKAGE}\nVersion: 0\n"


def plug_in(client: str, env: Mapping[str, str], folder: Path, pipe: Path) -> dict[str, str]:
    """Put the plugin into a folder, and return the variables with which the client loads it and tells the pipe its log.

    `env` is where the client runs otherwise.
    """
    copytree(Path(plugin.__file__).parent, folder / _PACKAGE)
    about = folder / f"{_PACKAGE}-0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(_METADATA, encoding="utf-8")
    (about / "entry_points.txt").write_text(_ENTRY_POINTS[client], encoding="utf-8")
    path = os.pathsep.join(filter(None, (str(folder), env.get("PYTHONPATH"))))
    return {"PYTHONPATH": path, PIPE: str(pipe)}
