"""What somebody may have given uv for a log to come out so: settings, variables, netrc, the credentials store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from idxdoctor.config.netrc import netrc_word
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.uv.indexes import environment_name
from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import Strategy
from idxdoctor.model.trace import Lookup
from idxdoctor.model.url import Url
from idxdoctor.scenario.recording.answers import full_text
from idxdoctor.scenario.recording.told_indexes import Configured, Defined, configured
from idxdoctor.scenario.recording.toml import toml_document
from idxdoctor.scenario.surroundings import HOME, PROJECT, ScenarioFiles

_NETRC, _STORE = HOME / ".netrc", HOME / ".local/share/uv/credentials/credentials.toml"
_IN_NETRC, _IN_STORE, _OF_HUGGING_FACE = "netrc", "uv's credentials store", "Hugging Face"
_PROJECT: Final = {"name": "project", "version": "0", "requires-python": ">=3.8"}


class Choices(NamedTuple):
    """What a log leaves open of the configuration: the kind of command, the strategy, the number of retries.

    `no_index`, which says that no index is to be asked, it does not leave open.
    """

    project: bool = False
    strategy: Strategy = Strategy.FIRST_INDEX
    retries: int | None = None
    no_index: bool = False


def surroundings_of_log(lookups: tuple[Lookup, ...], choices: Choices) -> Surroundings:
    """Return surroundings in which uv may do what these lookups of a log, completed, did."""
    found = configured(lookups)
    env = dict(_variables(lookups, found, choices))
    texts = {_NETRC: _netrc(lookups), _STORE: _store(lookups)}
    if choices.project:
        project = _PROJECT | {"dependencies": [lookup.package for lookup in lookups]}
        texts[PROJECT / "pyproject.toml"] = toml_document({"project": project, "tool": {"uv": _settings(found)}})
    elif any(one.options for one in found.indexes):
        texts[PROJECT / "uv.toml"] = toml_document(_settings(found))
    else:
        env |= dict(_index_variables(found.indexes))
    files = ScenarioFiles({path: text for path, text in texts.items() if text})
    command = ("lock",) if choices.project else ("pip", "compile")
    return Surroundings(files, env, command, ("--no-index",) if choices.no_index else ())


def has_pins(lookups: tuple[Lookup, ...]) -> bool:
    """Say whether a package was looked for elsewhere than the others, as one that a source pins to an index."""
    return bool(configured(lookups).pins)


def _settings(found: Configured) -> dict[str, Any]:
    tables = [{"name": one.name, "url": full_text(one.url)} | one.options for one in found.indexes]
    if tables:
        tables[-1]["default"] = True
    pins = {package: {"index": name} for package, name in found.pins.items()}
    return {"index": tables} | ({"sources": pins} if pins else {})


def _index_variables(indexes: tuple[Defined, ...]) -> Iterator[tuple[str, str]]:
    values = [f"{one.name}={full_text(one.url)}" if one.variables else full_text(one.url) for one in indexes]
    if values[1:]:
        yield "UV_INDEX", " ".join(values[:-1])
    if values:
        yield "UV_DEFAULT_INDEX", values[-1]


def _variables(lookups: tuple[Lookup, ...], found: Configured, choices: Choices) -> Iterator[tuple[str, str]]:
    for one in found.indexes:
        stem = f"UV_INDEX_{environment_name(one.name)}"
        if one.variables is not None and one.variables.username:
            yield f"{stem}_USERNAME", one.variables.username
        if one.variables is not None and one.variables.password is not None:
            yield f"{stem}_PASSWORD", one.variables.password.reveal()
    if any(lookup.keyring for lookup in lookups):
        yield "UV_KEYRING_PROVIDER", "subprocess"
    if choices.strategy is not Strategy.FIRST_INDEX:
        yield "UV_INDEX_STRATEGY", choices.strategy.value
    if choices.retries is not None:
        yield "UV_HTTP_RETRIES", str(choices.retries)
    for token in _found_in(lookups, _OF_HUGGING_FACE).values():
        yield "HF_TOKEN", token.password.reveal() if token.password else ""


def _found_in(lookups: tuple[Lookup, ...], place: str) -> Mapping[Url, Credential]:
    """Return the credentials found in a place, by the server that they were sent to first."""
    found: dict[Url, Credential] = {}
    for lookup in lookups:
        for exchange in (*lookup.exchanges, *lookup.files):
            credential = exchange.request.credential
            if credential is not None and credential.provenance.label == place:
                found.setdefault(Url.parse(str(exchange.request.url.origin)), credential)
    return found


def _netrc(lookups: tuple[Lookup, ...]) -> str:
    by_host = {server.host: credential for server, credential in _found_in(lookups, _IN_NETRC).items()}
    return "".join(f"machine {host} {_login(credential)}\n" for host, credential in by_host.items())


def _login(credential: Credential) -> str:
    password = credential.password.reveal() if credential.password else ""
    return f"login {netrc_word(credential.username or '')} password {netrc_word(password)}"


def _store(lookups: tuple[Lookup, ...]) -> str:
    entries = [
        {
            "service": full_text(server),
            "username": credential.username or "",
            "scheme": "basic",
            "password": credential.password.reveal() if credential.password else "",
        }
        for server, credential in _found_in(lookups, _IN_STORE).items()
    ]
    return toml_document({"credential": entries}) if entries else ""
