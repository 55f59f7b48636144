"""TITLE

Starts the servers of this world on 127.0.0.1 and runs the real uv against them. Python's standard library is enough:

    python THIS-FILE [PATH-OF-UV]

It prints each request, as whom the server took it, and the status that was answered. To be seen:

    EXPECTED

uv is run in folders of its own, without your configuration and cache; nothing goes to the network, and nothing is left
behind. What differs from the world that this was made of: all URLs are http in place of https, and uv reaches the hosts
through HTTP_PROXY. Secrets are made up.
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.parse import urljoin, urlsplit

# What was configured, and how each server answers: of its rules the first that fits path and account, else 404.
WORLD: dict[str, Any] = json.loads(r"""{}""")

lock = Lock()
answered: dict[str, int] = {}
pages: dict[str, str] = {}


def say(line: str) -> None:
    """Show a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def who_asks(server: dict[str, Any], authorization: str | None) -> str:
    """Return the account of a request, `stranger`, or `nobody`."""
    if authorization is None:
        return "nobody"
    scheme, _, rest = authorization.partition(" ")
    username, password = "", rest
    if scheme.lower() == "basic":
        username, _, password = base64.b64decode(rest).decode().partition(":")
    return username if server["accounts"].get(username) == password else "stranger"


def rule_for(origin: str, path: str, who: str) -> dict[str, Any] | None:
    """Return the answer of the first rule that matches, unless it answered as often as it may."""
    for number, rule in enumerate(WORLD["servers"][origin]["rules"]):
        key = f"{origin} {number}"
        fits = rule.get("as") in (None, who) and fnmatchcase(path, rule["path"])
        if fits and answered.get(key, 0) != rule.get("times"):
            answered[key] = answered.get(key, 0) + 1
            return dict(rule["answer"])
    return None


def page_of(origin: str, path: str, answer: dict[str, Any]) -> tuple[str, bytes]:
    """Return a simple page for the project that ends the path, and its content type."""
    project = path.rstrip("/").rpartition("/")[2]
    base = (answer.get("files") or f"{origin}/files").rstrip("/")
    urls = [f"{base}/{project.replace('-', '_')}-{version}-py3-none-any.whl" for version in answer["page"]]
    files = [{"filename": url.rpartition("/")[2], "url": url, "hashes": {}} for url in urls]
    if answer.get("json"):
        document = {"meta": {"api-version": "1.1"}, "name": project, "versions": answer["page"], "files": files}
        return "application/vnd.pypi.simple.v1+json", json.dumps(document).encode()
    links = "\n".join(f'<a href="{file["url"]}">{file["filename"]}</a>' for file in files)
    return "application/vnd.pypi.simple.v1+html", f"<!DOCTYPE html><html><body>{links}</body></html>".encode()


def content(path: str) -> bytes:
    """Return an empty wheel, or its metadata."""
    project, version = path.rpartition("/")[2].split("-")[:2]
    info = f"{project}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {project.replace('_', '-')}\nVersion: {version}\n"
    if path.endswith(".metadata"):
        return metadata.encode()
    texts = {
        f"{info}/METADATA": metadata,
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: none\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    texts[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in (*texts, f"{info}/RECORD"))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return target.getvalue()


class Handler(BaseHTTPRequestHandler):
    """Answers as the servers of the world, whose names stand in the requests since this is a proxy."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer and show what was asked."""
        url = urlsplit(self.path)
        origin, path = f"{url.scheme}://{url.netloc.rpartition('@')[2]}", url.path or "/"
        server = WORLD["servers"].get(origin)
        who = who_asks(server or {"accounts": {}}, self.headers.get("Authorization"))
        with lock:
            status, headers, body = self.answer(origin, path, who) if server else (None, {}, b"")
            shown = f"{origin}{path}?{url.query}" if url.query else f"{origin}{path}"
            say(f"{self.command} {shown}  {who}  {status or 'no answer'}")
        if status is None:
            self.close_connection = True
            return
        self.send_response_only(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD" and status not in (204, 304):
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815 - named after the method

    def do_CONNECT(self) -> None:
        """Refuse: there is no https here."""
        self.send_error(502)

    def answer(self, origin: str, path: str, who: str) -> tuple[int | None, dict[str, str], bytes]:
        """Return status, headers and body; a status of None is no answer at all."""
        rules = WORLD["servers"][origin]["rules"]
        page = pages.get(path.removesuffix(".metadata"))
        if page and not any(fnmatchcase(path, one["path"]) and not fnmatchcase(page, one["path"]) for one in rules):
            return 200, {"Content-Type": "application/octet-stream"}, content(path)
        answer = rule_for(origin, path, who)
        if answer is None:
            return 404, {}, b""
        if answer.get("drop"):
            return None, {}, b""
        headers, body = dict(answer.get("headers", {})), content(path) if page and answer["status"] == 200 else b""
        if "body" in answer:
            headers.setdefault("Content-Type", "text/html")
            body = answer["body"].encode()
        if "page" in answer:
            content_type, body = page_of(origin, path, answer)
            headers.setdefault("Content-Type", content_type)
        if "redirect" in answer:
            headers["Location"] = answer["redirect"]
        for link in re.findall(r'(?:href=|"url": )"([^"#?]+\.whl)', body.decode("latin-1")):
            pages[urlsplit(urljoin(f"{origin}{path}", link)).path] = path
        return answer["status"], headers, body

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


KEYRING = """#!{python} -IS
import sys
service, *rest = sys.argv[2:]
username = None if rest[:1] == ["--mode"] else rest[0]
for known, name, password in {entries!r}:
    if known == service and username in (None, name):
        print(password if username else name + chr(10) + password)
        break
else:
    sys.exit(1)
"""


def main() -> int:
    """Write the files, run uv, and return its exit status."""
    program = str(Path(sys.argv[1]).resolve()) if len(sys.argv) > 1 else shutil.which("uv")
    if program is None:
        sys.stderr.write("no uv on PATH: give its path as the argument\n")
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for name, text in WORLD["files"].items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for name in ("home", "project", "bin"):
            (root / name).mkdir(exist_ok=True)
        keyring = root / "bin" / "keyring"
        keyring.write_text(KEYRING.format(python=sys.executable, entries=WORLD["keyring"]), encoding="utf-8")
        keyring.chmod(0o700)
        env = {name: value.replace("{root}", str(root)) for name, value in WORLD["env"].items()}
        env |= {"HOME": str(root / "home"), "PATH": f"{root / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
        env |= {"UV_CACHE_DIR": str(root / "cache"), "UV_PYTHON": sys.executable, "UV_PYTHON_DOWNLOADS": "never"}
        env |= dict.fromkeys(("HTTP_PROXY", "http_proxy", "ALL_PROXY"), f"http://127.0.0.1:{server.server_port}")
        command = [program, *(word.replace("{root}", str(root)) for word in WORLD["command"])]
        say(f"$ uv {' '.join(WORLD['command'])}")
        done = subprocess.run(command, cwd=root / "project", env=env, stdout=sys.stderr, check=False)  # noqa: S603 - the uv that was named
    say(f"uv ended with exit status {done.returncode}")
    return done.returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
