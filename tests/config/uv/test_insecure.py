"""The hosts whose certificates uv does not verify: where they are named, and for which URLs each stands."""

from __future__ import annotations

import pytest

from idxdoctor.config.uv.plan import read_plan
from idxdoctor.model.errors import InputError
from idxdoctor.model.plan import Plan
from idxdoctor.model.url import Url
from tests.surroundings import surroundings


def plan(*args: str, **files_or_env: str) -> Plan:
    """Return the plan of `uv lock ARGS`, with UV_INSECURE_HOST as `env` and a `uv.toml` of that text."""
    env = {"UV_INSECURE_HOST": files_or_env["env"]} if "env" in files_or_env else {}
    files = {"uv.toml": files_or_env["toml"]} if "toml" in files_or_env else {}
    return read_plan(surroundings("lock", *args, env=env, files=files))


def told(of: Plan) -> list[tuple[str, str]]:
    """Return each host with its place."""
    return [(str(host), str(host.provenance)) for host in of.insecure_hosts]


def test_nobody_is_trusted_unseen_by_default() -> None:
    assert plan().verifies(Url.parse("https://h"))


@pytest.mark.parametrize("flag", ["--allow-insecure-host", "--trusted-host"])
def test_the_flag_may_be_repeated_and_hides_the_variable(flag: str) -> None:
    found = plan(flag, "a", f"{flag}=b:8443", env="c")
    assert told(found) == [("a", flag), ("b:8443", flag)]


def test_the_variable_holds_several() -> None:
    first, second = "UV_INSECURE_HOST, 1st host", "UV_INSECURE_HOST, 2nd host"
    assert told(plan(env="a  https://b")) == [("a", first), ("https://b", second)]


def test_those_of_a_file_count_beside_those_of_the_variable() -> None:
    toml = 'allow-insecure-host = [\n  "b",\n  { host = "c", port = 8443 },\n]\n'
    assert told(plan(env="a", toml=toml)) == [
        ("a", "UV_INSECURE_HOST"),
        ("b", "uv.toml:2"),
        ("c:8443", "uv.toml:1"),
    ]


@pytest.mark.parametrize(
    ("named", "url", "is_meant"),
    [
        ("*", "http://any.example:81", True),
        ("h", "https://h/simple", True),
        ("h", "http://h:81", True),
        ("h", "https://a.h", False),
        ("H", "https://h", False),
        ("h:8443", "https://h:8443", True),
        ("h:8443", "https://h", False),
        ("h:443", "https://h:443", False),
        ("https://h", "https://h:8443", True),
        ("https://h", "http://h", False),
        ("https://h/simple", "https://h/other", True),
    ],
)
def test_for_which_urls_a_host_stands(named: str, url: str, is_meant: bool) -> None:
    assert plan(env=named).verifies(Url.parse(url)) is not is_meant


@pytest.mark.parametrize("text", ["h:port", "h:65536", "h:", "h:8443/simple", "[::1]"])
def test_what_is_no_port_is_refused_where_it_stands(text: str) -> None:
    with pytest.raises(InputError, match=r"UV_INSECURE_HOST: .*no port"):
        plan(env=text)
    with pytest.raises(InputError, match=r"uv\.toml:1: .*no port"):
        plan(toml=f'allow-insecure-host = ["{text}"]')


@pytest.mark.parametrize("value", ['"h"', "[1]", "[{ port = 1 }]"])
def test_what_is_no_list_of_hosts_is_refused_with_its_line(value: str) -> None:
    with pytest.raises(InputError, match=r"uv\.toml:1: `allow-insecure-host` must"):
        plan(toml=f"allow-insecure-host = {value}")
