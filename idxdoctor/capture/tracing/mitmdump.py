"""mitmdump at work between a client and the network, and what it tells of both."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from secrets import token_urlsafe
from threading import Event, Thread
from time import monotonic
from typing import Any, Final

from idxdoctor.capture.tracing.child import Signals
from idxdoctor.capture.tracing.forwarder import Forwarder, has_proxies
from idxdoctor.capture.tracing.trust import bundle_for, trusted_by_user
from idxdoctor.model.errors import CheckError, InputError, Place
from idxdoctor.model.known_secrets import secrets_of_environment

_ADDON: Final = Path(__file__).with_name("mitm_addon.py")
_START: Final = 60.0
_END: Final = 5.0
_PAUSE: Final = 0.05
_UNWANTED: Final = frozenset({"SSLKEYLOGFILE", "MITMPROXY_SSLKEYLOGFILE"})
_PROXIES: Final = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_CERTIFICATES: Final = (
    *("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "PIP_CERT", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "GIT_SSL_CAINFO"),
)


class Mitmdump:
    """mitmdump at work; `events` are what it has told.

    `refused` are the statuses with which tunnels were refused behind it, by `host:port`.
    """

    def __init__(self, process: subprocess.Popen[bytes], pipe: int, refused: Mapping[str, int]) -> None:
        self._process = process
        self._reader = Thread(target=self._read, args=(pipe,), daemon=True)
        self._begun = Event()
        self._port = 0
        self._refused = refused
        self.events: list[dict[str, Any]] = []
        self._reader.start()

    def _read(self, pipe: int) -> None:
        with os.fdopen(pipe, "rb") as lines:
            for line in lines:
                told = json.loads(line)
                if told["kind"] == "ready":
                    self._port = told["port"]
                    self._begun.set()
                else:
                    self.events.append(told | self._why(told))

    def _why(self, told: Mapping[str, Any]) -> dict[str, str]:
        """Return why a server was not reached, where mitmdump does not know."""
        status = self._refused.get(f"{told.get('host')}:{told.get('port')}")
        lacks = told["kind"] == "unreached" and not told["why"] and status is not None
        return {"why": f"refused HTTP CONNECT request: {status}"} if lacks else {}

    def port(self, signals: Signals) -> int | None:
        """Return where it listens, once it does; None where a signal came before.

        Raises `CheckError` where it does not begin.
        """
        end = monotonic() + _START
        while not self._begun.wait(_PAUSE):
            if signals.came:
                return None
            if not self.is_running or monotonic() > end:
                raise CheckError(
                    "mitmdump did not begin to listen",
                    place=Place("--wire"),
                    remedy="Try `mitmdump --version`: 10 or newer is wanted, as of `pipx install mitmproxy`.",
                )
        return self._port

    @property
    def is_running(self) -> bool:
        """Say whether it has not ended."""
        return self._process.poll() is None

    def finish(self) -> None:
        """Let it tell what is left, and end."""
        with suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.write(b"end\n")
                self._process.stdin.flush()
        try:
            self._process.wait(_END)
        except subprocess.TimeoutExpired:
            pass
        finally:
            self.stop()
        self._reader.join(_END)

    def stop(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()


def program(env: Mapping[str, str]) -> str:
    """Return where mitmdump is. Raises `InputError` where it is nowhere on PATH."""
    found = shutil.which("mitmdump", path=env.get("PATH"))
    if found is None:
        raise InputError(
            "the program mitmdump is not on PATH",
            place=Place("--wire"),
            remedy="Install it with `pipx install mitmproxy`, or in an environment of its own on PATH.",
        )
    return found


@contextmanager
def mitmdump(
    env: Mapping[str, str], folder: Path, signals: Signals
) -> Iterator[tuple[Mitmdump, dict[str, str]] | None]:
    """Put mitmdump before the network, its files in `folder`, and give the environment of a client that is to use it.

    It goes where the user's proxy variables say, and trusts whom they trust. None where a signal came before it began.
    Raises `InputError` where it is not there and `CheckError` where it does not begin.
    """
    token, onward = token_urlsafe(24), token_urlsafe(24)
    with ExitStack() as stack:
        forwarder = stack.enter_context(Forwarder(env, onward)) if has_proxies(env) else None
        mode = f"upstream:{forwarder.url}" if forwarder else "regular"
        words = [program(env), *_options(folder, mode, trusted_by_user(env, folder))]
        read_end, write_end = os.pipe()
        process = subprocess.Popen(  # noqa: S603 - mitmdump, from PATH
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(write_end,),
            env=_without_secrets(env),
            start_new_session=True,
        )
        os.close(write_end)
        running = Mitmdump(process, read_end, forwarder.refused if forwarder else {})
        stack.callback(running.stop)
        given = {"report": write_end, "folder": str(folder), "token": token, "upstream": onward if forwarder else None}
        with suppress(BrokenPipeError):
            assert process.stdin is not None  # noqa: S101 - it is a pipe
            process.stdin.write(json.dumps(given).encode() + b"\n")
            process.stdin.flush()
        port = running.port(signals)
        if port is None:
            yield None
        else:
            bundle = bundle_for(env, folder, folder / "mitmproxy-ca-cert.pem")
            yield running, client_environment(env, f"http://trace:{token}@127.0.0.1:{port}", bundle)


def _without_secrets(env: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that mitmdump may have: it needs no credentials of the user's, and no file for its keys."""
    return {
        name: value
        for name, value in env.items()
        if name not in _UNWANTED and not any(secrets_of_environment({name: value}))
    }


def _options(folder: Path, mode: str, trusted: Path | None) -> Iterator[str]:
    yield from ("--quiet", "--scripts", str(_ADDON), "--mode", mode, "--listen-host", "127.0.0.1", "--listen-port", "0")
    yield from ("--set", f"confdir={folder}", "--set", "connection_strategy=eager", "--set", "onboarding=false")
    if trusted is not None:
        yield from ("--set", f"ssl_verify_upstream_trusted_ca={trusted}")


def client_environment(env: Mapping[str, str], proxy: str, bundle: Path) -> dict[str, str]:
    """Return an environment in which clients go through a proxy for every host, and trust it."""
    own = {name: proxy for upper in _PROXIES for name in (upper, upper.lower())}
    exempt = {"NO_PROXY": "", "no_proxy": ""}
    return {**env, **own, "PIP_PROXY": proxy, **exempt, **dict.fromkeys(_CERTIFICATES, str(bundle))}


def body_of(event: Mapping[str, Any]) -> bytes:
    """Return the body that an event tells."""
    return b64decode(event["body"])
