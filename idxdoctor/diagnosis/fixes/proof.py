"""Fixes tried: the lookup replayed with the change, to see whether it ends well."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import NamedTuple

from idxdoctor.clients.registry import client_of, model_of
from idxdoctor.config.edits import edited_texts
from idxdoctor.config.shown import shown_changes
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.diagnosis.alike import groups_of
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.finding import Change, Finding, Fix, Wanted
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.credential import Credential
from idxdoctor.model.errors import InputError
from idxdoctor.model.trace import Client, Lookup, Outcome, Trace
from idxdoctor.transport.vault import filled_with


class Trial(NamedTuple):
    """How fixes are tried: from which surroundings, by which run, with which credentials where some are wanted.

    Once `is_over` says so, the rest is left untried: a server that answers nobody must not hold up the report.
    """

    here: Surroundings
    run: Callable[[Client, Surroundings, str], Trace]
    credentials: Callable[[Wanted], Iterable[Credential]]
    is_over: Callable[[], bool] = lambda: False


class Attempt(NamedTuple):
    """What came of a change: the lookup, and what the diagnosis has for it."""

    lookup: Lookup
    findings: tuple[Finding, ...]

    def new_errors(self, before: frozenset[str]) -> list[str]:
        """Return the codes of problems that were not there before the change."""
        return [code for code in dict.fromkeys(_errors(self.findings)) if code not in before]


def with_proofs(run: Run, trial: Trial) -> Run:
    """Return the run with each of its fixes shown and tried, the safest first.

    Of many lookups that went the same way the fixes are tried on the first, and shown on the others.
    """
    proofs = Proofs(run.trace.client, trial)
    before = [frozenset(_errors(found)) for found in diagnose(run.trace)]
    diagnosed, findings = run.diagnosed(), [*run.findings]
    for first, *others in groups_of(run):
        lookup, found = diagnosed[first]
        findings[first] = tuple(proofs.of_finding(finding, lookup.package, before[first]) for finding in found)
        for other in others:
            findings[other] = tuple(map(_shown_as, findings[other], findings[first]))
    return run._replace(findings=tuple(findings))


def _errors(findings: Iterable[Finding]) -> Iterator[str]:
    return (finding.code for finding in findings if finding.severity == "error")


def _shown_as(finding: Finding, tried: Finding) -> Finding:
    """Return a finding with its fixes shown as those of another one, which were tried, and in the same order."""
    order = {fix.title: position for position, fix in enumerate(tried.fixes)}
    fixes = [
        fix._replace(diff=tried.fixes[order[fix.title]].diff) if fix.title in order else fix for fix in finding.fixes
    ]
    return finding._replace(fixes=tuple(sorted(fixes, key=lambda fix: order.get(fix.title, len(order)))))


class Proofs:
    """Tries the fixes of one run; a change that several findings propose is tried once."""

    def __init__(self, client: Client, trial: Trial) -> None:
        self._client = client
        self._trial = trial
        self._editor = model_of(client.name).editor
        self._made: dict[Hashable, tuple[Attempt, ...]] = {}

    def of_finding(self, finding: Finding, package: str, before: frozenset[str]) -> Finding:
        """Return the finding with its fixes tried on one package, which had the problems `before`."""
        fixes = [self._tried(fix, finding.code, package, before) for fix in finding.fixes]
        fixes.sort(key=lambda fix: (fix.risk is not None, not fix.proved))
        return finding._replace(fixes=tuple(fixes))

    def _tried(self, fix: Fix, code: str, package: str, before: frozenset[str]) -> Fix:
        if fix.change is None:
            return fix
        after = self._after(fix.change)
        if after is None:
            return fix
        diff = "\n".join(shown_changes(self._trial.here, after, self._client.name)) or None
        if diff is None and fix.change.version is None:
            return fix
        attempts = self._attempts(fix.change, after, package)
        good = next((attempt for attempt in attempts if _ends_well(attempt, code, before)), None)
        shown = good or next(iter(attempts), None)
        return fix._replace(diff=diff, proved=good is not None, outcome=_outcome(shown, before) if shown else None)

    def _after(self, change: Change) -> Surroundings | None:
        if change.edit is None:
            return self._trial.here
        try:
            return change.edit(self._editor, self._trial.here)
        except InputError:
            return None

    def _attempts(self, change: Change, after: Surroundings, package: str) -> tuple[Attempt, ...]:
        """Return what came of the change, once for each of the credentials that could be wanted."""
        texts = frozenset(edited_texts(after).items())
        key = (package, change.version, change.wanted, texts, frozenset(after.env.items()), after.args)
        if key not in self._made:
            client = client_of(f"{self._client.name}=={change.version}") if change.version else self._client
            tried = (self._attempt(client, ready, package) for ready in self._ready(change, after))
            self._made[key] = tuple(attempt for attempt in tried if attempt is not None)
        return self._made[key]

    def _ready(self, change: Change, after: Surroundings) -> Iterator[Surroundings]:
        if change.wanted is None:
            yield after
            return
        for credential in self._trial.credentials(change.wanted):
            if change.wanted.username in {None, credential.username}:
                yield filled_with(after, credential)

    def _attempt(self, client: Client, here: Surroundings, package: str) -> Attempt | None:
        """Return what came of one run; None where the changed configuration can't be read, or it is too late."""
        if self._trial.is_over():
            return None
        try:
            trace = self._trial.run(client, here, package)
        except InputError:
            return None
        for lookup, findings in zip(trace.lookups, diagnose(trace), strict=True):
            if lookup.package == package:
                return Attempt(lookup, findings)
        return None


def _ends_well(attempt: Attempt, code: str, before: frozenset[str]) -> bool:
    """Say whether the package and its files, as far as they were asked for, are found, and no problem is new.

    The cause must be gone, and no other one may stand in its place.
    """
    lookup = attempt.lookup
    files = [exchange.answer.status for exchange in lookup.files[-1:]]
    had = lookup.file_fault is None and all(status is not None and status < 400 for status in files)
    gone = all(finding.code != code for finding in attempt.findings)
    return lookup.ending.outcome is Outcome.FOUND and had and gone and not attempt.new_errors(before)


def _outcome(attempt: Attempt, before: frozenset[str]) -> str:
    """Say how the lookup ended, and which problem it has then that it had not before."""
    ending = attempt.lookup.ending
    where = "" if ending.index is None else f" at {ending.indexes[ending.index].label}"
    status = f", {ending.status}" if ending.status and ending.outcome is not Outcome.FOUND else ""
    new = attempt.new_errors(before)
    then = f", with {' and '.join(new)}" if new else ""
    return f"{ending.outcome.value.replace('-', ' ')}{where}{status}{then}"
