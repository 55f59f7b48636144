"""Draws worlds with secrets: `python -m tests.secrets_drawn 2000`, from another first seed as the second argument.

Prints how often each command was run with which exit statuses, and every output with a secret in it; exit status 1 if
there are.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Final, TypeAlias
from unittest.mock import patch

from idxdoctor.capture.running.binaries import cache_folder
from idxdoctor.scenario.write import scenario_text
from tests.secrets_drawn.forms import Searched
from tests.secrets_drawn.ways import WAYS
from tests.secrets_drawn.worlds import drawn

Statuses: TypeAlias = defaultdict[str, Counter[int]]


_TOLD: Final = 50


def leaks(seed: int, statuses: Statuses) -> Iterator[str]:
    """Return where a secret of one drawn world stands in what the program writes of it."""
    world = drawn(seed)
    Path("drawn.yaml").write_text(scenario_text(world.scenario), encoding="utf-8")
    searched = Searched([*world.passwords.items(), *world.spare.items()])
    for every, way in WAYS:
        if seed % every:
            continue
        name = way.__name__
        for number, result in enumerate(way(world)):
            statuses[name][result.status] += 1
            for where, text in result.written.items():
                if searched.holds(text):
                    yield f"seed {seed}, {name} {number}, {where}"
                if "was written: a secret" in text:
                    yield f"seed {seed}, {name} {number}: refused"


def leaks_of(seeds: range) -> tuple[list[str], Statuses]:
    """Return where secrets stand in what is written of worlds, and how many runs ended with each exit status."""
    statuses: Statuses = defaultdict(Counter)
    found: list[str] = []
    # Clients that are installed stay where they are, though the home is another.
    cache = str(cache_folder().parent.parent)
    with (
        tempfile.TemporaryDirectory() as folder,
        chdir(folder),
        patch.dict(os.environ, {"HOME": folder, "XDG_CACHE_HOME": cache}),
    ):
        for seed in seeds:
            found += leaks(seed, statuses)
            if seed % _TOLD == 0:
                print(f"at seed {seed}: {found}", file=sys.stderr, flush=True)
    return found, statuses


def main() -> None:
    """Draw as many worlds as the first argument says, from the seed that the second says (0)."""
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    found, statuses = leaks_of(range(first, first + count))
    for name, counted in statuses.items():
        print(f"{name}: {counted.total()} runs, by exit status {dict(sorted(counted.items()))}")
    print("\n".join(found))
    print(f"{count} worlds, {sum(one.total() for one in statuses.values())} runs: {len(found)} leaks")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
