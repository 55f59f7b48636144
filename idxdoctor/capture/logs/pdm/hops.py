"""As whom pdm follows a redirect, of which it logs nothing but the URL that refuses in the end.

httpx: _client.py (`_redirect_headers`), which takes nothing from netrc.
"""

from __future__ import annotations

from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Decision
from idxdoctor.model.url import Origin, Url


def keeps(old: Origin, new: Origin) -> bool:
    """Say whether httpx lets an Authorization header go from one server to another."""
    upgrade = (old.scheme, old.port, new.scheme, new.port) == ("http", 80, "https", 443)
    return old == new or (old.host == new.host and upgrade)


def hop_reason(old: Origin, target: Url, credential: Credential | None, kept: Credential | None) -> Decision:
    """Say why a redirect's target is asked so: `credential` went to the server before it, `kept` goes to it."""
    if credential is not None and kept is None:
        text = f"the redirect leaves {old}, and {credential} stays behind: {target.origin} is asked as nobody"
        return Decision("pdm.redirect-dropped", text, drops=True)
    whom = f": as {kept}, unless another server lay on the way" if kept is not None else ""
    return Decision("pdm.redirected", f"redirected{whom}")
