"""Which client a command is about."""

from __future__ import annotations

import re
import subprocess
from shutil import which

from idxdoctor.clients.registry import client_of
from idxdoctor.model.errors import InputError
from idxdoctor.model.trace import Client


def client_or_installed(spec: str | None, name: str = "uv") -> Client:
    """Return the client that `spec` means; without one the installed one, else the newest known."""
    if spec is not None:
        return client_of(spec)
    try:
        return client_of(f"{name}=={version}" if (version := _installed(name)) else name)
    except InputError:
        return client_of(name)


def _installed(name: str) -> str | None:
    program = which(name)
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - the client that is on PATH
            [program, "--version"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"\d+\.\d+\.\d+", done.stdout)
    return match[0] if match else None
