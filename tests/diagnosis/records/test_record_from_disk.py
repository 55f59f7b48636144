"""Checks of real folders and real servers, kept as scenarios: what is read, what is left out, what stays private."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from idxdoctor.clients.registry import client_of
from idxdoctor.config.surroundings import DiskFiles, Surroundings
from idxdoctor.diagnosis.records.record import Record, record
from idxdoctor.diagnosis.replay import replayed
from idxdoctor.scenario.loader import parse_scenario
from idxdoctor.transport.bench import LiveBench, MockedBench
from idxdoctor.transport.check import packages_to_check
from tests.transport.loopback import answers, serving
from tests.worlds import PAGE, Data, server, world

INDEX = "https://pypi.qzcorp.io"
PYPI = server("https://pypi.org", {"answer": 404})
SERVER = server(
    INDEX,
    {"path": "*/qzlib/", "as": "qzuser", "answer": PAGE},
    {"answer": {"status": 401, "headers": {"WWW-Authenticate": 'Basic realm="qzrealm"'}}},
    accounts={"qzuser": "qzsecret"},
)
TABLE = f'[[tool.uv.index]]\nname = "qz-index"\nurl = "{INDEX}/qzrepo/simple"\n'


def folder_of(root: Path, files: Mapping[str, str], within: str = "project") -> DiskFiles:
    """Write files below `root`, whose `home` is the user's, and return them as seen from the folder `within`."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / within).mkdir(parents=True, exist_ok=True)
    return DiskFiles(root / within, root / "home")


def recorded(here: Surroundings, *servers: Data, packages: tuple[str, ...] = ()) -> Record:
    """Return the record of a check of a real folder, whose servers are those of a world."""
    client, bench = client_of("uv==0.13.9"), MockedBench(world({}, *servers), here)
    made = record(bench, client, packages_to_check(here, client, packages), "recorded")
    assert made.difference is None
    assert "qz" not in made.text.lower()
    assert replayed(parse_scenario(made.text, "recorded.yaml"), client).mismatches == ()
    return made


def test_a_member_of_a_workspace(tmp_path: Path) -> None:
    files = {
        "qzwork/pyproject.toml": f"""# qz: our own
[project]
name = "qzroot"
version = "1"
dependencies = ["qzlib>=2"]
[tool.uv.workspace]
members = ["qzpackages/*"]
[tool.uv.sources]
qzlib = {{ index = "qz-index" }}
qzmember = {{ workspace = true }}
[tool.qztool]
path = "/home/qzuser"
{TABLE}""",
        "qzwork/qzpackages/member/pyproject.toml": (
            '[project]\nname = "qzmember"\nversion = "1"\ndependencies = ["qzlib"]\n'
        ),
        "home/.netrc": (
            "machine pypi.qzcorp.io login qzuser password qzold\nmachine git.qzcorp.io login x password qzgit\n"
        ),
    }
    here = Surroundings(folder_of(tmp_path, files, "qzwork/qzpackages/member"), {"QZ_TOKEN": "qz"}, ("lock",))
    made = recorded(here, SERVER, PYPI)
    assert made.scenario.expect[0].status == 401
    assert "git" not in made.scenario.given.files["~/.netrc"]


def test_requirements_files_with_variables(tmp_path: Path) -> None:
    files = {
        "project/qzteam/dev.txt": (
            "--extra-index-url https://qzuser:${QZ_TOKEN}@pypi.qzcorp.io/r/simple\nqzlib==1 # qz\n-r more.txt\n"
        ),
        "project/qzteam/more.txt": "qzother @ https://qz.io/x.whl\n",
    }
    here = Surroundings(
        folder_of(tmp_path, files), {"QZ_TOKEN": "qzsecret"}, ("pip", "install"), ("-r", "qzteam/dev.txt")
    )
    made = recorded(here, SERVER, PYPI)
    assert made.scenario.given.args == {"uv": ("given.in",)}
    assert "--extra-index-url https://user-1:made-up-1@" in made.scenario.given.files["given.in"]


@pytest.mark.parametrize("netrc", ["project/qz.netrc", "elsewhere/qz.netrc"])
def test_files_that_variables_name(tmp_path: Path, netrc: str) -> None:
    files = {
        netrc: "machine pypi.qzcorp.io login qzuser password qzsecret\n",
        "qzconfig/uv/uv.toml": TABLE.replace("tool.uv.", ""),
    }
    env = {"NETRC": str(tmp_path / netrc), "XDG_CONFIG_HOME": str(tmp_path / "qzconfig")}
    made = recorded(Surroundings(folder_of(tmp_path, files), env, ("lock",)), SERVER, PYPI, packages=("qzlib",))
    assert set(made.scenario.given.env) == {"NETRC"}
    assert "~/.config/uv/uv.toml" in made.scenario.given.files
    assert made.scenario.expect[0].ends == "found"


def test_tokens_and_arguments(tmp_path: Path) -> None:
    args = ("--index", f"qz-index={INDEX}/qzrepo/simple", "--extra", "qzextra", "--index-strategy", "unsafe-best-match")
    env = {"UV_INDEX_QZ_INDEX_PASSWORD": "qzsecret", "HF_TOKEN": "hf_qztoken", "UV_INDEX_QZ_OTHER_USERNAME": "qzuser"}
    made = recorded(Surroundings(folder_of(tmp_path, {}), env, ("lock",), args), SERVER, PYPI, packages=("qzlib",))
    assert "--index" in made.scenario.given.args["uv"]
    assert "--extra" not in made.scenario.given.args["uv"]


def test_a_live_check_of_a_server_that_refuses(tmp_path: Path) -> None:
    with serving(
        answers(401, b"<p>qzuser is not known</p>", WWW_Authenticate='Basic realm="qz"', Server="nginx")
    ) as live:
        url = live.url.replace("//", "//qzuser:qzsecret@")
        here = Surroundings(
            folder_of(tmp_path, {}), {"UV_DEFAULT_INDEX": f"{url}/qzrepo/simple", "NO_PROXY": "*"}, ("lock",)
        )
        client = client_of("uv==0.13.9")
        made = record(LiveBench(here), client, ["qzlib"], "recorded")
    assert made.difference is None
    assert "qz" not in made.text
    [expected] = made.scenario.expect
    assert (expected.ends, expected.status, expected.findings) == ("stopped", 401, ("IDX201",))
    assert [exchange.who for exchange in expected.exchanges or ()] == ["user-1"]
    assert replayed(parse_scenario(made.text, "recorded.yaml"), client).mismatches == ()
