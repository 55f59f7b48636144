"""Credentials moved out of the place where an index's URL stands."""

from __future__ import annotations

import re
from urllib.parse import unquote

from idxdoctor.config.edits import with_variables
from idxdoctor.config.netrc import read_netrc
from idxdoctor.config.netrc_edit import netrc_path, with_netrc_entry
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.uv.indexes import environment_name
from idxdoctor.config.uv.places import rewritten
from idxdoctor.model.plan import Index


def with_credentials_apart(here: Surroundings, index: Index) -> Surroundings | None:
    """Return the surroundings with the URL's credentials in the index's variables, or in netrc if it has no name.

    None where netrc has an entry for the host already, or could not hold these.
    """
    found: list[str] = []

    def strip(url: str) -> str:
        scheme, separator, rest = url.partition("://")
        authority, slash, path = rest.partition("/")
        userinfo, _, host = authority.rpartition("@")
        found.append(userinfo)
        return f"{scheme}{separator}{host}{slash}{path}"

    bare = rewritten(here, index, strip)
    if bare is None or not found:
        return None
    username, _, password = (unquote(part) for part in found[0].partition(":"))
    if index.name:
        stem = f"UV_INDEX_{environment_name(index.name)}"
        return with_variables(bare, {f"{stem}_USERNAME": username or None, f"{stem}_PASSWORD": password})
    known = any(entry.host == index.url.host for entry in read_netrc(here.files, netrc_path(here)) or ())
    if known or not username or re.search(r'[\s"\\#]', username + password):
        return None
    return with_netrc_entry(bare, index.url.host, username, password)
