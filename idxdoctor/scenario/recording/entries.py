"""netrc files, uv's credentials store and pip's files, with only the entries that are about the hosts concerned."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from idxdoctor.config.netrc import netrc_word
from idxdoctor.model.plan import NetrcEntry, StoredCredential, UnreadIndex
from idxdoctor.scenario.recording.answers import full_text
from idxdoctor.scenario.recording.pseudonyms import Pseudonyms
from idxdoctor.scenario.recording.toml import toml_document


def netrc_text(entries: Iterable[NetrcEntry], hosts: Collection[str], names: Pseudonyms) -> str:
    """Return a netrc file with the entries of these hosts, those that may be meant for one, and the default."""
    return "".join(f"{line}\n" for entry in entries for line in _netrc_line(entry, hosts, names))


def _netrc_line(entry: NetrcEntry, hosts: Collection[str], names: Pseudonyms) -> Iterator[str]:
    machine = None if entry.host is None else _machine(entry.host, hosts, names)
    if machine is None and entry.host is not None:
        return
    username, password = names.credential(entry.credential)
    words = ["default"] if machine is None else ["machine", netrc_word(machine)]
    words += ["login", netrc_word(username)] if username else []
    yield " ".join([*words, *(["password", netrc_word(password)] if password else [])])


def _machine(text: str, hosts: Collection[str], names: Pseudonyms) -> str | None:
    """Return the machine of an entry, or None where it has to do with none of the hosts."""
    if text in hosts:
        return names.host(text)
    scheme, separator, rest = text.rpartition("://")
    netloc, slash, _ = rest.partition("/")
    bare, colon, port = netloc.rpartition("@")[2].partition(":")
    if bare.lower() in hosts:
        host = names.host(bare.lower())
        return f"{scheme}{separator}{host}{colon}{port}{slash}"
    for host in sorted(hosts):
        if host.endswith(f".{bare}") and bare:
            return names.host(host).partition(".")[2] or None
        if bare.endswith(f".{host}"):
            return f"www.{names.host(host)}"
    return None


def store_text(entries: Iterable[StoredCredential], hosts: Collection[str], names: Pseudonyms) -> str:
    """Return uv's credentials store with the entries of these hosts."""
    kept = [_stored(entry, names) for entry in entries if entry.service.host in hosts]
    return toml_document({"credential": kept}) if kept else ""


def _stored(entry: StoredCredential, names: Pseudonyms) -> dict[str, Any]:
    username, password = names.credential(entry.credential)
    kept: dict[str, Any] = {"service": full_text(names.url(entry.service))}
    if entry.credential.bearer:
        return kept | {"scheme": "bearer", "token": password or ""}
    return kept | {"username": username or "", "scheme": "basic", "password": password or ""}


def pip_text(unread: Iterable[UnreadIndex], names: Pseudonyms) -> str:
    """Return a file of pip with the indexes that stand in one."""
    lines = [
        f"{'index-url' if one.definition.default else 'extra-index-url'} = {full_text(names.url(one.definition.url))}\n"
        for one in unread
        if one.kind == "pip.conf"
    ]
    return "".join(("[global]\n", *lines)) if lines else ""
