"""What makes a finding the same one in two runs, so that only what is new is told."""

from __future__ import annotations

from hashlib import sha256

from idxdoctor.report.formats.located import Located


def fingerprint(one: Located) -> str:
    """Return a stable text for a finding: of its code, package, file, and the indexes that it is about."""
    positions = (one.lookup.exchanges[position].request.index for position in one.finding.exchanges)
    indexes = sorted({str(one.lookup.ending.indexes[position].url.bare()) for position in positions})
    parts = (one.finding.code, one.lookup.package, one.file, *indexes)
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
