"""Requests on the wire and the redirects that they meet, below or above authentication, by version."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple, TypeAlias

from idxdoctor.clients.uv.request import GaveUp, Hop, Request, Response
from idxdoctor.clients.uv.session import Session
from idxdoctor.model.credential import Credential, Provenance
from idxdoctor.model.exchange import REDIRECTS, Decision, Send, Steps, send
from idxdoctor.model.url import Url
from idxdoctor.model.url_parts import DEFAULT_PORTS, UrlError

MAX_REDIRECTS: Final = 10
_SCHEME: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")

Fetch: TypeAlias = Callable[[Request], Steps[Response]]


class Wire(NamedTuple):
    """Puts requests of one session on the wire."""

    session: Session

    def one(self, request: Request, why: Decision) -> Steps[Response]:
        """Send one request and follow no redirect."""
        url = request.url.bare()
        answer = yield from send(
            Send(
                url,
                request.header,
                why,
                request.index,
                request.attempt,
                request.delay,
                request.method,
                request.verifies,
            )
        )
        return Response(answer, request.url, request.header)

    def followed_by_reqwest(self, request: Request, why: Decision) -> Steps[Response]:
        """Send a request and follow redirects with the same header, dropped for good at another host or port.

        In one version the header is dropped for that one hop only. Raises `GaveUp` at the eleventh request (reqwest:
        redirect.rs Policy::limited, remove_sensitive_headers).
        """
        given = request.header
        for _ in range(MAX_REDIRECTS):
            response = yield from self.one(request, why)
            target = _target_or_none(response)
            if response.status not in REDIRECTS or target is None:
                return response
            crosses = (target.host, target.origin.port) != (request.url.host, request.url.origin.port)
            hop = Hop(request.url, request.header, crosses)
            kept = given if self.session.behaviours.restores_header_after_crossing else request.header
            header = None if crosses else kept
            why = _why_reqwest_followed(hop, target, header)
            request = replace(request, url=target.bare(), header=header, hop=hop, delay=0.0)
        raise GaveUp(Decision("uv.too-many-redirects", "uv gives up after 10 redirects"), response.status)

    def followed_by_uv(self, request: Request, fetch: Fetch) -> Steps[Response]:
        """Follow redirects with a request through all lower layers each.

        After the eleventh, the redirect itself is taken for the page (uv: uv-client/src/base_client.rs
        execute_with_redirect_handling, request_into_redirect). Raises `GaveUp` where a Location can't be used.
        """
        response = yield from fetch(request)
        for _ in range(MAX_REDIRECTS):
            ignored = response.status == 303 and self.session.behaviours.ignores_303
            if response.status not in REDIRECTS or ignored:
                break
            request = self._redirected(request, response)
            response = yield from fetch(request)
        return response

    def _redirected(self, request: Request, response: Response) -> Request:
        behaviours = self.session.behaviours
        target = self._target(request, response)
        here, there = request.url.origin, target.origin
        crosses = (here.host, here.port) != (there.host, there.port)
        if behaviours.scheme_change_is_cross_origin:
            crosses = here != there
        header = request.header if behaviours.leaks_across_origins or not crosses else None
        if behaviours.sends_location_userinfo and target.username:
            header = Credential.from_url(target, Provenance("the redirect's Location"))
            target = target.bare()
        hop = Hop(request.url, response.sent, crosses)
        return Request(target, header, request.index, hop, method=request.method, verifies=request.verifies)

    def _target(self, request: Request, response: Response) -> Url:
        location = response.answer.headers.get("location")
        if location is None:
            raise GaveUp(
                Decision("uv.redirect-without-target", "the redirect names no target: uv gives up"),
                response.status,
            )
        if self.session.behaviours.refuses_relative_location and "://" not in location:
            raise GaveUp(
                Decision("uv.redirect-relative", "the redirect is relative, which this version can't follow"),
                response.status,
            )
        try:
            target = request.url.bare().join(location)
        except UrlError as error:
            raise GaveUp(
                Decision("uv.redirect-unusable", f"the redirect's target is no URL: {error}"), response.status
            ) from None
        if target.scheme == "file":
            raise GaveUp(
                Decision("uv.redirect-unusable", "the redirect leaves http and https: uv gives up"),
                response.status,
            )
        return target


def target_of(location: str | None, url: Url) -> Url | None:
    """Return where a Location leads from `url`, or None where it leads nowhere."""
    try:
        return None if location is None else url.bare().join(location)
    except UrlError:
        return None


def _target_or_none(response: Response) -> Url | None:
    """Return where reqwest would go; an unusable Location means that the redirect itself is the answer."""
    location = response.answer.headers.get("location")
    scheme = _SCHEME.match(location or "")
    if scheme and scheme[1].lower() not in DEFAULT_PORTS:
        raise GaveUp(
            Decision("uv.redirect-unusable", "the redirect leaves http and https: uv gives up"),
            response.status,
        )
    return target_of(location, response.url)


def _why_reqwest_followed(hop: Hop, target: Url, header: Credential | None) -> Decision:
    if hop.credential is None and header is not None:
        text = f"followed the redirect with the credentials of {header} again, which the hop before had left behind"
        return Decision("uv.redirect-restored", text)
    if hop.credential is None:
        return Decision("uv.redirect-followed", "followed the redirect")
    if not hop.crosses:
        return Decision("uv.redirect-kept", f"followed the redirect with the credentials of {hop.credential}")
    return Decision(
        "uv.redirect-dropped",
        f"the redirect leaves {hop.source.origin} for {target.origin}: "
        f"the credentials of {hop.credential} are not sent there",
        drops=True,
    )
