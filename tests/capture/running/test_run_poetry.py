"""poetry's command line, its variables, and the project that it locks."""

from __future__ import annotations

import json
import sys
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import pytest

from idxdoctor.capture.running.keyring import calls_in
from idxdoctor.capture.running.run_poetry import prepare, variables
from idxdoctor.capture.running.sandbox import sandbox
from idxdoctor.model.errors import InputError
from tests.capture.made import scenario

SOURCE = '[[tool.poetry.source]]\nname = "alpha"\nurl = "https://h/simple"\n'
WHOLE = '[tool.poetry]\nname = "mine"\n\n[tool.poetry.dependencies]\nbar = "*"\n'


def prepared(given: str) -> tuple[list[str], str]:
    """Return the arguments and the project file."""
    world = scenario("[]", given)
    with sandbox(world.given) as box:
        arguments = prepare(world, box)
        return arguments, (box.project / "pyproject.toml").read_text()


@pytest.mark.parametrize("text", ["", SOURCE])
def test_a_project_depends_on_the_packages(text: str) -> None:
    files = json.dumps({"pyproject.toml": text} if text else {})
    arguments, written = prepared(f"{{packages: [foo], args: {{poetry: [--regenerate]}}, files: {files}}}")
    assert arguments == ["lock", "--regenerate"]
    table = tomllib.loads(written)["tool"]["poetry"]
    assert set(table["dependencies"]) == {"python", "foo"}
    assert [source["name"] for source in table.get("source", [])] == (["alpha"] if text else [])


def test_a_project_that_is_whole_is_left_as_it_is() -> None:
    assert prepared(f"{{files: {json.dumps({'pyproject.toml': WHOLE})}}}")[1] == WHOLE


def test_a_project_file_that_is_no_toml_is_told() -> None:
    with pytest.raises(InputError, match=r"pyproject\.toml: the project file is no TOML"):
        prepared(f"{{files: {json.dumps({'pyproject.toml': '['})}}}")


def test_poetry_writes_nothing_outside_of_the_sandbox() -> None:
    world = scenario("[]", "{packages: [foo]}")
    with sandbox(world.given) as box:
        own = variables(world, box)
        assert all(own[name].startswith(str(box.root)) for name in own if name.endswith("_DIR"))
        assert own["POETRY_KEYRING_ENABLED"] == "false"


def test_the_scenarios_keyring_is_a_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    world = scenario("[]", "{packages: [foo], keyring: [{service: h, username: ci, password: hunter2}]}")
    with sandbox(world.given) as box:
        own = variables(world, box)
        assert (own["POETRY_KEYRING_ENABLED"], own["PYTHON_KEYRING_BACKEND"]) == ("true", "scenario_keyring.Keyring")
        spec = spec_from_file_location("scenario_keyring", box.modules / "scenario_keyring.py")
        assert spec is not None
        assert spec.loader is not None
        for name in ("keyring", "keyring.backend", "keyring.credentials"):
            monkeypatch.setitem(sys.modules, name, ModuleType(name))
        sys.modules["keyring.backend"].KeyringBackend = object  # type: ignore[attr-defined]
        sys.modules["keyring.credentials"].SimpleCredential = lambda *pair: pair  # type: ignore[attr-defined]
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        backend = module.Keyring()
        assert backend.get_password("h", "ci") == "hunter2"
        assert backend.get_password("h", None) is None
        assert backend.get_credential("h", None) == ("ci", "hunter2")
        assert backend.get_credential("h", "bot") is None
        calls = [(call.service, call.username) for call in calls_in(box.keyring_log)]
        assert calls == [("h", "ci"), ("h", ""), ("h", None), ("h", "bot")]
    with pytest.raises(NotImplementedError):
        backend.set_password("h", "ci", "other")
