"""Flat lists of files: indexes with `format = "flat"`, and `--find-links`."""

from __future__ import annotations

import pytest

from idxdoctor.clients.uv.flat import find_links
from idxdoctor.clients.uv.session import Session
from idxdoctor.config.uv.defined import PYPI
from idxdoctor.model.exchange import Answer
from idxdoctor.model.plan import Plan
from idxdoctor.model.trace import Outcome
from tests.conversation import Conversation, index, netrc, nobody, page, uv

LIST = "https://h/wheels"
FLAT = index(LIST)._replace(flat=True)


def listing(*names: str) -> Answer:
    links = "".join(f'<a href="{name}">{name}</a>' for name in names)
    return Answer(200, {"content-type": "text/html"}, links.encode())


@pytest.mark.parametrize(("version", "asked"), [("0.6.10", f"{LIST}/foo/"), ("0.6.11", LIST), ("0.13.9", LIST)])
def test_a_flat_index_is_asked_for_its_list_since_0_6_11(version: str, asked: str) -> None:
    Conversation(uv(version, FLAT)).expects(asked, nobody)


@pytest.mark.parametrize("name", ["foo-1.0-py3-none-any.whl", "Foo-1.0.tar.gz#sha256=00", "files/foo-1.0.zip"])
def test_a_list_with_a_file_of_the_project_ends_the_search(name: str) -> None:
    talk = Conversation(uv("0.13.9", FLAT))
    talk.expects(LIST, nobody).answers(listing("bar-1.0.zip", name))
    talk.ends(Outcome.FOUND, at=LIST)


def test_a_list_without_one_leads_to_the_next_index() -> None:
    talk = Conversation(uv("0.13.9", FLAT))
    talk.expects(LIST, nobody).answers(listing("foo_bar-1.0-py3-none-any.whl", "foobar-1.0.tar.gz"))
    talk.expects("https://pypi.org/simple/foo/", nobody).answers(page)
    talk.ends(Outcome.FOUND, at="https://pypi.org/simple")


def test_a_list_is_fetched_once_a_run() -> None:
    run = uv("0.13.9", FLAT)
    foo = Conversation(run, "foo")
    foo.expects(LIST, nobody).answers(listing("foo-1.0.zip", "bar-1.0.zip"))
    foo.ends(Outcome.FOUND, at=LIST)
    Conversation(run, "bar").ends(Outcome.FOUND, at=LIST)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_list_that_cannot_be_read_ends_the_run(status: int) -> None:
    talk = Conversation(uv("0.13.9", FLAT))
    talk.expects(LIST, nobody).answers(status)
    talk.ends_because(Outcome.FAILED, "uv.flat-unreadable")


def test_a_list_is_asked_for_with_credentials_as_a_page_is() -> None:
    talk = Conversation(uv("0.13.9", FLAT, netrc=(netrc("h", "ci:cabbage"),)))
    talk.expects(LIST, nobody).answers(401)
    talk.expects(LIST, "ci:cabbage").answers(listing("foo-1.0.zip"))
    talk.ends(Outcome.FOUND)


def test_find_links_are_all_asked_for_and_one_that_fails_ends_the_run() -> None:
    lists = tuple(index(url)._replace(flat=True) for url in (LIST, "https://ci:cabbage@g/wheels"))
    session = Session(Plan((PYPI,), find_links=lists), "0.13.9")
    talk = Conversation(lambda _: find_links(session))
    talk.expects(LIST, nobody).answers(404)
    talk.expects("https://g/wheels", "ci:cabbage").answers(listing("foo-1.0.zip"))
    talk.ends(Outcome.FAILED, at=LIST, status=404)


def test_find_links_that_can_be_read_let_the_run_go_on() -> None:
    session = Session(Plan((PYPI,), find_links=(FLAT,)), "0.13.9")
    talk = Conversation(lambda _: find_links(session))
    talk.expects(LIST, nobody).answers(listing())
    talk.ends(Outcome.FOUND)
