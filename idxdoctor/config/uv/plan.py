"""uv's configuration, read from every source and merged as uv merges it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeVar

from idxdoctor.config.gitignore import is_ignored
from idxdoctor.config.netrc import read_netrc
from idxdoctor.config.surroundings import Surroundings, path_shown_as
from idxdoctor.config.uv.defined import defined_indexes, find_links_of, project_indexes, tables_of
from idxdoctor.config.uv.files import Settings, settings_files
from idxdoctor.config.uv.homes import configured_homes
from idxdoctor.config.uv.indexes import (
    first_of_each_name,
)
from idxdoctor.config.uv.insecure import insecure_hosts
from idxdoctor.config.uv.lock import locked_files
from idxdoctor.config.uv.no_index import asks_no_index
from idxdoctor.config.uv.options import Given, is_previewed, last_given
from idxdoctor.config.uv.pins import pinned_indexes, taught_indexes
from idxdoctor.config.uv.proxies import proxy_settings
from idxdoctor.config.uv.refusals import refusable_settings
from idxdoctor.config.uv.requirements import PROJECT_FILE, named_files
from idxdoctor.config.uv.store import stored_credentials
from idxdoctor.config.uv.unread import unread_indexes, unread_netrc
from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.plan import Index, NetrcEntry, Plan, Strategy
from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Url

T = TypeVar("T")

_HUGGING_FACE: Final = Url("https", "huggingface.co").origin
_STRATEGIES: Final = {
    **{strategy.value: strategy for strategy in Strategy if strategy is not Strategy.ALL_INDEXES},
    "first-match": Strategy.FIRST_INDEX,
    "unsafe-any-match": Strategy.UNSAFE_FIRST_MATCH,
}
_SYSTEM_STORE: Final = "No release of uv knows `native` here; --preview-features native-auth asks the system's store."
_REMEDIES: Final = {("keyring-provider", "native"): _SYSTEM_STORE}
_KEYRING: Final = {"disabled": False, "subprocess": True}


def read_plan(surroundings: Surroundings) -> Plan:
    """Return what uv would make of its surroundings.

    Raises `InputError` at the first value that can't be used, with its place.
    """
    files = settings_files(surroundings)
    pip = surroundings.command[:1] == ("pip",)
    defined = defined_indexes(surroundings, files, pip)
    strategy = _choice(surroundings, files, pip, "index-strategy", _STRATEGIES)
    keyring = _choice(surroundings, files, pip, "keyring-provider", _KEYRING)
    find_links = find_links_of(surroundings, files, pip)
    reads_sources = not pip or _reads_project(surroundings)
    return Plan(
        defined,
        strategy=strategy or Strategy.FIRST_INDEX,
        no_index=asks_no_index(surroundings),
        keyring=bool(keyring),
        netrc=_netrc(surroundings),
        stored=stored_credentials(surroundings),
        hf_token=_hf_token(surroundings),
        locked=locked_files(surroundings),
        homes=configured_homes(surroundings, (*first_of_each_name(defined), *find_links)),
        refusable=refusable_settings(surroundings, files),
        unread=unread_indexes(surroundings),
        unread_netrc=unread_netrc(surroundings),
        find_links=find_links,
        pins=pinned_indexes(surroundings) if reads_sources else {},
        taught=taught_indexes(surroundings) if reads_sources else (),
        project_indexes=() if pip else project_indexes(surroundings),
        http_retries=_number(surroundings, ("UV_HTTP_RETRIES",), 3, most=100),
        timeout=_number(surroundings, ("UV_HTTP_TIMEOUT", "UV_REQUEST_TIMEOUT", "HTTP_TIMEOUT"), 30),
        project_command=not pip,
        system_store=is_previewed(surroundings, "native-auth"),
        insecure_hosts=insecure_hosts(surroundings, files),
        proxies=proxy_settings(files),
        dependabot=surroundings.env.get("DEPENDABOT") == "true",
        uncommitted=_uncommitted(surroundings, (*defined, *find_links)),
    )


def _uncommitted(surroundings: Surroundings, indexes: Sequence[Index]) -> frozenset[str]:
    """Return the files with a password in an index's URL that git ignores."""
    places = {index.provenance.file for index in indexes if index.url.password is not None}
    files = surroundings.files
    return frozenset(name for name in places if name and is_ignored(files, path_shown_as(files, name)))


def _reads_project(surroundings: Surroundings) -> bool:
    """Say whether a `uv pip` command takes its requirements, and their sources, from a project file."""
    return any(Path(name).name == PROJECT_FILE for name in named_files(surroundings))


def _setting(files: list[Settings], pip: bool, key: str) -> object:
    """Return a scalar setting: the project's, else the user's, else the system's; `[pip]` first for `uv pip`."""
    tables = tables_of(files, pip)
    return next((settings.data[key] for settings in tables if key in settings.data), None)


def _choice(surroundings: Surroundings, files: list[Settings], pip: bool, name: str, choices: dict[str, T]) -> T | None:
    given = last_given(surroundings, name)
    if given is None:
        value = _setting(files, pip, name)
        given = None if value is None else Given(str(value), Provenance(f"`{name}` in the configuration"))
    if given is None:
        return None
    if given.text not in choices:
        raise InputError(
            f"'{name}' must be one of {', '.join(choices)}",
            place=Place(given.provenance.label),
            remedy=_REMEDIES.get((name, given.text)),
        )
    return choices[given.text]


def _number(surroundings: Surroundings, variables: tuple[str, ...], default: int, most: int = 999_999_999) -> int:
    for variable in variables:
        text = surroundings.env.get(variable)
        if text:
            if not re.fullmatch("[0-9]{1,9}", text):
                raise InputError("a whole number is wanted", place=Place(variable))
            if int(text) > most:
                raise InputError(f"more than {most} is not modelled", place=Place(variable))
            return int(text)
    return default


def _hf_token(surroundings: Surroundings) -> Credential | None:
    """Return the token of HF_TOKEN, unless UV_NO_HF_TOKEN is set to anything (uv: uv-auth/src/providers.rs)."""
    token = surroundings.env.get("HF_TOKEN")
    if not token or "UV_NO_HF_TOKEN" in surroundings.env:
        return None
    return Credential(None, Secret(token), Provenance("HF_TOKEN"), Reach(_HUGGING_FACE), bearer=True)


def _netrc(surroundings: Surroundings) -> tuple[NetrcEntry, ...]:
    """Return the entries of `$NETRC` where that file exists, else of `~/.netrc` (uv: uv-auth/src/middleware.rs)."""
    files = surroundings.files
    if named := surroundings.env.get("NETRC"):
        path = files.home / named[2:] if named.startswith("~/") else files.project / Path(named)
        if (entries := read_netrc(files, path)) is not None:
            return entries
    return read_netrc(files, files.home / ".netrc") or ()
