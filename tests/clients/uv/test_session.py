"""What a run of uv knows from the start: the search order, the roots, who owns a URL."""

from __future__ import annotations

import pytest

from idxdoctor.clients.uv.session import Session
from idxdoctor.config.uv.defined import PYPI
from idxdoctor.model.plan import Index, Plan
from idxdoctor.model.url import Url
from tests.conversation import credential, index, netrc

EVERY = pytest.mark.parametrize("version", ["0.6.0", "0.7.2", "0.7.3", "0.8.2", "0.8.3", "0.13.9"])


def order(version: str, *indexes: Index) -> list[str]:
    return [str(one.url) for one in Session(Plan(indexes), version).order]


@EVERY
def test_the_default_comes_last_wherever_it_is_defined(version: str) -> None:
    assert order(version, index("https://d/", default=True), index("https://a/")) == ["https://a/", "https://d/"]


@EVERY
def test_the_first_default_counts(version: str) -> None:
    defaults = index("https://d/", default=True), index("https://e/", default=True)
    assert order(version, index("https://a/"), *defaults, PYPI) == ["https://a/", "https://d/"]


@EVERY
def test_explicit_indexes_are_not_searched(version: str) -> None:
    assert order(version, index("https://a/", name="a", explicit=True), PYPI) == ["https://pypi.org/simple"]


@EVERY
def test_an_explicit_default_leaves_no_default(version: str) -> None:
    explicit = index("https://d/", name="d", explicit=True, default=True)
    assert order(version, index("https://a/"), explicit, PYPI) == ["https://a/"]


@EVERY
def test_the_first_index_of_a_name_counts(version: str) -> None:
    corps = index("https://a/", name="corp"), index("https://b/", name="corp")
    assert order(version, *corps, PYPI) == ["https://a/", "https://pypi.org/simple"]


@EVERY
def test_a_default_whose_name_is_taken_does_not_count(version: str) -> None:
    taken = index("https://b/", name="corp", default=True)
    assert order(version, index("https://a/", name="corp"), taken, PYPI) == ["https://a/", "https://pypi.org/simple"]


@pytest.mark.parametrize(("version", "times"), [("0.7.2", 2), ("0.7.3", 1), ("0.13.9", 1)])
def test_an_index_url_is_asked_once_since_0_7_3(version: str, times: int) -> None:
    assert order(version, index("https://a/"), index("https://a/"), PYPI).count("https://a/") == times


def test_a_url_with_other_userinfo_is_another() -> None:
    assert len(order("0.13.9", index("https://a/"), index("https://ci:cabbage@a/"), PYPI)) == 3


@pytest.mark.parametrize(
    ("version", "ends_with_slash"), [("0.7.15", True), ("0.7.16", False), ("0.7.19", False), ("0.7.20", True)]
)
def test_the_slash_at_the_end_is_stripped_from_0_7_16_to_0_7_19(version: str, ends_with_slash: bool) -> None:
    plan = Plan((index("https://a/idx/"), PYPI), pins={"foo": index("https://a/idx/")})
    session = Session(plan, version)
    assert str(session.order[0].url).endswith("/") == ends_with_slash
    assert session.pins["foo"].url == session.order[0].url


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("https://h/a/simple", "https://h/a"),
        ("https://h/a/Simple/", "https://h/a"),
        ("https://h/simple", "https://h/"),
        ("https://h/a/simple-index", None),
        ("https://h/a", None),
        ("https://h/", None),
    ],
)
def test_the_root_of_an_index_is_its_url_less_simple(url: str, root: str | None) -> None:
    found = Session(Plan((PYPI,)), "0.13.9").root_of(Url.parse(url))
    assert found == (Url.parse(root) if root else None)


@pytest.mark.parametrize(("version", "root"), [("0.7.9", None), ("0.7.10", "https://h/root/pypi")])
def test_plus_simple_is_taken_off_since_0_7_10(version: str, root: str | None) -> None:
    found = Session(Plan((PYPI,)), version).root_of(Url.parse("https://h/root/pypi/+simple/"))
    assert found == (Url.parse(root) if root else None)


