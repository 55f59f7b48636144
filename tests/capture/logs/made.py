"""Logs for tests: two of a well-known issue, restated, and what pipelines and people put around lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from idxdoctor.capture.logs.read import traces_in
from idxdoctor.model.trace import Lookup, Trace

HERE: Final = Path(__file__).parent
THREE_URLS: Final = (HERE / "uv-three-urls-on-one-host.log").read_text(encoding="utf-8")
CACHED: Final = (HERE / "uv-cached-a-week-ago.log").read_text(encoding="utf-8")
STAMP: Final = "2026-01-02T03:04:05.1234567Z "
DRESSES: Final[dict[str, Callable[[str], str]]] = {
    "colours": lambda line: line.replace("DEBUG", "\x1b[34mDEBUG\x1b[39m").replace("TRACE", "\x1b[2mTRACE\x1b[0m"),
    "time stamps": lambda line: f"2026-01-02 03:04:05,678 {line}",
    "GitHub": lambda line: f"{STAMP}{line}",
    "GitHub, downloaded": lambda line: f"build (3.12)\tInstall\t{STAMP}{line}",
    "GitLab": lambda line: f"2026-01-02T03:04:05.123456Z 01O {line}",
    "Azure": lambda line: f"{STAMP}##[debug]{line}",
    "Jenkins": lambda line: f"[2026-01-02T03:04:05.123Z] {line}",
    "Docker": lambda line: f"#12 3.456 {line}",
    "quoted": lambda line: f"> {line}",
    "indented": lambda line: f"    {line}",
    "Windows": lambda line: f"{line}\r",
    "other lines": lambda line: f"{line}\nsome other program says https://h.example/simple/foo/",
    "with modules": lambda line: line.replace("TRACE ", "    0.001s   2ms TRACE uv_auth::middleware "),
}


def trace_of(text: str) -> Trace:
    """Return the one run in a log."""
    (trace,) = traces_in(text.split("\n"), "made up")
    return trace


def lookup_of(text: str) -> Lookup:
    """Return the one search in a log."""
    (lookup,) = trace_of(text).lookups
    return lookup


def asked(lookup: Lookup) -> list[tuple[str, str | None, int | None]]:
    """Return each exchange: the path, as whom, the status."""
    return [
        (one.request.url.path, one.request.credential.username if one.request.credential else None, one.answer.status)
        for one in lookup.exchanges
    ]
