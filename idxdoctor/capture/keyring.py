"""A stand-in for the `keyring` program: it knows what the scenario's keyring knows, and notes every call."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from idxdoctor.capture.seen import SeenKeyring
from idxdoctor.scenario.model import KeyringEntry

_PROGRAM: Final = """\
import json, os, sys

ENTRIES, LOG = {entries!r}, {log!r}
service, *rest = sys.argv[2:]
username = None if rest[:1] == ["--mode"] else rest[0]
line = json.dumps([service, username]) + "\\n"
log = os.open(LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
os.write(log, line.encode())
for known, name, password in ENTRIES:
    if known == service and username in (None, name):
        sys.stdout.write(password + "\\n" if username else name + "\\n" + password + "\\n")
        break
else:
    sys.exit(1)
"""


def install_keyring(folder: Path, entries: tuple[KeyringEntry, ...], log: Path) -> None:
    """Put a program `keyring` into `folder`, which must come first on PATH; it notes its calls in `log`."""
    known = [(entry.service, entry.username, entry.password.reveal()) for entry in entries]
    program = folder / "keyring"
    shebang = f"#!{sys.executable} -IS\n"
    program.write_text(shebang + _PROGRAM.format(entries=known, log=str(log)), encoding="utf-8")
    program.chmod(0o700)


def calls_in(log: Path) -> tuple[SeenKeyring, ...]:
    """Return the calls that were noted, in order."""
    if not log.exists():
        return ()
    calls = (json.loads(line) for line in log.read_text(encoding="utf-8").splitlines())
    return tuple(SeenKeyring(service, username) for service, username in calls)
