"""Changes to the netrc file, as edits of its text."""

from __future__ import annotations

from pathlib import Path

from idxdoctor.config.edits import with_file
from idxdoctor.config.netrc import read_netrc
from idxdoctor.config.surroundings import Surroundings


def with_netrc_entry(here: Surroundings, host: str, username: str, password: str) -> Surroundings | None:
    """Return the surroundings with one more netrc entry; None where the file has one for the host already.

    It comes before all others, since a `default` entry must be last.
    """
    path = netrc_path(here)
    if any(entry.host == host for entry in read_netrc(here.files, path) or ()):
        return None
    text = here.files.read(path) or ""
    return with_file(here, path, f"machine {host} login {username} password {password}\n{text}")


def with_netrc_machine(here: Surroundings, line: int, machine: str) -> Surroundings | None:
    """Return the surroundings with another machine in the netrc entry that begins at `line` (from 1)."""
    path = netrc_path(here)
    lines = (here.files.read(path) or "").splitlines(keepends=True)
    words = lines[line - 1].split() if line <= len(lines) else []
    if words[:1] != ["machine"] or len(words) < 2:
        return None
    lines[line - 1] = lines[line - 1].replace(words[1], machine, 1)
    return with_file(here, path, "".join(lines))


def netrc_path(here: Surroundings) -> Path:
    """Return the netrc file that counts: `$NETRC` where that file exists, else `~/.netrc`."""
    files = here.files
    if named := here.env.get("NETRC"):
        path = files.home / named[2:] if named.startswith("~/") else files.project / named
        if files.read(path) is not None:
            return path
    return files.home / ".netrc"
