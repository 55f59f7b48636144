"""How a run of uv ended where no request of its log tells: what it uploads, that it may ask nobody, what it lacks.

uv: uv-publish/src/lib.rs, uv-client/src/error.rs, uv-resolver/src/pubgrub/report.rs, resolver/availability.rs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from idxdoctor.capture.logs.said import Said
from idxdoctor.capture.logs.uv.run import UvRun

_UPLOAD: Final = re.compile(r"Publishing \d+ files? |Failed to publish `|Failed to query check URL")
_UPLOADED: Final = re.compile(
    r"(?:Upload failed with status(?: code)?|Server returned status code|Permission denied \(status code) "
    r"(?P<status>\d{3})\b"
)
_OFFLINE: Final = re.compile(
    r"the network was disabled|Network connectivity is disabled|\bwas not found in the cache(?=[\s,.])"
)
_ONLY: Final = re.compile(r"\b(?P<only>only (?:the following versions of )?[\w.\[\],<>=!*+-]+ (?:is|are) available)\b")
_REQUEST: Final = "any request of uv's for a package"
_NOTHING: Final = "it ends before the first, or their lines are not in it; `uv -vv ...` shows them"


def _upload(run: UvRun, _: Said) -> None:
    """The run publishes."""
    run.uploads = True


def _uploaded(run: UvRun, said: Said) -> None:
    """An upload was refused."""
    if run.uploads:
        run.upload_status = int(said["status"])


def _offline(run: UvRun, _: Said) -> None:
    """Nothing may be asked."""
    run.offline = True


def _only(run: UvRun, said: Said) -> None:
    """Versions are there, and none of them fits."""
    run.errors.only.append(said["only"])


HANDLERS: Final = (
    (_UPLOAD, _upload),
    (_UPLOADED, _uploaded),
    (_OFFLINE, _offline),
    (_ONLY, _only),
)


def told_of_the_end(run: UvRun, *, searched: bool) -> Iterator[str]:
    """Return sentences on what the log leaves open of a run, given whether it tells of a search."""
    upload = "the run uploads (`uv publish`)"
    if run.upload_status is not None:
        upload = f"{upload} and was answered {run.upload_status}"
    if run.uploads:
        yield f"{'what became of the files' if searched else _REQUEST}: {upload}, which is no search"
    elif run.offline:
        yield f"{_REQUEST}: the network was switched off (`--offline`, UV_OFFLINE), so uv sent none"
    elif not searched:
        yield f"{_REQUEST}: {_NOTHING}"
    for only in dict.fromkeys(run.errors.only):
        yield f"which index other versions are at: uv ends with `{only}`"