@EVERY
@pytest.mark.parametrize("url", ["https://h/a/simple/foo/", "https://h/a/files/foo.whl", "https://h/a"])
def test_what_is_below_its_root_belongs_to_an_index(version: str, url: str) -> None:
    owner = Session(Plan((index("https://ci:cabbage@h/a/simple"), PYPI)), version).index_for(Url.parse(url))
    assert owner is not None
    assert owner.url == Url.parse("https://h/a/simple")


@EVERY
@pytest.mark.parametrize(
    "url", ["https://h/b", "http://h/a/simple/", "https://h:8443/a/simple/", "https://g/a/simple/"]
)
def test_what_is_not_below_it_does_not(version: str, url: str) -> None:
    assert Session(Plan((index("https://h/a/simple"), PYPI)), version).index_for(Url.parse(url)) is None


@pytest.mark.parametrize(("version", "owned"), [("0.11.8", True), ("0.11.9", False)])
def test_prefixes_are_whole_segments_since_0_11_9(version: str, owned: bool) -> None:
    session = Session(Plan((index("https://h/idx"), PYPI)), version)
    assert (session.index_for(Url.parse("https://h/idxevil/foo/")) is not None) == owned


def test_the_longest_root_owns_a_url() -> None:
    session = Session(Plan((index("https://h/simple"), index("https://h/a/simple"), PYPI)), "0.13.9")
    owner = session.index_for(Url.parse("https://h/a/simple/foo/"))
    assert owner is not None
    assert owner.url == Url.parse("https://h/a/simple")


def test_without_indexes_nothing_is_known() -> None:
    session = Session(Plan((index("https://ci:cabbage@h/a"), PYPI), no_index=True), "0.13.9")
    assert session.order == ()
    assert session.index_for(Url.parse("https://h/a/foo/")) is None
    assert session.cache.by_url(Url.parse("https://h/a/foo/"), None) is None


@EVERY
def test_credentials_of_explicit_indexes_are_known(version: str) -> None:
    corp = index("https://ci:cabbage@h/a", name="corp", explicit=True)
    session = Session(Plan((corp, PYPI)), version)
    assert session.cache.by_url(Url.parse("https://h/a/foo/"), None) == credential("ci:cabbage")


@pytest.mark.parametrize(("version", "known"), [("0.8.17", False), ("0.8.18", True), ("0.13.9", True)])
def test_credentials_of_a_pin_are_known_below_its_url_since_0_8_18(version: str, known: bool) -> None:
    pin = index("https://ci:cabbage@h/a/simple", name="corp")
    session = Session(Plan((PYPI,), taught=(pin,)), version)
    found = session.cache.by_url(Url.parse("https://h/a/simple/foo/"), None)
    assert found == (credential("ci:cabbage") if known else None)
    assert session.cache.by_url(Url.parse("https://h/a/files/"), None) is None


@pytest.mark.parametrize(("version", "last"), [("0.8.17", "ci:cabbage"), ("0.8.18", "bot:turnip")])
def test_credentials_of_a_pin_count_for_its_host_since_0_8_18(version: str, last: str) -> None:
    first, pin = index("https://ci:cabbage@h/a/simple"), index("https://bot:turnip@h/b/simple", name="corp")
    session = Session(Plan((first, pin, PYPI), taught=(pin,)), version)
    assert session.cache.by_realm(Url.parse("https://h/").origin, None) == credential(last)


def test_of_several_pins_the_one_that_is_come_upon_last_counts_for_their_host() -> None:
    one, two = index("https://ci:cabbage@h/a/simple", name="a"), index("https://bot:turnip@h/b/simple", name="b")
    session = Session(Plan((PYPI,), taught=(two, one, two)), "0.13.9")
    assert session.cache.by_realm(Url.parse("https://h/").origin, None) == credential("bot:turnip")


def test_netrc_gives_by_host_and_user() -> None:
    session = Session(Plan((PYPI,), netrc=(netrc("h", "ci:cabbage"),)), "0.13.9")
    assert session.netrc_for("h", None) == credential("ci:cabbage")
    assert session.netrc_for("h", "ci") == credential("ci:cabbage")
    assert session.netrc_for("h", "bot") is None
    assert session.netrc_for("H", None) is None
    assert session.netrc_for("g", None) is None
