"""How fast a log of 100 MB is read, beside `grep -c` on the same file: `python tests/benchmarks/logs.py [MB]`.

The log is one run of uv -vv: each package is asked for at two indexes and its wheel fetched, which is a tenth of the
bytes; the rest is what the resolver prints. What is kept of it are its distinct requests, so memory is given by them
and not by the size: the second size is twice the first, with as many packages.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, NamedTuple

from idxdoctor.capture.logs.read import traces_of

SHARE: Final = 0.1
"""How much of the log's bytes is about requests."""
PRIVATE: Final = "https://pypi.acme.example/simple"
PUBLIC: Final = "https://pypi.org/simple"
HEAD: Final = f"""\
DEBUG uv 0.13.9 (x86_64-unknown-linux-gnu)
TRACE Read credentials for index `https://ci:****@pypi.acme.example/simple`
TRACE Caching credentials for `https://ci:****@pypi.acme.example/simple`
TRACE Fetching metadata for `first` from `{PUBLIC}/first/`
"""
PAGES: Final = f"""\
TRACE Fetching metadata for `NAME` from `https://ci:****@pypi.acme.example/simple/NAME/`
TRACE No cache entry exists for /home/ann/.cache/uv/simple-v28/index/16f31b17a9a8ee27/NAME.rkyv
DEBUG No cache entry for: {PRIVATE}/NAME/
DEBUG Sending fresh GET request for: {PRIVATE}/NAME/
TRACE Handling request for `https://ci:****@pypi.acme.example/simple/NAME/` with authentication policy auto
TRACE Request for `https://ci:****@pypi.acme.example/simple/NAME/` already contains complete authentication
TRACE Received response for fresh request with status 404 Not Found for: {PRIVATE}/NAME/
TRACE Considering retry of response HTTP 404 Not Found for `{PRIVATE}/NAME/`
TRACE Fetching metadata for `NAME` from `{PUBLIC}/NAME/`
DEBUG No cache entry for: {PUBLIC}/NAME/
DEBUG Sending fresh GET request for: {PUBLIC}/NAME/
TRACE Handling request for `{PUBLIC}/NAME/` with authentication policy auto
TRACE Request for `{PUBLIC}/NAME/` is unauthenticated, checking cache
TRACE No credentials in cache for URL `{PUBLIC}/NAME/`
TRACE Attempting unauthenticated request for `{PUBLIC}/NAME/`
TRACE Received response for fresh request with status 200 OK for: {PUBLIC}/NAME/
TRACE Response from {PUBLIC}/NAME/ is storable because it has a 'max-age' cache-control directive
TRACE Received package metadata for: NAME
DEBUG Selecting: NAME==1.0 [compatible] (NAME-1.0-py3-none-any.whl)
DEBUG No cache entry for: https://files.acme.example/NAME-1.0-py3-none-any.whl
DEBUG Sending fresh GET request for: https://files.acme.example/NAME-1.0-py3-none-any.whl
TRACE Handling request for `https://files.acme.example/NAME-1.0-py3-none-any.whl` with authentication policy auto
TRACE Attempting unauthenticated request for `https://files.acme.example/NAME-1.0-py3-none-any.whl`
TRACE Received response for fresh request with status 200 OK for: https://files.acme.example/NAME-1.0-py3-none-any.whl
"""
NOISE: Final = (
    "TRACE Selecting candidate for NAME with range >=1.0, <2.0a0 with 214 remote versions\n"
    "TRACE Found candidate for package NAME with range >=1.0, <2.0a0 after 1 steps: 1.0 version\n"
    "TRACE Returning candidate for package NAME with range >=1.0, <2.0a0 after 1 steps\n"
    "DEBUG Adding transitive dependency for NAME==1.0: typing-extensions>=4.1.0\n"
    "TRACE Assigned packages: root==0a0.dev0, sandbox==0, NAME==1.0\n"
    "TRACE Chose package for decision: NAME. remaining choices: typing-extensions, requests, urllib3\n"
)


class Log(NamedTuple):
    """A log that was written: how many bytes, and packages."""

    size: int
    packages: int


def written(path: Path, megabytes: int, packages: int) -> Log:
    """Write a log of that size that asks for so many packages."""
    each = megabytes * 1_000_000 // packages
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number in range(packages):
            name = f"package-{number}"
            pages, noise = PAGES.replace("NAME", name), NOISE.replace("NAME", name)
            file.write(pages + noise * max(1, (each - len(pages)) // len(noise)))
    return Log(path.stat().st_size, packages)


def main() -> None:
    """Print the rates and the memory that was used at most, for two sizes."""
    megabytes = int(sys.argv[1]) if sys.argv[1:] else 100
    packages = int(megabytes * 1_000_000 * SHARE / len(PAGES) / 2)
    for size in (megabytes // 2, megabytes):
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "log.txt"
            _measure(log, written(log, size, packages))


def _measure(path: Path, log: Log) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    traces = traces_of(path, None)
    explained = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    begun = time.perf_counter()
    lines = subprocess.run(["grep", "-c", "TRACE", str(path)], capture_output=True, text=True, check=True).stdout
    counted = time.perf_counter() - begun
    searches = sum(len(trace.lookups) for trace in traces)
    print(f"{log.size / 1e6:.0f} MB, {log.packages} packages, {lines.strip()} lines of TRACE, {searches} searches")
    more = f"{used / 1000:.0f} MB more memory at most"
    print(f"explain   {log.size / 1e6 / explained:8.1f} MB/s, {explained:.1f} s, {more}")
    print(f"grep -c   {log.size / 1e6 / counted:8.0f} MB/s, {explained / counted:.0f} times as fast")


if __name__ == "__main__":
    main()
