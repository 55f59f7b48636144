"""IDX503: The proxy refused, not the index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.silence import silences
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.exchange import Failure
from idxdoctor.model.url import Origin

_ASKS_FOR_CREDENTIALS: Final = 407
_FORBIDS: Final = 403
_STATUS: Final = re.compile(r"(?:the proxy answered|Tunnel connection failed:) (\d{3})")
"""How a check says the proxy's status, and Python's http.client."""


def _find(case: Case) -> Iterator[Evidence]:
    for silence in silences(case, Failure.PROXY):
        text = f"the proxy before {silence.origin} opened no connection{silence.detail}: nothing reached the index"
        status = _STATUS.search(silence.detail)
        fixes = tuple(_fixes(silence.origin, int(status[1]) if status else None))
        yield Evidence(text, silence.exchanges, fixes, silence.files)
    for visit in case.ending.visits:
        if visit.status == _ASKS_FOR_CREDENTIALS:
            for position, exchange in case.lookup.exchanges_of(visit.index)[-1:]:
                origin = exchange.request.url.origin
                text = f"the answer for {origin} is 407, with which a proxy asks for credentials of its own"
                yield Evidence(text, (position,), tuple(_fixes(origin, visit.status)))


def _fixes(origin: Origin, status: int | None) -> Iterator[Fix]:
    """Return what would help where the proxy answered with `status`, None where that is not known."""
    variable = f"{origin.scheme.upper()}_PROXY"
    yield advice(f"if {origin.host} can be reached without the proxy, add it to NO_PROXY")
    if status == _FORBIDS:
        yield advice(f"ask who runs the proxy to let {origin.host} through: with 403 it forbids it")
    elif status is not None and status != _ASKS_FOR_CREDENTIALS:
        yield advice(f"ask who runs the proxy why it answers {status} to a connection with {origin.host}")
        yield advice(f"look whether {variable} names the proxy and port that are meant: it must take CONNECT")
    else:
        yield advice(f"give the proxy its credentials: {variable}=http://<username>:<password>@<proxy>:<port>")
        yield advice("for a proxy that wants NTLM or Kerberos, run a local one that speaks it (px, cntlm)")


RULE = Rule(
    code="IDX503",
    severity="error",
    title="The proxy refused, not the index",
    means="The request goes through a proxy that wants credentials of its own, forbids the host, or is not there. "
    "The credentials of an index are not sent to a proxy, and nothing reached the index.",
    told="The proxy opened no connection, or the answer is 407, which only proxies give.",
    remedies={
        "uv": "Write the proxy's own credentials into HTTPS_PROXY, percent-encoded, or name the host in NO_PROXY. "
        "UV_INDEX_<NAME>_PASSWORD is for the index, not for the proxy.",
        "pip": "Write the proxy's own credentials into HTTPS_PROXY or --proxy, percent-encoded, or name the "
        "host in NO_PROXY.",
        "poetry": "Write the proxy's own credentials into HTTPS_PROXY, percent-encoded, or name the host in NO_PROXY.",
        "pdm": "Write the proxy's own credentials into HTTPS_PROXY, percent-encoded, or name the host in NO_PROXY.",
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/16360",
        "https://docs.astral.sh/uv/reference/environment/#https_proxy",
    ),
    find=_find,
    whoever_asked=True,
    instead_of=frozenset({"IDX402"}),
)
