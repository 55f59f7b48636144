"""The folders and the environment of a run."""

from __future__ import annotations

import pytest

from idxdoctor.capture.running.sandbox import sandbox
from idxdoctor.model.errors import InputError
from idxdoctor.scenario.model import Given

PROXY = "http://127.0.0.1:1"


def test_files_lie_where_the_client_looks_for_them_and_are_gone_afterwards() -> None:
    given = Given(files={"a/b.toml": "1", "~/.netrc": "2", "/etc/xdg/uv/uv.toml": "3"})
    with sandbox(given) as box:
        env = box.environment({}, PROXY)
        assert (box.project / "a/b.toml").read_text() == "1"
        assert (box.home / ".netrc").read_text() == "2"
        assert any((box.root / folder / "uv/uv.toml").exists() for folder in env["XDG_CONFIG_DIRS"].split(":"))
        assert env["HOME"] == str(box.home)
    assert not box.root.exists()


def test_the_environment_is_the_scenarios_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_INDEX_URL", "https://inherited.example")
    monkeypatch.setenv("PIP_INDEX_URL", "https://inherited.example")
    with sandbox(Given(env={"UV_INDEX": "https://h", "NO_PROXY": "*", "https_proxy": "http://elsewhere"})) as box:
        env = box.environment({"UV_CACHE_DIR": "/cache"}, PROXY)
    assert "https://inherited.example" not in env.values()
    assert (env["UV_INDEX"], env["UV_CACHE_DIR"]) == ("https://h", "/cache")
    assert {env[name] for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "https_proxy")} == {PROXY}
    assert env["NO_PROXY"] == ""
    assert env["PATH"].startswith(str(box.programs))


def test_a_variable_that_names_an_absolute_file_of_the_scenario_is_moved_along() -> None:
    with sandbox(Given(env={"UV_CONFIG_FILE": "/opt/uv.toml", "OTHER": "/opt2"}, files={"/opt/uv.toml": ""})) as box:
        env = box.environment({}, PROXY)
        assert env["UV_CONFIG_FILE"] == f"{box.system}/opt/uv.toml"
        assert env["OTHER"] == "/opt2"


@pytest.mark.parametrize("name", ["../outside", "~/../outside", "a/../../outside"])
def test_a_file_outside_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="outside"), sandbox(Given(files={name: ""})):
        pass
