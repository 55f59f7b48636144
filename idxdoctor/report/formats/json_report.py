"""The JSON report, format version 1."""

from __future__ import annotations

import json
from typing import Any, Final

from idxdoctor import __version__
from idxdoctor.diagnosis.finding import Finding, Fix
from idxdoctor.diagnosis.probes.probed import ProbedIndex
from idxdoctor.diagnosis.providers import Providers
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.credential import shown_service
from idxdoctor.model.exchange import Decision, Exchange, KeyringCall
from idxdoctor.model.secret import shown_username
from idxdoctor.model.trace import Lookup, Trace
from idxdoctor.report.fingerprint import fingerprint
from idxdoctor.report.formats.located import Located, located_at
from idxdoctor.report.redaction import scrubber_for
from idxdoctor.report.verdict import verdict

FORMAT: Final = "idxdoctor-report"
VERSION: Final = 1


def json_report(runs: list[Run]) -> str:
    """Return one document for all runs, secrets masked."""
    document = {"format": FORMAT, "version": VERSION, "idxdoctor": __version__, "runs": [_run(run) for run in runs]}
    cleaned = scrubber_for(run.trace for run in runs).clean_document(document)
    return json.dumps(cleaned, indent=2, ensure_ascii=True)


def _run(run: Run) -> dict[str, Any]:
    client, providers = run.trace.client, Providers(run.trace)
    return {
        "source": run.trace.source,
        "scenario": run.trace.scenario,
        "client": {
            "name": client.name,
            "version": client.version,
            "verified": client.verified,
            "modelled_as": client.modelled_as,
        },
        "doubt": _doubt(run, providers),
        "unknown": [*run.trace.unknown],
        "expected": None if run.mismatches is None else {"held": not run.mismatches, "differences": [*run.mismatches]},
        "lookups": [_lookup(providers, lookup, findings) for lookup, findings in run.diagnosed()],
        "probes": [_probed(probed, run.trace) for probed in run.probed],
        "known": [known._asdict() for known in run.known],
        "gone": None if run.gone is None else [gone._asdict() for gone in run.gone],
    }


def _probed(probed: ProbedIndex, trace: Trace) -> dict[str, Any]:
    lookup = next(lookup for lookup in trace.lookups if lookup.package == probed.package)
    conclusion = probed.conclusion
    return {
        "package": probed.package,
        "index": str(lookup.ending.indexes[probed.position].url.bare()),
        "answers": [
            {"probe": probe.kind.name.lower(), "url": str(probe.url), "status": status}
            for probe, status in probed.answers
        ],
        "conclusion": conclusion and {"code": conclusion.code, "text": conclusion.text},
    }


def _doubt(run: Run, providers: Providers) -> dict[str, Any] | None:
    """Return what the client's source leaves open, and the lookups as they go if it is taken the other way."""
    if run.trace.doubt is None:
        return None
    return {"text": run.trace.doubt, "lookups": [_lookup(providers, lookup, ()) for lookup in run.trace.others]}


def _lookup(providers: Providers, lookup: Lookup, findings: tuple[Finding, ...]) -> dict[str, Any]:
    ending = lookup.ending
    return {
        "package": lookup.package,
        "outcome": ending.outcome.value,
        "index": None if ending.index is None else str(ending.indexes[ending.index].url.bare()),
        "status": ending.status,
        "verdict": verdict(lookup),
        "indexes": [_index(providers, lookup, position) for position in range(len(ending.indexes))],
        "exchanges": [_exchange(exchange) for exchange in lookup.exchanges],
        "files": [_exchange(exchange) for exchange in lookup.files],
        "file_fault": _decision(lookup.file_fault) if lookup.file_fault else None,
        "keyring": [_keyring_call(call) for call in lookup.keyring],
        "findings": [_finding(located_at(lookup, finding)) for finding in findings],
    }


def _keyring_call(call: KeyringCall) -> dict[str, Any]:
    """A username for which no password was found may be a token that stands alone."""
    username = call.request.username
    shown = username if username is None or call.answered else shown_username(username, None)
    return {"service": shown_service(call.request.service), "username": shown, "answered": call.answered}


def _index(providers: Providers, lookup: Lookup, position: int) -> dict[str, Any]:
    index = lookup.ending.indexes[position]
    visit = lookup.visit_of(position)
    seen = providers.of(index)
    return {
        "url": str(index.url.bare()),
        "name": index.name,
        "provenance": str(index.provenance),
        "provider": seen and {"name": seen.provider.name, "recognised_by": seen.by, "sure": seen.sure},
        "asked": visit is not None and bool(lookup.exchanges_of(position)),
        "status": visit.status if visit else None,
        "decision": _decision(visit.decision) if visit else None,
        "search": _decision(visit.search) if visit and visit.search else None,
    }


def _exchange(exchange: Exchange) -> dict[str, Any]:
    request, answer = exchange.request, exchange.answer
    credential = request.credential
    named = credential and {"username": credential.shown_name or None, "provenance": str(credential.provenance)}
    return {
        "method": request.method,
        "url": str(request.url),
        "as": answer.account,
        "credential": named,
        "withheld": answer.withheld,
        "status": answer.status,
        "failure": answer.failure.name.lower() if answer.failure else None,
        "redirect": str(exchange.redirect) if exchange.redirect else None,
        "index": request.index,
        "attempt": request.attempt,
        "decision": _decision(request.decision),
        "evidence": exchange.evidence.value,
        "gaps": sorted(gap.value for gap in exchange.gaps),
        "copy_age": exchange.copy_age,
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {"code": decision.code, "text": decision.text, "drops": decision.drops}


def _finding(one: Located) -> dict[str, Any]:
    finding = one.finding
    return {
        "code": finding.code,
        "severity": finding.severity,
        "title": finding.title,
        "text": finding.text,
        "exchanges": [*finding.exchanges],
        "files": [*finding.files],
        "fixes": [_fix(fix) for fix in finding.fixes],
        "settled": finding.settled,
        "known": finding.known,
        "fingerprint": fingerprint(one),
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "title": fix.title,
        "diff": fix.diff,
        "proved": fix.proved,
        "outcome": fix.outcome,
        "risk": fix.risk,
    }
