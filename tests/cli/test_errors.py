"""Input that is wrong: one clear error with its place, no traceback, and nothing of a secret repeated."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Final

import pytest
import yaml

from idxdoctor.scenario import loader
from tests.cli.conftest import Cli, Result
from tests.transport.loopback import answers, serving
from tests.worlds import server, world_text

CABBAGE: Final = "cabbage"
INDEX: Final = {"UV_INDEX_URL": "https://h.example/simple"}
NEW: Final = ("--client", "uv==0.13.9")


def refused(result: Result, says: str, status: int = 2) -> None:
    """Require an error that says this, names no secret and is no traceback."""
    assert result.err.startswith("idxdoctor: error: ")
    assert says in result.err
    assert CABBAGE not in result.out + result.err
    assert "Traceback" not in result.err
    assert result.status == status
    assert len(result.err) < 2000


def write(folder: Path, text: str | bytes, name: str = "made-up.yaml") -> str:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


@pytest.mark.parametrize("command", [["replay"], ["check", "--mock"], ["scenarios", "--show"], ["bisect"]])
@pytest.mark.parametrize("name", ["nothing-here", "x" * 5000, "no/such/folder/x.yaml", ""])
def test_a_scenario_that_is_not_there(cli: Cli, command: list[str], name: str) -> None:
    assert "idxdoctor: error: " in cli(*command, name).err
    assert cli(*command, name).status == 2


@pytest.mark.parametrize(
    "command", [["replay"], ["check", "--mock"], ["scenarios", "--show"], ["scenarios", "--validate"]]
)
@pytest.mark.parametrize("content", [b"\x7fELF\xff\xfe\x00", b"id: caf\xe9\n"])
def test_a_scenario_that_is_no_text(cli: Cli, folder: Path, command: list[str], content: bytes) -> None:
    refused(cli(*command, write(folder, content)), "made-up.yaml: the scenario is no UTF-8 text (byte ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "made-up.yaml:1:1: the scenario is empty"),
        ("a: [1", "made-up.yaml:2:1: invalid YAML"),
        ("a: \x00", "made-up.yaml: invalid YAML"),
        ('a: "\\ud800"', "made-up.yaml:1:7: invalid YAML"),
        ("[" * 100_000, "nested more than"),
        ("given: " + "{a: " * 50_000, "nested more than"),
        ("- " * 10_000, "nested more than"),
        ('"\\e[31mred": 1', "there is no key '?[31mred' here"),
        ("id: a\nid: b", "made-up.yaml:2:1: the key 'id' stands here a second time"),
    ],
)
def test_a_scenario_that_is_no_scenario(cli: Cli, folder: Path, text: str, says: str) -> None:
    refused(cli("replay", write(folder, text)), says)


def test_a_file_that_is_not_called_as_its_id_is_no_valid_scenario(cli: Cli, folder: Path) -> None:
    path = write(folder, "id: other\ntitle: t\ngiven: {packages: [foo]}\nservers: []")
    refused(cli("scenarios", "--validate", path), "made-up.yaml:1:1: the id is 'other'")


def test_aliases_that_stand_for_millions_of_values(cli: Cli, folder: Path) -> None:
    text = "a: &a [" + "x, " * 1000 + "]\nb: &b [" + "*a, " * 1000 + "]\nc: [" + "*b, " * 1000 + "]\n"
    refused(cli("replay", write(folder, text)), "more than 100000 values")


def test_a_value_of_a_megabyte_is_no_trouble(cli: Cli, folder: Path) -> None:
    body = {"answer": {"status": 401, "body": "x" * 1_000_000, "headers": {"X": "y" * 1_000_000}}}
    result = cli("replay", write(folder, world_text(INDEX, server("https://h.example", body))), *NEW)
    assert (result.status, result.err) == (1, "")
    assert len(result.out) < 2000


@pytest.mark.parametrize("parser", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("password: *cabbage", "made-up.yaml:1:11: invalid YAML: found undefined alias"),
        ("password: !cabbage!x y", "made-up.yaml:1:11: invalid YAML: found undefined tag handle"),
        ("a: [1, 2: 3", "invalid YAML: "),
    ],
)
def test_no_parser_repeats_a_name_of_a_scenario_that_may_be_a_password(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch, parser: type[yaml.SafeLoader], text: str, says: str
) -> None:
    monkeypatch.setattr(loader, "Loader", parser)
    refused(cli("replay", write(folder, text)), says)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"uv.toml": "a = 1\nb = = 'cabbage'"}, "uv.toml:2:"),
        ({"uv.toml": "['cabbage']\n['cabbage']\n"}, "uv.toml:2:11: invalid TOML: Cannot declare **** twice"),
        ({"uv.toml": "a = {cabbage = 1, cabbage = 2}\n"}, "uv.toml:1:"),
        ({"uv.toml": "[[a]\n"}, "invalid TOML: Expected ']]' at the end of an array declaration"),
        ({"uv.toml": "[index]\nurl = 'cabbage'\n"}, "uv.toml: `index` must be a list"),
        ({"uv.toml": "[[index]]\n\nurl = 'https://ci:cab/cabbage@h.example/simple'\n"}, "uv.toml:3: "),
        ({"uv.toml": "a = " + "[" * 5000}, "uv.toml: its values are nested too deeply"),
        ({"pyproject.toml": "[project]\nname = cabbage\n"}, "pyproject.toml:2:"),
        ({"pyproject.toml": "[tool]\nuv = 1\n"}, "pyproject.toml:2: "),
        ({"pyproject.toml": "[project]\ndependencies = 'cabbage'\n"}, "pyproject.toml:2: "),
        ({"pyproject.toml": "tool = 1\n"}, "pyproject.toml:1: "),
        ({"pyproject.toml": "project = 1\n"}, "pyproject.toml:1: "),
        ({".netrc": "machine h.example\nlogin ci password cab bage cabbage\n"}, ".netrc:2: "),
        ({".netrc": "cabbage\n"}, ".netrc:1: "),
    ],
)
def test_a_configuration_file_that_is_wrong(cli: Cli, folder: Path, files: dict[str, str], says: str) -> None:
    for name, text in files.items():
        write(folder, text, name)
    packages = [] if "pyproject.toml" in files else ["foo"]
    refused(cli("check", *NEW, *packages), says)


@pytest.mark.parametrize("name", ["uv.toml", "pyproject.toml", ".netrc"])
def test_a_configuration_file_that_is_no_text(cli: Cli, folder: Path, name: str) -> None:
    write(folder, b"cabbage \xff\n", name)
    refused(cli("check", "foo", *NEW), f"{name}: the file is no UTF-8 text (byte 9)")


@pytest.mark.parametrize(
    "url",
    [
        "https://ci:cab/cabbage@h.example/simple",
        "https://ci:cab#cabbage@h.example/simple",
        "https://ci:cab?cabbage@h.example/simple",
        "https://ci:cabbage@",
        "https://h.example:cabbage/simple",
        "ftp://ci:cabbage@h.example",
        "ci:cabbage@h.example",
    ],
)
@pytest.mark.parametrize("place", ["env", "toml", "like"])
def test_an_index_url_that_can_not_be_read(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch, url: str, place: str
) -> None:
    like: list[str] = []
    if place == "env":
        monkeypatch.setenv("UV_INDEX_URL", url)
    elif place == "toml":
        write(folder, f'index-url = "{url}"\n', "uv.toml")
    else:
        like = ["--like", f"uv pip install --index-url '{url}' foo"]
    where = {"env": "UV_INDEX_URL: ", "toml": "uv.toml:1: ", "like": "--index-url: "}[place]
    refused(cli("check", "foo", *NEW, *like), f"{where}an index URL can't be read")


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("npm", "no client of that name"),
        ("uv==0.7.99", "was never released"),
        ("uv==0.1.0", "the oldest that is"),
        ("uv==0.7.0cabbage", "a client is wanted as"),
        ("uv==", "a client is wanted as"),
        ("uv>=0.7", "a client is wanted as"),
        ("https://ci:cabbage@h.example", "a client is wanted as"),
    ],
)
def test_a_client_that_is_not_modelled(cli: Cli, spec: str, says: str) -> None:
    refused(cli("replay", "uv-13216-second-url", "--client", spec), says)


def test_a_client_newer_than_what_is_modelled_is_taken_for_the_newest(cli: Cli) -> None:
    assert "newer than what is modelled" in cli("replay", "uv-13216-second-url", "-vc", "uv==99.0.0").out


@pytest.mark.parametrize(
    "name", ["", "-", "https://ci:cabbage@h.example/simple", "../cabbage", "ca\x1bbage", "-r cabbage"]
)
def test_a_package_name_that_no_project_can_have(cli: Cli, name: str) -> None:
    refused(cli("check", *NEW, "--", name), "a package name must begin and end with")


@pytest.mark.parametrize(
    "arguments",
    [
        ["ghp_cabbage123"],
        ["https://ci:cabbage@h.example"],
        ["--token=cabbage"],
        ["check", "--cabbage123"],
        ["check", "--format", "cabbage123"],
        ["replay", "x", "--format=cabbage123"],
        ["schema", "cabbage_123"],
        ["schema", "report", "cabbage 123"],
    ],
)
def test_arguments_that_are_wrong_are_not_repeated(cli: Cli, arguments: list[str]) -> None:
    refused(cli(*arguments), "--help`")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["chekc"], "No such command 'chekc'. Did you mean 'check'?\n  See `idxdoctor --help`."),
        (["check", "--fromat", "x"], "No such option: --fromat"),
        (["replay"], "Missing argument 'SCENARIO...'.\n  See `idxdoctor replay --help`."),
        (["bisect", "--real"], "See `idxdoctor bisect --help`."),
    ],
)
def test_a_slip_of_the_pen_is_repeated(cli: Cli, arguments: list[str], says: str) -> None:
    refused(cli(*arguments), says)


@pytest.mark.parametrize("path", ["no/such/folder/x.json", ".", "x" * 300])
@pytest.mark.parametrize("command", [["replay"], ["check", "--mock"], ["replay", "--format", "json"]])
def test_a_result_that_can_not_be_written(cli: Cli, folder: Path, command: list[str], path: str) -> None:
    refused(cli(*command, "uv-13216-second-url", *NEW, "--output", path), "the result can't be written")
    assert not list(folder.iterdir())


@pytest.mark.parametrize("variable", ["UV_HTTP_TIMEOUT", "UV_HTTP_RETRIES"])
@pytest.mark.parametrize("value", ["-1", "1.5", "cabbage", "9" * 5000, "1e9", "٣"])
def test_numbers_that_are_none(cli: Cli, monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    refused(cli("check", "foo", *NEW), f"{variable}: a whole number is wanted")


def test_so_many_retries_that_a_replay_would_not_end(cli: Cli, folder: Path) -> None:
    env = INDEX | {"UV_HTTP_RETRIES": "999999999"}
    file = write(folder, world_text(env, server("https://h.example", {"answer": 503})))
    refused(cli("replay", file, *NEW), "UV_HTTP_RETRIES: more than 100 is not modelled")


def test_an_absurdly_long_time_out_is_no_trouble(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_HTTP_TIMEOUT", "999999999")
    monkeypatch.setenv("NO_PROXY", "*")
    with serving(answers(404)) as server:
        monkeypatch.setenv("UV_INDEX_URL", f"{server.url}/simple")
        assert cli("check", "foo", *NEW).status == 1


def test_certificates_that_are_not_there(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/no/such/file.pem")
    refused(cli("check", "foo", *NEW), "SSL_CERT_FILE: the certificates can't be read")


def test_a_host_that_can_not_be_reached(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("UV_INDEX_URL", "http://ci:cabbage@127.0.0.1:1/simple")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    result = cli("check", "foo", *NEW)
    assert (result.status, result.err) == (3, "")
    assert "IDX504" in result.out
    assert CABBAGE not in result.out


def test_a_variable_that_is_no_text_is_not_there(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_INDEX_URL", "https://\udcff.example")
    result = cli("config", *NEW)
    assert result.status == 0
    assert "https://pypi.org/simple" in result.out


def test_a_terminal_without_unicode_gets_escapes(program: Cli, folder: Path) -> None:
    env = {"UV_INDEX_URL": "https://j%C3%BCrgen:cabbage@h.example/simple"}
    file = write(folder, world_text(env, server("https://h.example", {"answer": 401})))
    result = program("replay", file, *NEW, env={"PYTHONIOENCODING": "ascii"})
    assert (result.status, result.err) == (1, "")
    assert "j\\xfcrgen" in result.out


def test_a_reader_that_goes_away_is_no_trouble(folder: Path) -> None:
    root = str(Path(__file__).parent.parent.parent)
    command = f"{sys.executable} -m idxdoctor schema scenario | true"
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=folder, env={"PYTHONPATH": root}, capture_output=True, timeout=30, check=False
    )
    assert done.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_an_interrupt_ends_a_check_at_once(folder: Path) -> None:
    def waits(_: object) -> None:
        time.sleep(10)

    with serving(waits) as server:
        root = str(Path(__file__).parent.parent.parent)
        process = subprocess.Popen(
            [sys.executable, "-m", "idxdoctor", "check", "foo", "bar", *NEW],
            cwd=folder,
            env={"PYTHONPATH": root, "HOME": str(folder), "UV_INDEX_URL": f"{server.url}/simple"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # A shell that runs the tests in the background has interrupts ignored, and children inherit that.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )
        while len(server.seen) < 2:
            assert process.poll() is None
            time.sleep(0.01)
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert time.monotonic() - begun < 2
    assert (process.returncode, out, err) == (130, b"", b"idxdoctor: error: interrupted\n")
    assert not [path for path in folder.iterdir() if path.name != ".cache"]
