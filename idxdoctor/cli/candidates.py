"""What a shell may complete a word with: scenarios, clients and their releases, codes of findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

Candidates: TypeAlias = list[tuple[str, str]]
"""Words, each with what it means; "" for nothing."""


def candidates(metavar: str, incomplete: str, given: Mapping[str, Any]) -> Candidates | None:
    """Return what a word may become that stands for `metavar`, as help shows it, or None where nobody knows.

    `given` are the values of the arguments before it, by name.
    """
    find = _FINDERS.get(re.sub(r"[\[\].]", "", metavar))
    return None if find is None else find(incomplete, given)


def _scenarios(incomplete: str, _: Mapping[str, Any]) -> Candidates:
    """Return ids of the scenarios that come along; where none fits, the shell completes a file's name."""
    from idxdoctor.scenario.catalogue import shipped_scenarios

    return _beginning(((path.stem, _title(path)) for path in shipped_scenarios()), incomplete)


def _clients(incomplete: str, _: Mapping[str, Any]) -> Candidates:
    """Return the clients with the last release of each series, and after `==` all releases, the newest first."""
    from idxdoctor.clients.registry import client_names

    name, sign = incomplete.partition("==")[:2]
    if not sign:
        found = [(one, "the newest release") for one in client_names()]
        found += [(f"{one}=={release}", "") for one in client_names() for release in _last_of_series(one)]
        return _beginning(found, incomplete)
    return _beginning(((f"{name}=={release}", "") for release in _newest_first(name)), incomplete)


def _names(incomplete: str, _: Mapping[str, Any]) -> Candidates:
    """Return the names of clients."""
    from idxdoctor.clients.registry import client_names

    return _beginning(((name, "") for name in client_names()), incomplete)


def _versions(incomplete: str, given: Mapping[str, Any]) -> Candidates:
    """Return the releases of the client that the command line names, the newest first."""
    return _beginning(((release, "") for release in _newest_first(str(given.get("name", "")))), incomplete)


def _codes(incomplete: str, _: Mapping[str, Any]) -> Candidates:
    """Return the codes of findings."""
    from idxdoctor.diagnosis.rules import ALL

    return _beginning(((rule.code, rule.title) for rule in ALL), incomplete.upper())


def _beginning(candidates: Iterable[tuple[str, str]], incomplete: str) -> Candidates:
    return [candidate for candidate in candidates if candidate[0].startswith(incomplete)]


def _title(path: Path) -> str:
    """Return a scenario's title, without reading it as YAML: there are hundreds."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((line.removeprefix("title: ").strip("'\"") for line in lines[:5] if line.startswith("title: ")), "")


def _newest_first(name: str) -> list[str]:
    from idxdoctor.clients.registry import client_names, model_of

    return list(reversed(model_of(name).releases)) if name in client_names() else []


def _last_of_series(name: str) -> list[str]:
    """Return the last release of each minor series, the newest first."""
    by_series = {release.rpartition(".")[0]: release for release in reversed(_newest_first(name))}
    return list(reversed(by_series.values()))


_FINDERS: Final[Mapping[str, Callable[[str, Mapping[str, Any]], Candidates]]] = {
    "SCENARIO": _scenarios,
    "ID": _scenarios,
    "NAME==VERSION": _clients,
    "NAME": _names,
    "VERSION": _versions,
    "CODE": _codes,
}
