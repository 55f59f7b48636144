"""Simple pages of made-up wheels."""

from __future__ import annotations

import json

import pytest

from idxdoctor.clients.simple_page import fault_of_page, files_of_page
from idxdoctor.model.exchange import Answer
from idxdoctor.model.url import Url
from idxdoctor.scenario.pages import simple_page, wheel_name

FOO_BAR = Url.parse("https://h/simple/Foo.Bar/")


def files(url: Url, *versions: str, base: Url | None = None, as_json: bool = False) -> list[str]:
    """Return the files that a page lists, as a client reads it."""
    content_type, body = simple_page(url, versions, base, as_json)
    answer = Answer(200, {"content-type": content_type}, body)
    assert fault_of_page(answer) is None
    return files_of_page(answer)


def test_a_wheel_has_the_name_of_its_project_and_version() -> None:
    assert wheel_name("foo-bar", "1.0") == "foo_bar-1.0-py3-none-any.whl"


@pytest.mark.parametrize("as_json", [True, False])
def test_a_page_lists_a_wheel_for_each_version(as_json: bool) -> None:
    assert files(FOO_BAR, "1.0", "2.0", as_json=as_json) == [
        "https://h/files/foo_bar-1.0-py3-none-any.whl",
        "https://h/files/foo_bar-2.0-py3-none-any.whl",
    ]


@pytest.mark.parametrize("as_json", [True, False])
def test_a_page_may_list_nothing(as_json: bool) -> None:
    assert files(FOO_BAR, as_json=as_json) == []


@pytest.mark.parametrize("base", ["https://cdn/x", "https://cdn/x/"])
@pytest.mark.parametrize("as_json", [True, False])
def test_the_files_may_lie_elsewhere(base: str, as_json: bool) -> None:
    assert files(FOO_BAR, "1.0", base=Url.parse(base), as_json=as_json) == [
        "https://cdn/x/foo_bar-1.0-py3-none-any.whl"
    ]


def test_the_files_lie_at_the_port_of_the_page() -> None:
    assert files(Url.parse("https://h:8443/simple/foo/"), "1")[0].startswith("https://h:8443/files/")


def test_a_version_cannot_break_out_of_the_page() -> None:
    assert files(FOO_BAR, '1"><a href="https://evil/x.whl">') == [
        'https://h/files/foo_bar-1"><a href="https://evil/x.whl">-py3-none-any.whl'
    ]


def test_a_json_page_says_what_it_is_about() -> None:
    content_type, body = simple_page(FOO_BAR, ("1.0",), None, as_json=True)
    page = json.loads(body)
    assert content_type == "application/vnd.pypi.simple.v1+json"
    assert (page["name"], page["versions"], page["meta"]) == ("foo-bar", ["1.0"], {"api-version": "1.1"})


def test_the_root_of_a_server_has_a_page_too() -> None:
    assert files(Url.parse("https://h/"), "1") == ["https://h/files/index-1-py3-none-any.whl"]
