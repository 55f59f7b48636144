"""What a person is told of a served scenario."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from idxdoctor.capture.answering.seen import Seen, SeenKeyring
from idxdoctor.capture.comparing.likeness import unlike
from idxdoctor.capture.serve import served_by_proxy, served_plainly
from idxdoctor.capture.served import Served
from idxdoctor.clients.registry import client_of
from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.exchange import Answer, Failure
from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Origin, Url
from idxdoctor.report.layout import plain
from idxdoctor.report.views.serving import configuration_lines, doubt_lines, keyring_line, request_line, where_lines
from idxdoctor.scenario.model import Scenario
from tests.worlds import PYPI, server, world

UV = client_of("uv==0.13.9")
H = Origin("https", "h.example", 443)
Serving = Callable[[Scenario, int, Callable[[Seen], None]], AbstractContextManager[Served]]


def nothing(_: Seen) -> None:
    """Note nothing."""


def test_it_says_where_each_host_is_and_which_refuse() -> None:
    scenario = world(
        {"UV_INDEX_URL": "https://gone.example/simple"},
        server("https://h.example", {"answer": 401}),
        server("https://shut.example", {"answer": {"drop": "connect"}}),
    )
    with served_plainly(scenario, 0, nothing) as served:
        shown = [line.split("  is ")[1] for line in where_lines(scenario, served) if "  is " in line]
    assert shown == [
        "https://h.example",
        "https://shut.example  (refuses connections, as the scenario says; no row tells of them)",
        "https://gone.example  (no server of the scenario: refuses connections, of which no row tells)",
    ]


def doubts(scenario: Scenario) -> str:
    with served_plainly(scenario, 0, nothing) as served:
        return "\n".join(doubt_lines(scenario, served, UV, unlike(scenario, served.scenario, served.places, UV)))


def test_it_says_where_ports_matter() -> None:
    assert "uv 0.13.9 sends the same requests here" in doubts(world({}, PYPI))
    assert "netrc file" not in doubts(world({}, PYPI))
    netrc = {"~/.netrc": "machine h.example login ci password cabbage"}
    closed = server("https://pypi.org", {"as": "nobody", "answer": 401}, {"answer": 403})
    text = doubts(world({}, closed, server("https://h.example", {"answer": 401}), files=netrc))
    assert "This scenario has a netrc file, and more than one server" in text
    assert "  there  nothing more\n  here   GET https://pypi.org/simple/foo/ as ci: 403\n" in text
    assert "these are closed connections" in doubts(world({}, server("https://pypi.org", {"answer": {"drop": "tls"}})))


def test_behind_the_proxy_nothing_is_in_doubt() -> None:
    with served_by_proxy(world({}, PYPI), 0, nothing) as served:
        assert list(doubt_lines(world({}, PYPI), served, UV, None)) == []
        assert any("is the proxy behind which" in line for line in where_lines(world({}, PYPI), served))


@pytest.mark.parametrize("serving", [served_plainly, served_by_proxy])
def test_what_is_printed_is_a_shell_script_that_sets_the_world(serving: Serving) -> None:
    awkward = "https://ci:it's%20$HOME%22@h.example/simple"
    scenario = world(
        {"UV_INDEX_URL": awkward, "ODD": "a 'b' \"c\" $d `e` \\"},
        server("https://h.example", {"answer": 401}, accounts={"ci": "x"}),
        files={"~/.netrc": "machine h.example login ci password cabbage", "uv.toml": "native-tls = false"},
        keyring=[{"service": "h.example", "username": "ci", "password": "cabbage"}],
    )
    with serving(scenario, 0, nothing) as served:
        lines = [line for line in configuration_lines(served) if not line.startswith(("uv ", "pip ", "("))]
        show = 'printf "%s\\n" "$ODD" "$UV_INDEX_URL" "$HOME" "$PWD" "$PATH"'
        done = subprocess.run(
            ["/bin/sh", "-eu", "-c", "\n".join((*lines, show))],
            env=os.environ,
            capture_output=True,
            text=True,
            check=True,
        )
        odd, index, home, folder, path = done.stdout.splitlines()
        assert odd == scenario.given.env["ODD"]
        assert index == served.given["UV_INDEX_URL"]
        assert (home, folder) == (str(served.box.home), str(served.box.project))
        assert path.split(os.pathsep)[0] == str(served.box.programs)
        name = served.places[H].netloc if served.places else "h.example"
        assert f"# keyring: `keyring get {name} ci` says cabbage" in lines
        machine = "127.0.0.1" if served.places else "h.example"
        assert f"#   machine {machine} login ci password cabbage" in lines


def test_a_long_file_is_cut_short() -> None:
    with served_plainly(world({}, PYPI, files={"uv.lock": "# x\n" * 100}), 0, nothing) as served:
        assert "#   ... 40 more lines" in list(configuration_lines(served))


def shown(seen: Seen) -> str:
    with served_plainly(world({}, server("https://h.example", {"answer": 401})), 0, nothing) as served:
        here = served.places[H]
        url = Url.parse(f"{here}{seen.url.path}")
        moved = Seen(seen.method, url, seen.credential, seen.answer, seen.redirect)
        return plain(iter([request_line(served, moved, 0.0)])).partition("  ")[2]


CREDENTIAL = Credential("ci", Secret("cabbage"), Provenance("the wire"), Reach())


@pytest.mark.parametrize(
    ("credential", "answer", "line"),
    [
        (None, Answer(401), "nobody        GET      401     https://h.example/simple/foo/"),
        (CREDENTIAL, Answer(200, account="ci"), "ci            GET      200     https://h.example/simple/foo/"),
        (CREDENTIAL, Answer(401, account="stranger"), "stranger      GET      401     https://h.example/simple/foo/"),
        (
            None,
            Answer(None, failure=Failure.RESET),
            f"nobody        GET      none    https://h.example/simple/foo/  ({Failure.RESET.value})",
        ),
    ],
)
def test_a_request_is_one_line(credential: Credential | None, answer: Answer, line: str) -> None:
    assert shown(Seen("GET", Url.parse("https://h.example/simple/foo/"), credential, answer)) == line


def test_a_redirect_shows_where_it_leads() -> None:
    to = Url.parse("https://ci:cabbage@h.example/on?token=cabbage")
    line = shown(Seen("GET", Url.parse("https://h.example/x"), None, Answer(302), to))
    assert line.endswith("https://h.example/x  > https://ci:****@h.example/on?token=****")


@pytest.mark.parametrize(
    ("service", "username", "line"),
    [
        ("{h}/simple", "ci", "ci            keyring  found   https://h.example/simple"),
        ("{h}/simple/", "ci", "ci            keyring  absent  https://h.example/simple/"),
        ("{h}/simple", None, "any user      keyring  found   https://h.example/simple"),
        ("poetry-repository-x", "ci", "ci            keyring  absent  poetry-repository-x"),
    ],
)
def test_a_call_of_the_keyring_is_one_line_under_the_scenarios_names(
    service: str, username: str | None, line: str
) -> None:
    keyring = [{"service": "https://h.example/simple", "username": "ci", "password": "cabbage"}]
    scenario = world({}, server("https://h.example", {"answer": 401}), keyring=keyring)
    with served_plainly(scenario, 0, nothing) as served:
        call = SeenKeyring(service.format(h=served.places[H]), username)
        assert plain(iter([keyring_line(served, call)])).partition("  ")[2] == line
