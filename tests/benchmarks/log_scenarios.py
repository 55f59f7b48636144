"""How many logs of real releases in random worlds become scenarios that give the same when they are replayed.

python tests/benchmarks/log_scenarios.py [WORLDS [FIRST]]

Runs real uv in each of WORLDS worlds, from the seed FIRST on, at -vv, makes a scenario of its log, and holds the
replay against the log: requests, credentials, answers, reasons, keyring calls, the end. Each that differs is printed.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.diagnosis.records.record_log import record_log
from idxdoctor.model.errors import InputError
from idxdoctor.scenario.draw import draw
from tests.clients_real.logs import logged

RELEASES: Final = ("0.6.17", "0.7.0", "0.7.10", "0.8.15", "0.9.30", "0.13.9")
WORLDS: Final = 30
FIRST: Final = 100


def difference(seed: int, release: str, authority: Authority) -> str | None:
    """Return where the replay of one log's scenario differs, or why there is none."""
    try:
        return record_log(logged(draw(seed), release, authority).trace, "from-log").difference
    except InputError as error:
        return error.message


def main() -> None:
    """Print the rate, and what differs."""
    worlds, first = (int(given) if given else usual for given, usual in zip(_given(), (WORLDS, FIRST), strict=True))
    authority = Authority()
    pairs = list(product(range(first, first + worlds), RELEASES))
    with ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        found = list(pool.map(lambda pair: difference(pair[0], pair[1], authority), pairs))
    for (seed, release), difference_ in zip(pairs, found, strict=True):
        if difference_ is not None:
            print(f"world {seed}, uv {release}: {difference_}")
    print(f"{found.count(None)} of {len(found)} logs ({len(RELEASES)} releases) give the same when replayed")


def _given() -> tuple[str | None, ...]:
    return (*sys.argv[1:3], None, None)[:2]


if __name__ == "__main__":
    main()
