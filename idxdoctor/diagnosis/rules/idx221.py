"""IDX221: A file is refused to the credentials that pip sent."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes import advice, give_credentials
from idxdoctor.diagnosis.rule import REFUSALS, Case, Evidence, Rule
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Gap
from idxdoctor.model.plan import Index


def _find(case: Case) -> Iterator[Evidence]:
    files = case.lookup.files
    if case.lookup.file_fault is None or not files or Gap.WHO in files[-1].gaps:
        return
    last, credential = files[-1], files[-1].request.credential
    if last.answer.status not in REFUSALS or credential is None or not credential.is_complete:
        return
    page = None if case.ending.index is None else case.ending.indexes[case.ending.index]
    other = _owner(case, credential)
    text = f"{last.request.url.origin} answered {last.answer.status} to {credential} ({credential.provenance})"
    if page is not None and other is not None and other != page:
        text += f", which is what {other.label} has; the page is of {page.label}"
        fixes = (advice(f"name {page.label} before {other.label}: of equally near ones the first counts"),)
    else:
        fixes = (advice(f"check that {credential} may read files, not pages alone"),)
    yield Evidence(text, (), (*fixes, *((give_credentials(page),) if page is not None else ())), (len(files) - 1,))


def _owner(case: Case, credential: Credential) -> Index | None:
    """Return the index whose URL holds the credentials."""
    return next((index for index in case.trace.plan.defined if index.credential == credential), None)


RULE = Rule(
    code="IDX221",
    severity="error",
    title="A file is refused to the credentials that were sent for it",
    means="The page of the package was had, and its file is refused. pip does not remember which index a file was "
    "listed by: it takes the configured index on the file's host whose path is most like the file's, of equal ones the "
    "first, and before 23.1 what it sent to the host last. That may be another account than the page's.",
    told="The request for the file carried complete credentials, was answered with 401 or 403, and ended the run.",
    remedies={
        "pip": "Give all indexes of a host one account that may read the files of each, or let the index whose account "
        "may come first."
    },
    sources=("https://github.com/pypa/pip/pull/10904",),
    find=_find,
)
