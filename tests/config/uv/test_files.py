"""Which configuration files uv reads."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from idxdoctor.config.uv.files import settings_files
from idxdoctor.model.errors import InputError
from tests.surroundings import surroundings

PROJECT = '[tool.uv]\nindex-url = "https://project/"\n'
OWN = 'index-url = "https://own/"\n'


def read(files: Mapping[str, str], *args: str, **env: str) -> list[str]:
    """Return the names of the files that are read, in their order."""
    return [settings.file.name for settings in settings_files(surroundings("lock", *args, env=env, files=files))]


def test_without_files_there_are_no_settings() -> None:
    assert read({}) == []


def test_the_project_comes_before_the_user_and_the_user_before_the_system() -> None:
    files = {"pyproject.toml": PROJECT, "~/.config/uv/uv.toml": OWN, "/etc/xdg/uv/uv.toml": OWN}
    assert read(files) == ["pyproject.toml", "~/.config/uv/uv.toml", "/etc/xdg/uv/uv.toml"]


def test_uv_toml_beats_pyproject_toml_wholly() -> None:
    assert read({"uv.toml": "", "pyproject.toml": PROJECT}) == ["uv.toml"]


def test_the_nearest_folder_with_settings_counts() -> None:
    assert read({"pyproject.toml": PROJECT, "../uv.toml": OWN, "/repo/uv.toml": OWN}) == ["pyproject.toml"]


def test_a_pyproject_toml_without_settings_is_passed_by() -> None:
    files = {"pyproject.toml": '[project]\nname = "foo"\n', "/repo/pyproject.toml": PROJECT}
    assert read(files) == ["/repo/pyproject.toml"]


def test_the_users_file_may_lie_elsewhere() -> None:
    files = {"~/.config/uv/uv.toml": OWN, "/config/uv/uv.toml": OWN}
    assert read(files, XDG_CONFIG_HOME="/config") == ["/config/uv/uv.toml"]


def test_the_first_file_of_the_system_counts() -> None:
    files = {"/b/uv/uv.toml": OWN, "/c/uv/uv.toml": OWN, "/etc/uv/uv.toml": OWN, "/etc/xdg/uv/uv.toml": OWN}
    assert read(files, XDG_CONFIG_DIRS="/a:/b:/c") == ["/b/uv/uv.toml"]
    assert read(files, XDG_CONFIG_DIRS="/a") == ["/etc/uv/uv.toml"]
    assert read(files) == ["/etc/xdg/uv/uv.toml"]


def test_a_file_that_is_named_is_read_alone() -> None:
    files = {"other.toml": OWN, "uv.toml": OWN, "~/.config/uv/uv.toml": OWN}
    assert read(files, "--config-file", "other.toml") == ["other.toml"]
    assert read(files, UV_CONFIG_FILE="other.toml") == ["other.toml"]
    assert read(files, "--config-file=other.toml", "--no-config") == ["other.toml"]


def test_a_file_that_is_named_must_be_there() -> None:
    with pytest.raises(InputError, match="does not exist") as caught:
        read({}, UV_CONFIG_FILE="other.toml")
    assert "UV_CONFIG_FILE" in str(caught.value)


@pytest.mark.parametrize("flag", ["--no-config", "--isolated"])
def test_no_config_reads_no_file(flag: str) -> None:
    assert read({"uv.toml": OWN, "~/.config/uv/uv.toml": OWN}, flag) == []


def test_settings_stand_in_their_table() -> None:
    [settings] = settings_files(surroundings(files={"pyproject.toml": PROJECT + "[tool.uv.pip]\nno-index = true\n"}))
    assert settings.table == "tool.uv"
    assert settings.sub("pip").table == "tool.uv.pip"
    assert settings.sub("pip").data == {"no-index": True}
    assert settings.sub("absent").data == {}


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"pyproject.toml": "tool = 1"}, "pyproject.toml:1: "),
        ({"pyproject.toml": "[tool]\nuv = 'x'"}, "pyproject.toml:2: "),
        ({"pyproject.toml": "[tool.uv\n"}, "pyproject.toml:1:9: invalid TOML"),
        ({"~/.config/uv/uv.toml": "a = b"}, "~/.config/uv/uv.toml:1:5: invalid TOML"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_place(files: Mapping[str, str], place: str) -> None:
    with pytest.raises(InputError) as caught:
        read(files)
    assert str(caught.value).startswith(place)


def test_a_sub_table_must_be_one() -> None:
    [settings] = settings_files(surroundings(files={"uv.toml": "a = 1\npip = 2\n"}))
    with pytest.raises(InputError, match=r"uv\.toml:2: `pip` must be a table"):
        settings.sub("pip")
