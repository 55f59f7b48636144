"""IDX133: A file is refused without credentials, and the log does not show where its URL is from."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused_file import refused_file
from idxdoctor.diagnosis.fixes.proposals import give_host_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with
from idxdoctor.model.trace import PYTHON


def _find(case: Case) -> Iterator[Evidence]:
    refused = refused_file(case)
    if refused is None or refused.index is not None or case.lookup.package in case.trace.plan.locked:
        return
    if ends_with(refused.last.request.decision.code, "never"):
        return
    whence = "whether a page, a lock or a requirement named it is not in the log"
    if case.lookup.package == PYTHON:
        whence = "from there uv fetches a Python to run, which is no package"
    yield Evidence(
        f"{refused.what}; {whence}",
        (),
        (give_host_credentials(refused.url.origin),),
        refused.positions,
    )


RULE = Rule(
    code="IDX133",
    severity="error",
    title="A file is refused without credentials, and the log does not show where its URL is from",
    means="uv asked for a file with no credentials, or with a username alone, as it knew no others for the file's URL "
    "and found none for its host, and the server refused. What credentials uv may know for a file depends on whether a "
    "page of an index listed it, a lock names it, or it was asked for by its URL, which this part of the log leaves "
    "open.",
    told="The log shows the file's request without complete credentials and the answer 401 or 403, but no request for "
    "a page of the package, and not that a lock is installed from.",
    remedies={
        "uv": "Give the host of the file credentials, by the variables of an index on it or by netrc. The whole log, "
        "from the line with uv's version on, tells more.",
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/authentication/http/",
        "https://github.com/astral-sh/uv/issues/17144",
    ),
    find=_find,
    only_in_logs=True,
)
