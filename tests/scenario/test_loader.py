"""Scenario files: read whole, or refused with every fault at its place."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from idxdoctor.model.errors import InputError, InputErrors
from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Url
from idxdoctor.scenario.catalogue import scenario_files
from idxdoctor.scenario.loader import load_scenario, parse_scenario, validated_scenario
from idxdoctor.scenario.model import ExpectedExchange, Scenario

WHOLE = dedent("""\
    id: whole
    title: A scenario with every key
    sources: [https://github.com/astral-sh/uv/issues/1]
    about: more
    given:
      packages: [Foo_Bar]
      env: {UV_INDEX_URL: "https://ci:zq7Canary@h/simple", ANSWER: no, SINCE: 2024-01-01, VERSION: 1.10}
      command: {uv: lock}
      args: {uv: [--index-strategy, first-index]}
      files: {pyproject.toml: "[project]", ~/.netrc: ""}
      keyring: [{service: h, username: ci, password: zq7Canary}]
    servers:
      - url: https://h
        accounts: {ci: zq7Canary, bot: 0123}
        rules:
          - {path: "*/foo/", as: ci, times: 2, answer: {page: [1.0, 1.10], json: true, files: "https://files/"}}
          - {as: nobody, answer: {status: 401, headers: {WWW-Authenticate: Basic}, body: "no", delay: 0.5}}
          - {as: stranger, answer: {redirect: /login}}
          - {answer: {drop: reset}}
          - {answer: 404}
    expect:
      - clients: ["uv >=0.7.0,<0.7.4", "uv==0.13.9", pip]
        package: Foo.Bar
        ends: stopped
        at: https://h/simple
        status: 401
        exchanges:
          - {get: "https://h/simple/foo-bar/", as: nobody, status: 401}
          - {get: "https://h/simple/foo-bar/", as: ci, status: null}
        files: []
        findings: [IDX106]
    """)


def faults(text: str) -> list[str]:
    """Return what is told of a text that is no scenario."""
    with pytest.raises(InputErrors) as caught:
        parse_scenario(dedent(text), "s.yaml")
    return [str(error) for error in caught.value.errors]


def test_every_key_is_read() -> None:
    scenario = parse_scenario(WHOLE, "whole.yaml")
    assert (scenario.id, scenario.file, scenario.about) == ("whole", "whole.yaml", "more")
    assert scenario.given.packages == ("foo-bar",)
    assert scenario.given.args == {"uv": ("--index-strategy", "first-index")}
    assert scenario.given.keyring[0].password == Secret("zq7Canary")
    [server] = scenario.servers
    assert server.url == Url.parse("https://h/")
    first, second, third, fourth, fifth = server.rules
    assert (first.path, first.who, first.times) == ("*/foo/", "ci", 2)
    assert (first.answer.page, first.answer.json, first.answer.files) == (
        ("1.0", "1.10"),
        True,
        Url.parse("https://files/"),
    )
    assert (second.answer.status, second.answer.body, second.answer.delay) == (401, "no", 0.5)
    assert (third.answer.status, third.answer.redirect) == (302, "/login")
    assert (fourth.answer.drop, fourth.path, fourth.who) == ("reset", "*", None)
    assert fifth.answer.status == 404
    [expected] = scenario.expect
    assert [(clients.name, str(clients.versions)) for clients in expected.clients] == [
        ("uv", "<0.7.4,>=0.7.0"),
        ("uv", "==0.13.9"),
        ("pip", ""),
    ]
    assert (expected.package, expected.ends, expected.status) == ("foo-bar", "stopped", 401)
    assert expected.exchanges == (
        ExpectedExchange(Url.parse("https://h/simple/foo-bar/"), None, 401),
        ExpectedExchange(Url.parse("https://h/simple/foo-bar/"), "ci", None),
    )
    assert (expected.files, expected.findings) == ((), ("IDX106",))


def test_texts_stay_as_they_are_written() -> None:
    scenario = parse_scenario(WHOLE, "whole.yaml")
    assert scenario.given.env["ANSWER"] == "no"
    assert scenario.given.env["SINCE"] == "2024-01-01"
    assert scenario.given.env["VERSION"] == "1.10"
    assert scenario.servers[0].accounts["bot"] == Secret("0123")


def test_a_scenario_does_not_show_its_secrets() -> None:
    assert "zq7Canary" not in repr(parse_scenario(WHOLE, "whole.yaml"))


def test_all_faults_of_a_file_come_at_once_in_their_order() -> None:
    assert faults("""\
        id: Not An Id
        titel: a slip
        given:
          packages: foo
          env: [UV_INDEX_URL]
        servers:
          - url: https://h/simple
            rules:
              - {answer: 99}
              - {answr: 200}
          - rules: []
        expect:
          - {clients: ["uv ~0.7"], ends: stoped}
        """) == [
        "s.yaml:1:5: a text that matches ^[a-z0-9][a-z0-9-]*$ is wanted",
        "s.yaml:2:8: there is no key 'titel' here; 'title' was meant?",
        "s.yaml:4:13: a list is wanted, and this is a text",
        "s.yaml:5:8: a mapping is wanted, and this is a list",
        "s.yaml:7:10: a server is an origin, `https://host` or `https://host:port`, and has no path",
        "s.yaml:9:18: a whole number from 100 to 999 is wanted",
        "s.yaml:10:17: there is no key 'answr' here; 'answer' was meant?",
        "s.yaml:10:9: the key 'answer' is missing",
        "s.yaml:11:5: the key 'url' is missing",
        "s.yaml:13:16: `client SPECIFIERS` is wanted, such as `uv >=0.7.0,<0.7.4`",
        "s.yaml:13:34: one of found, not-found, stopped, failed is wanted; 'stopped' was meant?",
        "s.yaml:1:1: the key 'title' is missing",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "s.yaml:1:1: the scenario is empty"),
        ("# nothing\n", "s.yaml:1:1: the scenario is empty"),
        ("a: [", "s.yaml:2:1: invalid YAML: "),
        ("a: b: c", "s.yaml:1:5: invalid YAML: "),
        ("a: *b", "s.yaml:1:4: invalid YAML: "),
        ("a: 1\n---\nb: 2", "s.yaml:2:1: invalid YAML: "),
        ("a: \x00", "s.yaml: invalid YAML: "),
        ("[\n" * 100_000, "s.yaml:51:1: values are nested more than 50 deep"),
        ("- " * 100_000, "s.yaml:1:101: values are nested more than 50 deep"),
        ("[1]", "s.yaml:1:1: a mapping is wanted, and this is a list"),
        ("text", "s.yaml:1:1: a mapping is wanted, and this is a text"),
        ("~", "s.yaml:1:1: a mapping is wanted, and this is empty"),
        ("&a [*a]", "s.yaml:1:1: a mapping is wanted, and this is a list"),
    ],
)
def test_what_is_no_scenario_at_all_is_told_with_its_place(text: str, told: str) -> None:
    assert faults(text)[0].startswith(told)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title: A", "title: B\n»title: A", "the key 'title' stands here a second time"),
        ("ANSWER: no", "ANSWER: no, »ANSWER: yes", "the key 'ANSWER' stands here a second time"),
        ("about: more", "»[about]: more", "a key must be a text"),
        ("about: more", "about:»", "a text is wanted, and this is empty"),
        ("about: more", "about: »null", "a text is wanted, and this is empty"),
        ("about: more", "about: »{a: b}", "a text is wanted, and this is a mapping"),
        ("[Foo_Bar]", '[»"https://h"]', "a package name must begin and end"),
        ("json: true", "json: »yes", "true or false is wanted"),
        ("json: true", 'json: »"true"', "true or false is wanted"),
        ("times: 2", "times: »0", "a whole number from 1 to 1000000 is wanted"),
        ("times: 2", 'times: »"2"', "a whole number from 1 to 1000000 is wanted"),
        (
            "- url: https://h\n",
            "- »url: https://h\n    accounts: {}\n#",
            "a rule is for 'ci', which is no account of this",
        ),
        ("delay: 0.5", "delay: »soon", "a number of seconds is wanted"),
        ("drop: reset", "drop: »resett", "one of connect, proxy, reset, timeout, tls is wanted; 'reset' was meant?"),
        ("{drop: reset", "»{drop: reset, redirect: /", "an answer can't be both a redirect and a drop"),
        ("{redirect: /login", "»{redirect: /, body: x", "an answer with a redirect has no body of its own"),
        ('"https://files/"', "»ftp://files/", "this is no URL: "),
        ("- url: https://h\n", "- url: »https://ci@h\n", "a server is an origin"),
        ("- url: https://h\n", "- url: »https://:zq7Canary@h\n", "a server is an origin"),
        ("- url: https://h\n", "- url: »file:///\n", "a server is an origin"),
        ("- url: https://h\n", "- url: »https://ci:zq7/Canary@h\n", "this is no URL: "),
    ],
)
def test_a_fault_is_told_with_its_place(old: str, new: str, told: str) -> None:
    """The fault is where the `»` stands."""
    assert WHOLE.count(old) == 1
    before, _, after = WHOLE.replace(old, new).partition("»")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    found = faults(before + after)
    assert found[0].startswith(f"s.yaml:{line}:{column}: {told}")
    assert "Canary" not in "".join(found)


def test_a_scenario_may_use_anchors() -> None:
    text = WHOLE.replace("{drop: reset}", "&gone {drop: reset}").replace("answer: 404", "answer: *gone")
    rules = parse_scenario(text, "s.yaml").servers[0].rules
    assert rules[3].answer == rules[4].answer


def test_a_file_is_read_and_remembered(tmp_path: Path) -> None:
    path = tmp_path / "whole.yaml"
    path.write_text(WHOLE, encoding="utf-8")
    assert load_scenario(path).file == str(path)


def test_a_valid_file_is_called_as_its_id_says_though_any_name_can_be_replayed(tmp_path: Path) -> None:
    path = tmp_path / "other.yaml"
    path.write_text(WHOLE, encoding="utf-8")
    with pytest.raises(InputError, match=r"other\.yaml:1:1: the id is 'whole', and the file is called other\.yaml"):
        validated_scenario(path)
    assert load_scenario(path).id == "whole"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.yaml: the scenario can't be read: No such file"):
        load_scenario(tmp_path / "none.yaml")


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"id: \xff")
    with pytest.raises(InputError, match=r"a\.yaml: the scenario is no UTF-8 text \(byte 5\)"):
        load_scenario(path)


def test_a_folder_stands_for_the_scenarios_below_it(tmp_path: Path) -> None:
    names = ["b.yaml", "a/c.yaml", "a/b.yaml", "readme.md"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in scenario_files([tmp_path])]
    assert found == ["a/b.yaml", "a/c.yaml", "b.yaml"]


def test_a_file_stands_for_itself_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "case.txt"
    path.touch()
    assert list(scenario_files([path, path])) == [path, path]


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file or folder"):
        list(scenario_files([tmp_path / "none"]))


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the folder holds no scenario"):
        list(scenario_files([tmp_path]))


def read(text: str) -> Scenario | list[InputError]:
    """Return the scenario that a text holds, or its faults."""
    try:
        return parse_scenario(text, "s.yaml")
    except InputErrors as caught:
        return caught.errors


def well_told(found: Scenario | list[InputError]) -> bool:
    """Say whether every fault, and there is one, has its file and, unless no character is YAML's, its line."""
    if isinstance(found, Scenario):
        return True
    return bool(found) and all(error.place is not None and error.place.source == "s.yaml" for error in found)


@given(st.text())
@example("\ufeff")
@example("%YAML 9.9\n---\n")
@example("!!python/object/apply:os.system [echo]")
def test_any_text_is_a_scenario_or_at_fault(text: str) -> None:
    assert well_told(read(text))


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=8)
KEYS = ["id", "title", "given", "servers", "expect", "env", "files", "url", "rules", "answer", "page", "redirect", "as"]
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
)


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES))
def test_any_values_are_a_scenario_or_at_fault(values: dict[str, object]) -> None:
    assert well_told(read(yaml.safe_dump(values)))


@settings(max_examples=50)
@given(st.sampled_from(KEYS), VALUES)
def test_a_scenario_with_any_value_in_it_is_one_or_at_fault(key: str, value: object) -> None:
    whole = yaml.safe_load(WHOLE)
    for part in (whole, whole["given"], whole["servers"][0], whole["servers"][0]["rules"][0]["answer"]):
        if key in part:
            part[key] = value
    assert well_told(read(yaml.safe_dump(whole)))
