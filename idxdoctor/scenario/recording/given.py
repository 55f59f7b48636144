"""What the user gave, from the surroundings of a check: files, variables, arguments, answers of the keyring."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from idxdoctor.config.netrc_edit import netrc_path
from idxdoctor.config.surroundings import Surroundings, path_shown_as
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.config.uv.dependencies import requirement_name
from idxdoctor.config.uv.files import settings_files
from idxdoctor.config.uv.plan import read_plan
from idxdoctor.config.uv.requirements import requirement_lines
from idxdoctor.config.uv.workspace import project_files, workspace_root
from idxdoctor.model.credential import shown_service
from idxdoctor.model.errors import Place
from idxdoctor.model.plan import Plan
from idxdoctor.model.secret import Secret
from idxdoctor.model.trace import Trace
from idxdoctor.scenario.model import Given, KeyringEntry
from idxdoctor.scenario.recording.entries import netrc_text, pip_text, store_text
from idxdoctor.scenario.recording.options import Placed, arguments, variables
from idxdoctor.scenario.recording.pseudonyms import Pseudonyms
from idxdoctor.scenario.recording.read import NotedFiles
from idxdoctor.scenario.recording.settings import (
    index_text,
    lock_settings,
    project_settings,
    required,
    uv_settings,
)
from idxdoctor.scenario.recording.toml import toml_document

_USER, _SYSTEM = "~/.config/uv/uv.toml", "/etc/uv/uv.toml"
_NETRC, _REQUIREMENTS = "~/.netrc", "given.in"
_STORE = "~/.local/share/uv/credentials/credentials.toml"


def given_of(here: Surroundings, trace: Trace, names: Pseudonyms) -> Given:
    """Return what the user gave, for uv: only what uv read, and of that only what indexes and credentials need."""
    files = NotedFiles(here.files)
    noted = here._replace(files=files)
    plan = read_plan(noted)
    hosts = hosts_of(trace)
    placed = Placed(here, _base(noted), names)
    packages = tuple(lookup.package for lookup in trace.lookups if not lookup.package.startswith("-"))
    requirements = _requirements(noted, names)
    texts = dict(_files(noted, files, placed, packages, names))
    texts |= _netrc(noted, plan, hosts, placed, names)
    texts |= {_REQUIREMENTS: requirements, _STORE: store_text(plan.stored, hosts, names)}
    texts |= {"~/.config/pip/pip.conf": pip_text(plan.unread, names)}
    texts |= {".gitignore": "".join(f"/{name}\n" for name in _uncommitted(here, plan, placed) if name in texts)}
    return Given(
        () if plan.locked else tuple(map(names.package, packages)),
        variables(here, plan, placed, names),
        {} if here.command == ("pip", "compile") else {"uv": _command(here.command)},
        {"uv": args} if (args := arguments(here, placed, names, [_REQUIREMENTS] if requirements else [])) else {},
        {name: text for name, text in texts.items() if text},
        tuple(_keyring(trace, names)),
    )


def _uncommitted(here: Surroundings, plan: Plan, placed: Placed) -> Iterator[str]:
    """Return the files that git ignores, under their names in the scenario."""
    named = (placed.name(path_shown_as(here.files, name)) for name in sorted(plan.uncommitted))
    return (name for name in named if name is not None)


def hosts_of(trace: Trace) -> frozenset[str]:
    """Return the hosts of all indexes and requests."""
    plan = trace.plan
    indexes = (*plan.defined, *plan.find_links, *plan.project_indexes, *plan.pins.values())
    urls = [index.url for index in indexes] + [one.definition.url for one in plan.unread] + [*plan.locked.values()]
    for lookup in trace.lookups:
        urls += [exchange.request.url for exchange in (*lookup.exchanges, *lookup.files)]
    return frozenset(url.host for url in urls if url.host)


def _command(command: tuple[str, ...]) -> str:
    """Return the command without what follows it; what changes a project is locked in its stead."""
    if command[:1] in {("pip",), ("tool",)}:
        return " ".join(command[:2])
    return command[0] if command[:1] in {("lock",), ("sync",)} else "lock"


def _base(here: Surroundings) -> Path:
    """Return the folder that stands for the scenario's: the topmost above the project of which a file counts."""
    project = here.files.project
    root = workspace_root(here)
    folders = [root[0]] if root else []
    folders += [path_shown_as(here.files, settings.file.name).parent for settings in settings_files(here)]
    above = [folder for folder in folders if project.is_relative_to(folder) and folder != here.files.home / ".config"]
    return min(above, key=lambda folder: len(folder.parts), default=project)


