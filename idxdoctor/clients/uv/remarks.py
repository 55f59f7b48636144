"""What in uv's configuration does not do what it seems to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from idxdoctor.clients.overview import Remark
from idxdoctor.clients.uv.session import Session
from idxdoctor.config.uv.indexes import environment_name
from idxdoctor.model.credential import Provenance
from idxdoctor.model.plan import Index

_CREDENTIAL_VARIABLE: Final = re.compile(r"UV_INDEX_(.+)_(USERNAME|PASSWORD|USER|PASS|TOKEN)")
_MEANT: Final = {"USER": "USERNAME", "PASS": "PASSWORD", "TOKEN": "PASSWORD"}
_NEVER_READ: Final = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_NO_INDEX")
_PLACEHOLDER: Final = re.compile(r"\$\{?\w+\}?|%\w+%|<\w+>|\*{3,}|^(changeme|password|token|xxx+)$", re.IGNORECASE)


def remarks(session: Session, env: Mapping[str, str]) -> Iterator[Remark]:
    """Return the remarks on variables, netrc entries and URLs."""
    yield from _variables(session, env)
    yield from _netrc(session)
    for index in session.defined:
        yield from _userinfo(index)


def _variables(session: Session, env: Mapping[str, str]) -> Iterator[Remark]:
    known = {environment_name(index.name): index.name for index in session.defined if index.name}
    for variable in sorted(env):
        if variable in _NEVER_READ and env[variable]:
            yield Remark(Provenance(variable), "uv does not read this variable")
        match = _CREDENTIAL_VARIABLE.fullmatch(variable)
        if match is None or (match[1] in known and match[2] not in _MEANT):
            continue
        stem = _closest(match[1], known)
        spelling = f"UV_INDEX_{stem}_{_MEANT.get(match[2], match[2])}" if stem else None
        remedy = f"for the index `{known[stem]}` it is {spelling}" if stem else "give the index this name"
        yield Remark(Provenance(variable), "this variable is for no index that is defined", remedy)


def _closest(name: str, known: Mapping[str, str]) -> str | None:
    from difflib import get_close_matches

    plain = environment_name(name)
    close = [plain] if plain in known else get_close_matches(plain, known, 1)
    return close[0] if close else next(iter(known)) if len(known) == 1 else None


def _netrc(session: Session) -> Iterator[Remark]:
    hosts = sorted({index.url.host for index in session.defined if index.url.host})
    for entry in session.plan.netrc:
        if entry.host is None or entry.host in hosts:
            continue
        meant = next((host for host in hosts if _nearly(entry.host, host)), None)
        if meant:
            yield Remark(
                entry.credential.provenance,
                f"this entry is for no index: netrc names a bare host, and `{meant}` is the one of an index",
                f"machine {meant}",
            )


def _nearly(machine: str, host: str) -> bool:
    """Say whether a machine looks as if it meant the host: a URL, a port, a part of the name."""
    bare = re.sub(r"^\w+://", "", machine).partition("/")[0].rpartition("@")[2].partition(":")[0].lower()
    return bool(bare) and (bare == host or host.endswith(f".{bare}") or bare.endswith(f".{host}"))


def _userinfo(index: Index) -> Iterator[Remark]:
    """Look at username and password as they stand in the URL; what is found is told, not shown."""
    parts = (("username", index.url.username), ("password", index.url.password.reveal() if index.url.password else ""))
    for name, text in parts:
        if re.search(r"%(?![0-9A-Fa-f]{2})", text):
            yield Remark(index.provenance, f"the URL's {name} has a raw `%`", "write it as %25")
        elif re.search(r"%25[0-9A-Fa-f]{2}", text):
            yield Remark(index.provenance, f"the URL's {name} looks percent-encoded twice", "encode it once")
        if re.search(r"\s|%0[AaDd]|%20$", text):
            yield Remark(index.provenance, f"the URL's {name} has a space or line break in it or at its end")
        if _PLACEHOLDER.search(text):
            yield Remark(
                index.provenance, f"the URL's {name} looks like a placeholder; uv puts no variable in its place"
            )
