"""How long commands take from nothing, as a multiple of a bare interpreter: `python tests/benchmarks/startup.py`.

Rounds are interleaved, so that a busy moment of the machine slows all of them alike; bytecode is written first.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent
ROUNDS: Final = 15
REPLAY: Final = ("-m", "idxdoctor", "replay", "uv-13216-second-url", "--client", "uv==0.7.0")
COMMANDS: Final = {
    "python -c pass": ("-c", "pass"),
    "--version": ("-m", "idxdoctor", "--version"),
    "--help": ("-m", "idxdoctor", "--help"),
    "replay --format json": (*REPLAY, "--format", "json"),
    "replay": REPLAY,
}


def seconds(command: tuple[str, ...], cache: str) -> float:
    """Return how long one run takes."""
    env = {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": cache, "PATH": os.defpath, "HOME": cache}
    begun = time.perf_counter()
    subprocess.run([sys.executable, *command], env=env, stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - begun


def main() -> None:
    """Print the median of each command, and its ratio to the bare interpreter."""
    with tempfile.TemporaryDirectory() as cache:
        for command in COMMANDS.values():
            seconds(command, cache)
        rounds = [[seconds(command, cache) for command in COMMANDS.values()] for _ in range(ROUNDS)]
    medians = [median(times) for times in zip(*rounds, strict=True)]
    for name, middle in zip(COMMANDS, medians, strict=True):
        print(f"{name:22} {middle * 1000:7.1f} ms  {middle / medians[0]:5.1f} x")


if __name__ == "__main__":
    main()
