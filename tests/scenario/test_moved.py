"""A scenario whose servers stand elsewhere names nothing but the new places."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from idxdoctor.model.url import Origin, Url
from idxdoctor.scenario.catalogue import shipped_scenarios
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.moved import moved, moved_service, moved_text, moved_url, named_origins
from idxdoctor.scenario.world import World
from tests.worlds import PAGE, Data, server, world

A = Origin("https", "a.example", 443)
B = Origin("https", "b.example", 8443)
A2 = Origin("http", "127.0.0.1", 8001)
B2 = Origin("http", "127.0.0.1", 8002)
PLACES = {A: A2, B: B2}


def made(*servers: Data, **given: object) -> Scenario:
    return moved(world({}, *servers, **given), PLACES)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("https://a.example", "http://127.0.0.1:8001"),
        ("https://a.example:443/simple", "http://127.0.0.1:8001/simple"),
        ("HTTPS://A.Example/simple", "http://127.0.0.1:8001/simple"),
        ("https://b.example:8443/simple?x=1#y", "http://127.0.0.1:8002/simple?x=1#y"),
        ("https://ci:p%40ss@a.example/", "http://ci:p%40ss@127.0.0.1:8001/"),
        ("https://ci@acme.example:hunter2@a.example/", "http://ci@acme.example:hunter2@127.0.0.1:8001/"),
        ("https://${NAME}:${TOKEN}@a.example/simple", "http://${NAME}:${TOKEN}@127.0.0.1:8001/simple"),
        ('url = "https://a.example"', 'url = "http://127.0.0.1:8001"'),
        ("https://a.example/x https://b.example:8443", "http://127.0.0.1:8001/x http://127.0.0.1:8002"),
        ("'https://a.example','https://a.example/'", "'http://127.0.0.1:8001','http://127.0.0.1:8001/'"),
        ("name=https://a.example", "name=http://127.0.0.1:8001"),
    ],
)
def test_urls_in_texts_name_the_new_place(text: str, there: str) -> None:
    assert moved_text(text, PLACES) == there


@pytest.mark.parametrize(
    "text",
    [
        "https://b.example/another-port",
        "http://a.example/another-scheme",
        "https://a.example.com/",
        "https://${HOST}/simple",
        "https://ci:a/b@a.example/",
        "a.example",
    ],
)
def test_what_is_not_that_origin_stays(text: str) -> None:
    assert moved_text(text, PLACES) == text


def test_a_url_keeps_its_userinfo_path_and_query() -> None:
    url = Url.parse("https://ci:cabbage@a.example/x?y")
    assert moved_url(url, PLACES) == Url.parse("http://ci:cabbage@127.0.0.1:8001/x?y")


@pytest.mark.parametrize(
    ("answer", "there"),
    [
        ({"redirect": "https://b.example:8443/x"}, {"redirect": "http://127.0.0.1:8002/x"}),
        ({"redirect": "//b.example:8443/x"}, {"redirect": "//127.0.0.1:8002/x"}),
        ({"redirect": "/x"}, {"redirect": "/x"}),
        ({"status": 200, "body": '<a href="//a.example/x">'}, {"body": '<a href="//127.0.0.1:8001/x">'}),
        ({"status": 200, "headers": {"Link": "<https://a.example>"}}, {"headers": {"Link": "<http://127.0.0.1:8001>"}}),
        ({"page": ["1.0"], "files": "https://b.example:8443/f"}, {"files": Url.parse("http://127.0.0.1:8002/f")}),
        ({"drop": "tls"}, {"drop": "reset"}),
        ({"drop": "timeout"}, {"drop": "timeout"}),
    ],
)
def test_answers_lead_to_the_new_places(answer: Data, there: Data) -> None:
    reply = made(server("https://a.example", {"answer": answer})).servers[0].rules[0].answer
    assert {name: getattr(reply, name) for name in there} == there


def test_pages_list_files_at_the_new_place() -> None:
    there = made(server("https://a.example", {"answer": PAGE}))
    page = World(there).answer(Url.parse("http://127.0.0.1:8001/simple/foo/"), None, None)
    assert b'href="http://127.0.0.1:8001/files/foo-1.0' in page.body


def test_netrc_machines_are_the_new_hosts_and_nothing_else_is() -> None:
    text = 'machine a.example login machine password a.example\nmachine "b.example"\nmachine example login x password y'
    there = made(files={"~/.netrc": text, "notes.txt": "machine a.example"})
    assert there.given.files == {
        "~/.netrc": "machine 127.0.0.1 login machine password a.example\nmachine 127.0.0.1\n"
        "machine example login x password y",
        "notes.txt": "machine a.example",
    }


@pytest.mark.parametrize(
    ("service", "there"),
    [
        ("a.example", "127.0.0.1:8001"),
        ("b.example:8443", "127.0.0.1:8002"),
        ("b.example", "b.example"),
        ("https://a.example/simple", "http://127.0.0.1:8001/simple"),
    ],
)
def test_the_keyring_is_asked_for_the_new_place(service: str, there: str) -> None:
    entry = {"service": service, "username": "ci", "password": "made-up"}
    assert [one.service for one in made(keyring=[entry]).given.keyring] == [there]
    assert moved_service(service, PLACES) == there


def test_a_host_of_two_ports_has_its_keyring_entry_for_both() -> None:
    places = PLACES | {Origin("http", "a.example", 80): Origin("http", "127.0.0.1", 8003)}
    entry = {"service": "a.example", "username": "ci", "password": "made-up"}
    there = moved(world({}, keyring=[entry]), places)
    assert [one.service for one in there.given.keyring] == ["127.0.0.1:8001", "127.0.0.1:8003"]


def test_servers_come_first_among_the_origins_that_are_named() -> None:
    scenario = world(
        {"UV_INDEX_URL": "https://c.example/simple"},
        server("https://a.example", {"answer": {"redirect": "https://d.example/"}}),
        server("https://b.example:8443", {"answer": {"page": ["1.0"], "files": "https://e.example/"}}),
        args={"uv": ["--index", "https://f.example:1"]},
    )
    hosts = [origin.host for origin in named_origins(scenario)]
    assert hosts[:2] == ["a.example", "b.example"]
    assert set(hosts[2:]) == {"c.example", "d.example", "e.example", "f.example"}


@pytest.mark.parametrize("path", shipped_scenarios(), ids=lambda path: path.stem)
def test_no_scenario_that_comes_along_names_an_old_place_afterwards(path: Path) -> None:
    scenario = load_scenario(path)
    there = moved(scenario, dict.fromkeys(named_origins(scenario), A2))
    given = f"{there.given.env} {there.given.args} {there.given.files} {there.given.keyring} {there.servers}"
    hosts = {match.rpartition("@")[2] for match in re.findall(r"https?://([^\s/\"'<>)]+)", given)}
    assert not [host for host in hosts if not host.startswith(("127.0.0.1:8001", "host='127"))], hosts
