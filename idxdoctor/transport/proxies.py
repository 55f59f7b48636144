"""Which proxy a request goes through, by the usual variables."""

from __future__ import annotations

from collections.abc import Mapping

from idxdoctor.model.url import Url


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


def _variable(env: Mapping[str, str], name: str) -> str:
    return env.get(name) or env.get(name.upper()) or ""


def _is_exempt(url: Url, no_proxy: str) -> bool:
    entries = [entry.strip().lower().lstrip(".") for entry in no_proxy.split(",")]
    return any(
        entry == "*" or url.host == entry or url.host.endswith(f".{entry}") or url.origin.netloc == entry
        for entry in entries
        if entry
    )
