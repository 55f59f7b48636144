"""The releases at which a real client's behaviour in a scenario changed, found by running as few as will do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.answering.seen import Seen
from idxdoctor.capture.running.binaries import program_of
from idxdoctor.capture.running.process import stop_running
from idxdoctor.capture.running.runner import Run, run_client
from idxdoctor.clients.registry import client_of
from idxdoctor.scenario.model import Scenario

WORKERS = 4


class RealStretch(NamedTuple):
    """Releases in a row between whose ends no difference was found, and the run of the first of them."""

    first: str
    last: str
    run: Run


def real_stretches(
    scenario: Scenario, client: str, releases: Sequence[str], progress: Callable[[str], None]
) -> list[RealStretch]:
    """Return the releases, oldest first, in stretches that send the same requests and end alike.

    Runs the first and the last release of every line, for an outcome can change more than once, then halves the way
    between neighbours that differ. `progress` is told each release that was run. Raises `CheckError` where one can't
    be installed.
    """
    authority = Authority()

    def run(position: int) -> Run:
        one = client_of(f"{client}=={releases[position]}")
        found = run_client(scenario, client, program_of(one), authority)
        progress(releases[position])
        return found

    pool = ThreadPoolExecutor(WORKERS)
    try:
        samples = _ends_of_lines(releases)
        runs = dict(zip(samples, pool.map(run, samples), strict=True))
        while gaps := _gaps(runs):
            middles = [(low + high) // 2 for low, high in gaps]
            runs |= dict(zip(middles, pool.map(run, middles), strict=True))
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        stop_running()
        raise
    finally:
        pool.shutdown()
    return _joined(runs, releases)


def _ends_of_lines(releases: Sequence[str]) -> list[int]:
    """Return the positions of the first and the last release of every line, such as 0.6 and 0.7."""
    lines = [release.rpartition(".")[0] for release in releases]
    last = len(lines) - 1
    return [
        position
        for position, line in enumerate(lines)
        if position in {0, last} or line != lines[position - 1] or line != lines[position + 1]
    ]


def _gaps(runs: dict[int, Run]) -> list[tuple[int, int]]:
    """Return the neighbours that were run, differ, and have releases between them."""
    positions = sorted(runs)
    return [
        (low, high)
        for low, high in pairwise(positions)
        if high - low > 1 and signature(runs[low]) != signature(runs[high])
    ]


def _joined(runs: dict[int, Run], releases: Sequence[str]) -> list[RealStretch]:
    stretches: list[RealStretch] = []
    for position in sorted(runs):
        release, run = releases[position], runs[position]
        if stretches and signature(stretches[-1].run) == signature(run):
            stretches[-1] = stretches[-1]._replace(last=release)
        else:
            stretches.append(RealStretch(release, release, run))
    return stretches


def signature(run: Run) -> object:
    """Return what tells two runs apart: what was sent as whom, what came back, and whether the run went well.

    Requests that go out together come in any order, so their order counts for nothing.
    """
    calls = [(call.service, call.username or "") for call in run.keyring]
    return _requests(run.exchanges), _requests(_certain_files(run)), sorted(calls), run.status == 0


def _requests(seen: Iterable[Seen]) -> list[tuple[str, str, str, str]]:
    return sorted((one.method, one.url.reveal(), str(one.answer.account), str(one.answer.status)) for one in seen)


def _certain_files(run: Run) -> tuple[Seen, ...]:
    """Return the requests for files that chance has no part in.

    With several files HEAD is left out once one answer has told that the server knows no ranges, and a run that ends
    badly ends at any of them.
    """
    if len({one.url for one in run.files}) < 2:
        return run.files
    return () if run.status else tuple(one for one in run.files if one.method != "HEAD")
