"""IDX115: A file on the index's host is refused without credentials."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.keyring import calls_for, shown_calls
from idxdoctor.diagnosis.evidence.refused_file import refused_file
from idxdoctor.diagnosis.fixes.proposals import give_credentials, upgrade
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    refused = refused_file(case)
    if refused is None or refused.index is None or refused.url.origin != refused.index.url.origin:
        return
    if ends_with(refused.last.request.decision.code, "never"):
        return
    index = refused.index
    root = index.url.path.rstrip("/").removesuffix("/simple")
    outside = "" if refused.url.path.startswith(f"{root}/") else f", and is not below {index.url.bare()}"
    calls = calls_for(case, refused.url.origin)
    asked = f"; the keyring was asked with {shown_calls(calls)}" if calls else ""
    known = index.credential is not None and index.credential.is_complete
    newer = (upgrade("uv", "0.7.10"),) if known and case.is_older_than("uv", "0.7.10") else ()
    yield Evidence(
        f"the page of {index.label} ({index.provenance}) was had, but {refused.what}{outside}{asked}",
        (),
        (*newer, give_credentials(index)),
        refused.positions,
    )


RULE = Rule(
    code="IDX115",
    severity="error",
    title="A file on the index's host is refused without credentials",
    means="The server shows its pages to anybody, or the page was had with credentials that do not reach its files: "
    "a file that is not below the index gets only what is known for the whole host, and the keyring is asked for it "
    "only where a username is known.",
    told="The page was found; the last request for the file that was chosen went to the index's own scheme, host and "
    "port without complete credentials, and was answered with 401 or 403.",
    remedies={
        "uv": "Give the index credentials by its variables or netrc, which count for the whole host.",
        "pip": "Give the index that is first on this host credentials: for files pip takes the index whose "
        "path is most like the file's, and of equal ones the first.",
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/17144",
        "https://github.com/astral-sh/uv/issues/17357",
        "https://github.com/astral-sh/uv/pull/13743",
    ),
    find=_find,
)
