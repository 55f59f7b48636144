"""IDX504: The host can't be reached."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.silence import drop_silent, silences
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.exchange import Failure


def _find(case: Case) -> Iterator[Evidence]:
    for silence in silences(case, Failure.NAME, Failure.CONNECT):
        index, origin = silence.index, silence.origin
        text = f"no connection to {origin} could be made{silence.detail}"
        if silence.failure is Failure.NAME:
            text = f"the name {origin.host} can't be resolved{silence.detail}"
        led = f", to which {index.url.origin} redirects" if index and origin != index.url.origin else ""
        where = index.provenance if index is not None else "the file's URL"
        yield Evidence(
            f"{text}{led}",
            silence.exchanges,
            (
                advice(f"check the host in {where}, and whether it wants a VPN or another network"),
                *drop_silent(case, silence),
            ),
            silence.files,
        )


RULE = Rule(
    code="IDX504",
    severity="error",
    title="The host can't be reached",
    means="The host's name can't be resolved, or nothing takes a connection at its port. Either its URL has a typing "
    "error, or the host is in another network (a VPN is off), or it is down. Credentials play no part.",
    told="The last request to the index, or for a file that it or a lock names, "
    "has no status: its host was not found, or took no connection.",
    remedies={
        "uv": "Check the URL and the network. An index that can't be reached ends the run, also if it is spare.",
        "pip": "Check the URL and the network. pip goes on with the other indexes, so that the package seems "
        "not to be there.",
        "poetry": "Check the URL and the network. A source that can't be reached ends the run after six tries, also if "
        "it is spare.",
        "pdm": "Check the URL and the network. A source that can't be reached ends the run, also if it is spare.",
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/13588",
        "https://docs.astral.sh/uv/concepts/indexes/#searching-across-multiple-indexes",
    ),
    find=_find,
    whoever_asked=True,
)
