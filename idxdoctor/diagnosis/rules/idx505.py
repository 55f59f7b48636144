"""IDX505: No answer came in time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.silence import drop_silent, silences
from idxdoctor.diagnosis.fixes.proposals import wait_longer
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with
from idxdoctor.model.exchange import Failure

_SETTING: Final = {
    "uv": "UV_HTTP_TIMEOUT",
    "pip": "PIP_TIMEOUT",
    "poetry": "POETRY_REQUESTS_TIMEOUT",
    "pdm": "PDM_REQUEST_TIMEOUT",
}


def _find(case: Case) -> Iterator[Evidence]:
    patience = case.trace.plan.timeout
    seconds = round(max(4 * patience, 120))
    client = case.trace.client.name
    longer = wait_longer(seconds, f" ({_SETTING[client]}={seconds})")
    for silence in silences(case, Failure.TIMEOUT):
        given = f"was given {patience:g} seconds and did not answer"
        yield Evidence(
            f"{silence.origin} {given if case.trace.has_configuration else 'did not answer in time'}{silence.detail}",
            silence.exchanges,
            (longer, *drop_silent(case, silence)),
            silence.files,
        )
    for silence in silences(case, Failure.STALLED):
        yield Evidence(
            f"{silence.origin} did not send the whole of its answer in time{silence.detail}",
            silence.exchanges,
            (longer,),
            silence.files,
        )
    if (fault := case.lookup.file_fault) is not None and ends_with(fault.code, "file-stalled"):
        text = f"the server of the file of {case.lookup.package}, which the log does not name, did not send all in time"
        yield Evidence(text, (), (longer,))


RULE = Rule(
    code="IDX505",
    severity="error",
    title="No answer came in time",
    means="The server took longer than the client waits. Either it is slow (some compute a page when it is first "
    "asked for, or fetch it from another index), or something on the way drops what is sent. Nothing is known of the "
    "credentials.",
    told="The last request to the index, or for a file that it or a lock names, has no status: the time ran out.",
    remedies={
        "uv": "UV_HTTP_TIMEOUT says how many seconds uv waits; 30 if it is not set. UV_REQUEST_TIMEOUT and "
        "HTTP_TIMEOUT are read where it is not.",
        "pip": "--timeout or PIP_TIMEOUT says how many seconds pip waits; 15 if it is not set.",
        "poetry": "POETRY_REQUESTS_TIMEOUT says how many seconds poetry waits; 15 if it is not set.",
        "pdm": "PDM_REQUEST_TIMEOUT says how many seconds pdm waits; 15 if it is not set.",
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/13588",
        "https://docs.astral.sh/uv/reference/environment/#uv_http_timeout",
    ),
    find=_find,
    whoever_asked=True,
)
