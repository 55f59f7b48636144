"""IDX501: No answer came, or none that was whole."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.silence import drop_silent, silences
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with
from idxdoctor.model.exchange import Failure


def _find(case: Case) -> Iterator[Evidence]:
    for silence in silences(case, Failure.RESET, Failure.BROKEN):
        yield Evidence(
            f"{silence.origin}: {silence.failure.value}{silence.detail}",
            silence.exchanges,
            (
                advice(f"look at the log of {silence.origin}, and of what stands before it, at this moment"),
                *drop_silent(case, silence),
            ),
            silence.files,
        )
    if (fault := case.lookup.file_fault) is not None and ends_with(fault.code, "file-broken"):
        yield Evidence(
            f"the file of {case.lookup.package} is from a server that the log does not name: {Failure.BROKEN.value}",
            (),
            (advice("run the command again with `-v`, and explain that log: it names the file's URL"),),
        )


RULE = Rule(
    code="IDX501",
    severity="error",
    title="No answer came, or none that was whole",
    means="The server, or something before it, took the request and closed the connection without an answer, or "
    "within it. Nothing is known of the credentials.",
    told="The last request to the index, or for a file that it or a lock names, "
    "has no status: the connection was closed.",
    remedies={
        "uv": "Ask again later; what stands before the server (a firewall, a load balancer) may say why.",
        "pip": "Ask again later; what stands before the server (a firewall, a load balancer) may say why.",
        "poetry": "Ask again later; what stands before the server (a firewall, a load balancer) may say why.",
        "pdm": "Ask again later; what stands before the server (a firewall, a load balancer) may say why.",
    },
    sources=("https://docs.astral.sh/uv/reference/environment/#uv_http_retries",),
    find=_find,
    whoever_asked=True,
)
