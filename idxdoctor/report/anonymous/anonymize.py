"""Runs with other names for hosts, organisations, users, private packages and folders; what matters stays.

The same name stands for the same thing in all runs of a report, and again when the same is made once more: the same
host or not, a host below another, the same path or not, ports, providers and public hosts can be told as before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from idxdoctor.diagnosis.finding import Change, Finding, Fix
from idxdoctor.diagnosis.probes.conclusion import Conclusion
from idxdoctor.diagnosis.run import KnownCase, Run
from idxdoctor.model.credential import Credential, Provenance
from idxdoctor.model.exchange import Decision, Exchange, Send
from idxdoctor.model.parts import KEEP, rebuilt
from idxdoctor.model.plan import Index
from idxdoctor.model.secret import HiddenSecret, Secret
from idxdoctor.model.trace import Client
from idxdoctor.model.url import Origin, Url
from idxdoctor.report.anonymous.diff import anonymous_diff
from idxdoctor.report.anonymous.names import AnonymousNames
from idxdoctor.scenario.catalogue import shipped_scenarios
from idxdoctor.scenario.recording.answers import HEADERS
from idxdoctor.scenario.recording.words import known_words

_LOOKED_AT: Final = 65536


def anonymized(runs: list[Run]) -> list[Run]:
    """Return the runs with other names in everything that a report shows; secrets are made up as well."""
    names = AnonymousNames(runs)
    return [_Anonymous(names, number).run(run) for number, run in enumerate(runs, start=1)]


class _Anonymous:
    """Changes the parts of one run."""

    def __init__(self, names: AnonymousNames, number: int) -> None:
        self._names = names
        self._number = number

    def run(self, run: Run) -> Run:
        """Return the run; a scenario or log of the user's own is known by its number alone."""
        changed = rebuilt(run, self._change)
        changed = changed._replace(trace=changed.trace._replace(source=run.trace.source))
        id_ = run.trace.scenario
        if id_ is not None and any(id_ == path.stem for path in shipped_scenarios()):
            return changed._replace(trace=changed.trace._replace(scenario=id_))
        kind = "log" if run.trace.is_of_a_log else "scenario"
        trace = changed.trace._replace(scenario=None if id_ is None else f"scenario-{self._number}")
        return changed._replace(trace=trace, title=f"{kind} {self._number}" if run.title else "")

    def _change(self, part: object) -> object:
        match part:
            case str():
                return self._names.text(part)
            case Url():
                return self._names.url(part)
            case HiddenSecret() | Change() | KnownCase() | Client():
                return part
            case Secret():
                return Secret(self._names.secret(part.reveal()))
            case Origin():
                return self._names.url(Url(part.scheme, part.host)).origin._replace(port=part.port)
            case Decision() | Conclusion():
                return part._replace(text=self._names.text(part.text))
            case _:
                return self._change_whole(part)

    def _change_whole(self, part: object) -> object:
        """Return a part of which some words stay as they are, because programs read them."""
        match part:
            case Credential():
                return self._credential(part)
            case Provenance():
                return Provenance(self._names.text(part.label), part.file and self._names.file(part.file), part.line)
            case Index():
                return rebuilt(part, self._but(part))._replace(policy=part.policy)
            case Finding():
                settled, fixes = part.settled and self._names.text(part.settled), tuple(map(self._fix, part.fixes))
                title, text = self._names.text(part.title), self._names.text(part.text)
                return part._replace(title=title, text=text, fixes=fixes, settled=settled)
            case Exchange():
                return self._exchange(part)
            case Send():
                return replace(rebuilt(part, self._but(part)), method=part.method)
            case _:
                return KEEP

    def _but(self, whole: object) -> Callable[[object], object]:
        """Return the change of everything in a value, but not of the value itself."""
        return lambda part: KEEP if type(part) is type(whole) and part == whole else self._change(part)

    def _credential(self, credential: Credential) -> Credential:
        return Credential(
            credential.username and self._names.username(credential.username, credential),
            rebuilt(credential.password, self._change),
            rebuilt(credential.provenance, self._change),
            rebuilt(credential.reach, self._change),
            credential.bearer,
        )

    def _fix(self, fix: Fix) -> Fix:
        diff = fix.diff and anonymous_diff(fix.diff, self._names.text, self._names.file)
        text = self._names.text
        return fix._replace(
            title=text(fix.title),
            risk=fix.risk and text(fix.risk),
            diff=diff,
            outcome=fix.outcome and text(fix.outcome),
        )

    def _exchange(self, exchange: Exchange) -> Exchange:
        """Return an exchange of whose answer only those words are left that tell providers and faults apart."""
        answer = exchange.answer
        redirect = exchange.redirect and self._names.url(exchange.redirect)
        headers = {name: known_words(value) for name, value in answer.headers.items() if name in HEADERS}
        headers.pop("location", None)
        if redirect is not None:
            headers["location"] = str(redirect)
        return exchange._replace(
            request=rebuilt(exchange.request, self._change),
            answer=replace(
                answer,
                headers=headers,
                body=known_words(answer.body[:_LOOKED_AT].decode("utf-8", "replace")).encode(),
                account=answer.account and self._names.text(answer.account),
                detail=answer.detail and known_words(answer.detail),
            ),
            redirect=redirect,
        )
