"""As whom pdm asks, followed by its own rules from what its log says of each page.

unearth: auth.py (`MultiDomainBasicAuth`): what was sent to a host is kept for that host, and sent with later requests
to it that have no credentials of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from idxdoctor.capture.logs.pdm.found import found_by
from idxdoctor.capture.logs.pdm.hops import hop_reason, keeps
from idxdoctor.capture.logs.pdm.run import PdmRun
from idxdoctor.capture.logs.pdm.state import Fetch, FileFetch, Search, root_key
from idxdoctor.capture.logs.sent import Sent
from idxdoctor.capture.logs.userinfo import hidden_at
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Decision, Gap, Witness
from idxdoctor.model.secret import MASK, Secret
from idxdoctor.model.url import Url

NOT_SHOWN = Decision("pdm.not-shown", "the log does not show as whom: it needs `-vv`")
UNSURE = Decision("pdm.not-shown", "the log does not show as whom: it hides which username pdm has for this host")
MIXED = Decision("pdm.not-shown", "the log does not show as whom: lines of several pages stand among each other")
_LONE = Decision("pdm.no-password", "the URL has a username without a password: pdm sends neither")
_Chosen: TypeAlias = tuple[Credential | None, Decision]


class Wallet:
    """The credentials that pdm has at a point of its run: those of indexes, and what it sent to which host.

    It is to be asked about pages and files in the order in which pdm asks for them.
    """

    def __init__(self, run: PdmRun) -> None:
        self._run = run
        self._sent: dict[str, Credential] = {}
        self._ever: dict[str, set[Credential]] = {}
        self._unsure: set[str] = set()
        self._shown: dict[str, Fetch] = {}

    def requests(self, fetch: Fetch) -> Iterator[Sent]:
        """Return the requests for a page, in order, as far as they follow from the log."""
        if fetch.kept or not fetch.is_sent:
            return
        if not fetch.is_shown:
            for _ in range(2 if fetch.wrong is not None else 1):
                yield from self._chain(fetch, (None, NOT_SHOWN), fetch.status)
            return
        like = fetch if fetch.is_alone else self._like(fetch)
        if like is None:
            yield Sent(fetch.line, fetch.url, None, MIXED, gaps={Gap.WHO})
            return
        if fetch.is_alone:
            self._shown[root_key(fetch.root)] = fetch
        yield from self._tries(fetch, like.searches if fetch.is_alone else _repeated(fetch, like))

    def request_of(self, file: FileFetch) -> Sent:
        """Return the request for a file."""
        chosen: _Chosen = (None, NOT_SHOWN)
        if file.searches:
            chosen = self._choose(file.searches, file.url, None, file.line, is_alone=file.is_alone)
        sent = _sent_as(file.line, file.url, chosen)
        if file.status is not None:
            sent.answer(file.status, sure=False)
        return sent

    def credential_of(self, root: Url, *, has_userinfo: bool, line: int) -> Credential | None:
        """Return the credentials in an index's URL, hidden where the log blanks them everywhere."""
        known = self._run.credentials.userinfo.get(root_key(root))
        return known or (hidden_at(root, line) if has_userinfo else None)

    def _like(self, fetch: Fetch) -> Fetch | None:
        """Return a page of the same index as it was asked for alone; None where the keyring was of use only since."""
        like, netloc = self._shown.get(root_key(fetch.root)), fetch.url.origin.netloc
        if netloc not in self._run.credentials.unplaced:
            return like
        if like is not None and any(search.place == "keyring" for search in like.searches):
            return like
        self._unsure.add(netloc)
        return None

    def _tries(self, fetch: Fetch, searches: list[Search]) -> Iterator[Sent]:
        root = fetch.root if fetch.has_userinfo else None
        chosen = self._choose(searches, fetch.url, root, fetch.line, is_alone=fetch.is_alone)
        again = searches[1] if len(searches) > 1 else None
        yield from self._chain(fetch, chosen, 401 if again else fetch.status)
        found = found_by(self._run.credentials, again, fetch.url, fetch.line) if again else None
        if found is None:
            return
        second = found[0]
        self._keep((fetch.wrong or fetch.url).origin.netloc, second)
        text = f"the 401 is taken for one of a wrong password: the same page once more, as {second}"
        yield from self._chain(fetch, (second, Decision("pdm.again", text)), fetch.status)

    def _choose(self, searches: list[Search], url: Url, root: Url | None, line: int, *, is_alone: bool) -> _Chosen:
        """Return as whom a request is made, and why; what is sent is kept for the host.

        `root` is the index whose URL has userinfo that the request's URL has too. What is made at the same time as
        other requests depends on what these keep for the host.
        """
        netloc = url.origin.netloc
        found = found_by(self._run.credentials, searches[0], url, line) if searches else None
        if found is not None:
            self._keep(netloc, found[0])
            return found
        index = root or (searches[0].index if searches else None)
        own = self._run.credentials.userinfo.get(root_key(index)) if index else None
        lent = self._sent.get(netloc)
        if netloc in self._unsure or (root is not None and own is None) or (own and lent and lent.username == MASK):
            self._unsure.add(netloc)
            return None, UNSURE
        if not is_alone and (own is not None or len(self._ever.get(netloc, ())) > 1):
            return None, MIXED
        if own is not None and (lent is None or lent.username != own.username):
            self._keep(netloc, replace(own, password=Secret("")))
            return None, _LONE
        return (lent, _lent(lent, url)) if lent is not None else (None, _nobody(self._run.credentials.netrc_trouble))

    def _keep(self, netloc: str, credential: Credential) -> None:
        self._sent[netloc] = credential
        self._ever.setdefault(netloc, set()).add(credential)
        self._unsure.discard(netloc)

    def _chain(self, fetch: Fetch, chosen: _Chosen, status: int | None) -> Iterator[Sent]:
        """Return one try of a page: where the log names the URL that refused, also the redirect to it."""
        credential, target = chosen[0], fetch.wrong
        first = _sent_as(fetch.line, fetch.url, chosen)
        if target is None or target.bare() == fetch.url:
            if fetch.failure is not None:
                first.fail(fetch.failure, fetch.detail)
                first.evidence = Witness.INFERRED
            elif status is not None:
                first.answer(status, sure=target is not None)
            yield first
            return
        first.gaps.add(Gap.STATUS)
        first.redirect, first.evidence = target.bare(), Witness.INFERRED
        yield first
        kept = credential if keeps(fetch.url.origin, target.origin) else None
        why = hop_reason(fetch.url.origin, target, credential, kept)
        unsure = Gap.WHO in first.gaps or kept is not None
        hop = Sent(fetch.line, target.bare(), kept, why, gaps={Gap.WHO} if unsure else set(), is_hop=True)
        hop.answer(status or 401, sure=False)
        yield hop


def _sent_as(line: int, url: Url, chosen: _Chosen) -> Sent:
    credential, why = chosen
    return Sent(line, url, credential, why, gaps={Gap.WHO} if why.code == NOT_SHOWN.code else set())


def _repeated(fetch: Fetch, like: Fetch) -> list[Search]:
    """Return the searches of a page among whose lines are others', as they were when one of its index was alone.

    What netrc has is sent first each time, and refused each time where something else was taken then.
    """
    refused = fetch.wrong is not None or fetch.status == 401
    again = len(like.searches) > 1 and like.searches[0].place == "netrc" and like.searches[1].place is not None
    return like.searches if refused or again else like.searches[:1]


def _lent(credential: Credential, url: Url) -> Decision:
    text = f"the source has no credentials of its own: those sent to {url.origin.netloc} before ({credential})"
    return Decision("pdm.realm-credentials", text)


def _nobody(trouble: str | None) -> Decision:
    if trouble is not None:
        return Decision("pdm.netrc-unread", f"netrc can't be read ({trouble.strip()}), so it was asked without any")
    return Decision("pdm.unauthenticated", "no credentials are known for this source or host: asked without")
