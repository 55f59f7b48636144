"""Stand-ins for the `keyring` program and module: they know what the scenario's keyring knows, and note every call."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from idxdoctor.capture.answering.seen import SeenKeyring
from idxdoctor.scenario.model import KeyringEntry

_NOTE: Final = """\
import json, os, sys, time

ENTRIES, LOG = {entries!r}, {log!r}


def note(service, username):
    log = os.open(LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(log, (json.dumps([service, username, time.time()]) + "\\n").encode())
    os.close(log)


def credential_of(service, username):
    note(service, username)
    return next((pair for known, *pair in ENTRIES if known == service and username in (None, pair[0])), None)


"""
_PROGRAM: Final = """\
as_json = "--output=json" in sys.argv
whole = "--mode=creds" in sys.argv and not as_json
service, *rest = [word for word in sys.argv[1:] if word != "get" and not word.startswith(("--mode=", "--output="))]
username = None if not rest or rest[0] in ("", "--mode") else rest[0]
pair = credential_of(service, username)
if pair is None:
    sys.exit(1)
print(*pair[1:] if username and not whole else pair, sep="\\n")
"""
_MODULE: Final = """\
class Credential:
    def __init__(self, username, password):
        self.username, self.password = username, password


def get_credential(service, username):
    pair = credential_of(service, username)
    return pair and Credential(*pair)
"""
_BACKEND: Final = """\
from keyring.backend import KeyringBackend
from keyring.credentials import SimpleCredential


class Keyring(KeyringBackend):
    name = "scenario Keyring"
    priority = 1

    def get_password(self, service, username):
        pair = credential_of(service, username or "")
        return pair and pair[1]

    def get_credential(self, service, username):
        pair = credential_of(service, username)
        return pair and SimpleCredential(*pair)

    def set_password(self, service, username, password):
        raise NotImplementedError  # A keyring must have this method; what a scenario gives is only read.
"""
_BACKEND_MODULE: Final = "scenario_keyring"


def install_keyring(folder: Path, entries: tuple[KeyringEntry, ...], log: Path) -> None:
    """Put a program `keyring` into `folder`, which must come first on PATH; it notes its calls in `log`."""
    program = folder / "keyring"
    shebang = f"#!{sys.executable} -IS\n"
    program.write_text(shebang + _text(_PROGRAM, entries, log), encoding="utf-8")
    program.chmod(0o700)


def install_keyring_module(folder: Path, entries: tuple[KeyringEntry, ...], log: Path) -> None:
    """Put a module `keyring` into `folder`, which must be on the path for modules; it does as the program does."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "keyring.py").write_text(_text(_MODULE, entries, log), encoding="utf-8")


def keyring_of_poetry(folder: Path, entries: tuple[KeyringEntry, ...], log: Path) -> dict[str, str]:
    """Put a backend for the module `keyring`, which poetry imports, into `folder`; return what makes poetry take it.

    Where there are no entries the variables keep poetry from asking the keyring of this machine.
    """
    if not entries:
        return {"POETRY_KEYRING_ENABLED": "false"}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{_BACKEND_MODULE}.py").write_text(_text(_BACKEND, entries, log), encoding="utf-8")
    backend = {"PYTHONPATH": str(folder), "PYTHON_KEYRING_BACKEND": f"{_BACKEND_MODULE}.Keyring"}
    return {"POETRY_KEYRING_ENABLED": "true", **backend}


def _text(program: str, entries: tuple[KeyringEntry, ...], log: Path) -> str:
    known = [(entry.service, entry.username, entry.password.reveal()) for entry in entries]
    return _NOTE.format(entries=known, log=str(log)) + program


def answers(entries: tuple[KeyringEntry, ...], call: SeenKeyring) -> bool:
    """Say whether a keyring with these entries has what a call asks for."""
    return any(call.service == entry.service and call.username in (None, entry.username) for entry in entries)


def calls_in(log: Path) -> tuple[SeenKeyring, ...]:
    """Return the calls that were noted, in order."""
    if not log.exists():
        return ()
    return tuple(SeenKeyring(*json.loads(line)) for line in log.read_text(encoding="utf-8").splitlines())
