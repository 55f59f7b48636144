"""Holds the logs of real uv releases, explained, against what a proxy saw of them, in many random worlds.

    python -m tests.clients_real.draw_logs 500 --seed 1

Runs are dealt to the releases in turn. Each difference is printed as it is found; then, for each release, how many
there were of which kind, and how much of what the proxy saw its logs tell. Exit status 1 where there is a difference.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.scenario.draw import draw
from tests.clients_real.draw_options import draw_options
from tests.clients_real.log_differences import Difference, amounts, differences
from tests.clients_real.logs import RUST_LOG, Logged, logged

RELEASES: Final = (
    *("0.6.0", "0.6.9", "0.6.15", "0.6.17", "0.7.0", "0.7.3", "0.7.13", "0.7.22", "0.8.0", "0.8.15", "0.8.24"),
    *("0.9.0", "0.9.18", "0.9.25", "0.9.30", "0.10.0", "0.10.12", "0.11.0", "0.11.17", "0.11.33"),
    *("0.12.0", "0.12.14", "0.12.24", "0.13.0", "0.13.5", "0.13.9"),
)
"""Of each line the first, the last, and some where its log changed."""
WORKERS: Final = 2


class Job(NamedTuple):
    """One run: the world's seed, the release, the verbosity."""

    seed: int
    version: str
    verbosity: str


class Outcome(NamedTuple):
    """What came of a run; `error` where it could not be made or read."""

    job: Job
    run: Logged | None
    found: tuple[Difference, ...]
    error: str = ""


def main() -> int:
    """Run what the command line asks for."""
    options = _options()
    jobs = list(_jobs(options))
    print(f"{len(jobs)} runs of {len(options.releases)} releases, seeds from {options.seed}", flush=True)
    outcomes: list[Outcome] = []
    begun = time.monotonic()
    with ThreadPoolExecutor(WORKERS) as pool:
        authority = Authority()
        for number, outcome in enumerate(pool.map(lambda job: _made(job, authority), jobs), start=1):
            outcomes.append(outcome)
            _tell(outcome, options.keep)
            if number % 50 == 0:
                print(f"{number} of {len(jobs)} runs, {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    print("\n".join(_table(outcomes)))
    bad = sum(bool(outcome.found or outcome.error) for outcome in outcomes)
    print(f"{len(outcomes)} runs, {bad} that differ, {time.monotonic() - begun:.0f} s")
    return 1 if bad else 0


def _options() -> argparse.Namespace:
    parser = draw_options(__doc__ or "", "uv", 500, "some of each line")
    parser.add_argument("--verbosity", action="append", choices=["-v", "-vv", RUST_LOG], help="default -vv")
    options = parser.parse_args()
    options.verbosity = options.verbosity or ["-vv"]
    options.releases = options.releases or [*RELEASES]
    return options


def _jobs(options: argparse.Namespace) -> Iterator[Job]:
    pairs = [(version, verbosity) for verbosity in options.verbosity for version in options.releases]
    for number in range(options.runs):
        version, verbosity = pairs[number % len(pairs)]
        yield Job(options.seed + number, version, verbosity)


def _made(job: Job, authority: Authority) -> Outcome:
    try:
        run = logged(draw(job.seed), job.version, authority, job.verbosity)
        return Outcome(job, run, tuple(differences(run)))
    except Exception as error:
        return Outcome(job, None, (), f"{type(error).__name__}: {error}")


def _tell(outcome: Outcome, keep: Path | None) -> None:
    job, name = outcome.job, " ".join(map(str, outcome.job))
    for difference in outcome.found:
        print(f"{name}: {difference.kind}: {difference.text}", flush=True)
    if outcome.error:
        print(f"{name}: {outcome.error}", flush=True)
    if keep is not None and outcome.run is not None and outcome.found:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{job.version}-{job.seed}{job.verbosity}.log").write_text(outcome.run.text, encoding="utf-8")


def _table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Return a line for each release and verbosity."""
    by_release: defaultdict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_release[outcome.job.version, outcome.job.verbosity].append(outcome)
    for (version, verbosity), those in by_release.items():
        kinds = Counter(difference.kind for outcome in those for difference in outcome.found)
        kinds["error"] = sum(bool(outcome.error) for outcome in those)
        told = amounts(outcome.run for outcome in those if outcome.run is not None)
        wrong = ", ".join(f"{count} {kind}" for kind, count in kinds.items() if count) or "no difference"
        amount = ", ".join(f"{count} {what}" for what, count in told.items())
        yield f"{version:8} {verbosity:3}  {len(those):4} runs: {wrong} ({amount})"


if __name__ == "__main__":
    sys.exit(main())
