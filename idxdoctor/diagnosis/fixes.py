"""The fixes that rules propose, each with the change that it makes."""

from __future__ import annotations

from typing import Final

from idxdoctor.config.edits import with_variables
from idxdoctor.config.netrc_edit import with_netrc_machine
from idxdoctor.diagnosis.finding import Change, Fix, Wanted
from idxdoctor.model.credential import Provenance
from idxdoctor.model.plan import AuthPolicy, Index, Strategy

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


def use_strategy(strategy: Strategy) -> Fix:
    """Go through the indexes in another way."""
    return Fix(
        f"use the index strategy {strategy.value}", Change(lambda editor, here: editor.use_strategy(here, strategy))
    )


def rename_variable(old: str, new: str) -> Fix:
    """Give a variable the name that is read."""
    return Fix(
        f"rename {old} to {new}",
        Change(lambda _, here: with_variables(here, {old: None, new: here.env.get(old)})),
    )


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
