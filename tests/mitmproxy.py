"""mitmdump for tests: the one on PATH, else one in the cache folder, in an environment of its own."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from idxdoctor.capture.running.binaries import cache_folder

_PLACE: Final = cache_folder().parent / "mitmproxy"
"""As it is before a test gives itself another home."""


def mitmdump_folder() -> Path:
    """Return the folder in which mitmdump is. Fails where it can't be installed; no test is left out for want of it."""
    on_path = shutil.which("mitmdump")
    if on_path is not None:
        return Path(on_path).parent
    place = _PLACE
    place.mkdir(parents=True, exist_ok=True)
    # Its libraries don't go with this project's, and a moved environment does not work: one process makes it in place.
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "done").exists():
            shutil.rmtree(place / "venv", ignore_errors=True)
            subprocess.run([sys.executable, "-m", "venv", str(place / "venv")], check=True)
            done = subprocess.run(
                [str(place / "venv" / "bin" / "pip"), "install", "--quiet", "mitmproxy"],
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"mitmdump is not on PATH, and can't be installed: {done.stderr}"
            (place / "done").touch()
    return place / "venv" / "bin"
