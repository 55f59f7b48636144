"""How a client is made to load the plugin for one run, and what that does in it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, Final

import pytest

from idxdoctor.capture.tracing.plugged import plug_in
from idxdoctor.capture.tracing.plugin.for_pdm import plugin
from idxdoctor.capture.tracing.plugin.handover import PIPE, Handover

CLIENT: Final = """
import os, sys
from importlib.metadata import entry_points
(one,) = entry_points(group="pdm")
class Core: version = "2.28.2"
one.load()(Core)
import logging
unearth = logging.getLogger("unearth")
unearth.setLevel(logging.DEBUG)
logging.getLogger("unearth.collector").debug("Collecting links from %s", "https://ci:hunter2@corp.example/foo/")
print(os.environ.get("PYTHONPATH"), "IDXDOCTOR_PIPE" in os.environ, [*entry_points(group="pdm")], sys.path[1])
"""


class Piped:
    """A pipe with a name, and what was told through it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "log"
        os.mkfifo(self.path)
        self._reader = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)

    def told(self) -> str:
        return os.read(self._reader, 1 << 16).decode()

    def close(self) -> None:
        os.close(self._reader)


def as_client(folder: Path, env: dict[str, str], pipe: Path) -> str:
    """Run a program that loads plugins as pdm does, and return what it prints."""
    variables = {**env, **plug_in("pdm", env, folder, pipe)}
    return subprocess.check_output([sys.executable, "-c", CLIENT], env=variables, text=True, timeout=20)


def test_what_is_logged_is_handed_over_and_the_surroundings_are_as_without_that(tmp_path: Path) -> None:
    piped = Piped(tmp_path)
    assert as_client(tmp_path, {}, piped.path).startswith("None False [] ")
    assert piped.told() == (
        "PDM, version 2.28.2\nunearth.collector: Collecting links from https://ci:hunter2@corp.example/foo/\n"
    )
    piped.close()


def test_the_users_own_path_of_modules_stays(tmp_path: Path) -> None:
    piped = Piped(tmp_path)
    others = os.pathsep.join(["/no/such/folder", "/nor/such"])
    assert as_client(tmp_path, {"PYTHONPATH": others}, piped.path) == f"{others} False [] /no/such/folder\n"
    piped.close()


def test_where_nobody_reads_the_client_goes_on(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "log")
    assert as_client(tmp_path / "folder", {}, tmp_path / "log").startswith("None False [] ")


def test_where_nobody_reads_any_more_the_client_goes_on(tmp_path: Path) -> None:
    piped = Piped(tmp_path)
    handover = Handover(str(piped.path))
    piped.close()
    handover.tell("x")


def test_a_record_that_cannot_be_shown_is_passed_over(tmp_path: Path) -> None:
    piped = Piped(tmp_path)
    handover = Handover(str(piped.path))
    handover.handle(logging.makeLogRecord({"msg": "%d", "args": ("x",)}))
    handover.tell("a \udce9")
    assert piped.told() == "a \\udce9\n"
    piped.close()


def test_an_error_that_ends_pdm_is_told_as_its_file_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Core:
        version = "2.28.2"

    shown: list[BaseException] = []
    piped = Piped(tmp_path)
    monkeypatch.setenv(PIPE, str(piped.path))
    monkeypatch.setenv("PYTHONPATH", "")
    monkeypatch.setattr(sys, "excepthook", lambda _, error, __: shown.append(error))
    before = {name: [*logging.getLogger(name).handlers] for name in ("pdm.termui", "unearth")}
    core: Any = Core
    plugin(core)
    error = ValueError("no")
    sys.excepthook(ValueError, error, None)
    assert shown == [error]
    assert piped.told() == "PDM, version 2.28.2\npdm.termui: Error occurs\nValueError: no\n\n"
    piped.close()
    for name, handlers in before.items():
        logging.getLogger(name).handlers = handlers


def test_a_poetry_with_other_insides_runs_as_it_would(tmp_path: Path) -> None:
    """Here one that has nothing but plugins."""
    plugins = tmp_path / "poetry" / "plugins"
    plugins.mkdir(parents=True)
    (plugins / "application_plugin.py").write_text("class ApplicationPlugin: pass\n")
    (tmp_path / "folder").mkdir()
    piped = Piped(tmp_path)
    env = {"PYTHONPATH": str(tmp_path)}
    variables = {**env, **plug_in("poetry", env, tmp_path / "folder", piped.path)}
    client = """
import os
from importlib.metadata import entry_points
(one,) = entry_points(group="poetry.application.plugin")
one.load()().activate(None)
print(os.environ["PYTHONPATH"], [*entry_points(group="poetry.application.plugin")])
"""
    done = subprocess.run([sys.executable, "-c", client], env=variables, capture_output=True, text=True, timeout=20)
    assert (done.stdout, done.stderr) == (f"{tmp_path} []\n", "")
    piped.close()


def test_the_folder_holds_a_distribution_as_others_do(tmp_path: Path) -> None:
    plug_in("poetry", {}, tmp_path, tmp_path / "log")
    (one,) = distributions(path=[str(tmp_path)])
    (point,) = one.entry_points
    assert (one.metadata["Name"], one.version) == ("idxdoctor_plugin", "0")
    assert (point.group, point.value) == ("poetry.application.plugin", "idxdoctor_plugin.for_poetry:Plugin")
