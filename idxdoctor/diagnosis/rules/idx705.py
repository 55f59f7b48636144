"""IDX705: A lock file holds a password."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    locked = case.trace.plan.locked.get(case.lookup.package)
    if locked is not None and locked.password is not None:
        yield Evidence(
            f"uv.lock has a username and password in the URL of the file of {case.lookup.package}, on {locked.host}",
            (),
            (
                advice(
                    f"take them out of uv.lock, give credentials for {locked.host} by variables or netrc, and renew "
                    "the password"
                ),
            ),
            tuple(range(len(case.lookup.files))),
        )


RULE = Rule(
    code="IDX705",
    severity="warning",
    title="A lock file holds a password",
    means="The links of an index had credentials in them, and were written into the lock as they were. The lock is "
    "committed, so that everybody who can read the repository has the password; and an installation sends that one, "
    "whatever is configured, also when it has long been renewed.",
    told="The package's file is taken from the lock, where its URL has a password.",
    remedies={"uv": "Let the index serve links without credentials, and lock again."},
    sources=("https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile",),
    find=_find,
)
