"""Flat lists of files: indexes with `format = "flat"`, and `--find-links`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pytest

from idxdoctor.clients.uv.files import metadata
from idxdoctor.clients.uv.flat import find_links
from idxdoctor.clients.uv.lookup import lookup
from idxdoctor.clients.uv.session import Session
from idxdoctor.config.uv.defined import PYPI
from idxdoctor.model.exchange import Answer
from idxdoctor.model.plan import Index, Plan
from idxdoctor.model.trace import Outcome
from tests.conversation import Conversation, header, index, netrc, nobody, page, uv

LIST = "https://h/wheels"
FLAT = index(LIST)._replace(flat=True)
CORP = index("https://h/corp")


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


def linked(list_: Answer, version: str = "0.13.9", pins: Mapping[str, Index] | None = None) -> Session:
    """Return a session that has read a list of links."""
    session = Session(Plan((CORP, PYPI), find_links=(FLAT,), pins=pins or {}), version)
    talk = Conversation(lambda _: find_links(session))
    talk.expects(LIST, nobody).answers(list_)
    talk.ends(Outcome.FOUND)
    return session


def asks_for(session: Session, wheel: str) -> None:
    """Require that this wheel of the project that was found is asked for."""
    Conversation(partial(metadata, session)).expects(wheel, nobody)


@pytest.mark.parametrize("status", [404, 401, 403])
def test_what_no_index_has_is_taken_from_the_links_however_the_search_ended(status: int) -> None:
    session = linked(listing("foo-1.0-py3-none-any.whl"))
    talk = Conversation(partial(lookup, session))
    talk.expects("https://h/corp/foo/", nobody).answers(status)
    if status == 404:
        talk.expects("https://pypi.org/simple/foo/", nobody).answers(404)
    talk.ends_because(Outcome.FOUND, "uv.in-links")
    asks_for(session, "https://h/foo-1.0-py3-none-any.whl")


def test_links_without_the_project_change_no_end() -> None:
    talk = Conversation(partial(lookup, linked(listing("bar-1.0-py3-none-any.whl"))))
    talk.expects("https://h/corp/foo/", nobody).answers(401)
    talk.ends(Outcome.STOPPED)


def test_an_error_of_an_index_ends_the_run_whatever_the_links_have() -> None:
    talk = Conversation(partial(lookup, linked(listing("foo-1.0-py3-none-any.whl"))))
    talk.expects("https://h/corp/foo/", nobody).answers(410)
    talk.ends(Outcome.FAILED)


@pytest.mark.parametrize(
    ("in_links", "chosen"),
    [
        ("foo-2.0-py3-none-any.whl", "https://h/foo-2.0-py3-none-any.whl"),
        ("foo-1.0-py3-none-any.whl", "https://h/foo-1.0-py3-none-any.whl"),
        ("foo-0.1-py3-none-any.whl", "https://h/corp/foo/foo-1.0-py3-none-any.whl"),
    ],
)
def test_the_best_of_index_and_links_is_chosen_and_of_the_same_version_that_of_the_links(
    in_links: str, chosen: str
) -> None:
    session = linked(listing(in_links))
    talk = Conversation(partial(lookup, session))
    talk.expects("https://h/corp/foo/", nobody).answers(listing("foo-1.0-py3-none-any.whl"))
    talk.ends(Outcome.FOUND, at="https://h/corp")
    asks_for(session, chosen)


@pytest.mark.parametrize(("version", "outcome"), [("0.6.9", Outcome.FOUND), ("0.6.10", Outcome.NOT_FOUND)])
def test_links_do_not_count_for_a_pinned_project_since_0_6_10(version: str, outcome: Outcome) -> None:
    session = linked(listing("foo-1.0-py3-none-any.whl"), version=version, pins={"foo": CORP})
    talk = Conversation(partial(lookup, session))
    talk.expects("https://h/corp/foo/", nobody).answers(404)
    talk.ends(outcome)


def test_a_list_is_read_as_html_whatever_it_says_that_it_is() -> None:
    as_json = b'{"files": [{"filename": "foo-1.0.zip", "url": "foo-1.0.zip"}]}'
    session = linked(Answer(200, {"content-type": "application/vnd.pypi.simple.v1+json"}, as_json))
    talk = Conversation(partial(lookup, session))
    talk.expects("https://h/corp/foo/", nobody).answers(401)
    talk.ends(Outcome.STOPPED)


@pytest.mark.parametrize(("version", "asked"), [("0.7.15", f"{LIST}/"), ("0.7.19", LIST), ("0.7.20", f"{LIST}/")])
def test_the_url_of_a_list_loses_its_slash_where_those_of_indexes_do(version: str, asked: str) -> None:
    session = Session(Plan((PYPI,), find_links=(index(f"{LIST}/")._replace(flat=True),)), version)
    Conversation(lambda _: find_links(session)).expects(asked, nobody)


@pytest.mark.parametrize(("version", "user"), [("0.8.17", "bot:beet"), ("0.8.18", "ci:cabbage")])
def test_requirements_teach_the_credentials_of_their_indexes_after_the_links_were_read(version: str, user: str) -> None:
    pinned, links = index("https://ci:cabbage@h/corp", name="corp"), index("https://bot:beet@h/wheels")
    plan = Plan((pinned, PYPI), find_links=(links._replace(flat=True),), pins={"foo": pinned}, taught=(pinned,))
    session = Session(plan, version)
    talk = Conversation(lambda _: find_links(session))
    talk.expects(LIST, "bot:beet").answers(listing())
    talk.ends(Outcome.FOUND)
    known = session.cache.by_realm(pinned.url.origin, None)
    assert known is not None
    assert header(known) == user
