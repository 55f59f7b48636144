"""What uv prints without a level and has worded differently over time, so that it tells of the release.

uv: uv-resolver/src/pubgrub/report.rs, uv/src/commands/diagnostics.rs, uv-cli/src/lib.rs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from idxdoctor.capture.logs.uv.patterns import Pattern


def _wording(form: str, since: str, until: str | None = None) -> Pattern:
    return Pattern("wording", re.compile(form), "", since, until)


_WORDINGS: Final = (
    _wording(r"An index URL \(.*could not be queried due to .*\(403 Forbidden\)", "0.4.23", "0.9.4"),
    _wording(r"An index URL \(.*returned a 403 Forbidden error\. This could indicate", "0.9.5", "0.11.16"),
    _wording(r"An index \(.*returned a 403 Forbidden error", "0.11.17"),
    _wording(r"Consider enabling use of system TLS certificates with the `--native-tls`", "0.5.19", "0.10.12"),
    _wording(r"Consider enabling use of system TLS certificates with the `--system-certs`", "0.11.0"),
    _wording(r": error trying to connect: ", "0.1.0", "0.1.31"),
)


def worded(text: str) -> Iterator[Pattern]:
    """Return the wordings that a saying has."""
    if " index " in text or "TLS" in text or "connect" in text:
        yield from (one for one in _WORDINGS if one.form.search(text))
