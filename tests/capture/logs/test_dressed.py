"""Logs of real runs, dressed as people and pipelines paste them, tell what they tell bare."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from itertools import chain, zip_longest
from typing import Final

import pytest

from idxdoctor.capture.logs.lines import read_text
from idxdoctor.capture.logs.read import traces_in
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.trace import Outcome, Trace
from tests.capture.logs.made import CACHED, DRESSES, HERE, STAMP, THREE_URLS, trace_of

ERROR: Final = """\
error: Failed to fetch: `https://h.example/simple/foo/`
  Caused by: HTTP status client error (401 Unauthorized) for url (https://h.example/simple/foo/)
"""
NAMES: Final = ("uv-proxy-refuses", "uv-redirects-at-once", "uv-keyring")
LOGS: Final = {name: (HERE / f"{name}.log").read_text(encoding="utf-8") for name in NAMES} | {
    "three urls": THREE_URLS,
    "cached": CACHED,
}
MORE: Final[dict[str, Callable[[str], str]]] = {
    "GitHub, downloaded, coloured": lambda line: f"test / 3.12\tRun uv sync -vv\t{STAMP}\x1b[36;1m{line}\x1b[0m",
    "GitLab, errors": lambda line: f"2026-01-02T03:04:05.123456Z 00E+{line}" if not line else f"{STAMP}01E {line}",
    "Jenkins, a clock": lambda line: f"03:04:05  {line}",
    "Jenkins, a branch": lambda line: f"[Linux 3.12] {line}",
    "compose": lambda line: f"web-1  | {line}",
    "quoted twice": lambda line: f"> > {line}",
    "modules and colons": lambda line: line.replace("TRACE ", "2026-01-02T03:04:05.123456Z TRACE uv_client::cache: "),
    "escapes as text": lambda line: line.replace("DEBUG", "^[[34mDEBUG^[[39m"),
    "other programs": lambda line: f"{line}\nDEBUG urllib3.connectionpool https://h.example:443 GET /simple/x/ 404",
    "Buildkite": lambda line: f"\x1b_bk;t=1717000000123\x07{line}",
    "Buildkite, without signs": lambda line: f"_bk;t=1717000000123 {line}",
    "TeamCity": lambda line: f"[10:11:12]W:\t [Step 2/4] {line}",
    "Kubernetes": lambda line: f"{STAMP}stderr F {line}",
    "Cloud Build": lambda line: f'Step #1 - "build": {line}',
    "BuildKit, a failed step": lambda line: f"0.660 {line}",
    "BuildKit, minutes later": lambda line: f"320.0 {line}",
    "a pod": lambda line: f"[pod/build-1/main] {line}",
    "packer": lambda line: f"    docker: {line}",
    "packer, named": lambda line: f"==> amazon-ebs.build: {line}",
    "a build within another": lambda line: f"Building: {line}",
    "pytest": lambda line: f"E   \t{line}",
    "git": lambda line: f"remote: {line}",
    "blank lines": lambda line: f"{line}\n\n",
}
ALL: Final = DRESSES | MORE


def told(trace: Trace) -> list[object]:
    """Return all that a trace says, but for where in the log it stands."""
    return [
        str(trace.client),
        trace.unknown,
        [
            (
                lookup.package,
                [one_told(one) for one in (*lookup.exchanges, *lookup.files)],
                [(call.request.service, call.request.username, call.answered) for call in lookup.keyring],
                (lookup.ending.outcome, lookup.ending.index, lookup.ending.status),
                [visit.decision.code for visit in lookup.ending.visits],
            )
            for lookup in trace.lookups
        ],
    ]


def one_told(one: Exchange) -> tuple[object, ...]:
    """Return what is told of an exchange."""
    who = one.request.credential.username if one.request.credential else None
    answer = (one.answer.status, one.answer.failure)
    return (one.request.method, str(one.request.url), who, answer, str(one.redirect), one.evidence, one.gaps)


def dressed(name: str, text: str) -> str:
    """Return a log with something put around each of its lines."""
    return "\n".join(ALL[name](line) for line in text.splitlines())


@pytest.mark.parametrize("dress", [dress for dress in ALL if dress != "Jenkins, a branch"])
def test_what_is_put_around_an_error_alone_changes_nothing(dress: str) -> None:
    """A branch in brackets is known by lines that have a level."""
    text = "\n".join(ALL[dress](line) for line in ERROR.splitlines())
    assert told(trace_of(text)) == told(trace_of(ERROR))


@pytest.mark.parametrize("dress", ALL)
@pytest.mark.parametrize("log", LOGS)
def test_what_is_put_around_lines_changes_nothing(log: str, dress: str) -> None:
    assert told(trace_of(dressed(dress, LOGS[log]))) == told(trace_of(LOGS[log]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("log", LOGS)
def test_whatever_unicode_it_is_in(log: str, encoding: str) -> None:
    stream = BytesIO(LOGS[log].replace("\n", "\r\n").encode(encoding))
    (trace,) = traces_in(read_text(stream, "log.txt"), "log.txt")
    assert told(trace) == told(trace_of(LOGS[log]))


@pytest.mark.parametrize("dress", ["compose", "GitHub, downloaded", "Jenkins, a branch", "Docker"])
def test_jobs_whose_lines_are_interleaved_are_read_apart(dress: str) -> None:
    def named(text: str, name: str) -> list[str]:
        spelled = {"web-1": f"{name}-1", "build (3.12)": name, "Linux 3.12": name, "#12 ": f"#{len(name)} "}
        lines = dressed(dress, text).split("\n")
        for word, other in spelled.items():
            lines = [line.replace(word, other, 1) for line in lines]
        return lines

    one, other = named(THREE_URLS, "web"), named(LOGS["uv-keyring"], "worker")
    mixed = [line for line in chain.from_iterable(zip_longest(one, other)) if line is not None]
    traces = traces_in(mixed, "made up")
    assert [told(trace) for trace in traces] == [told(trace_of(THREE_URLS)), told(trace_of(LOGS["uv-keyring"]))]


@pytest.mark.parametrize("log", LOGS)
def test_several_runs_in_one_file_are_told_one_by_one(log: str) -> None:
    text = f"+ uv --version\n{LOGS[log]}\n+ uv sync -vv\n{THREE_URLS}"
    assert [told(trace) for trace in traces_in(text.split("\n"), "made up")] == [
        told(trace_of(LOGS[log])),
        told(trace_of(THREE_URLS)),
    ]


@pytest.mark.parametrize("log", LOGS)
def test_a_log_cut_off_anywhere_invents_no_package_and_no_url(log: str) -> None:
    """Cut within a line, at each of its lines, the log tells of nothing that the whole one does not."""
    whole = trace_of(LOGS[log])
    packages = {lookup.package for lookup in whole.lookups}
    urls = {str(one.request.url) for lookup in whole.lookups for one in (*lookup.exchanges, *lookup.files)}
    lines = LOGS[log].split("\n")
    for count in range(30, len(lines), 3):
        text = "\n".join([*lines[:count], lines[count][: len(lines[count]) * 2 // 3]])
        for lookup in trace_of(text).lookups:
            assert lookup.package in packages
            assert {str(one.request.url) for one in (*lookup.exchanges, *lookup.files)} <= urls


def test_a_log_that_ends_before_the_search_does_has_no_end() -> None:
    cut = THREE_URLS.partition("TRACE Fetching metadata for setuptools from https://acme.jfrog.example/acme/")[0]
    (lookup,) = trace_of(cut).lookups
    assert [one.answer.status for one in lookup.exchanges] == [404, 404]
    assert lookup.ending.outcome is Outcome.UNKNOWN


def test_the_middle_of_a_log_tells_its_requests() -> None:
    lines = THREE_URLS.splitlines()
    begun = next(number for number, line in enumerate(lines) if "Attempting unauthenticated" in line)
    middle = "\n".join(lines[begun:])
    (lookup,) = trace_of(middle).lookups
    assert [one.answer.status for one in lookup.exchanges] == [404, 404, 401]
    assert str(trace_of(middle).client) == "uv 0.7.1"


@pytest.mark.parametrize(
    "blank", ["<redacted>", "<my company>", "xxx", "my.company.example", "****", "[REDACTED]", "{HOST}", "$HOST", "***"]
)
@pytest.mark.parametrize("log", ["three urls", "cached"])
def test_hosts_that_were_blanked_by_hand_do_no_harm(log: str, blank: str) -> None:
    text = LOGS[log].replace("acme.jfrog.example", blank).replace("pypi.acme.example", blank)
    blanked, bare = trace_of(text), trace_of(LOGS[log])
    assert [
        [(one.request.url.path, one.answer.status, one.evidence) for one in lookup.exchanges]
        for lookup in blanked.lookups
    ] == [
        [(one.request.url.path, one.answer.status, one.evidence) for one in lookup.exchanges] for lookup in bare.lookups
    ]
    assert [lookup.ending.outcome for lookup in blanked.lookups] == [lookup.ending.outcome for lookup in bare.lookups]


@pytest.mark.parametrize("blank", ["<redacted>", "***", "xxx", "[MASKED]", "REDACTED"])
def test_users_and_passwords_that_were_blanked_by_hand_are_still_credentials(blank: str) -> None:
    for written, by_hand in (("ci:hunter2@", f"{blank}:{blank}@"), ("ci:****@", f"{blank}:****@")):
        text = THREE_URLS.replace(written, by_hand)
        (lookup,) = trace_of(text).lookups
        assert [one.request.credential is not None for one in lookup.exchanges] == [False, True, False]
        credential = lookup.exchanges[1].request.credential
        assert credential is not None
        assert credential.is_complete
