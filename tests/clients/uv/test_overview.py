"""uv's configuration as one version understands it, without a request."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idxdoctor.clients.uv.overview import overview
from idxdoctor.config.uv.defined import PYPI
from idxdoctor.model.overview import IndexOverview, Overview
from idxdoctor.model.plan import Index, Plan, StoredCredential
from idxdoctor.model.url import Url
from tests.conversation import credential, header, index, netrc

NEW = "0.13.9"
SIMPLE = "https://h/simple"


def seen(*indexes: Index, version: str = NEW, plan: Plan | None = None) -> Overview:
    """Return the overview of a plan with these indexes and pypi.org."""
    return overview(replace(plan or Plan(()), defined=(*indexes, PYPI)), version, {})


def first(*indexes: Index, version: str = NEW, plan: Plan | None = None) -> IndexOverview:
    return seen(*indexes, version=version, plan=plan).indexes[0]


def unused(*indexes: Index, version: str = NEW, plan: Plan | None = None) -> list[tuple[str, str]]:
    found = seen(*indexes, version=version, plan=plan).indexes
    return [(str(one.definition.url.bare()), one.unused or "") for one in found if one.position is None]


def test_indexes_stand_in_search_order_and_unused_ones_after_them() -> None:
    found = seen(index("https://d/", default=True), index("https://a/", name="a"), index("https://b/", name="a"))
    listed = [(str(one.definition.url), one.position) for one in found.indexes]
    assert listed[:3] == [("https://a/", 1), ("https://d/", 2), ("https://b/", None)]


def test_all_that_are_searched_have_no_reason() -> None:
    assert [one.unused for one in seen(index(SIMPLE)).indexes] == [None, None]


@pytest.mark.parametrize(
    ("indexes", "reason"),
    [
        (
            (index(SIMPLE, name="a"), index("https://b/", name="a")),
            ("https://b/", "the name `a` is defined before, at a test"),
        ),
        (
            (index(SIMPLE), index("https://b/", name="b", explicit=True)),
            ("https://b/", "explicit: asked only for packages that are pinned to it"),
        ),
        (
            (index("https://b/", name="b", explicit=True, default=True),),
            ("https://b/", "explicit: asked only for packages that are pinned to it"),
        ),
        (
            (index(SIMPLE, default=True), index("https://b/", default=True)),
            ("https://b/", "another default comes first, at a test"),
        ),
        ((index(SIMPLE), index(SIMPLE)), (SIMPLE, "its URL repeats that of an index before it")),
    ],
)
def test_an_index_that_is_never_asked_says_why(indexes: tuple[Index, ...], reason: tuple[str, str]) -> None:
    assert unused(*indexes)[0] == reason


def test_a_url_that_repeats_is_asked_again_before_0_7_3() -> None:
    assert unused(index(SIMPLE), index(SIMPLE), version="0.7.2") == []


def test_no_index_is_the_reason_for_all() -> None:
    found = unused(index(SIMPLE), plan=Plan((), no_index=True))
    assert [reason for _, reason in found] == ["--no-index: no index is asked"] * 2


def test_a_policy_shows_where_it_is_honoured() -> None:
    always = index(SIMPLE, policy="always")
    assert [first(always, version=version).policy for version in ("0.6.5", "0.6.6")] == ["auto", "always"]


def test_netrc_fills_in_what_is_not_configured() -> None:
    plan = Plan((), netrc=(netrc("h", "bot:turnip"), netrc("g", "x:y")))
    found = first(index(SIMPLE), plan=plan).netrc
    assert found is plan.netrc[0]
    assert first(index("https://bot@h/simple"), plan=plan).netrc is plan.netrc[0]
    assert first(index("https://ci@h/simple"), plan=plan).netrc is None
    assert first(index(SIMPLE, given="ci:cabbage"), plan=plan).netrc is None


@pytest.mark.parametrize(("version", "there"), [("0.8.14", False), ("0.8.15", True)])
def test_the_store_fills_in_since_0_8_15(version: str, there: bool) -> None:
    plan = Plan((), stored=(StoredCredential(Url.parse("https://h"), credential("ci:cabbage")),))
    found = first(index(SIMPLE), version=version, plan=plan).stored
    assert (found is not None) is there
    assert found is None or header(found.credential) == "ci:cabbage"
    assert first(index(SIMPLE, given="ci:x"), version=version, plan=plan).stored is None


KEYRING = Plan((), keyring=True)


@pytest.mark.parametrize(
    ("version", "url", "calls"),
    [
        (NEW, "https://ci@h/simple", ["keyring get https://h/simple ci", "keyring get h ci"]),
        (NEW, "https://ci@h:8443/simple", ["keyring get https://h:8443/simple ci", "keyring get h:8443 ci"]),
        ("0.10.2", "http://ci@h/simple", ["keyring get http://h/simple ci", "keyring get h ci"]),
        (
            "0.10.3",
            "http://ci@h/simple",
            [*("keyring get " + of for of in ("http://h/simple ci", "h ci", "http://h ci"))],
        ),
        ("0.6.17", "https://ci@h/simple", ["keyring get https://h/simple/PACKAGE/ ci", "keyring get h ci"]),
        (NEW, "https://h/simple", []),
        (NEW, "https://ci:cabbage@h/simple", []),
    ],
)
def test_keyring_calls_are_those_that_would_be_made(version: str, url: str, calls: list[str]) -> None:
    assert list(first(index(url), version=version, plan=KEYRING).keyring) == calls


def test_without_a_keyring_provider_no_call_is_made() -> None:
    assert first(index("https://ci@h/simple")).keyring == ()


@pytest.mark.parametrize(("version", "calls"), [("0.6.8", 0), ("0.6.9", 2)])
def test_always_asks_the_keyring_without_a_username_since_0_6_9(version: str, calls: int) -> None:
    found = first(index(SIMPLE, policy="always"), version=version, plan=KEYRING).keyring
    assert len(found) == calls
    assert all(call.endswith(" --mode creds") for call in found)


def test_a_call_can_be_pasted_into_a_shell() -> None:
    found = first(index("https://a%20b@h/sim$ple"), plan=KEYRING).keyring
    assert found[0] == "keyring get 'https://h/sim$ple' 'a b'"
