"""A configuration as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from idxdoctor.clients.registry import client_of
from idxdoctor.clients.uv.overview import overview
from idxdoctor.config.uv.plan import read_plan
from idxdoctor.report.layout import plain
from idxdoctor.report.views.configuration import configuration_lines
from tests.surroundings import surroundings

CANARY: Final = "zq7Canary"
TOKEN: Final = "ghp_zq7CanaryToken"
STORE: Final = "~/.local/share/uv/credentials/credentials.toml"


def shown(
    *args: str,
    env: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
    version: str = "0.13.9",
    width: int = 200,
) -> list[str]:
    """Return what is shown of `uv lock` in these surroundings."""
    around = surroundings("lock", *args, env=env, files=files)
    plan = read_plan(around)
    text = plain(configuration_lines(client_of(f"uv=={version}"), plan, overview(plan, version, around.env), width))
    assert "Canary" not in text
    return text.split("\n")


def test_without_anything_pypi_is_asked_as_nobody() -> None:
    assert shown() == [
        "uv 0.13.9: first-index, keyring off",
        "",
        " 1  https://pypi.org/simple",
        "      defined in    default",
        "      credentials   none configured",
    ]


def test_an_index_has_its_name_its_credentials_and_where_they_are_from() -> None:
    env = {"UV_INDEX": "corp=https://h/simple", "UV_INDEX_CORP_USERNAME": "ci", "UV_INDEX_CORP_PASSWORD": CANARY}
    lines = shown(env=env)
    assert lines[2:5] == [
        " 1  https://h/simple",
        "      defined in    UV_INDEX, named corp",
        "      credentials   ci (UV_INDEX_CORP_PASSWORD)",
    ]


def test_what_netrc_the_store_and_the_keyring_would_give_is_told() -> None:
    files = {
        "~/.netrc": f"machine h login bot password {CANARY}",
        STORE: f"[[credential]]\nservice = 'https://h'\nusername = 'bot'\npassword = '{CANARY}'\n",
    }
    lines = shown("--keyring-provider", "subprocess", env={"UV_INDEX_URL": "https://bot@h/simple"}, files=files)
    assert lines[0] == "uv 0.13.9: first-index, keyring asked"
    assert lines[5:] == [
        "      netrc         bot (~/.netrc:1)",
        f"      store         bot ({STORE}:2)",
        "      keyring       keyring get https://h/simple bot",
        "      keyring       keyring get h bot",
    ]


def test_policy_and_ignored_statuses_are_told() -> None:
    table = "[[index]]\nurl = 'https://h/simple'\nauthenticate = 'always'\nignore-error-codes = [403, 401]\n"
    lines = shown(files={"uv.toml": table})
    assert lines[5:7] == ["      authenticate  always", "      passed over   401, 403"]
    assert "      passed over   none" in shown(files={"uv.toml": table.replace("403, 401", "")})


def test_without_an_index_that_is_said() -> None:
    assert "No index is asked." in shown("--no-index")


def test_indexes_that_are_never_asked_and_pins_stand_apart() -> None:
    text = f"""
        [project]
        dependencies = ["foo"]
        [tool.uv.sources]
        foo = {{ index = "corp" }}
        [[tool.uv.index]]
        name = "corp"
        url = "https://ci:{CANARY}@h/simple"
        explicit = true
        """
    lines = shown(files={"pyproject.toml": text})
    below = lines[lines.index("Never asked") + 1 :]
    assert below[0].endswith(": explicit: asked only for packages that are pinned to it")
    assert below[1:3] == ["", "Asked for one package alone"]
    assert below[3].startswith("    foo: corp, https://h/simple (pyproject.toml:")


def test_remarks_come_last_with_their_remedy() -> None:
    lines = shown(env={"UV_INDEX": "corp=https://h/simple", "UV_INDEX_CORP_TOKEN": CANARY, "PIP_INDEX_URL": CANARY})
    assert lines[-3:] == [
        "Look at",
        "    PIP_INDEX_URL: uv does not read this variable",
        (
            "    UV_INDEX_CORP_TOKEN: this variable is for no index that is defined "
            "(for the index `corp` it is UV_INDEX_CORP_PASSWORD)"
        ),
    ]


def test_lines_fit_the_terminal_and_what_is_said_of_an_index_stands_under_itself() -> None:
    lines = shown(env={"UV_INDEX": "corp=https://h/simple", "UV_INDEX_CORP_TOKEN": CANARY}, width=50)
    assert max(map(len, lines)) <= 50
    assert lines[-3:] == [
        "    UV_INDEX_CORP_TOKEN: this variable is for no",
        "    index that is defined (for the index `corp` it",
        "    is UV_INDEX_CORP_PASSWORD)",
    ]


@pytest.mark.parametrize("keyring", ["subprocess", "disabled"])
@pytest.mark.parametrize(
    "url",
    [
        f"https://ci:{CANARY}@h/simple",
        f"https://{TOKEN}@h/simple",
        f"https://{TOKEN}:x@h/simple",
        f"https://ci:{CANARY}%zz@h/simple",
        f"https://h/simple?token={CANARY}",
    ],
)
def test_no_url_shows_a_secret(keyring: str, url: str) -> None:
    table = f"[[index]]\nname = 'corp'\nurl = '{url}'\nauthenticate = 'always'\n"
    for version in ("0.6.0", "0.7.0", "0.13.9"):
        shown("--keyring-provider", keyring, env={"UV_INDEX_URL": url}, version=version, files={"uv.toml": table})
        shown("--no-index", "--find-links", url, env={"UV_EXTRA_INDEX_URL": f"{url} {url}"}, version=version)
