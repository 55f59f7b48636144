"""The `keyring` program, called as clients call it, with a time limit."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from shutil import which
from typing import Final

from idxdoctor.model.credential import Credential, Provenance, Reach, shown_service
from idxdoctor.model.exchange import AskKeyring
from idxdoctor.model.secret import Secret

TIME_LIMIT: Final = 15.0


def ask_keyring_program(question: AskKeyring, env: Mapping[str, str]) -> Credential | None:
    """Return what `keyring get SERVICE USERNAME`, or with no username `--mode creds`, answers.

    None where the program is missing, knows nothing, or takes longer than `TIME_LIMIT` seconds, as when it waits
    for a person.
    """
    program = which("keyring", path=env.get("PATH"))
    if program is None:
        return None
    named = ["--mode", "creds"] if question.username is None else [question.username]
    try:
        done = subprocess.run(  # noqa: S603 - the program that the client itself would call
            [program, "get", question.service, *named],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIME_LIMIT,
            env=dict(env),
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    if done.returncode != 0 or len(lines) < (2 if question.username is None else 1):
        return None
    username = lines.pop(0) if question.username is None else question.username
    provenance = Provenance(f"keyring, {shown_service(question.service)}")
    return Credential(username, Secret(lines[0].rstrip()), provenance, Reach.of_service(question.service))
