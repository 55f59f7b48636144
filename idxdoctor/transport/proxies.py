"""Which proxy a request goes through, by the usual variables or a client's settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from idxdoctor.model.errors import InputError
from idxdoctor.model.plan import ProxySettings
from idxdoctor.model.url import Url

if TYPE_CHECKING:
    import httpx


def proxy_for(url: Url, env: Mapping[str, str]) -> str | None:
    """Return the proxy's URL, which may hold its credentials, or None where the request goes straight.

    Lower-case variables come before upper-case ones; `HTTP_PROXY` in capitals is not read in CGI programs.
    """
    if _is_exempt(url, _variable(env, "no_proxy")):
        return None
    cgi = url.scheme == "http" and "REQUEST_METHOD" in env
    own = env.get("http_proxy", "") if cgi else _variable(env, f"{url.scheme}_proxy")
    proxy = own or _variable(env, "all_proxy")
    if not proxy:
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def proxy_in(url: Url, settings: ProxySettings) -> str | None:
    """Return the proxy's URL by a client's settings, which may hold its credentials; else as `proxy_for` does."""
    proxy = {"http": settings.http, "https": settings.https}.get(url.scheme)
    if proxy is None or _is_exempt(url, ",".join(settings.exempt)):
        return None
    text = proxy.reveal()
    return text if "://" in text else f"http://{text}"


def usable(proxy: str) -> httpx.Proxy:
    """Return a proxy that requests can go through; an error does not repeat its URL, which may hold a password."""
    import httpx

    try:
        if proxy.startswith(("http://", "https://")):
            return httpx.Proxy(proxy)
    except (ValueError, httpx.InvalidURL):
        pass
    raise InputError(
        "the proxy that the variables or settings name can't be used",
        remedy="Let HTTPS_PROXY, HTTP_PROXY, ALL_PROXY or `https-proxy` read http://host:port, or unset it; SOCKS is "
        "not supported.",
    )


def _variable(env: Mapping[str, str], name: str) -> str:
    return env.get(name) or env.get(name.upper()) or ""


def _is_exempt(url: Url, no_proxy: str) -> bool:
    entries = [entry.strip().lower().lstrip(".") for entry in no_proxy.split(",")]
    return any(
        entry == "*" or url.host == entry or url.host.endswith(f".{entry}") or url.origin.netloc == entry
        for entry in entries
        if entry
    )
