"""What an error of httpx says of the network: why no answer came."""

from __future__ import annotations

import re
from socket import gaierror
from typing import TYPE_CHECKING, Final

from idxdoctor.model.exchange import Failure

if TYPE_CHECKING:
    import httpx

_UNREACHABLE: Final = frozenset({502, 503, 504})
"""With these a proxy says that it is the server that can't be reached."""


def failure_of(error: Exception, *, proxied: bool) -> Failure:
    """Say why no answer came; `proxied` means that the request was to go through a proxy."""
    import httpx

    if isinstance(error, (httpx.TimeoutException, TimeoutError)):
        return Failure.TIMEOUT
    if isinstance(error, httpx.ProxyError):
        return Failure.CONNECT if _proxy_status(error) in _UNREACHABLE else Failure.PROXY
    if isinstance(error, httpx.ConnectError):
        if "certificate" in str(error).lower() or "ssl" in str(error).lower():
            return Failure.TLS
        unconnected = Failure.NAME if _is_unnamed(error) else Failure.CONNECT
        return Failure.PROXY if proxied else unconnected
    broken = (httpx.ReadError, httpx.RemoteProtocolError, httpx.DecodingError)
    return Failure.RESET if isinstance(error, broken) else Failure.CONNECT


def _is_unnamed(error: BaseException) -> bool:
    """Say whether an error goes back to a host name that can't be resolved; errors may go back to each other."""
    behind: list[BaseException | None] = [error]
    for one in behind:
        if one is not None:
            behind += [further for further in (one.__cause__, one.__context__) if further not in behind]
    return any(isinstance(one, gaierror) for one in behind)


def _proxy_status(error: httpx.ProxyError) -> int | None:
    """Return the status with which a proxy refused a connection; the error's text begins with it."""
    status = str(error)[:3]
    return int(status) if re.fullmatch("[1-5][0-9][0-9]", status) else None


def detail_of(error: Exception) -> str:
    """Return what the network said, where that can't hold a URL or a header."""
    import httpx

    if isinstance(error, httpx.ProxyError):
        return f"the proxy answered {_proxy_status(error) or 'what is no HTTP'}"
    safe = isinstance(error, (httpx.ConnectError, httpx.TimeoutException, httpx.ReadError))
    return str(error) if safe and str(error) else type(error).__name__
