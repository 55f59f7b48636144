"""`idxdoctor replay`."""

from __future__ import annotations

import json
from pathlib import Path

from idxdoctor.scenario.catalogue import shipped_scenarios
from tests.cli.conftest import Cli
from tests.worlds import server, world_text

SECOND_URL = "uv-13216-second-url"


def test_a_scenario_is_replayed_by_its_id_or_its_file(cli: Cli) -> None:
    (file,) = (file for file in shipped_scenarios() if file.stem == SECOND_URL)
    by_id, by_file = (cli("replay", name, "--client", "uv==0.7.0") for name in (SECOND_URL, str(file)))
    assert by_id == by_file
    assert (by_id.status, by_id.err) == (0, "")
    assert by_id.out.startswith("setuptools: stopped.")


def test_several_clients_stand_side_by_side(program: Cli) -> None:
    result = program("replay", SECOND_URL, "--client", "uv==0.7.0", "--client", "uv==0.7.4")
    assert (result.status, result.out.count("part here")) == (0, 1)


def test_a_folder_of_scenarios_is_summed_up(cli: Cli) -> None:
    folder = shipped_scenarios()[0].parent
    result = cli("replay", str(folder), "--client", "uv==0.13.9")
    *lines, count = result.out.splitlines()
    assert result.status == 0
    assert len(lines) == len([*folder.rglob("*.yaml")])
    assert count.startswith(f"{len(lines)} replays: ")
    assert " 0 different" in count


def test_json_holds_every_scenario_and_client_in_the_order_asked_for(cli: Cli) -> None:
    clients = [argument for version in ("0.7.4", "0.7.0") for argument in ("--client", f"uv=={version}")]
    document = json.loads(cli("replay", SECOND_URL, "uv-13216-redirect-302", *clients, "--format", "json").out)
    assert [(run["scenario"], run["client"]["version"]) for run in document["runs"]] == [
        (SECOND_URL, "0.7.4"),
        (SECOND_URL, "0.7.0"),
        ("uv-13216-redirect-302", "0.7.4"),
        ("uv-13216-redirect-302", "0.7.0"),
    ]


def test_a_difference_from_what_is_expected_ends_with_1(cli: Cli, folder: Path) -> None:
    text = world_text({"UV_INDEX_URL": "https://h.example/simple"}, server("https://h.example", {"answer": 401}))
    (folder / "made-up.yaml").write_text(text + "expect:\n  - {clients: [uv], ends: found}\n")
    result = cli("replay", "made-up.yaml", "--quiet", "--client", "uv==0.13.9")
    assert result.status == 1
    assert result.out.startswith("DIFFERS   made-up  uv 0.13.9  foo: ends stopped, found was expected")


def test_every_fault_of_a_scenario_is_told_at_once(cli: Cli, folder: Path) -> None:
    (folder / "bad.yaml").write_text("id: bad\ntitel: x\ngiven: 1\nservers: [{url: nowhere}]\n")
    result = cli("replay", "bad.yaml")
    places = [line.removeprefix("idxdoctor: error: ").partition(": ")[0] for line in result.err.splitlines()]
    assert result.status == 2
    assert {"bad.yaml:2:8", "bad.yaml:3:8", "bad.yaml:4:17", "bad.yaml:1:1"} == set(places)
    assert "'title' was meant?" in result.err
