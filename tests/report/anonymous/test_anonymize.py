"""Reports under other names: no private name is left in any format, and what matters can still be told."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from idxdoctor.capture.logs.read import traces_of
from idxdoctor.cli.options import Format
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.run import Run
from idxdoctor.report.anonymous.anonymize import anonymized
from idxdoctor.report.formats.registry import rendered
from idxdoctor.report.layout import plain
from idxdoctor.report.terminal import terminal_report
from idxdoctor.report.views.side_by_side import side_by_side
from idxdoctor.report.views.summary import summary, verdicts
from idxdoctor.scenario.model import Scenario
from tests.report.formats.test_registry import run_of, shipped
from tests.report.test_secrets import mocked
from tests.worlds import PAGE, Data, server, world

VERSIONS: Final = ("0.6.15", "0.7.0", "0.7.4", "0.13.9")
HOST: Final = "https://pypi.zqorg.zqtld"
FORMATS: Final = [one.value for one in Format if one is not Format.RICH]


def outputs(runs: list[Run]) -> dict[str, str]:
    """Return the runs in every format, and as they stand on a terminal."""
    texts = {name: rendered(name, runs) for name in FORMATS}
    texts |= {f"terminal {width}": plain(terminal_report(runs, width, verbose=True)) for width in (80, 200)}
    return texts | {
        "side by side": plain(side_by_side(runs, 120)),
        "summary": "\n".join([*summary(runs), *verdicts(runs)]),
    }


def private_world() -> Scenario:
    """Return a world in which every name that could be private begins with `zq`."""
    refuses: Data = {
        "answer": {
            "status": 401,
            "headers": {"WWW-Authenticate": 'Basic realm="zqRealm of ZqOrg"', "Server": "zqserver", "X-Zq": "zqvalue"},
            "body": "<title>zqTitle</title> Please ask zqadmin@zqorg.zqtld",
        }
    }
    leads: Data = {"path": "/zqleads/*", "answer": {"redirect": f"https://cdn.zqorg.zqtld{'/zqcdn'}/?sig=zqsignature"}}
    project = f"""
        [project]
        name = "zqproject"
        version = "1.0"
        authors = [{{ name = "Zq Author", email = "zq@zqorg.zqtld" }}]
        dependencies = ["zq-billing", "zqother[zqextra]>=1"]
        # zqcomment
        [tool.zqtool]
        zqkey = "zqvalue"
        [tool.uv.sources]
        zq-billing = {{ index = "zq-corp" }}
        [[tool.uv.index]]
        name = "zq-corp"  # zqcomment
        url = "https://zquser@pypi.zqorg.zqtld/zqteam/simple"
        authenticate = "always"
        [[tool.uv.index]]
        name = "zq-second"
        url = "{HOST}/zqteam/zqrepo/simple"
        """
    netrc = (
        "# zqcomment\nmachine zqhost.zqorg.zqtld login zqme password zqsecret1\nmachine files.zqorg.zqtld login zqme\n"
    )
    return world(
        {
            "UV_EXTRA_INDEX_URL": "https://zqci:zqpassword1@pypi.zqorg.zqtld:8443/zqextra/simple "
            f"{HOST}/zqleads/simple",
            "UV_INDEX_ZQ_CORP_TOKEN": "zqtoken-1234",
            "UV_INDEX_ZQ_SECOND_USERNAME": "zqsecond",
            "UV_KEYRING_PROVIDER": "subprocess",
        },
        server(HOST, leads, refuses, accounts={"zqsecond": "zqpassword2"}),
        server("https://pypi.zqorg.zqtld:8443", refuses, accounts={"zqci": "zqpassword1"}),
        server("https://cdn.zqorg.zqtld", {"answer": 403}),
        server("https://pypi.org", {"path": "/simple/flask/", "answer": PAGE}),
        command={"uv": "pip install"},
        packages=["zq-billing", "zq_Other", "flask"],
        files={"pyproject.toml": project, "~/.netrc": netrc},
        keyring=[{"service": HOST, "username": "zquser", "password": "zqpassword3"}],
    )


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("strategy", ["first-index", "unsafe-best-match"])
@pytest.mark.parametrize("command", ["pip install", "lock"])
def test_no_private_name_stands_in_any_format(version: str, command: str, strategy: str) -> None:
    scenario = private_world()
    env = {**scenario.given.env, "UV_INDEX_STRATEGY": strategy}
    scenario = scenario._replace(given=replace(scenario.given, command={"uv": command}, env=env))
    runs = [run_of(scenario, version), mocked(scenario, version)]
    assert runs[1].probed or command == "lock"
    assert all("zq" in text.lower() for text in outputs(runs).values())
    for name, text in outputs(anonymized(runs)).items():
        found = re.findall(r".{0,40}zq.{0,40}", text, re.IGNORECASE)
        assert not found, name


def shown_urls(runs: list[Run]) -> list[str]:
    document = json.loads(rendered("json", runs))
    return [one["url"] for one in document["runs"][0]["lookups"][0]["indexes"]]


def test_what_matters_about_hosts_and_paths_is_kept() -> None:
    urls = (
        "https://pypi.acme.com/team/simple https://pypi.acme.com/team/more/simple "
        "https://pypi.acme.com:8443/team/simple "
        "https://files.acme.com/simple https://elsewhere.net/simple https://europe-west1-python.pkg.dev/acme/r/simple "
        "https://pkgs.dev.azure.com/acme/_packaging/f/pypi/simple/ https://acme.jfrog.io/artifactory/api/pypi/r/simple"
    )
    scenario = world({"UV_EXTRA_INDEX_URL": urls}, server("https://nobody.example"))
    one, below, port, sibling, other, regional, azure, jfrog, pypi = shown_urls(anonymized([run_of(scenario, "0.7.0")]))
    assert below == one.replace("/simple", "/repo-2/simple")
    assert port == one.replace(".example/", ".example:8443/")
    host, beside = (url.split("/")[2] for url in (one, sibling))
    assert host != beside
    assert host.partition(".")[2] == beside.partition(".")[2] == "index-a.example"
    assert not other.split("/")[2].endswith("index-a.example")
    assert regional.startswith("https://europe-west1-python.pkg.dev/")
    assert re.fullmatch(r"https://pkgs\.dev\.azure\.com/repo-\d+/_packaging/repo-\d+/pypi/simple/", azure)
    assert re.fullmatch(r"https://org-\d+\.jfrog\.io/artifactory/api/pypi/repo-\d+/simple", jfrog)
    assert pypi == "https://pypi.org/simple"


def test_public_packages_keep_their_names_and_private_ones_do_not() -> None:
    on_pypi: Data = {"path": "/simple/found-there/", "answer": PAGE}
    scenario = world({}, {"url": "https://pypi.org", "rules": [on_pypi]}, packages=["found-there", "hidden", "flask"])
    packages = [lookup.package for lookup in anonymized([run_of(scenario)])[0].trace.lookups]
    assert packages == ["found-there", "package-1", "flask"]


def test_the_same_input_gives_the_same_names_in_every_format_and_run() -> None:
    runs = [run_of(private_world(), version) for version in VERSIONS]
    first, again = outputs(anonymized(runs)), outputs(anonymized([run_of(private_world(), one) for one in VERSIONS]))
    assert first == again
    names = {frozenset(re.findall(r"\bindex-[a-z]\.example", first[name])) for name in ("json", "markdown", "html")}
    assert len(names) == 1


def test_findings_and_outcomes_stay_what_they_were() -> None:
    runs = [shipped("uv-13216-second-url"), shipped("uv-13216-feed-without-token")]
    for before, after in zip(runs, anonymized(runs), strict=True):
        assert after.exit_status == before.exit_status
        assert [[one.code for one in found] for found in after.findings] == [
            [one.code for one in found] for found in before.findings
        ]
        assert after.trace.scenario == before.trace.scenario
        assert [one.ending.outcome for one in after.trace.lookups] == [
            one.ending.outcome for one in before.trace.lookups
        ]


@pytest.mark.parametrize("name", ["error", "get", "auto", "always", "uv", "check", "index", "request", "401"])
def test_a_user_or_index_with_a_word_of_the_report_for_a_name_breaks_nothing(name: str) -> None:
    table = f'[[index]]\nname = "{name}"\nurl = "https://{name}:cabbage@h.example/{name}/simple"\n'
    scenario = world({}, server("https://h.example", {"answer": 401}), files={"uv.toml": table}, packages=[name, "foo"])
    before, after = (outputs(runs) for runs in ([run_of(scenario)], anonymized([run_of(scenario)])))
    assert [*before] == [*after]


def test_folders_of_the_machine_are_not_told() -> None:
    scenario = world(
        {"UV_INDEX_URL": "https://h.example/simple", "NETRC": "/home/zqjane/zqwork/zqnetrc"},
        server("https://h.example", {"answer": 401}),
        files={"/home/zqjane/zqwork/zqnetrc": "machine h.example login zqjane password zqpassword\n"},
    )
    for text in outputs(anonymized([run_of(scenario)])).values():
        assert "zq" not in text.lower()


def test_a_log_is_told_under_other_names(tmp_path: Path) -> None:
    log = tmp_path / "zqlog.txt"
    log.write_text(
        "DEBUG uv 0.7.3\n"
        "TRACE Fetching metadata for zqpkg from https://zqci:zqpassword@zqorg.zqtld/zqteam/simple/zqpkg/\n"
        "TRACE Sending fresh GET request for https://zqorg.zqtld/zqteam/simple/zqpkg/\n"
        "TRACE Handling request for https://zqci:****@zqorg.zqtld/zqteam/simple/zqpkg/ "
        "with authentication policy auto\n"
        "TRACE Request for https://zqci:****@zqorg.zqtld/zqteam/simple/zqpkg/ already contains username and password\n"
        "DEBUG Indexes search failed because of status code failure: 401 Unauthorized\n",
        encoding="utf-8",
    )
    runs = [Run(trace, diagnose(trace), str(log)) for trace in traces_of(log, None, lambda _: None)]
    assert "zqpkg" in rendered("markdown", runs)
    for text in outputs(anonymized(runs)).values():
        assert "zq" not in text.lower()