def _files(
    here: Surroundings, files: NotedFiles, placed: Placed, packages: tuple[str, ...], names: Pseudonyms
) -> Iterator[tuple[str, str]]:
    """Return settings and project files under their names in the scenario."""
    settings = {path_shown_as(files, one.file.name): one for one in settings_files(here)}
    projects = [path_shown_as(files, file.name) for file in project_files(here)]
    root = workspace_root(here)
    of_members = [name for file in project_files(here) for name in required(file.data)]
    for path in list(files.texts):
        file = TomlFile.read(files, path) if path.suffix in {".toml", ".lock"} else None
        if file is None:
            continue
        name = placed.name(path)
        if path.name == "pyproject.toml" and name is not None:
            needed = [package for package in dict.fromkeys(required(file.data)) if package in packages]
            is_root = root is not None and path == root[0] / path.name
            if is_root and here.command[:1] != ("pip",):
                needed += [package for package in packages if package not in of_members]
            members = [placed.below(root[0], project.parent) for project in projects] if root and is_root else []
            yield name, toml_document(project_settings(file.data, names, needed, filter(None, members)))
        elif path.name == "uv.lock" and name is not None:
            yield name, toml_document(lock_settings(file.data, names))
        elif path in settings:
            yield _settings_name(path, name, placed), toml_document(uv_settings(file.data, names))


def _settings_name(path: Path, name: str | None, placed: Placed) -> str:
    if name is not None:
        return name
    of_the_user = (placed.here.files.home, Path(placed.here.env.get("XDG_CONFIG_HOME") or placed.here.files.home))
    return _USER if any(path.is_relative_to(folder) for folder in of_the_user) else _SYSTEM


def _requirements(here: Surroundings, names: Pseudonyms) -> str:
    """Return the lines of all requirements files as one, variables replaced by what they hold."""
    kept: list[str] = []
    for line in requirement_lines(here):
        if not line.option:
            name = requirement_name(line.value, Place(""))
            kept += [names.package(name)] if name else []
        elif line.option in {"--index-url", "--extra-index-url", "--find-links"}:
            url = index_text(line.value, names)
            kept += [f"{line.option} {url}"] if url else []
    return "".join(f"{line}\n" for line in kept)


def _netrc(here: Surroundings, plan: Plan, hosts: frozenset[str], placed: Placed, names: Pseudonyms) -> dict[str, str]:
    name, text = placed.netrc(netrc_path(here)), netrc_text(plan.netrc, hosts, names)
    if name == _NETRC:
        return {name: text}
    return {name: text or "# Entries for other hosts.\n", _NETRC: netrc_text(plan.unread_netrc, hosts, names)}


def _keyring(trace: Trace, names: Pseudonyms) -> Iterator[KeyringEntry]:
    """Return what the keyring answered, as far as it was sent somewhere afterwards."""
    seen: set[tuple[str, str]] = set()
    for lookup in trace.lookups:
        sent = [exchange.request.credential for exchange in (*lookup.exchanges, *lookup.files)]
        for call in lookup.keyring:
            label = f"keyring, {shown_service(call.request.service)}"
            known = [one for one in sent if one is not None and one.provenance.label == label]
            for credential in known[:1] if call.answered else ():
                username, password = names.credential(credential)
                service = names.service(call.request.service)
                if (service, username or "") not in seen:
                    seen.add((service, username or ""))
                    yield KeyringEntry(service, username or "", Secret(password or ""))
