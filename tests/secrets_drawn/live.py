"""Checks of a server on loopback, and commands traced, with secrets in all that they are given and answered."""

from __future__ import annotations

import os
import random
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final
from unittest.mock import patch
from urllib.parse import quote

from tests.mitmproxy import mitmdump_folder
from tests.secrets_drawn.logs import SPELLINGS, log_of
from tests.secrets_drawn.telling import FILES, OUTPUTS, STREAMED, Told, told, told_by_streams
from tests.secrets_drawn.worlds import World
from tests.transport.loopback import Handler, serving

_NEW: Final = ("--client", "uv==0.13.9")
_CONFIGURED: Final = ("environment", "file", "netrc", "keyring", "nobody", "names")
_WHEEL: Final = "foo-1.0-py3-none-any.whl"
_KINDS: Final = ("refuses", "leads", "leads back", "hides", "is down", "hangs up", "asks everybody")
_BROKEN: Final = ("toml", "url", "port", "netrc")
_UV: Final = """#!{python} -IS
import os, sys, time
if sys.argv[1:] == ["--version"]:
    print("uv 0.13.9")
    raise SystemExit
{body}
"""
_ASKS: Final = """
from base64 import b64encode
from urllib.request import Request, urlopen
for url, user, password in {asked!r}:
    given = {{"Authorization": "Basic " + b64encode((user + ":" + password).encode()).decode()}} if user else {{}}
    try:
        urlopen(Request(url, headers=given), timeout=10).read()
    except OSError:
        pass
"""


def live(world: World) -> Iterator[Told]:
    """Check an index that says secrets in its answers."""
    dice = world.dice
    for name, value in (("NO_PROXY", "*"), ("UV_HTTP_RETRIES", "0")):
        os.environ[name] = value
    user, one = next(iter(world.spare.items()))
    configured = dice.choice(_CONFIGURED)
    # What only the keyring knows is known once it is asked, which a refusal brings about.
    kind = "refuses" if configured == "keyring" else dice.choice(_KINDS)
    with serving(_answers(dice, kind, user, one)) as server, ExitStack() as stack:
        stack.callback(_remove_files)
        env = _configure(configured, server.url, user, one)
        stack.enter_context(patch.dict(os.environ, env))
        check = ("check", "foo", *_NEW)
        yield told((*check, *OUTPUTS, *["--probe"] * dice.choice((0, 1))), FILES)
        yield told((*check, "--probe", "--fix", "--yes", "--format", dice.choice(STREAMED)))
        yield told((*check, "--anonymize", "--probe", *OUTPUTS), FILES)
        yield told((*check, dice.choice(("--quiet", "--verbose"))))
        yield told((*check, *OUTPUTS), FILES, crash=str(world.spare))
        kept = ("kept.yaml",) if dice.choice((True, False)) else ("kept.py",)
        script = ["--self-contained"] * (kept == ("kept.py",))
        yield told(("record", "foo", *_NEW, "--force", *script, "--output", *kept), kept)
        yield told(("config", *_NEW, "--strict"))
    with ExitStack() as stack:
        stack.callback(_remove_files)
        env = _break(dice.choice(_BROKEN), user, one)
        stack.enter_context(patch.dict(os.environ, env))
        yield told((*check, *OUTPUTS), FILES)
        yield told(("config", *_NEW))


