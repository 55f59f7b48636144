"""uv as the registry knows it: what its source leaves open."""

from __future__ import annotations

import pytest

from idxdoctor.clients.registry import model_of
from idxdoctor.clients.uv.model import start
from idxdoctor.config.uv.defined import PYPI
from idxdoctor.model.plan import Index, Plan, StoredCredential
from idxdoctor.model.url import Url
from tests.conversation import Conversation, credential, index, nobody

OUTER = index("https://h/simple", name="outer", given="ci:cabbage")
INNER = index("https://h/b/simple", name="inner", given="bot:turnip")


def plan(*indexes: Index) -> Plan:
    return Plan((*indexes, PYPI))


@pytest.mark.parametrize("indexes", [(OUTER, INNER), (INNER, OUTER)])
def test_an_index_below_the_root_of_another_is_a_doubt(indexes: tuple[Index, Index]) -> None:
    doubt = start(plan(*indexes), "0.13.9").doubt
    assert doubt is not None
    assert doubt.text.startswith("requests below https://h/b/simple belong to that index or to https://h/simple,")


@pytest.mark.parametrize(
    "other", ["https://g/b/simple", "http://h/b/simple", "https://h:8443/b/simple", "https://h/simple"]
)
def test_indexes_apart_are_none(other: str) -> None:
    assert start(plan(OUTER, index(other)), "0.13.9").doubt is None


@pytest.mark.parametrize(("version", "doubted"), [("0.11.8", True), ("0.11.9", False)])
def test_a_root_is_a_prefix_of_whole_segments_since_0_11_9(version: str, doubted: bool) -> None:
    indexes = index("https://h/a/simple"), index("https://h/ab/simple")
    assert (start(plan(*indexes), version).doubt is not None) is doubted


def test_the_text_of_a_doubt_shows_no_secret() -> None:
    indexes = index("https://ci:zq7Canary@h/simple"), index("https://zq7Canary@h/b/simple")
    doubt = start(plan(*indexes), "0.13.9").doubt
    assert doubt is not None
    assert "Canary" not in doubt.text


def test_one_way_the_longest_root_owns_a_request_the_other_way_the_shortest() -> None:
    never = index("https://h/b/simple", name="inner", policy="never")
    begun = start(plan(never, OUTER), "0.13.9")
    assert begun.doubt is not None
    for way, who in ((begun, nobody), (begun.doubt.other(), "ci:cabbage")):
        Conversation(way.lookup).expects("https://h/b/simple/foo/", who)


def test_the_other_way_holds_no_doubt() -> None:
    begun = start(plan(INNER, OUTER), "0.13.9")
    assert begun.doubt is not None
    assert begun.doubt.other().doubt is None


def stored(username: str, service: str = "https://h") -> StoredCredential:
    return StoredCredential(Url.parse(service), credential(f"{username}:cabbage", f"the entry of {username}"))


@pytest.mark.parametrize(
    ("version", "doubted"), [("0.8.14", False), ("0.8.15", True), ("0.9.30", True), ("0.10.0", False)]
)
def test_two_users_of_a_service_are_a_doubt_until_0_10_0(version: str, doubted: bool) -> None:
    entries = stored("bot"), stored("ci")
    begun = start(Plan((index("https://h/simple", default=True),), stored=entries), version)
    assert (begun.doubt is not None) is doubted
    if begun.doubt:
        assert begun.doubt.text.startswith("the entry of bot and the entry of ci are for the same service:")
        for way, who in ((begun, "bot:cabbage"), (begun.doubt.other(), "ci:cabbage")):
            talk = Conversation(way.lookup)
            talk.expects("https://h/simple/foo/", nobody).answers(401)
            talk.expects("https://h/simple/foo/", who)


def test_users_of_services_apart_or_of_no_index_are_none() -> None:
    for entries in ((stored("bot"), stored("ci", "https://h/a")), (stored("a", "https://g"), stored("b", "https://g"))):
        assert start(Plan((index("https://h/simple", default=True),), stored=entries), "0.9.30").doubt is None


@pytest.mark.parametrize(("version", "doubted"), [("0.8.14", False), ("0.8.15", True), ("0.13.9", True)])
def test_what_the_systems_store_holds_is_a_doubt(version: str, doubted: bool) -> None:
    doubt = start(Plan((PYPI,), system_store=True), version).doubt
    assert (doubt is not None) is doubted


def test_lists_of_files_are_read_before_the_lookups() -> None:
    assert start(plan(), "0.13.9").before == {}
    listed = Plan((PYPI,), find_links=(index("https://h/files/"),))
    assert list(start(listed, "0.13.9").before) == ["--find-links"]


def test_the_model_holds_the_table_of_behaviours() -> None:
    assert "stops_at_refusal" in model_of("uv").behaviours
