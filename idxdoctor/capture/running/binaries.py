"""Finds the program of a client's release: a named one, the one on PATH, or one installed for the purpose."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.metadata import Distribution
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock
from typing import Final

from packaging.requirements import Requirement

from idxdoctor.model.errors import CheckError, InputError, Place
from idxdoctor.model.trace import Client

_VERSION: Final = re.compile(r"\d+\.\d+[0-9a-z.]*")
_WITH_DEPENDENCIES: Final = frozenset({"poetry", "pdm"})
_PINNED: Final = frozenset({"pdm"})
"""Clients with an extra `locked`, which names the dependencies of a release's time: with others it may not start."""
_installing: Final[defaultdict[Client, Lock]] = defaultdict(Lock)


def program_of(client: Client, named: Path | None = None) -> Path:
    """Return the program of that release of a client, installed into a cache folder where it is nowhere else.

    `named` is where the user says that it is: raises `InputError` where that is another version. Raises
    `CheckError` where the release can't be installed.
    """
    if named is not None:
        found = version_of(named)
        if found != client.version:
            raise InputError(f"this is {client.name} {found}, and {client.version} is wanted", place=Place(str(named)))
        return named
    on_path = shutil.which(client.name)
    if on_path is not None and version_of(Path(on_path)) == client.version:
        return Path(on_path)
    return installed(client)


@cache
def version_of(program: Path) -> str | None:
    """Return the version that a program says it is, or None where it says none."""
    try:
        said = subprocess.run(  # noqa: S603 - the client that the user named, or that is on PATH
            [program, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = _VERSION.search(said.stdout)
    return match[0] if match else None


def installed(client: Client) -> Path:
    """Return the release's program in the cache folder, where pip puts it first if need be.

    Raises `CheckError` where pip fails.
    """
    folder = cache_folder() / client.name / client.version
    program = folder / "bin" / client.name
    with _installing[client]:
        if not program.exists():
            _install(client, folder)
    return program


def cache_folder() -> Path:
    """Return the folder that holds installed clients, one folder a client and version."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "idxdoctor" / "clients"


def _install(client: Client, folder: Path) -> None:
    """Install into a folder beside it and rename that, so that nobody ever sees half a release."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(mkdtemp(prefix=f".{client.version}-", dir=folder.parent))
    try:
        _pip_install(client, unfinished)
        if not folder.exists():
            unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _pip_install(client: Client, target: Path) -> None:
    """Install a release into a folder: alone, or where it needs others, into a virtual environment with these."""
    requirement = f"{client.name}=={client.version}"
    options = ["-m", "pip", "install", "--quiet"]
    if client.name not in _WITH_DEPENDENCIES:
        _run(client, [sys.executable, *options, "--no-deps", "--target", str(target), requirement], requirement)
        return
    _run(client, [sys.executable, "-m", "venv", str(target)], requirement)
    pip = [str(target / "bin" / "python"), *options]
    if client.name not in _PINNED:
        _run(client, [*pip, requirement], requirement)
    elif not _can_run(client, [*pip, f"{client.name}[locked]=={client.version}"]):
        _install_as_far_as_there(client, target, pip, requirement)
    script = target / "bin" / client.name
    final = target.parent / client.version
    script.write_text(script.read_text(encoding="utf-8").replace(str(target), str(final)), encoding="utf-8")


def _install_as_far_as_there(client: Client, target: Path, pip: list[str], requirement: str) -> None:
    """Install a release with the dependencies of its time, but for those that are withdrawn: these are newer.

    Of pdm 2.29.4 it is certifi 2026.10.19.
    """
    _run(client, [*pip, requirement], requirement)
    for about in target.glob(f"lib/python*/site-packages/{client.name}-{client.version}.dist-info"):
        _install_those_there(client, [*pip, "--no-deps"], list(_pins(Distribution.at(about))))


def _pins(release: Distribution) -> Iterator[str]:
    for text in release.requires or ():
        pin = Requirement(text)
        if pin.marker and pin.marker.evaluate({"extra": "locked"}) and not pin.marker.evaluate({"extra": ""}):
            yield f"{pin.name}{pin.specifier}"


def _install_those_there(client: Client, pip: list[str], pins: list[str]) -> None:
    """Install all that can be, by halves, as pip installs all that it is told of or nothing."""
    if not _can_run(client, [*pip, *pins]) and len(pins) > 1:
        _install_those_there(client, pip, pins[: len(pins) // 2])
        _install_those_there(client, pip, pins[len(pins) // 2 :])


def _can_run(client: Client, command: list[str]) -> bool:
    """Run a command, and say whether it went well."""
    try:
        _run(client, command, command[-1])
    except CheckError:
        return False
    return True


def _run(client: Client, command: list[str], requirement: str) -> None:
    """Run a command. Raises `CheckError` where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - of this very Python
    if done.returncode != 0:
        raise CheckError(
            f"{requirement} can't be installed",
            place=Place("pip install"),
            remedy=f"Name a program of that release, or install it by hand into {cache_folder()}/{client.name}/"
            f"{client.version}; pip ended with status {done.returncode}.",
        )
