"""Logs of pip for tests: the messages of real releases, with made-up names."""

from __future__ import annotations

from typing import Final

A: Final = "https://a.example/simple"
B: Final = "https://b.example/simple"


def page(root: str, *lines: str, user: str = "", package: str = "foo") -> str:
    """Return what pip says of one page, with the messages in between."""
    shown = root.replace("https://", f"https://{user}") if user else root
    url = f"{shown}/{package}/"
    return "\n".join(
        (
            f"Fetching project page and analyzing links: {url}",
            f"Getting page {url}",
            *lines,
            "",
        )
    )


def answer(root: str, status: int, package: str = "foo") -> str:
    """Return what the HTTP library says of one answer."""
    host, _, path = root.removeprefix("https://").partition("/")
    return f'https://{host}:443 "GET /{path}/{package}/ HTTP/1.1" {status} None'


def unfetched(root: str, status: int, *, user: str = "", final: str = "", package: str = "foo") -> str:
    """Return how pip passes over a page for its status."""
    shown = root.replace("https://", f"https://{user}") if user else root
    kind = "Client" if status < 500 else "Server"
    end = final or f"{root}/{package}/"
    return f"Could not fetch URL {shown}/{package}/: {status} {kind} Error: Said so for url: {end} - skipping"


def fetched(root: str, *files: str, user: str = "", package: str = "foo") -> str:
    """Return what pip says of a page that it takes, and of the files on it."""
    shown = root.replace("https://", f"https://{user}") if user else root
    host = root.split("/")[2]
    links = [
        f"  Found link https://{host}/files/{file} (from {root}/{package}/), version: {file.split('-')[1]}"
        for file in files
    ]
    return "\n".join((f"Fetched page {shown}/{package}/ as text/html", *links))


def saved(root: str, file: str = "foo-1.0-py3-none-any.whl", package: str = "foo") -> str:
    """Return how the file of a package is fetched."""
    host = root.split("/")[2]
    return (
        f"Collecting {package}\n  Created temporary directory: /tmp/pip-unpack-x\n"
        f'  https://{host}:443 "GET /files/{file} HTTP/1.1" 200 700\n'
        f"  Downloading https://{host}/files/{file} (700 bytes)\n"
        f"Saved ./{file}\nSuccessfully downloaded {package}\n"
    )


def not_found(package: str = "foo", versions: str = "none") -> str:
    """Return how a run ends in which a package is not found."""
    return (
        f"ERROR: Could not find a version that satisfies the requirement {package} (from versions: {versions})\n"
        f"ERROR: No matching distribution found for {package}\n"
    )


def banner(*urls: str, package: str = "foo") -> str:
    """Return what pip says at first of its indexes, and of the pages for a package."""
    pages = "".join(f"* {url}/{package}/\n" for url in urls)
    return (
        f"Looking in indexes: {', '.join(urls)}\n{len(urls)} location(s) to search for versions of {package}:\n{pages}"
    )


CI: Final = "ci:****@"
A_CI: Final = A.replace("https://", f"https://{CI}")
REFUSED: Final = (
    banner(A_CI, B)
    + page(A, "Found credentials in url for a.example", answer(A, 401), unfetched(A, 401, user=CI), user=CI)
    + page(B, f"Found index url {B}/", answer(B, 404), unfetched(B, 404))
    + not_found()
)
"""Credentials in the URL are refused, and nobody says so at the end."""
ANONYMOUS: Final = (
    banner(A, B)
    + page(A, f"Found index url {A}/", answer(A, 401), f"Found index url {A}/", unfetched(A, 401))
    + page(B, f"Found index url {B}/", answer(B, 200), fetched(B, "foo-1.0-py3-none-any.whl"))
    + saved(B)
)
"""An index is asked without credentials, and another one's package is taken."""
MOVED: Final = (
    banner(A_CI)
    + page(
        A,
        "Found credentials in url for a.example",
        answer(A, 302),
        "Starting new HTTPS connection (1): files.example:443",
        'https://files.example:443 "GET /there/foo/ HTTP/1.1" 401 0',
        unfetched(A, 401, user=CI, final="https://files.example/there/foo/"),
        user=CI,
    )
    + not_found()
)
"""A redirect leads to another host, which asks for credentials."""
PROMPTED: Final = (
    banner(A)
    + page(A, f"Found index url {A}/", answer(A, 401), f"Found index url {A}/", "Keyring provider requested: auto")
    + "Keyring provider set: disabled\nUser for a.example: ERROR: Exception:\nTraceback (most recent call last):\n"
    "EOFError: EOF when reading a line\n"
)
"""pip asks for a name where there is nobody."""
QUIET: Final = f"Looking in indexes: {A_CI}, {B}\n{not_found()}"
"""What pip prints without -v."""
