"""Who uv sends a request as: its authentication middleware (uv: uv-auth/src/middleware.rs, handle)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from idxdoctor.clients.uv import reasons
from idxdoctor.clients.uv.fetch import fetch_credentials
from idxdoctor.clients.uv.request import GaveUp, Request, Response
from idxdoctor.clients.uv.session import AuthIndex, Session
from idxdoctor.model.credential import Credential, Provenance
from idxdoctor.model.exchange import MAY_REFUSE, Decision, Steps

Wire: TypeAlias = Callable[[Request, Decision], Steps[Response]]
"""Puts a request on the wire and returns its response; below authentication."""


class Authentication(NamedTuple):
    """The middleware at work on requests of one session."""

    session: Session
    wire: Wire

    def handle(self, request: Request) -> Steps[Response]:
        """Send the request as whom uv would, and again with credentials where the first answer refuses.

        Raises `GaveUp` where `authenticate = always` has nothing to send.
        """
        index = self.session.index_for(request.url)
        policy = index.policy if index else "auto"
        if policy == "never":
            return (yield from self.wire(request, reasons.never(request)))
        if given := self._given(request):
            return (yield from self._with_given(request, given, index))
        known = self.session.cache.by_url(request.url, None)
        if known and self._is_complete(known):
            return (yield from self.wire(request.authorized(known), reasons.known_for_url(known)))
        if policy == "always" and not self._dependabot:
            return (yield from self._search(request, known, None, index))
        return (yield from self._ask_first(request, known, index))

    def _given(self, request: Request) -> Credential | None:
        """Return the credentials that the request came with (uv: Credentials::from_request)."""
        header = _as_read_from_header(request.header)
        if header is None and self.session.behaviours.ignores_location_userinfo_without_header:
            return None
        return Credential.from_url(request.url, Provenance("the redirect's Location")) or header

    @property
    def _dependabot(self) -> bool:
        return self.session.plan.dependabot and self.session.behaviours.dependabot_disables_always

    def _is_complete(self, credential: Credential) -> bool:
        """Say whether nothing is missing (uv: uv-auth/src/credentials.rs is_authenticated)."""
        return credential.is_complete and (not credential.bearer or self.session.behaviours.token_is_complete)

    def _ask_first(self, request: Request, known: Credential | None, index: AuthIndex | None) -> Steps[Response]:
        """Ask with what is known, a username or nothing; search for credentials only after a refusal."""
        if known:
            response = yield from self.wire(request.authorized(known), reasons.username_known(known))
        else:
            response = yield from self.wire(request, reasons.anonymous(request))
        if response.status not in MAY_REFUSE:
            return response
        return (yield from self._search(request, known, response, index))

    def _search(
        self, request: Request, known: Credential | None, response: Response | None, index: AuthIndex | None
    ) -> Steps[Response]:
        """Look for credentials in the caches, then outside, and ask with what turns up."""
        status = response.status if response else None
        username = known.username if known else None
        cached = self._cached_for(request, username, index) or known
        if cached and self._is_complete(cached):
            own = index and self.session.cache.by_url(index.url, username)
            why = reasons.own_credentials if own else reasons.lent_by_realm
            return (yield from self.wire(request.authorized(cached), why(cached, status)))
        fetched = yield from fetch_credentials(self.session, cached, request.url, index)
        if fetched:
            request = request.authorized(fetched)
            return (yield from self._complete(request, fetched, reasons.fetched(fetched, status), index))
        if cached and not username:
            return (yield from self.wire(request.authorized(cached), reasons.username_only(cached)))
        if response is None:
            raise GaveUp(reasons.missing_credentials())
        return response._replace(search=reasons.nothing_found(self.session, request, index, username))

    def _cached_for(self, request: Request, username: str | None, index: AuthIndex | None) -> Credential | None:
        """Return what the caches hold for the index, or for the realm where uv lends that."""
        cache, realm = self.session.cache, request.url.origin
        if index and self.session.behaviours.credentials_by_index:
            own = cache.by_url(index.url, username)
            if own or not self.session.behaviours.lends_realm_credentials:
                return own
        return cache.by_realm(realm, username)

    def _with_given(self, request: Request, given: Credential, index: AuthIndex | None) -> Steps[Response]:
        """Send a request that came with credentials: complete ones as they are, a username with its password.

        uv: complete_request_with_request_credentials.
        """
        if given.is_complete:
            return (yield from self._complete(request, given, reasons.given(request, given), index))
        if cached := self._password_known(request, given, index):
            return (yield from self.wire(request.authorized(cached), reasons.password_found(cached)))
        if fetched := (yield from fetch_credentials(self.session, given, request.url, index)):
            return (
                yield from self._complete(request.authorized(fetched), fetched, reasons.password_found(fetched), index)
            )
        behaviours = self.session.behaviours
        lent = self.session.cache.by_realm(request.url.origin, given.username)
        if lent and index and behaviours.credentials_by_index:
            if behaviours.lends_realm_credentials:
                return (yield from self._complete(request.authorized(lent), lent, reasons.password_found(lent), index))
            return (yield from self._complete(request, lent, reasons.username_only(given), index))
        return (yield from self._complete(request, given, reasons.username_only(given), index))

    def _password_known(self, request: Request, given: Credential, index: AuthIndex | None) -> Credential | None:
        """Return credentials with a password that the caches hold for the given username."""
        cache, behaviours = self.session.cache, self.session.behaviours
        if index and behaviours.credentials_by_index:
            own = cache.by_url(index.url, given.username)
            if not own and behaviours.finds_credentials_by_root:
                own = cache.by_url(index.root, given.username)
        else:
            own = cache.by_realm(request.url.origin, given.username)
        return own or cache.by_url(request.url, given.username)

    def _complete(
        self, request: Request, credential: Credential, why: Decision, index: AuthIndex | None
    ) -> Steps[Response]:
        """Send the request and keep its credentials where it succeeds (uv: complete_request)."""
        always = index is not None and index.policy == "always"
        behaviours = self.session.behaviours
        enough = credential.is_complete and (not credential.bearer or behaviours.token_satisfies_always)
        if always and not enough and behaviours.always_needs_password:
            raise GaveUp(reasons.incomplete_credentials())
        response = yield from self.wire(request, why)
        if response.succeeded:
            self.session.cache.insert(request.url, credential)
        return response


def _as_read_from_header(header: Credential | None) -> Credential | None:
    """Return what uv reads back from an Authorization header: there, an empty password counts as none."""
    if header is None:
        return None
    return replace(header, username=header.username or None, password=header.password or None)
