"""IDX116: A file of the lock is refused, and no credentials are known for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.keyring import calls_for, shown_call, shown_calls
from idxdoctor.diagnosis.evidence.refused_file import RefusedFile, refused_file
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice, give_credentials, give_host_credentials, give_username
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.plan import Index

_UNKNOWN: Final = "the log does not show which indexes are configured"


def _find(case: Case) -> Iterator[Evidence]:
    refused = refused_file(case)
    if refused is None or case.lookup.package not in case.trace.plan.locked:
        return
    index = _index_on_host(case, refused)
    calls = calls_for(case, refused.url.origin)
    asked = f"; the keyring was asked with {shown_calls(calls)}" if calls else ""
    whose = _UNKNOWN if not case.trace.has_configuration else "no index of this host is configured"
    if index is not None:
        whose = f"{index.label} ({index.provenance}) is on this host, but {_why_not(refused, index)}"
    yield Evidence(
        f"{refused.what}; the lock names it, so no index was asked first; {whose}{asked}",
        (),
        tuple(_fixes(case, refused, index)),
        refused.positions,
    )


def _index_on_host(case: Case, refused: RefusedFile) -> Index | None:
    return next((index for index in case.trace.plan.defined if index.url.origin == refused.url.origin), None)


def _why_not(refused: RefusedFile, index: Index) -> str:
    root = index.url.path.rstrip("/").removesuffix("/simple")
    if index.credential is None and not refused.url.path.startswith(f"{root}/"):
        also = ", nor does its `authenticate`" if index.policy == "always" else ""
        return f"the file is not below it: what the keyring stores under its URL does not count{also}"
    return "it has no credentials" if index.credential is None else "only a username is known for it"


def _fixes(case: Case, refused: RefusedFile, index: Index | None) -> Iterator[Fix]:
    if index is None:
        title = f"give {refused.url.host} the password of the username that it was asked with"
        yield give_host_credentials(refused.url.origin, title if refused.last.request.credential else None)
        return
    yield give_credentials(index)
    calls = calls_for(case, refused.url.origin)
    if calls:
        yield advice(f"let the keyring answer the last call too: `{shown_call(calls[-1].request)}`")
    elif case.trace.plan.keyring and index.credential is None:
        yield give_username(index, f"give the username for {index.label}, so that the keyring is asked")


RULE = Rule(
    code="IDX116",
    severity="error",
    title="A file of the lock is refused, and no credentials are known for it",
    means="With a lock the client fetches files at once and asks no index, so no page teaches it credentials for the "
    "host. What is tied to the index alone, its `authenticate` or the service that the keyring stores it under, does "
    "not count for a file that is not below the index's URL.",
    told="The lock names the file, no page was asked for, and the request for the file was answered with 401 or 403 "
    "without complete credentials.",
    remedies={
        "uv": "Set UV_INDEX_<NAME>_USERNAME and UV_INDEX_<NAME>_PASSWORD where the locked files are installed, or "
        "write a netrc entry; store the keyring's password under the host name too.",
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/17144",
        "https://github.com/astral-sh/uv/issues/17357",
    ),
    find=_find,
)
