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
as_json = "--output=json" in sys.argv
whole = "--mode=creds" in sys.argv and not as_json
service, *rest = [word for word in sys.argv[1:] if word != "get" and not word.startswith(("--mode=", "--output="))]
username = None if not rest or rest[0] in ("", "--mode") else rest[0]
line = json.dumps([service, username]) + "\\n"
log = os.open(LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
os.write(log, line.encode())
for known, name, password in ENTRIES:
    if known == service and username in (None, name):
        sys.stdout.write(password + "\\n" if username and not whole else name + "\\n" + password + "\\n")
        break
else:
    sys.exit(1)
"""
_MODULE: Final = """\
import json, os

ENTRIES, LOG = {entries!r}, {log!r}


class Credential:
    def __init__(self, username, password):
        self.username, self.password = username, password


def get_credential(service, username):
    log = os.open(LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(log, (json.dumps([service, username]) + "\\n").encode())
    os.close(log)
    for known, name, password in ENTRIES:
        if known == service and username in (None, name):
            return Credential(name, password)
    return None
"""


def install_keyring(folder: Path, entries: tuple[KeyringEntry, ...], log: Path) -> None:
    """Put a program `keyring` into `folder`, which must come first on PATH; it notes its calls in `log`."""
    program = folder / "keyring"
    shebang = f"#!{sys.executable} -IS\n"
    program.write_text(shebang + _PROGRAM.format(entries=_known(entries), log=str(log)), encoding="utf-8")
    program.chmod(0o700)


def install_keyring_module(folder: Path, entries: tuple[KeyringEntry, ...], log: Path) -> None:
    """Put a module `keyring` into `folder`, which must be on the path for modules; it does as the program does."""
    folder.mkdir(parents=True, exist_ok=True)
    text = _MODULE.format(entries=_known(entries), log=str(log))
    (folder / "keyring.py").write_text(text, encoding="utf-8")


def _known(entries: tuple[KeyringEntry, ...]) -> list[tuple[str, str, str]]:
    return [(entry.service, entry.username, entry.password.reveal()) for entry in entries]


def calls_in(log: Path) -> tuple[SeenKeyring, ...]:
    """Return the calls that were noted, in order."""
    if not log.exists():
        return ()
    calls = (json.loads(line) for line in log.read_text(encoding="utf-8").splitlines())
    return tuple(SeenKeyring(service, username) for service, username in calls)
