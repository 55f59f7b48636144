"""When a token expires, where it says so itself: read offline, and nothing of it is told but the time."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from typing import Final

from idxdoctor.model.credential import Credential

_PARTS: Final = frozenset({3, 5})
_LATEST: Final = 253402300800


def expiry_of(credential: Credential) -> float | None:
    """Return when the token in a credential expires (seconds since 1970); None where it is none that says.

    It may stand in either place: some services take a token for a username.
    """
    texts = [credential.password.reveal() if credential.password is not None else "", credential.username or ""]
    return next((expiry for text in texts if (expiry := _expiry(text)) is not None), None)


def _expiry(text: str) -> float | None:
    """Read `exp` from the claims of a JSON web token (RFC 7519), or from the header of an encrypted one."""
    parts = text.strip().split(".")
    if len(parts) not in _PARTS:
        return None
    for part in (parts[1], parts[0]):
        expiry = _record(part).get("exp")
        if isinstance(expiry, int | float) and not isinstance(expiry, bool) and abs(expiry) < _LATEST:
            return float(expiry)
    return None


def _record(part: str) -> dict[str, object]:
    try:
        document = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}
