"""Changes to the netrc file, as edits of its text."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from idxdoctor.config.edits import with_file
from idxdoctor.config.netrc import read_netrc
from idxdoctor.config.surroundings import Surroundings

_PASSWORD: Final = re.compile(r'(\bpassword\s+)("[^"]*"|\S+)')
_ENTRY: Final = re.compile(r"\s*(machine|default|macdef)\b")


def with_netrc_entry(here: Surroundings, host: str, username: str, password: str) -> Surroundings | None:
    """Return the surroundings with a netrc entry in place of those that the file has for the host.

    It comes before all others, since a `default` entry must be last.
    """
    path = netrc_path(here)
    kept: Surroundings | None = here
    for entry in reversed(read_netrc(here.files, path) or ()):
        if entry.host == host and kept is not None:
            kept = without_netrc_entry(kept, entry.credential.provenance.line or 1)
    if kept is None:
        return None
    text = kept.files.read(path) or ""
    return with_file(here, path, f"machine {host} login {username} password {password}\n{text}")


def with_netrc_machine(here: Surroundings, line: int, machine: str) -> Surroundings | None:
    """Return the surroundings with another machine in the netrc entry that begins at `line` (from 1).

    A `default` entry becomes one for that machine alone.
    """
    path = netrc_path(here)
    lines = (here.files.read(path) or "").splitlines(keepends=True)
    words = lines[line - 1].split() if line <= len(lines) else []
    if words[:1] == ["default"]:
        lines[line - 1] = lines[line - 1].replace("default", f"machine {machine}", 1)
    elif words[:1] == ["machine"] and len(words) > 1:
        lines[line - 1] = lines[line - 1].replace(words[1], machine, 1)
    else:
        return None
    return with_file(here, path, "".join(lines))


def with_netrc_password(here: Surroundings, line: int, change: Callable[[str], str | None]) -> Surroundings | None:
    """Return the surroundings with another password in the netrc entry that begins at `line` (from 1)."""
    path = netrc_path(here)
    lines = (here.files.read(path) or "").splitlines(keepends=True)
    before, rest = "".join(lines[: line - 1]), "".join(lines[line - 1 :])
    found = _PASSWORD.search(rest)
    new = change(found[2].strip('"')) if found else None
    if found is None or new is None:
        return None
    word = f'"{new}"' if re.search(r'[\s"#]', new) else new
    return with_file(here, path, f"{before}{rest[: found.start()]}{found[1]}{word}{rest[found.end() :]}")


def without_netrc_entry(here: Surroundings, line: int) -> Surroundings | None:
    """Return the surroundings without the netrc entry that begins at `line` (from 1)."""
    path = netrc_path(here)
    lines = (here.files.read(path) or "").splitlines(keepends=True)
    if not _ENTRY.match(lines[line - 1] if line <= len(lines) else ""):
        return None
    end = next((n for n in range(line, len(lines)) if _ENTRY.match(lines[n])), len(lines))
    return with_file(here, path, "".join((*lines[: line - 1], *lines[end:])))


def netrc_path(here: Surroundings) -> Path:
    """Return the netrc file that counts: `$NETRC` where that file exists, else `~/.netrc`."""
    files = here.files
    if named := here.env.get("NETRC"):
        path = files.home / named[2:] if named.startswith("~/") else files.project / named
        if files.read(path) is not None:
            return path
    return files.home / ".netrc"
