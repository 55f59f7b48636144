"""How fast a log of 100 MB is read, beside `grep -c` on the same file: `python tests/benchmarks/logs.py [MB]`."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from idxdoctor.capture.logs.read import traces_of

SAMPLE: Final = Path(__file__).parent.parent / "capture" / "logs" / "uv-three-urls-on-one-host.log"
NOISE: Final = "TRACE Selecting candidate for setuptools with range * with 0 remote versions\n" * 200


def written(path: Path, megabytes: int) -> int:
    """Write a log of at least that size: one run, and what a resolver prints; return its size in bytes."""
    with path.open("w", encoding="utf-8") as file:
        file.write(SAMPLE.read_text(encoding="utf-8").partition("DEBUG Searching")[0])
        while file.tell() < megabytes * 1_000_000:
            file.write(NOISE)
    return path.stat().st_size


def main() -> None:
    """Print both rates and the memory that was used at most."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.txt"
        size = written(log, int(sys.argv[1]) if sys.argv[1:] else 100)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.perf_counter()
        traces = traces_of(log, None)
        explained = time.perf_counter() - begun
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        begun = time.perf_counter()
        lines = subprocess.run(["grep", "-c", "TRACE", str(log)], capture_output=True, text=True, check=True).stdout
        counted = time.perf_counter() - begun
    searches = sum(len(trace.lookups) for trace in traces)
    print(f"{size / 1e6:.0f} MB, {lines.strip()} lines of TRACE, {searches} searches")
    print(f"explain   {size / 1e6 / explained:8.0f} MB/s, {used / 1000:.0f} MB more memory at most")
    print(f"grep -c   {size / 1e6 / counted:8.0f} MB/s, {explained / counted:.0f} times as fast")


if __name__ == "__main__":
    main()
