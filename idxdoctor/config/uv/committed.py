"""Passwords in files of the project, which are usually committed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from idxdoctor.config.locked import named_tables
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.model.credential import Credential, Provenance
from idxdoctor.model.flaw import PLACEHOLDER, flaws_of
from idxdoctor.model.overview import Remark
from idxdoctor.model.plan import Plan
from idxdoctor.model.url import Url
from idxdoctor.model.url_parts import UrlError

CODE = "committed-password"


def committed_passwords(surroundings: Surroundings, plan: Plan) -> Iterator[Remark]:
    """Return a remark for each index and locked file whose URL holds a password where a file of the project has it.

    A placeholder is none, and a file that git ignores is not committed. A lock that can't be read is none either;
    `check` tells what is wrong with it.
    """
    for index in dict.fromkeys((*plan.defined, *plan.find_links, *plan.project_indexes, *plan.pins.values())):
        stands = is_of_project(index.provenance) and index.provenance.file not in plan.uncommitted
        if index.url.password is not None and stands and not _is_placeholder(index.url):
            yield _remark(index.provenance, f"the password of {index.label} stands in its URL")
    for path in surroundings.locks:
        lock = TomlFile.read(surroundings.files, path)
        if lock is not None:
            yield from _in_lock(lock)


def is_of_project(provenance: Provenance) -> bool:
    """Say whether something stands in a file of the project folder, not of the user or the system."""
    return provenance.file is not None and not provenance.file.startswith(("~", "/"))


def _in_lock(lock: TomlFile) -> Iterator[Remark]:
    """Return a remark for each locked package that has a URL with a password: its index's, or a file's."""
    key = "package" if "package" in lock.data else "packages"
    for name, package, line in named_tables(lock, key):
        if any(url.password is not None for url in _urls(package)):
            yield _remark(Provenance.at(lock.name, line), f"a URL of {name} has a password in the lock")


def _urls(value: Any) -> Iterator[Url]:  # noqa: ANN401 - TOML: any of its values
    """Return the URLs in a value of a lock."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _urls(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _urls(inner)
    elif isinstance(value, str) and "://" in value:
        try:
            yield Url.parse(value)
        except UrlError:
            return


def _is_placeholder(url: Url) -> bool:
    credential = Credential.from_url(url, Provenance("a URL"))
    return credential is not None and any(
        flaw.code == PLACEHOLDER for part, flaw in flaws_of(credential, in_url=True) if part == "password"
    )


def _remark(provenance: Provenance, text: str) -> Remark:
    return Remark(CODE, provenance, text, "put it into a variable or netrc, and renew it if it was committed")
