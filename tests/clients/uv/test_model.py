"""uv as the registry knows it: what its source leaves open."""

from __future__ import annotations

import pytest

from idxdoctor.clients.registry import model_of
from idxdoctor.clients.uv.model import start
from idxdoctor.config.uv.plan import PYPI
from idxdoctor.model.plan import Index, Plan
from tests.conversation import Conversation, index, nobody

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


def test_lists_of_files_are_read_before_the_lookups() -> None:
    assert start(plan(), "0.13.9").before == {}
    listed = Plan((PYPI,), find_links=(index("https://h/files/"),))
    assert list(start(listed, "0.13.9").before) == ["--find-links"]


def test_the_model_holds_the_table_of_behaviours() -> None:
    assert "stops_at_refusal" in model_of("uv").behaviours
