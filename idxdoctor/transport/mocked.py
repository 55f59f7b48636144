"""A scenario in the network's place: the live path, with every request of httpx answered by the scenario's world."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from idxdoctor.model.exchange import Answer, Failure
from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Url
from idxdoctor.scenario.world import World
from idxdoctor.transport.live import VERIFIES

if TYPE_CHECKING:
    import httpx


@contextmanager
def mocked_network(world: World) -> Iterator[None]:
    """Within the context, no request of httpx leaves the process; the world answers all of them."""
    import respx

    with respx.mock(assert_all_called=False) as router:
        router.route().mock(side_effect=lambda request: _respond(world, request))
        yield


def _respond(world: World, request: httpx.Request) -> httpx.Response:
    import httpx

    username, password = _credentials(request.headers.get("Authorization"))
    verifies = request.extensions.get(VERIFIES, True)
    answer = world.answer(Url.parse(str(request.url)), username, password, verifies=verifies)
    if answer.status is None:
        raise _error(answer, request)
    # As bytes: a server may send any text, and httpx would take ASCII only.
    headers = [(name.encode(), value.encode()) for name, value in answer.headers.items()]
    return httpx.Response(answer.status, headers=headers, content=answer.body)


def _credentials(authorization: str | None) -> tuple[str | None, Secret | None]:
    if authorization is None:
        return None, None
    if authorization.startswith("Bearer "):
        return "", Secret(authorization.removeprefix("Bearer "))
    username, _, password = b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
    return username, Secret(password)


def _error(answer: Answer, request: httpx.Request) -> httpx.TransportError:
    import httpx

    reason = answer.failure.value if answer.failure else ""
    if answer.failure is Failure.TIMEOUT:
        return httpx.ReadTimeout(reason, request=request)
    if answer.failure is Failure.RESET:
        return httpx.RemoteProtocolError(reason, request=request)
    if answer.failure is Failure.PROXY:
        return httpx.ProxyError("407 Proxy Authentication Required", request=request)
    return httpx.ConnectError(reason, request=request)
