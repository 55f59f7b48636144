"""uv's settings files, cut down to what is about indexes and credentials, under made-up names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from idxdoctor.config.names import normalized_name
from idxdoctor.config.uv.dependencies import requirement_name
from idxdoctor.config.uv.insecure import host_named
from idxdoctor.model.credential import Provenance
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.url import Url
from idxdoctor.model.url_parts import UrlError
from idxdoctor.scenario.recording.answers import full_text
from idxdoctor.scenario.recording.distribution import public_version
from idxdoctor.scenario.recording.pseudonyms import Pseudonyms

_WORD: Final = re.compile(r"[a-z][a-z-]{0,30}")
_FORMATS: Final = ("flat", "simple")
_LISTS: Final = ("extra-index-url", "find-links")
_WORDS: Final = ("index-strategy", "keyring-provider")
_FLAGS: Final = ("no-index", "managed")
_INSECURE: Final = "allow-insecure-host"
_OF_INSECURE: Final = ("scheme", "port")


def index_text(text: str, names: Pseudonyms) -> str | None:
    """Return the text of an index URL, a folder or an index's name; None where it is none of these."""
    if "://" not in text and "@" not in text:
        return names.folder(text) if "/" in text or "\\" in text else names.index_name(text)
    try:
        url = Url.parse(text)
    except UrlError:
        return None
    return full_text(names.url(url))


def insecure_host_text(text: str, names: Pseudonyms) -> str:
    """Return the text of a host whose certificates are not verified."""
    host = host_named(text, Provenance(""))
    return str(host if host.host is None else host._replace(host=names.host(host.host)))


def uv_settings(data: Mapping[str, Any], names: Pseudonyms, members: Iterable[str] = ()) -> dict[str, Any]:
    """Return the settings of a `uv.toml`, or of `[tool.uv]`. `members` are the workspace's folders, named already."""
    kept: dict[str, Any] = {key: data[key] for key in _FLAGS if isinstance(data.get(key), bool)}
    kept |= {key: data[key] for key in _WORDS if _WORD.fullmatch(str(data.get(key)))}
    if isinstance(data.get("index-url"), str) and (url := index_text(data["index-url"], names)):
        kept["index-url"] = url
    for key in _LISTS:
        texts = data.get(key)
        if isinstance(texts, list):
            kept[key] = [url for text in texts if (url := index_text(str(text), names))]
    if isinstance(data.get(_INSECURE), list):
        kept[_INSECURE] = [_insecure(entry, names) for entry in data[_INSECURE]]
    if isinstance(data.get("pip"), Mapping) and (pip := uv_settings(data["pip"], names)):
        kept["pip"] = pip
    if "workspace" in data:
        kept["workspace"] = {"members": sorted(members)}
    if isinstance(data.get("index"), list):
        kept["index"] = [dict(_index(entry, names)) for entry in data["index"] if isinstance(entry, Mapping)]
    if isinstance(data.get("sources"), Mapping) and data["sources"]:
        kept["sources"] = {names.package(name): _source(value, names) for name, value in data["sources"].items()}
    return kept


def _insecure(entry: object, names: Pseudonyms) -> object:
    if isinstance(entry, Mapping):
        kept = {key: entry[key] for key in _OF_INSECURE if key in entry}
        return kept | {"host": names.host(str(entry.get("host")))}
    return insecure_host_text(str(entry), names)


def _index(entry: Mapping[str, Any], names: Pseudonyms) -> Iterator[tuple[str, Any]]:
    if isinstance(entry.get("name"), str):
        yield "name", names.index_name(entry["name"])
    yield "url", index_text(str(entry.get("url")), names)
    yield from ((key, entry[key]) for key in ("default", "explicit") if isinstance(entry.get(key), bool))
    if _WORD.fullmatch(str(entry.get("authenticate"))):
        yield "authenticate", entry["authenticate"]
    codes = entry.get("ignore-error-codes")
    if isinstance(codes, list):
        yield "ignore-error-codes", [code for code in codes if isinstance(code, int)]
    if entry.get("format") in _FORMATS:
        yield "format", entry["format"]


