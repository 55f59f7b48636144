"""Holds the logs of real pip releases, explained, against what a proxy saw of them, in many random worlds.

    python -m tests.clients_real.draw_pip_logs 240 --seed 1

Runs are dealt to the releases in turn. Each difference is printed as it is found. Exit status 1 where there is one.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.scenario.drawing.pip import draw_pip
from tests.clients_real.draw_options import draw_options
from tests.clients_real.pip_log_differences import differences
from tests.clients_real.pip_logs import logged

RELEASES: Final = (
    *("21.0.1", "21.1.3", "21.2.4", "21.3.1", "22.0.4", "22.1.2", "22.2.2", "22.3.1", "23.0.1", "23.1.2", "23.2.1"),
    *("23.3.2", "24.0", "24.1.2", "24.2", "24.3.1", "25.0.1", "25.1.1", "25.2", "25.3", "26.0.1", "26.1.2", "26.2.1"),
    "26.3",
)
"""The last of each line."""
WORKERS: Final = 2


def main() -> int:
    """Run what the command line asks for."""
    options = draw_options(__doc__ or "", "pip", 240, "the last of each line").parse_args()
    releases = options.releases or RELEASES
    jobs = [(options.seed + number, releases[number % len(releases)]) for number in range(options.runs)]
    begun, authority = time.monotonic(), Authority()
    with ThreadPoolExecutor(WORKERS) as pool:
        bad = sum(pool.map(lambda job: _differs(job[0], job[1], authority, options.keep), jobs))
    print(f"{len(jobs)} runs of {len(releases)} releases, {bad} that differ, {time.monotonic() - begun:.0f} s")
    return 1 if bad else 0


def _differs(seed: int, version: str, authority: Authority, keep: Path | None) -> bool:
    """Make one run and print what differs; say whether anything does."""
    try:
        run = logged(draw_pip(seed), version, authority)
        found = [*differences(run)]
    except Exception as error:
        print(f"{seed} {version}: {type(error).__name__}: {error}", flush=True)
        return True
    for difference in found:
        print(f"{seed} {version}: {difference.kind}: {difference.text}", flush=True)
    if keep is not None and found:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{version}-{seed}.log").write_text(run.text, encoding="utf-8")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