def _answers(dice: random.Random, kind: str, user: str, one: str) -> Handler:
    """Return how a server answers: with a status, headers and a body that tell a secret."""
    part = dice.choice(SPELLINGS)(user, one)

    def answer(request: BaseHTTPRequestHandler) -> None:
        if kind == "hangs up":
            request.close_connection = True
            return
        given = "Authorization" in request.headers
        statuses = {"refuses": 401, "hides": 404, "is down": 503, "asks everybody": 200 if given else 401}
        status = statuses.get(kind, 302 if "told" not in request.path else 403)
        body = f'<p>{one}</p> <a href="/{part}/{_WHEEL}?token={part}">{_WHEEL}</a>'.encode()
        request.send_response_only(status)
        request.send_header("WWW-Authenticate", f'Basic realm="{quote(one)}", error="{part}"')
        request.send_header("Set-Cookie", f"session={part}")
        request.send_header("X-Debug", b64encode(f"{user}:{one}".encode()).decode())
        if status == 302:
            host = request.headers["Host"] if kind == "leads back" else "127.0.0.1:9"
            userinfo = f"{user}:{quote(one, safe='')}@" if dice.random() < 0.5 else ""
            request.send_header("Location", f"http://{userinfo}{host}/{part}/told/foo/?sig={part}&q={part}")
        request.send_header("Content-Type", "text/html")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def _configure(kind: str, url: str, user: str, one: str) -> dict[str, str]:
    """Write what a user would, and return the variables."""
    password = quote(one, safe="")
    own = url.replace("://", f"://{quote(user)}:{password}@")
    if kind == "environment":
        return {"UV_INDEX_URL": f"{own}/simple", "UV_EXTRA_INDEX_URL": f"{own}/{password}/simple?token={password}"}
    if kind == "file":
        text = f'[[index]]\nname = "corp"\nurl = "{own}/simple"\nauthenticate = "never"\ndefault = true\n'
        Path("uv.toml").write_text(text, encoding="utf-8")
        return {}
    if kind == "netrc":
        escaped = one.replace("\\", "\\\\").replace('"', '\\"')
        Path(".netrc").write_text(f'machine 127.0.0.1 login {user} password "{escaped}"\n', encoding="utf-8")
        return {"UV_INDEX_URL": f"{url}/simple", "NETRC": str(Path(".netrc").absolute())}
    if kind == "keyring":
        _write_program("keyring", f"#!{sys.executable} -IS\nprint({user!r})\nprint({one!r})\n")
        path = f"{Path.cwd()}{os.pathsep}{os.environ['PATH']}"
        return {"UV_INDEX_URL": f"{url}/simple", "UV_KEYRING_PROVIDER": "subprocess", "PATH": path}
    if kind == "names":
        Path("uv.toml").write_text(f'[[index]]\nname = "corp"\nurl = "{url}/simple"\n', encoding="utf-8")
        return {"UV_INDEX_CORP_USERNAME": user, "UV_INDEX_CORP_PASSWORD": one}
    return {"UV_INDEX_URL": f"{url}/simple", "CORP_UPLOAD": own}


def _break(kind: str, user: str, one: str) -> dict[str, str]:
    """Write a configuration that can't be read, and return the variables."""
    if kind == "toml":
        Path("uv.toml").write_text(f'["{one}"]\n[[index]]\nurl = "https://{user}:{one}@h.example/\n', encoding="utf-8")
        return {}
    if kind == "netrc":
        Path(".netrc").write_text(f"machine 127.0.0.1 login {user} {one} password\n{one}\n", encoding="utf-8")
        return {"UV_INDEX_URL": "https://h.example/simple", "NETRC": str(Path(".netrc").absolute())}
    if kind == "port":
        return {"UV_INDEX_URL": f"https://h.example:{one}/simple"}
    return {"UV_INDEX_URL": f"https://{user}:{one}@h.example/simple"}


def _remove_files() -> None:
    for name in ("uv.toml", ".netrc", "keyring", "uv"):
        Path(name).unlink(missing_ok=True)


def _write_program(name: str, text: str) -> str:
    path = Path(name).absolute()
    path.write_text(text, encoding="utf-8")
    path.chmod(0o700)
    return str(path)


def traced(world: World) -> Iterator[Told]:
    """Trace a program by its log, shown and not."""
    user, one = next(iter(world.spare.items()))
    log = log_of(world.dice, "uv", {user: one}, dressed=False)
    lines = [line for line in log.splitlines() if line.startswith(("DEBUG", "TRACE"))]
    body = f"sys.stderr.write({chr(10).join([*lines, 'error: it failed', ''])!r})\nraise SystemExit(2)"
    uv = _write_program("uv", _UV.format(python=sys.executable, body=body))
    env = _configure("environment", "https://acme.example", user, one)
    with patch.dict(os.environ, env):
        yield told_by_streams(("trace", *OUTPUTS, "--", uv, "lock"), FILES)
        yield told_by_streams(("trace", "--verbose", "--", uv, "lock"))
        yield told_by_streams(("trace", "--quiet", "--anonymize", "--", uv, "lock"))
    _remove_files()


def wired(world: World) -> Iterator[Told]:
    """Trace a program on the wire."""
    dice = world.dice
    user, one = next(iter(world.spare.items()))
    with serving(_answers(dice, dice.choice(_KINDS), user, one)) as server:
        asked = [(f"{server.url}/simple/foo/", *pair) for pair in world.spare.items()]
        asked += [(f"{server.url}/{SPELLINGS[0](*pair)}/simple/foo/", "", "") for pair in world.spare.items()]
        uv = _write_program("uv", _UV.format(python=sys.executable, body=_ASKS.format(asked=asked)))
        env = _configure("environment", server.url, user, one)
        env["PATH"] = f"{mitmdump_folder()}{os.pathsep}{os.environ['PATH']}"
        with patch.dict(os.environ, env):
            yield told_by_streams(("trace", "--wire", *OUTPUTS, "--", uv, "pip", "install", "foo"), FILES)
            yield told_by_streams(("trace", "--wire", "--verbose", "--", uv, "pip", "install", "foo"))
    _remove_files()
