"""A locked package at the index that must serve it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import pytest

from idxdoctor.clients.uv.lookup import lookup
from idxdoctor.clients.uv.session import Session
from idxdoctor.config.uv.defined import PYPI
from idxdoctor.model.exchange import Answer
from idxdoctor.model.plan import Index, Plan, Strategy
from idxdoctor.model.trace import Outcome
from idxdoctor.model.url import Url
from tests.conversation import Conversation, index, nobody, page

FIRST: Final = index("https://a/simple")
HOME: Final = index("https://ci:cabbage@h/simple")
VERSIONS: Final = ("0.6.0", "0.7.0", "0.13.9")
LIST: Final = Answer(200, {"content-type": "text/html"}, b'<a href="foo-1.0-py3-none-any.whl">foo</a>')


def at_home(version: str, *homes: Index, defined: tuple[Index, ...] = (FIRST, HOME, PYPI)) -> Conversation:
    """Begin the lookup of a package that is locked to these indexes."""
    return talk_about(version, Plan(defined, homes={"foo": homes}))


def talk_about(version: str, plan: Plan) -> Conversation:
    return Conversation(partial(lookup, Session(plan, version)))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("strategy", Strategy)
def test_the_index_of_the_lock_is_asked_alone_and_with_its_credentials(version: str, strategy: Strategy) -> None:
    plan = Plan((FIRST, HOME, PYPI), homes={"foo": (HOME,)}, strategy=strategy)
    talk = talk_about(version, plan)
    talk.expects("https://h/simple/foo/", "ci:cabbage").answers(page)
    ending = talk.ends(Outcome.FOUND, at="https://h/simple", status=200)
    assert [visit.index for visit in ending.visits] == [0]
    assert [index.url.host for index in ending.indexes] == ["h", "a", "pypi.org"]


@pytest.mark.parametrize("version", VERSIONS)
def test_where_it_has_not_got_the_package_the_others_are_asked_in_their_order(version: str) -> None:
    talk = at_home(version, HOME)
    talk.expects("https://h/simple/foo/", "ci:cabbage").answers(404)
    talk.expects("https://a/simple/foo/", nobody).answers(404)
    talk.expects("https://pypi.org/simple/foo/", nobody).answers(page)
    ending = talk.ends(Outcome.FOUND, at="https://pypi.org/simple")
    assert [visit.index for visit in ending.visits] == [0, 1, 2]


def test_a_refusal_by_it_ends_the_search() -> None:
    talk = at_home("0.13.9", HOME)
    talk.expects("https://h/simple/foo/", "ci:cabbage").answers(403)
    talk.ends(Outcome.STOPPED, at="https://h/simple", status=403)


def test_what_is_nowhere_is_not_found() -> None:
    talk = at_home("0.13.9", HOME, defined=(HOME._replace(default=True),))
    talk.expects("https://h/simple/foo/", "ci:cabbage").answers(404)
    talk.ends(Outcome.NOT_FOUND)


def test_a_package_with_two_homes_must_be_at_both() -> None:
    talk = at_home("0.13.9", HOME, FIRST)
    talk.expects("https://h/simple/foo/", "ci:cabbage").answers(page)
    talk.expects("https://a/simple/foo/", nobody).answers(401)
    talk.ends(Outcome.STOPPED, at="https://a/simple", status=401)


def test_an_index_that_no_setting_names_is_asked_without_its_own_credentials() -> None:
    team = index("https://ci:cabbage@h/team/simple")
    talk = at_home("0.13.9", index("https://h/other/simple"), defined=(team, PYPI))
    talk.expects("https://h/other/simple/foo/", nobody).answers(401)
    talk.expects("https://h/other/simple/foo/", "ci:cabbage").answers(page)
    talk.ends(Outcome.FOUND)


def test_the_page_stands_for_the_file_of_a_frozen_lock() -> None:
    plan = Plan((HOME, PYPI), homes={"foo": (HOME,)}, locked={"foo": Url.parse("https://h/f/foo-1.0.tar.gz")})
    talk_about("0.13.9", plan).expects("https://h/simple/foo/", "ci:cabbage").answers(page)
    talk_about("0.13.9", replace(plan, homes={})).ends(Outcome.FOUND)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_list_of_files_is_read_as_one(version: str) -> None:
    links = index("https://h/links")
    talk = talk_about(version, Plan((PYPI,), homes={"foo": (links,)}, find_links=(links,)))
    talk.expects("https://h/links", nobody).answers(LIST)
    talk.ends(Outcome.FOUND, at="https://h/links")


def test_no_index_is_asked_where_that_is_switched_off() -> None:
    talk_about("0.13.9", Plan((HOME, PYPI), homes={"foo": (HOME,)}, no_index=True)).ends(Outcome.NOT_FOUND)
