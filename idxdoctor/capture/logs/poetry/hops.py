"""As whom poetry follows a redirect: requests decides, and logs nothing of it.

requests: sessions.py (`rebuild_auth`, `should_strip_auth`).
"""

from __future__ import annotations

from idxdoctor.capture.logs.sent import Sent
from idxdoctor.model.exchange import Decision, Gap, Witness
from idxdoctor.model.url import Origin, Url


def hop_of(last: Sent, url: Url, line: int) -> Sent:
    """Return the request that follows an answer which redirects to `url`.

    Where the log shows as whom the request before was made it can be inferred who this one is of, but for an entry of
    a netrc file: requests takes the one for the new host whatever was sent before.
    """
    kept = keeps(last.url.origin, url.origin)
    netrc = f", or as who netrc names for {url.origin.host}"
    if Gap.WHO in last.gaps:
        why = Decision("poetry.not-shown", "redirected: poetry does not log as whom")
        return Sent(line, url.bare(), None, why, is_hop=True, gaps={Gap.WHO})
    if last.credential is None:
        return _inferred(line, url, last, Decision("poetry.redirected", f"redirected: as nobody{netrc}"))
    if kept:
        text = f"redirected within the server: still as {last.credential}{netrc}"
        return _inferred(line, url, last, Decision("poetry.redirected", text))
    text = f"the redirect leaves {last.url.origin}, and {last.credential} stays behind: as nobody{netrc}"
    return _inferred(line, url, None, Decision("poetry.redirect-dropped", text, drops=True))


def keeps(old: Origin, new: Origin) -> bool:
    """Say whether requests lets an Authorization header go from one server to another."""
    if old.host != new.host:
        return False
    if (old.scheme, old.port, new.scheme, new.port) == ("http", 80, "https", 443):
        return True
    return (old.scheme, old.port) == (new.scheme, new.port)


def _inferred(line: int, url: Url, last: Sent | None, why: Decision) -> Sent:
    credential = last.credential if last else None
    return Sent(line, url.bare(), credential, why, is_hop=True, evidence=Witness.INFERRED)
