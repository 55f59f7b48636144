"""A line that somebody made to keep the reader busy takes no longer than another of its length."""

from __future__ import annotations

import time

import pytest

from idxdoctor.capture.logs.read import traces_in
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.run import Run
from idxdoctor.report.layout import plain
from idxdoctor.report.terminal import terminal_report

UV, PIP = (
    "DEBUG uv 0.9.0",
    "Looking in indexes: https://a.example/simple\nERROR: No matching distribution found for foo",
)
LONG = 1 << 17
LIMIT = 10.0
"""Seconds of this process: what takes time that grows with the square of the length takes far more."""


@pytest.mark.parametrize(
    ("head", "start", "again", "end"),
    [
        (UV, "", "\u2800 ", ""),
        (UV, "TRACE https://a:", "b@", ""),
        (UV, "TRACE @ https://a:", "/", ""),
        (UV, "TRACE ", "https://a:", "@/"),
        (UV, "TRACE https://", ":", "@"),
        (UV, "error: ", "http://", ""),
        (UV, "error: ", "\u2502 ", ""),
        (PIP, "  Found link ", "http://", ""),
        (PIP, "WARNING: Retrying (Retry(total=", ") after connection broken by '", ""),
    ],
)
def test_its_time_grows_no_faster_than_its_length(head: str, start: str, again: str, end: str) -> None:
    _read_in_time(f"{head}\n{start}{again * (LONG // len(again))}{end}\n")


def test_words_in_brackets_where_a_prompt_has_its_host_are_read_in_one_way() -> None:
    _read_in_time(f"{PIP}\nUser for {'<a>' * 60} x\n")


def _read_in_time(log: str) -> None:
    begun = time.process_time()
    traces = traces_in(log.split("\n"), "a log")
    assert traces
    for trace in traces:
        plain(terminal_report([Run(trace, diagnose(trace))], 80))
    assert time.process_time() - begun < LIMIT
