"""IDX114: A file is on another host than its index, and is refused without credentials."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused_file import refused_file
from idxdoctor.diagnosis.fixes.proposals import give_host_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    refused = refused_file(case)
    if refused is None or refused.index is None or refused.url.host == refused.index.url.host:
        return
    first = case.lookup.files[refused.positions[0]].request
    led = ", where a redirect led" if first.decision.code.partition(".")[2].startswith("redirect") else ""
    known = refused.index.credential
    kept = f"; the credentials of {known} ({known.provenance}) are for {refused.index.url.origin}" if known else ""
    yield Evidence(
        f"the page of {refused.index.label} was had, but {refused.what}{led}{kept}",
        (),
        (give_host_credentials(refused.url.origin),),
        refused.positions,
    )


RULE = Rule(
    code="IDX114",
    severity="error",
    title="A file is on another host than its index, and is refused without credentials",
    means="The index lists files on another server, or sends the client there. Credentials of an index are for its own "
    "scheme, host and port, so that server is asked without any, and refuses.",
    told="The page was found; the last request for the file that was chosen went to another host than the index's, "
    "carried no complete credentials, and was answered with 401 or 403.",
    remedies={
        "uv": "Write a netrc entry for the host of the files.",
        "pip": "Write a netrc entry for the host of the files.",
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/13324",
        "https://docs.astral.sh/uv/concepts/authentication/http/#netrc-files",
    ),
    find=_find,
)
