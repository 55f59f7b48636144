"""How each client is told of a scenario's indexes: as the scenario tells it, or else in the client's own terms."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final, NamedTuple
from urllib.parse import quote

from idxdoctor.clients.registry import model_of
from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import Index
from idxdoctor.model.url import Url
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.surroundings import surroundings_of

PROJECT_FILE: Final = "pyproject.toml"
_DEFAULT: Final = "default"
_PYPI: Final = "https://pypi.org/simple"


class Settings(NamedTuple):
    """How one client is told: variables, a project file in a folder of its own (None: the scenario's), its command."""

    client: str
    variables: Mapping[str, str]
    project: str | None
    command: str


def with_default_index(scenario: Scenario) -> Scenario:
    """Return the scenario with the index that uv asks where nobody names one named, so that it can be another."""
    plan = model_of("uv").read_plan(surroundings_of(scenario, "uv"))
    if plan.no_index or not any(index.provenance.label == _DEFAULT for index in plan.defined):
        return scenario
    env = {**scenario.given.env, "UV_DEFAULT_INDEX": _PYPI}
    return scenario._replace(given=replace(scenario.given, env=env))


def pip_settings(scenario: Scenario) -> Settings:
    """Return pip's: the variables that name indexes, with the credentials in the URLs."""
    command = " ".join(("pip", scenario.given.command.get("pip", "download"), *scenario.given.args.get("pip", ())))
    if any(name.startswith("PIP_") for name in scenario.given.env) or "pip" in scenario.given.args:
        return Settings("pip", {}, None, f"{command} {_named(scenario)}".rstrip())
    order = _for_any_package(_search_order(scenario))
    variables = {"PIP_INDEX_URL": _whole(order[-1])} if order else {"PIP_NO_INDEX": "1"}
    if order[:-1]:
        variables["PIP_EXTRA_INDEX_URL"] = " ".join(map(_whole, order[:-1]))
    return Settings("pip", variables, None, f"{command} {_named(scenario)}".rstrip())


def poetry_settings(scenario: Scenario) -> Settings | None:
    """Return Poetry's: a project with sources in the order of the search, and variables for their credentials.

    None where no source would be left for any package: Poetry would ask PyPI.
    """
    if "[tool.poetry" in scenario.given.files.get(PROJECT_FILE, ""):
        return Settings("poetry", {}, None, "poetry lock")
    variables: dict[str, str] = {}
    tables = []
    order = _search_order(scenario)
    if not _for_any_package(order):
        return None
    for name, index in _with_names(order):
        tables.append(_table("tool.poetry.source", name=name, url=_bare(index), priority=_priority(index)))
        if index.credential:
            prefix = "POETRY_HTTP_BASIC_" + re.sub(r"[^A-Z0-9]", "_", name.upper())
            variables |= {f"{prefix}_{part.upper()}": value for part, value in _parts(index.credential).items()}
    return Settings("poetry", variables, _project(scenario, tables), "poetry lock")


def pdm_settings(scenario: Scenario) -> Settings | None:
    """Return PDM's: a project with sources; the last, called `pypi`, takes the place of PDM's own. None as above."""
    if "[tool.pdm" in scenario.given.files.get(PROJECT_FILE, ""):
        return Settings("pdm", {}, None, "pdm lock")
    tables = []
    order = _search_order(scenario)
    if not _for_any_package(order):
        return None
    last = _for_any_package(order)[-1]
    for name, index in _with_names(order):
        given = _parts(index.credential) if index.credential else {}
        tables.append(_table("tool.pdm.source", name="pypi" if index is last else name, url=_bare(index), **given))
    return Settings("pdm", {}, _project(scenario, tables), "pdm lock")


IN_OTHER_TERMS: Final[tuple[Callable[[Scenario], Settings | None], ...]] = (pip_settings, poetry_settings, pdm_settings)
"""The clients that scenarios for uv say nothing about."""


def _search_order(scenario: Scenario) -> list[Index]:
    """Return the indexes that are no flat lists, in the order of uv's search."""
    plan = model_of("uv").read_plan(surroundings_of(scenario, "uv"))
    indexes = [] if plan.no_index else [index.meant or index for index in plan.defined if not index.flat]
    by_url = {index.url.bare(): index for index in reversed(indexes)}
    kept = [index for index in indexes if by_url[index.url.bare()] is index]
    defaults = [index for index in kept if index.default][:1]
    return [index for index in kept if not index.default] + defaults


def _for_any_package(order: Iterable[Index]) -> list[Index]:
    """Return the indexes that are asked for whatever package; the default is the last of them."""
    return [index for index in order if not index.explicit]


def _with_names(indexes: Iterable[Index]) -> Iterable[tuple[str, Index]]:
    return ((index.name or f"index-{number}", index) for number, index in enumerate(indexes, start=1))


def _priority(index: Index) -> str:
    return "explicit" if index.explicit else "primary"


def _bare(index: Index) -> str:
    return index.url.reveal()


def _whole(index: Index) -> str:
    """Return the URL with the credentials in it."""
    credential = index.credential
    if credential is None:
        return _bare(index)
    password = f":{quote(credential.password.reveal(), safe='')}" if credential.password else ""
    scheme, _, rest = Url.reveal(index.url).partition("://")
    return f"{scheme}://{quote(credential.username or '', safe='')}{password}@{rest}"


def _parts(credential: Credential) -> dict[str, str]:
    """Return the parts that are known; a client asks its keyring only for a password that is not given at all."""
    password = {} if credential.password is None else {"password": credential.password.reveal()}
    return {"username": credential.username or "", **password}


def _named(scenario: Scenario) -> str:
    return " ".join(scenario.given.packages or model_of("uv").dependencies(surroundings_of(scenario, "uv")))


def _table(heading: str, /, **values: str) -> str:
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return "\n".join((f"[[{heading}]]", *lines))


def _project(scenario: Scenario, tables: list[str]) -> str:
    """Return a project that depends on the scenario's packages and has these sources."""
    python = f">={sys.version_info.major}.{sys.version_info.minor}"
    names = json.dumps(_named(scenario).split())
    head = f'[project]\nname = "served"\nversion = "0"\nrequires-python = "{python}"\ndependencies = {names}'
    return "\n\n".join((head, *tables)) + "\n"