def _source(value: object, names: Pseudonyms) -> object:
    if isinstance(value, list):
        return [_source(entry, names) for entry in value]
    if not isinstance(value, Mapping):
        return {}
    kept: dict[str, Any] = {}
    for key, inner in value.items():
        if key == "index":
            kept[key] = names.index_name(str(inner))
        elif key == "workspace":
            kept[key] = inner is True
        elif key in {"path", "git", "url", "marker", "extra", "group"}:
            kept[key] = _MADE_UP[key]
    return kept


_MADE_UP: Final = {
    "path": "folder",
    "git": "https://git.example/repo",
    "url": "https://files.example/file-1.0.tar.gz",
    "marker": "sys_platform == 'linux'",
    "extra": "extra",
    "group": "group",
}


def project_settings(
    data: Mapping[str, Any], names: Pseudonyms, wanted: Iterable[str], members: Iterable[str]
) -> dict[str, Any]:
    """Return a `pyproject.toml`. Of its requirements those `wanted` stay, from all lists, as its dependencies."""
    kept: dict[str, Any] = {}
    project = data.get("project")
    if isinstance(project, Mapping):
        kept["project"] = {
            "name": names.package(str(project.get("name", "project"))),
            "version": "0",
            "requires-python": ">=3.8",
            "dependencies": [names.package(name) for name in dict.fromkeys(wanted)],
        }
    tool = data.get("tool")
    uv = tool.get("uv") if isinstance(tool, Mapping) else None
    if isinstance(uv, Mapping):
        kept["tool"] = {"uv": uv_settings(uv, names, members)}
    return kept


def required(data: Mapping[str, Any]) -> list[str]:
    """Return the normalized names that any list of a project's requirements asks an index for, in uv's order."""
    project, groups = _table(data, "project"), _table(data, "dependency-groups")
    lists = [groups[name] for name in sorted(groups)]
    lists += [_table(_table(data, "tool"), "uv").get("dev-dependencies"), project.get("dependencies")]
    lists += _table(project, "optional-dependencies").values()
    texts = (text for entries in lists if isinstance(entries, list) for text in entries if isinstance(text, str))
    return [name for text in texts if (name := _requirement(text))]


def _requirement(text: str) -> str | None:
    try:
        return requirement_name(text, Place(""))
    except InputError:
        return None


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, Mapping) else {}


def lock_settings(data: Mapping[str, Any], names: Pseudonyms) -> dict[str, Any]:
    """Return a `uv.lock`: its packages, where they come from, and their files."""
    packages = [entry for entry in data.get("package", []) if isinstance(entry, Mapping)]
    return {
        "version": 1,
        "requires-python": ">=3.8",
        "package": [dict(_locked(package, names)) for package in packages],
    }


def _locked(package: Mapping[str, Any], names: Pseudonyms) -> Iterator[tuple[str, Any]]:
    source = _table(package, "source")
    yield "name", names.package(str(package.get("name", "")))
    yield "version", public_version(str(package.get("version", "0")))
    yield (
        "source",
        {"registry": index_text(str(source["registry"]), names)} if "registry" in source else {"virtual": "."},
    )
    depends = [entry["name"] for entry in package.get("dependencies", []) if isinstance(entry, Mapping)]
    if depends:
        yield "dependencies", [{"name": names.package(normalized_name(str(name)))} for name in depends]
    for key in ("sdist", "wheels"):
        entries = package.get(key, [])
        files = [entry for entry in ([entries] if key == "sdist" else entries) if isinstance(entry, Mapping)]
        mapped = [{"url": url} for file in files if "url" in file and (url := index_text(str(file["url"]), names))]
        if mapped:
            yield key, mapped[0] if key == "sdist" else mapped
