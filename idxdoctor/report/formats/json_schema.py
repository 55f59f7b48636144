"""The JSON Schema of the report, format version 1."""

from __future__ import annotations

from typing import Any

from idxdoctor.model.exchange import Gap, Witness
from idxdoctor.model.trace import Outcome
from idxdoctor.report.formats.json_report import FORMAT, VERSION

_TEXT: dict[str, Any] = {"type": "string"}
_TEXT_OR_NULL: dict[str, Any] = {"type": ["string", "null"]}
_STATUS: dict[str, Any] = {"type": ["integer", "null"]}
_POSITION: dict[str, Any] = {"type": "integer", "minimum": 0}
_FLAG: dict[str, Any] = {"type": "boolean"}


def report_schema() -> dict[str, Any]:
    """Return the schema of what `--format json` writes."""
    document = {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
        "idxdoctor": _TEXT,
        "runs": _list(_run()),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "idxdoctor report",
        **_record(document),
    }


def _run() -> dict[str, Any]:
    client = {"name": _TEXT, "version": _TEXT, "verified": _FLAG, "modelled_as": _TEXT_OR_NULL}
    expected = _record({"held": _FLAG, "differences": _list(_TEXT)})
    return _record(
        {
            "source": _TEXT,
            "scenario": _TEXT_OR_NULL,
            "client": _record(client),
            "doubt": _or_null(_record({"text": _TEXT, "lookups": _list(_lookup())})),
            "unknown": _list(_TEXT),
            "expected": _or_null(expected),
            "lookups": _list(_lookup()),
            "probes": _list(_probed()),
            "known": _list(_record({"id": _TEXT, "title": _TEXT, "source": _TEXT, "ended": _TEXT})),
            "gone": _or_null(_list(_record({"code": _TEXT, "package": _TEXT, "title": _TEXT}))),
        }
    )


def _probed() -> dict[str, Any]:
    answer = _record({"probe": _TEXT, "url": _TEXT, "status": _STATUS})
    conclusion = _record({"code": _TEXT, "text": _TEXT})
    return _record({"package": _TEXT, "index": _TEXT, "answers": _list(answer), "conclusion": _or_null(conclusion)})


def _lookup() -> dict[str, Any]:
    return _record(
        {
            "package": _TEXT,
            "outcome": {"enum": [outcome.value for outcome in Outcome]},
            "index": _TEXT_OR_NULL,
            "status": _STATUS,
            "verdict": _TEXT,
            "indexes": _list(_index()),
            "exchanges": _list(_exchange()),
            "files": _list(_exchange()),
            "file_fault": _or_null(_decision()),
            "keyring": _list(_record({"service": _TEXT, "username": _TEXT_OR_NULL, "answered": _FLAG})),
            "findings": _list(_finding()),
        }
    )


def _index() -> dict[str, Any]:
    return _record(
        {
            "url": _TEXT,
            "name": _TEXT_OR_NULL,
            "provenance": _TEXT,
            "provider": _or_null(_record({"name": _TEXT, "recognised_by": _TEXT, "sure": _FLAG})),
            "asked": _FLAG,
            "status": _STATUS,
            "decision": _or_null(_decision()),
            "search": _or_null(_decision()),
        }
    )


def _exchange() -> dict[str, Any]:
    return _record(
        {
            "method": _TEXT,
            "url": _TEXT,
            "as": _TEXT_OR_NULL,
            "credential": _or_null(_record({"username": _TEXT_OR_NULL, "provenance": _TEXT})),
            "withheld": _FLAG,
            "status": _STATUS,
            "failure": _TEXT_OR_NULL,
            "redirect": _TEXT_OR_NULL,
            "index": _POSITION,
            "attempt": {"type": "integer", "minimum": 1},
            "decision": _decision(),
            "evidence": {"enum": [witness.value for witness in Witness]},
            "gaps": _list({"enum": [gap.value for gap in Gap]}),
            "copy_age": {"type": ["integer", "null"], "minimum": 0},
        }
    )


def _decision() -> dict[str, Any]:
    return _record({"code": _TEXT, "text": _TEXT, "drops": _FLAG})


def _finding() -> dict[str, Any]:
    fix = _record(
        {"title": _TEXT, "diff": _TEXT_OR_NULL, "proved": _FLAG, "outcome": _TEXT_OR_NULL, "risk": _TEXT_OR_NULL}
    )
    return _record(
        {
            "code": {"type": "string", "pattern": "^IDX[0-9]{3}$"},
            "severity": {"enum": ["error", "warning", "note"]},
            "title": _TEXT,
            "text": _TEXT,
            "exchanges": _list(_POSITION),
            "files": _list(_POSITION),
            "fixes": _list(fix),
            "settled": _TEXT_OR_NULL,
            "known": _FLAG,
            "fingerprint": _TEXT,
        }
    )


def _record(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}
