"""The `keyring` program, called as clients call it, with a time limit."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping
from math import inf
from shutil import which
from threading import Lock
from time import monotonic
from typing import Final

from idxdoctor.model.credential import Credential, Provenance, Reach, shown_service
from idxdoctor.model.exchange import AskKeyring
from idxdoctor.model.secret import Secret

TIME_LIMIT: Final = 15.0


class KeyringProgram:
    """Calls the program with these variables, until `deadline` on the monotonic clock.

    It runs in a session of its own, so that it finds no terminal to ask a person at.
    """

    def __init__(self, env: Mapping[str, str], deadline: float = inf) -> None:
        self._env = env
        self._deadline = deadline
        self._running: set[subprocess.Popen[bytes]] = set()
        self._starting = Lock()

    def ask(self, question: AskKeyring) -> Credential | None:
        """Return what `keyring get SERVICE USERNAME`, or with no username `--mode creds`, answers.

        None where the program is missing, knows nothing, or takes longer than `TIME_LIMIT` seconds, as when it waits
        for a person.
        """
        program = which("keyring", path=self._env.get("PATH"))
        limit = min(TIME_LIMIT, self._deadline - monotonic())
        if program is None or limit <= 0:
            return None
        named = ["--mode", "creds"] if question.username is None else [question.username]
        lines = self._lines([program, "get", question.service, *named], limit)
        if len(lines) < (2 if question.username is None else 1):
            return None
        username = lines.pop(0) if question.username is None else question.username
        provenance = Provenance(f"keyring, {shown_service(question.service)}")
        return Credential(username, Secret(lines[0].rstrip()), provenance, Reach.of_service(question.service))

    def stop(self) -> None:
        """End the calls that are under way, with whatever they have started, and make no others."""
        with self._starting:
            self._deadline = -inf
            for process in [*self._running]:
                _end(process)

    def _lines(self, command: list[str], limit: float) -> list[str]:
        """Return what a call prints, in lines; nothing where it fails or takes longer than `limit` seconds."""
        process = self._started(command)
        if process is None:
            return []
        with process:
            try:
                out, _ = process.communicate(timeout=limit)
            except subprocess.TimeoutExpired:
                _end(process)
                return []
            finally:
                self._running.discard(process)
        return out.decode("utf-8", "replace").splitlines() if process.returncode == 0 else []

    def _started(self, command: list[str]) -> subprocess.Popen[bytes] | None:
        """Begin a call; None where that can't be, or calls are no longer made."""
        with self._starting:
            if self._deadline == -inf:
                return None
            try:
                process = subprocess.Popen(  # noqa: S603 - the program that the client itself would call
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=dict(self._env),
                    start_new_session=True,
                )
            except OSError:
                return None
            self._running.add(process)
            return process


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except ProcessLookupError:
        return
    process.wait()
