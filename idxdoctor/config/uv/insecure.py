"""The hosts whose certificates uv does not verify: `--allow-insecure-host`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.uv.files import Settings
from idxdoctor.config.uv.options import given_for
from idxdoctor.model.credential import Provenance
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.plan import InsecureHost

_SETTING: Final = "allow-insecure-host"
_HIGHEST_PORT: Final = 65535


def insecure_hosts(surroundings: Surroundings, files: list[Settings]) -> tuple[InsecureHost, ...]:
    """Return the hosts of the option, else of UV_INSECURE_HOST, and those of every file (uv: uv/src/settings.rs).

    Raises `InputError` at the first that uv would refuse, with its place.
    """
    given = [host_named(one.text, one.provenance) for one in given_for(surroundings, _SETTING)]
    return (*given, *(host for settings in files for host in _of_file(settings)))


def _of_file(settings: Settings) -> Iterator[InsecureHost]:
    listed = settings.data.get(_SETTING, [])
    if not isinstance(listed, list):
        raise settings.file.fault(f"`{_SETTING}` must be a list", settings.table, _SETTING)
    for item in listed:
        if isinstance(item, dict) and isinstance(item.get("host"), str):
            place = settings.file.place(settings.table, _SETTING)
            yield InsecureHost(place, item["host"], item.get("scheme"), item.get("port"))
        elif isinstance(item, str):
            yield host_named(item, settings.file.place(settings.table, _SETTING, value=item))
        else:
            raise settings.file.fault(f"`{_SETTING}` must hold hosts", settings.table, _SETTING)


def host_named(text: str, provenance: Provenance) -> InsecureHost:
    """Return the host that a text names (uv: uv-configuration/src/trusted_host.rs from_str).

    Raises `InputError` where what follows its `:` is no port.
    """
    if text == "*":
        return InsecureHost(provenance, None)
    scheme, rest = None, text
    for name in ("https", "http"):
        if text.startswith(f"{name}://"):
            scheme, rest = name, text.removeprefix(f"{name}://")
    host, has_port, port = rest.partition(":")
    if has_port and not (port.isascii() and port.isdecimal() and int(port) <= _HIGHEST_PORT):
        raise InputError(
            f"`{_SETTING}`: what follows the host's ':' is no port",
            place=Place(provenance.file or provenance.label, provenance.line),
            remedy="Name it as `host`, `host:port` or `https://host`; `*` stands for every host.",
        )
    return InsecureHost(provenance, host.partition("/")[0], scheme, int(port) if has_port else None)
