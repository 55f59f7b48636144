"""IDX221: A file is refused to the credentials that were sent for it."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused_file import FileRefused, file_refused_to_somebody
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice, give_credentials, give_host_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.plan import Index


def _find(case: Case) -> Iterator[Evidence]:
    one = file_refused_to_somebody(case)
    if one is None:
        return
    other = _other_owner(case, one)
    said = f"{one.url.origin} answered {one.status} to {one.credential} ({one.credential.provenance})"
    if other is not None and one.index is not None:
        whose = f"which is what {other.label} has; the page is of {one.index.label}"
        first = advice(f"name {one.index.label} before {other.label}: of equally near ones the first counts")
        fixes: tuple[Fix, ...] = (first, give_credentials(one.index))
    elif _is_of_the_lock(case):
        whose = "which uv.lock has in the file's own URL, so that no others are tried"
        fixes = (
            advice(f"take them out of uv.lock, or lock again, and give those for {one.url.host} by variables or netrc"),
        )
    else:
        whose = _what_was_before(case, one)
        again = give_host_credentials(one.url.origin) if one.index is None else give_credentials(one.index)
        files = "files, not pages alone" if one.index is not None else "the package's files"
        fixes = (advice(f"check that {one.credential} may read {files}"), again)
    yield Evidence(f"{said}, {whose}", (), fixes, one.positions)


def _other_owner(case: Case, one: FileRefused) -> Index | None:
    """Return the index, other than the page's, whose own credentials these are, for a client that chooses one anew."""
    if case.trace.client.name != "pip":
        return None
    owner = next((index for index in case.trace.plan.defined if index.credential == one.credential), None)
    return None if owner == one.index else owner


def _what_was_before(case: Case, one: FileRefused) -> str:
    """Return what the same credentials were given before, as far as that is known."""
    if case.lookup.package in case.trace.plan.locked:
        return "and the lock names the file: no page was asked first"
    return "who was given the page" if one.index is not None else "and the log does not show which page listed the file"


def _is_of_the_lock(case: Case) -> bool:
    locked = case.trace.plan.locked.get(case.lookup.package)
    return locked is not None and locked.password is not None


RULE = Rule(
    code="IDX221",
    severity="error",
    title="A file is refused to the credentials that were sent for it",
    means="The page of the package was had, or a lock made it needless, and the file is refused. Servers grant pages "
    "and downloads apart, and block single files. A lock may keep old credentials in the file's URL, where they come "
    "before all that is configured. pip does not remember which index a file was listed by: it takes the configured "
    "index on the file's host whose path is most like the file's, of equal ones the first, and before 23.1 what it "
    "sent to the host last. That may be another account than the page's.",
    told="The request for the file carried complete credentials, was answered with 401 or 403, and ended the run.",
    remedies={
        "uv": "Let the account read packages and not only their list. Lock again where uv.lock has credentials in its "
        "URLs, and give them by UV_INDEX_<NAME>_USERNAME and UV_INDEX_<NAME>_PASSWORD or netrc.",
        "pip": "Give all indexes of a host one account that may read the files of each, or let the index whose account "
        "may come first.",
    },
    sources=(
        "https://github.com/pypa/pip/blob/main/src/pip/_internal/network/auth.py",
        "https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile",
    ),
    find=_find,
)
