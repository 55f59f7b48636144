"""What in uv's configuration does not do what it seems to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from idxdoctor.clients.uv.session import Session
from idxdoctor.config.uv.indexes import environment_name
from idxdoctor.model.credential import Credential, Provenance
from idxdoctor.model.flaw import flaws_of, flaws_of_userinfo
from idxdoctor.model.overview import Remark
from idxdoctor.model.plan import Index
from idxdoctor.model.url_parts import DEFAULT_PORTS

_CREDENTIAL_VARIABLE: Final = re.compile(r"(?:UV_INDEX|UV_HTTP_BASIC)_(.+)_(USERNAME|PASSWORD|USER|PASS|TOKEN)")
_MEANT: Final = {"USER": "USERNAME", "PASS": "PASSWORD", "TOKEN": "PASSWORD"}
_NEVER_READ: Final = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_NO_INDEX")


def remarks(session: Session, env: Mapping[str, str]) -> Iterator[Remark]:
    """Return the remarks on variables, netrc entries and URLs."""
    yield from _variables(session, env)
    yield from _netrc(session)
    yield from _credentials(session)
    yield from _insecure(session)


def _variables(session: Session, env: Mapping[str, str]) -> Iterator[Remark]:
    known = {environment_name(index.name): index for index in session.defined if index.name}
    for variable in sorted(env):
        if variable in _NEVER_READ and env[variable]:
            yield Remark("variable-unread", Provenance(variable), "uv does not read this variable")
        match = _CREDENTIAL_VARIABLE.fullmatch(variable)
        as_named = match is not None and match[1] in known and match[2] not in _MEANT
        if match is None or (as_named and variable.startswith("UV_INDEX_")):
            continue
        stem = _closest(match[1], known)
        spelling = f"UV_INDEX_{stem}_{_MEANT.get(match[2], match[2])}" if stem else None
        remedy = f"for the index `{known[stem].name}` it is {spelling}" if stem else "give the index this name"
        text = "this variable is for no index that is defined"
        meant = known[stem] if stem else None
        yield Remark("variable-unmatched", Provenance(variable), text, remedy, meant, spelling)


def _closest(name: str, known: Mapping[str, Index]) -> str | None:
    from difflib import get_close_matches

    plain = environment_name(name)
    close = [plain] if plain in known else get_close_matches(plain, known, 1)
    return close[0] if close else next(iter(known)) if len(known) == 1 else None


def _netrc(session: Session) -> Iterator[Remark]:
    by_host = {index.url.host: index for index in reversed(session.defined) if index.url.host}
    for entry in session.plan.netrc:
        if entry.host is None or entry.host in by_host:
            continue
        meant = next((host for host in sorted(by_host) if _nearly(entry.host, host)), None)
        if meant:
            text = f"this entry is for no index: netrc names a bare host, and `{meant}` is the one of an index"
            where = entry.credential.provenance
            yield Remark("netrc-elsewhere", where, text, f"machine {meant}", by_host[meant], meant)


def _nearly(machine: str, host: str) -> bool:
    """Say whether a machine looks as if it meant the host: a URL, a port, a part of the name."""
    bare = re.sub(r"^\w+://", "", machine).partition("/")[0].rpartition("@")[2].partition(":")[0].lower()
    return bool(bare) and (bare == host or host.endswith(f".{bare}") or bare.endswith(f".{host}"))


def _credentials(session: Session) -> Iterator[Remark]:
    """Look at usernames and passwords as they are written and sent; what is found is told, not shown."""
    for index in session.defined:
        for part, flaw in flaws_of_userinfo(index.url):
            yield Remark(flaw.code, index.provenance, f"the URL's {part} {flaw.text}", flaw.remedy, index)
        in_url = Credential.from_url(index.url, index.provenance)
        if in_url is not None:
            yield from _flaws(in_url, "the URL's", index)
        if index.credential is not None and index.credential.provenance != index.provenance:
            yield from _flaws(index.credential, "its", index)
    for entry in session.plan.netrc:
        yield from _flaws(entry.credential, "its")


def _insecure(session: Session) -> Iterator[Remark]:
    """Look at hosts that are not to be verified, and are spelled as no URL spells them."""
    for host in session.plan.insecure_hosts:
        if host.host is None:
            continue
        meant = host._replace(host=host.host.lower())
        if meant.port == DEFAULT_PORTS["https"]:
            meant = meant._replace(port=None)
        if meant != host:
            text = "this stands for no host: URLs have hosts in lower case, and leave the scheme's own port out"
            yield Remark("insecure-host-elsewhere", host.provenance, text, f"name it `{meant}`")


def _flaws(credential: Credential, whose: str, index: Index | None = None) -> Iterator[Remark]:
    for part, flaw in flaws_of(credential, in_url=whose == "the URL's"):
        yield Remark(flaw.code, credential.provenance, f"{whose} {part} {flaw.text}", flaw.remedy, index)
