"""The proxies of uv's settings, which take the place of those that variables name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from idxdoctor.config.uv.files import Settings
from idxdoctor.model.known_secrets import secrets_in_text
from idxdoctor.model.plan import ProxySettings
from idxdoctor.model.secret import Secret


def proxy_settings(files: list[Settings]) -> ProxySettings:
    """Return `http-proxy` and `https-proxy`, each of the first file that has it, and the `no-proxy` of all files.

    Raises `InputError` where one is no text, with its line (uv: uv-settings/src/settings.rs GlobalOptions).
    """
    found = {key: next(_values(files, key, str), None) for key in ("http-proxy", "https-proxy")}
    http, https = found.values()
    secrets = [
        credential
        for settings in files
        for key, text in found.items()
        if text is not None and settings.data.get(key) == text
        for credential in secrets_in_text(text, settings.file.place(settings.table, key))
    ]
    exempt = tuple(str(host) for listed in _values(files, "no-proxy", list) for host in listed)
    return ProxySettings(http and Secret(http), https and Secret(https), exempt, tuple(secrets))


def _values(files: list[Settings], key: str, kind: type[str] | type[list[Any]]) -> Iterator[Any]:
    for settings in files:
        if key in settings.data:
            if not isinstance(settings.data[key], kind):
                wanted = "a text" if kind is str else "a list"
                raise settings.file.fault(f"`{key}` must be {wanted}", settings.table, key)
            yield settings.data[key]
