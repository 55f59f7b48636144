"""A check of 300 packages, one after another and at once: `python tests/benchmarks/preflight.py`.

The index is a server on this machine that takes 20 ms to answer; both ways are measured in turn, in one run.
"""

from __future__ import annotations

import sys
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from idxdoctor.clients.registry import client_of
from idxdoctor.config.surroundings import DiskFiles, Surroundings
from idxdoctor.model.trace import Outcome
from idxdoctor.transport.bench import LiveBench
from idxdoctor.transport.check import check
from tests.transport.loopback import Handler, answers, serving

PACKAGES: Final = 300
LATENCY: Final = 0.02
ROUNDS: Final = 3
BOUNDS: Final = (1, 8, 32)


def slowly(handler: Handler) -> Handler:
    """Return a handler that takes its time."""

    def handle(request: BaseHTTPRequestHandler) -> None:
        time.sleep(LATENCY)
        handler(request)

    return handle


def seconds(here: Surroundings, per_host: int) -> float:
    """Return how long a check of all packages takes, a host being asked `per_host` things at once."""
    names = [f"package-{number}" for number in range(PACKAGES)]
    begun = time.perf_counter()
    trace = check(LiveBench(here, per_host=per_host), client_of("uv==0.13.9"), names)
    taken = time.perf_counter() - begun
    if [lookup.package for lookup in trace.lookups if lookup.ending.outcome is Outcome.FOUND] != names:
        raise SystemExit("not every package was found, or the order is another one")
    return taken


def main() -> None:
    """Print the seconds for each bound, the median of several rounds."""
    page = answers(200, b'<a href="package-1.0-py3-none-any.whl">file</a>', Content_Type="text/html")
    with TemporaryDirectory() as folder, serving(slowly(page)) as server:
        env = {"UV_DEFAULT_INDEX": f"{server.url}/simple", "XDG_CONFIG_DIRS": folder, "NO_PROXY": "*"}
        here = Surroundings(DiskFiles(Path(folder), Path(folder)), env, ("lock",))
        taken: dict[int, list[float]] = {bound: [] for bound in BOUNDS}
        for _ in range(ROUNDS):
            for bound in BOUNDS:
                taken[bound].append(seconds(here, bound))
    print(f"{PACKAGES} packages, one index, {LATENCY * 1000:.0f} ms an answer")
    for bound, times in taken.items():
        print(f"{bound:3} at once {median(times):8.2f} s")
    print(
        f"{BOUNDS[1]} at once is {median(taken[1]) / median(taken[BOUNDS[1]]):.1f} times as fast as one after another"
    )


if __name__ == "__main__":
    main()
