"""The clients that are modelled, by name, and which of their versions an argument means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

from idxdoctor.clients.behaviour import Behaviour
from idxdoctor.config.editor import Editor
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.exchange import Steps
from idxdoctor.model.overview import Overview, Remark
from idxdoctor.model.plan import Plan, ProxySettings, Refusable
from idxdoctor.model.trace import Client, Ending
from idxdoctor.model.versions import is_version, release_number

_MODELS: Final = {"uv": "idxdoctor.clients.uv.model"}
_SPEC: Final = re.compile(r"([a-z]+)(?:==?v?([0-9]+(?:\.[0-9]+)*[a-z0-9.]*))?")


class Doubt(NamedTuple):
    """What the client's source leaves open, in a sentence, and how to begin a run that takes it the other way."""

    text: str
    other: Callable[[], Start]


class Start(NamedTuple):
    """One run of a client: its lookup, a function of the normalized project name, and what must come before.

    `before` is by the name under which it stands in a trace; where it fails there are no lookups. `files` follows a
    found project up: the requests for its file's metadata. `doubt` is set
    where the client could as well do something else.
    """

    lookup: Callable[[str], Steps[Ending]]
    before: dict[str, Steps[Ending]]
    files: Callable[[str], Steps[Ending]]
    doubt: Doubt | None = None


def _without_files(surroundings: Surroundings, files: Sequence[Path]) -> Surroundings:
    if files:
        raise InputError("this client's files of requirements are not read", place=Place("-r"), remedy="Name packages.")
    return surroundings


def _nothing_committed(surroundings: Surroundings, plan: Plan) -> Iterator[Remark]:  # noqa: ARG001 - nothing is known
    return iter(())


class Model(NamedTuple):
    """What the tool knows of one client.

    `releases` are the modelled ones, oldest first; `verified` those whose requests were compared with the model's.
    `start` begins one run of a version. `editor` knows how the configuration is changed. `with_files` gives the
    surroundings in which the named requirements and locks are what is looked up, without any the project's lock.
    `committed` remarks on passwords in files of the project, `refused` is what a version refuses in a configuration,
    `proxies` what it takes from there in place of the usual variables.
    """

    name: str
    releases: tuple[str, ...]
    verified: frozenset[str]
    read_plan: Callable[[Surroundings], Plan]
    dependencies: Callable[[Surroundings], list[str]]
    start: Callable[[Plan, str], Start]
    headers: Callable[[str], Mapping[str, str]]
    behaviours: dict[str, Behaviour]
    overview: Callable[[Plan, str, Mapping[str, str]], Overview]
    editor: Editor
    with_files: Callable[[Surroundings, Sequence[Path]], Surroundings] = _without_files
    committed: Callable[[Surroundings, Plan], Iterator[Remark]] = _nothing_committed
    refused: Callable[[Plan, str], Refusable | None] = lambda _, __: None
    proxies: Callable[[Plan, str], ProxySettings | None] = lambda _, __: None


def is_modelled(name: str) -> bool:
    """Say whether there is a model of a client."""
    return name in _MODELS


def client_names() -> tuple[str, ...]:
    """Return the names of the clients that are modelled."""
    return tuple(_MODELS)


def model_of(name: str) -> Model:
    """Return the model of a client. Raises `InputError` where there is none."""
    if name not in _MODELS:
        from difflib import get_close_matches

        close = get_close_matches(name, _MODELS, 1)
        hint = f"; `{close[0]}` was meant?" if close else ""
        raise InputError(f"no client of that name is modelled; known are {', '.join(_MODELS)}{hint}")
    model: Model = import_module(_MODELS[name]).MODEL
    return model


def client_of(spec: str) -> Client:
    """Return the client that `uv==0.7.0` or `uv` (its newest release) means.

    A version that is newer than the newest one known is modelled as that one, and the client says so. Raises
    `InputError` for an unknown client, an older version, or one that was never released.
    """
    match = _SPEC.fullmatch(spec.strip().lower())
    if match is None or (match[2] and not is_version(match[2])):
        raise InputError(
            "a client is wanted as `NAME` or `NAME==VERSION`", place=Place("--client"), remedy="For example uv==0.7.0."
        )
    model = model_of(match[1])
    newest = model.releases[-1]
    version = match[2] or newest
    if version in model.releases:
        return Client(model.name, version, version in model.verified)
    number = release_number(version)
    if number > release_number(newest):
        return Client(model.name, version, False, modelled_as=newest)
    if number < release_number(model.releases[0]):
        problem = f"{model.name} {version} is not modelled; the oldest that is, is {model.releases[0]}"
    else:
        problem = f"{model.name} {version} was never released"
    near = ", ".join(_nearest(version, model.releases))
    raise InputError(problem, place=Place("--client"), remedy=f"Near it: {near}.")


def model_version(client: Client) -> str:
    """Return the version whose behaviours stand for the client's."""
    return client.modelled_as or client.version


def _nearest(version: str, releases: tuple[str, ...]) -> list[str]:
    below = [release for release in releases if release_number(release) < release_number(version)]
    return [*releases[max(len(below) - 1, 0) : len(below) + 1]]
