"""The fixes that rules propose, each with the change that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from idxdoctor.config.editor import Editor
from idxdoctor.config.edits import with_variables
from idxdoctor.config.netrc_edit import with_netrc_machine
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.diagnosis.finding import Change, Fix, Wanted
from idxdoctor.model.credential import Provenance
from idxdoctor.model.plan import AuthPolicy, Index
from idxdoctor.model.url import Origin

CONFUSION: Final = (
    "a package of the same name on a later index is then installed in its place, also when the credentials fail"
)


def upgrade(client: str, version: str, why: str = "") -> Fix:
    """Use a release from `version` on."""
    return Fix(f"upgrade to {client} {version} or newer{why}", Change(version=version))


def give_credentials(
    index: Index, title: str | None = None, *, of: str | None = None, username: str | None = None
) -> Fix:
    """Give an index credentials: those of one user, or of anybody who may read it.

    `username` is written out, so it must be one that a convention gives to everybody.
    """
    return Fix(
        title or f"give credentials for {index.label}",
        Change(
            lambda editor, here: editor.give_credentials(here, index, username),
            wanted=Wanted(index.url.origin, of or username),
        ),
    )


def give_host_credentials(origin: Origin, title: str | None = None) -> Fix:
    """Give a host that no index names credentials of its own."""
    return Fix(
        title or f"give credentials for {origin.host}, which other indexes there get too",
        Change(lambda editor, here: editor.give_host_credentials(here, origin.host), wanted=Wanted(origin)),
    )


def give_username(index: Index, title: str | None = None, *, username: str | None = None) -> Fix:
    """Say as whom an index is asked; its password comes from elsewhere."""
    return Fix(
        title or f"give the username for {index.label}",
        Change(
            lambda editor, here: editor.give_username(here, index, username),
            wanted=Wanted(index.url.origin, username),
        ),
    )


def keep_apart(index: Index) -> Fix:
    """Move the credentials that an index's URL holds to variables or netrc."""
    where = "variables of the index's own" if index.name else "netrc"
    return Fix(
        f"move the credentials of {index.label} from {index.provenance} to {where}",
        Change(lambda editor, here: editor.keep_apart(here, index)),
    )


def forget_credentials(index: Index, title: str) -> Fix:
    """Take what was given for one index alone out, so that what is known of its host counts."""
    return Fix(title, Change(lambda editor, here: editor.forget_credentials(here, index)))


def name(index: Index, name: str, why: str = "") -> Fix:
    """Give an index a name, after which its variables are called."""
    return Fix(
        f"name the index {index.label} `{name}`{why}", Change(lambda editor, here: editor.name(here, index, name))
    )


def add(index: Index, title: str) -> Fix:
    """Define an index where every command reads it."""
    return Fix(title, Change(lambda editor, here: editor.add(here, index)))


def together(title: str, *fixes: Fix) -> Fix:
    """Make several changes at once."""
    changes = [fix.change for fix in fixes if fix.change is not None]

    def edit(editor: Editor, here: Surroundings) -> Surroundings | None:
        after: Surroundings | None = here
        for change in changes:
            after = change.edit(editor, after) if after is not None and change.edit is not None else after
        return after

    version = next((change.version for change in changes if change.version), None)
    wanted = next((change.wanted for change in changes if change.wanted), None)
    return Fix(title, Change(edit, version, wanted), next((fix.risk for fix in fixes if fix.risk), None))


def drop(index: Index, why: str = "") -> Fix:
    """Take an index out of the configuration."""
    return Fix(
        f"drop {index.label} ({index.provenance}){why}",
        Change(lambda editor, here: editor.drop(here, index)),
        risk="what only this index has is then taken from another, or not found",
    )


def move(index: Index, url: str, why: str = "") -> Fix:
    """Give an index another URL; its credentials stay with it."""
    return Fix(
        f"use {url} in place of {index.url.bare()}{why}", Change(lambda editor, here: editor.move(here, index, url))
    )


def set_policy(index: Index, policy: AuthPolicy, why: str = "") -> Fix:
    """Set when an index is asked with credentials."""
    return Fix(
        f"set `authenticate = {policy}` for {index.label}{why}",
        Change(lambda editor, here: editor.set_policy(here, index, policy)),
    )


def ignore_status(index: Index, status: int) -> Fix:
    """Let a status of an index mean that it does not have the package."""
    return Fix(
        f"let {status} of {index.label} mean that it does not have the package: `ignore-error-codes = [{status}]`",
        Change(lambda editor, here: editor.ignore_status(here, index, status)),
        risk=CONFUSION,
    )


def unset(index: Index, key: str, why: str = "") -> Fix:
    """Take a setting of an index away."""
    return Fix(f"take `{key}` of {index.label} out{why}", Change(lambda editor, here: editor.unset(here, index, key)))


def pin(package: str, index: Index) -> Fix:
    """Take a package from one index only."""
    return Fix(
        f"take {package} from {index.label} only: `explicit = true` and an entry in `tool.uv.sources`",
        Change(lambda editor, here: editor.pin(here, package, index)),
    )


def use_keyring() -> Fix:
    """Let the keyring be asked."""
    return Fix("let the keyring be asked", Change(lambda editor, here: editor.use_keyring(here)))


def wait_longer(seconds: int, how: str = "") -> Fix:
    """Give servers more time to answer."""
    return Fix(f"wait {seconds} seconds for an answer{how}", Change(lambda editor, here: editor.wait(here, seconds)))


def rename_variables(names: Mapping[str, str]) -> Fix:
    """Give variables the names that are read; `names` has the new one for each old one. None of those may be taken."""

    def edit(_: Editor, here: Surroundings) -> Surroundings | None:
        if any(new in here.env for new in names.values()):
            return None
        return with_variables(here, {**{new: here.env.get(old) for old, new in names.items()}, **dict.fromkeys(names)})

    return Fix(f"rename {' and '.join(f'{old} to {new}' for old, new in names.items())}", Change(edit))


def unset_variable(name: str, why: str = "") -> Fix:
    """Take a variable out of the environment."""
    return Fix(f"unset {name}{why}", Change(lambda _, here: with_variables(here, {name: None})))


def correct_machine(entry: Provenance, host: str) -> Fix:
    """Name another machine in a netrc entry."""
    return Fix(
        f"name the machine `{host}` in {entry}",
        Change(lambda _, here: with_netrc_machine(here, entry.line or 1, host)),
    )


def advice(text: str) -> Fix:
    """Something to do outside of the configuration."""
    return Fix(text)
