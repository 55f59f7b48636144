"""A username or password written as it was meant, where it stands: in variables, in netrc, in an index URL."""

from __future__ import annotations

from urllib.parse import quote, unquote

from idxdoctor.config.edits import with_variables
from idxdoctor.config.netrc_edit import with_netrc_password
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.uv.indexes import environment_name
from idxdoctor.config.uv.places import rewritten
from idxdoctor.model.credential import Credential
from idxdoctor.model.flaw import HALF_ENCODED, flaws_as_written, mended
from idxdoctor.model.plan import Index


def with_mended(here: Surroundings, index: Index, credential: Credential) -> Surroundings | None:
    """Return the surroundings with a credential of the index mended; None where there is nothing that can be."""
    place = credential.provenance
    if place == index.provenance:
        return rewritten(here, index, _mended_userinfo)
    if place.file is not None:
        return with_netrc_password(here, place.line or 1, mended)
    stem = f"UV_INDEX_{environment_name(index.name or '')}"
    values = {name: here.env.get(name) for name in (f"{stem}_USERNAME", f"{stem}_PASSWORD")}
    better = {name: new for name, value in values.items() if value and (new := mended(value)) is not None}
    return with_variables(here, better) if better else None


def _mended_userinfo(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    userinfo, at, host = authority.rpartition("@")
    parts = ":".join(_mended_part(part) for part in userinfo.split(":", 1))
    return f"{scheme}{separator}{parts}{at}{host}{slash}{path}"


def _mended_part(written: str) -> str:
    if any(flaw.code == HALF_ENCODED for flaw in flaws_as_written(written)):
        return quote(written, safe="")
    better = mended(unquote(written))
    return written if better is None else quote(better, safe="")
