"""What is a simple page, and what it lists."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idxdoctor.clients.simple_page import HTML_TYPES, JSON_TYPE, fault_of_page, files_of_page, listed_files
from idxdoctor.model.exchange import Answer

TYPES = [JSON_TYPE, *HTML_TYPES]


def keyed(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.dictionaries(st.sampled_from(["files", "url", "name"]), values)


def answer(content_type: str | None, body: bytes = b"") -> Answer:
    return Answer(200, {} if content_type is None else {"content-type": content_type}, body)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html", b""),
        ("text/html; charset=utf-8", b"<html>"),
        ("application/vnd.pypi.simple.v1+html", b"<html>"),
        (JSON_TYPE, b'{"files": []}'),
        (f"{JSON_TYPE}; charset=utf-8", b"{}"),
    ],
)
def test_the_types_of_simple_pages_are_pages(content_type: str, body: bytes) -> None:
    assert fault_of_page(answer(content_type, body)) is None


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "TEXT/HTML",
        "text/html ; charset=utf-8",
        "application/xhtml+xml",
        "application/vnd.pypi.simple.v2+json",
        "text/plain",
        "",
    ],
)
def test_other_types_are_not(content_type: str) -> None:
    assert fault_of_page(answer(content_type, b"{}")) is not None


def test_an_answer_without_a_type_is_no_page() -> None:
    assert fault_of_page(answer(None, b"<html>")) == "it has no Content-Type"


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'{"files": [', b"\xff\xfe\x00", b"[" * 100_000])
def test_json_that_is_none_is_no_page(body: bytes) -> None:
    assert fault_of_page(answer(JSON_TYPE, body)) == "it says that it is JSON, and is not"


def test_the_files_of_an_html_page_are_its_links_to_distributions() -> None:
    page = b"""
        <a href="foo-1.0-py3-none-any.whl#sha256=00">wheel</a> <a href="../foo-1.0.tar.gz">sdist</a>
        <a href="/login">log in</a> <a>nothing</a> <a href>nothing</a> <link href="x.whl">
    """
    assert files_of_page(answer("text/html", page)) == ["foo-1.0-py3-none-any.whl#sha256=00", "../foo-1.0.tar.gz"]


def test_the_files_before_a_malformed_declaration_count() -> None:
    page = b'<a href="foo-1.0.zip">foo</a> <![foo[x]]>'
    assert files_of_page(answer("text/html", page)) == ["foo-1.0.zip"]


def test_the_files_of_a_json_page_are_those_that_it_lists() -> None:
    page = json.dumps({"files": [{"url": "https://h/foo-1.0.zip"}, {"filename": "no url"}, "no entry"]}).encode()
    assert files_of_page(answer(JSON_TYPE, page)) == ["https://h/foo-1.0.zip"]


@given(content_type=st.sampled_from(TYPES), body=st.binary())
def test_any_body_can_be_read(content_type: str, body: bytes) -> None:
    page = answer(content_type, body)
    assert fault_of_page(page) is None or content_type == JSON_TYPE
    assert all(isinstance(url, str) for url in files_of_page(page))


@given(st.recursive(st.none() | st.integers() | st.text(), lambda values: st.lists(values) | keyed(values)))
def test_any_json_can_be_read(value: object) -> None:
    assert all(isinstance(url, str) for url in files_of_page(answer(JSON_TYPE, json.dumps(value).encode())))


def offers(content_type: str, body: str) -> list[bool]:
    """Return for each file of a page whether its metadata is offered."""
    return [file.has_metadata for file in listed_files(answer(content_type, body.encode()))]


@pytest.mark.parametrize(
    ("attributes", "offered"),
    [
        ("", False),
        ('data-core-metadata="true"', True),
        ('data-core-metadata="false"', False),
        ('data-core-metadata="sha256=00"', True),
        ('data-core-metadata="crc=00"', False),
        ("data-core-metadata", False),
        ('data-dist-info-metadata="true"', True),
        ('data-core-metadata="false" data-dist-info-metadata="true"', False),
    ],
)
def test_an_html_page_may_offer_metadata(attributes: str, offered: bool) -> None:
    assert offers("text/html", f'<a href="foo-1.0-py3-none-any.whl" {attributes}>foo</a>') == [offered]


@pytest.mark.parametrize(
    ("more", "offered"),
    [
        ({}, False),
        ({"core-metadata": True}, True),
        ({"core-metadata": {"sha256": "00"}}, True),
        ({"core-metadata": False, "dist-info-metadata": True}, False),
        ({"core-metadata": None, "data-dist-info-metadata": True}, True),
    ],
)
def test_a_json_page_may_offer_metadata(more: dict[str, object], offered: bool) -> None:
    body = json.dumps({"files": [{"url": "foo-1.0-py3-none-any.whl", **more}]})
    assert offers(JSON_TYPE, body) == [offered]
