"""Signed URLs of file stores: until when they hold. The signature itself is never looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import unquote

from idxdoctor.model.url import Url

_SIGNATURES: Final = ("x-amz-signature", "x-goog-signature", "signature", "sig")
_NUMBER: Final = re.compile(r"[0-9]{1,12}")


def is_signed(url: Url) -> bool:
    """Say whether the URL itself says who may read it: by a signature in its query."""
    names = _times(url, all_names=True)
    return any(name in names for name in _SIGNATURES) and bool(_times(url))


def expiry(url: Url) -> datetime | None:
    """Return until when a signed URL holds, as far as it says."""
    times = _times(url)
    for store in ("x-amz", "x-goog"):
        start, seconds = times.get(f"{store}-date"), times.get(f"{store}-expires", "")
        begun = _moment(start, "%Y%m%dT%H%M%SZ")
        if begun is not None and _NUMBER.fullmatch(seconds):
            return begun + timedelta(seconds=int(seconds))
    if _NUMBER.fullmatch(times.get("expires", "")):
        return datetime.fromtimestamp(int(times["expires"]), UTC)
    return _moment(times.get("se"), "%Y-%m-%dT%H:%M:%SZ") or _moment(times.get("se"), "%Y-%m-%d")


def _times(url: Url, *, all_names: bool = False) -> Mapping[str, str]:
    """Return the parameters that are about time; with `all_names` the other names too, without values."""
    pairs = [pair.partition("=") for pair in (url.query or "").split("&")]
    timely = {"x-amz-date", "x-amz-expires", "x-goog-date", "x-goog-expires", "expires", "se"}
    return {
        name.lower(): unquote(value) if name.lower() in timely else ""
        for name, _, value in pairs
        if all_names or name.lower() in timely
    }


def _moment(text: str | None, form: str) -> datetime | None:
    try:
        return None if text is None else datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        return None
