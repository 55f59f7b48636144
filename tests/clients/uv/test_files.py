"""What uv asks of a file once its page is found."""

from __future__ import annotations

from functools import partial
from typing import Final

import pytest

from idxdoctor.clients.uv.files import metadata
from idxdoctor.clients.uv.lookup import lookup
from idxdoctor.clients.uv.session import Session
from idxdoctor.config.uv.defined import PYPI
from idxdoctor.model.exchange import Answer, Steps
from idxdoctor.model.plan import Index, Plan, Strategy
from idxdoctor.model.trace import Ending, Outcome
from idxdoctor.model.url import Url
from tests.conversation import Conversation, index, netrc, nobody

PAGE: Final = "https://h/a/simple/foo/"
WHEEL: Final = "https://h/a/files/foo-1.0-py3-none-any.whl"
CI: Final = "ci:cabbage"
EVERY: Final = pytest.mark.parametrize("version", ["0.6.0", "0.6.15", "0.7.0", "0.7.3", "0.7.4", "0.7.16", "0.13.9"])


def listing(*links: str) -> Answer:
    text = "".join(f'<a href="{link}">a file</a>' for link in links)
    return Answer(200, {"content-type": "text/html"}, text.encode())


def wheel(version: str, project: str = "foo") -> str:
    return f"/a/files/{project}-{version}-py3-none-any.whl"


def found_and_followed(session: Session, package: str) -> Steps[Ending]:
    ending = yield from lookup(session, package)
    assert ending.outcome is Outcome.FOUND
    return (yield from metadata(session, package))


def talk_about(version: str, plan: Plan) -> Conversation:
    return Conversation(partial(found_and_followed, Session(plan, version)))


def found(*links: str, version: str = "0.13.9", url: str = "https://ci:cabbage@h/a/simple") -> Conversation:
    """Return a conversation whose page, which lists these links, has been answered."""
    talk = talk_about(version, Plan((index(url), PYPI)))
    talk.expects(PAGE, CI).answers(listing(*links or (WHEEL,)))
    return talk


def locked(version: str, url: str, *indexes: Index) -> Conversation:
    return talk_about(version, Plan((*indexes, PYPI), locked={"foo": Url.parse(url)}))


def asks(talk: Conversation, method: str, url: str, who: str, answer: int | Answer) -> None:
    """Require a request of this method, and answer it."""
    request = talk.expects(url, who)
    assert request.sent.method == method
    request.answers(answer)


@EVERY
def test_a_wheel_is_asked_for_its_size_and_then_fetched(version: str) -> None:
    talk = found(version=version)
    asks(talk, "HEAD", WHEEL, CI, 200)
    asks(talk, "GET", WHEEL, CI, 200)
    talk.ends(Outcome.FOUND)


@EVERY
@pytest.mark.parametrize("status", [403, 404, 405])
def test_a_server_that_knows_no_head_is_asked_for_the_wheel(version: str, status: int) -> None:
    talk = found(version=version)
    asks(talk, "HEAD", WHEEL, CI, status)
    asks(talk, "GET", WHEEL, CI, 200)
    talk.ends(Outcome.FOUND)


@pytest.mark.parametrize(("version", "goes_on"), [("0.6.0", False), ("0.6.1", True), ("0.13.9", True)])
def test_400_to_head_means_that_it_is_not_known_since_0_6_1(version: str, goes_on: bool) -> None:
    talk = found(version=version)
    asks(talk, "HEAD", WHEEL, CI, 400)
    if goes_on:
        asks(talk, "GET", WHEEL, CI, 200)
        talk.ends(Outcome.FOUND)
    else:
        talk.ends(Outcome.FAILED, status=400)


@EVERY
@pytest.mark.parametrize("status", [401, 410, 451])
def test_another_status_to_head_ends_the_run(version: str, status: int) -> None:
    talk = found(version=version)
    asks(talk, "HEAD", WHEEL, CI, status)
    talk.ends_because(Outcome.FAILED, "uv.file-refused")
    talk.ends(Outcome.FAILED, status=status)


@EVERY
def test_a_wheel_that_is_refused_ends_the_run(version: str) -> None:
    talk = found(version=version)
    asks(talk, "HEAD", WHEEL, CI, 200)
    asks(talk, "GET", WHEEL, CI, 403)
    talk.ends(Outcome.FAILED, status=403)


def test_a_file_on_another_origin_gets_no_credentials() -> None:
    url = "https://cdn/foo-1.0-py3-none-any.whl"
    talk = found(url)
    asks(talk, "HEAD", url, nobody, 200)
    asks(talk, "GET", url, nobody, 401)
    talk.ends(Outcome.FAILED, status=401)


def test_a_file_on_another_port_gets_no_credentials() -> None:
    url = "https://h:8443/a/foo-1.0-py3-none-any.whl"
    asks(found(url), "HEAD", url, nobody, 200)


@EVERY
def test_a_file_outside_the_root_gets_those_of_the_host_after_a_refusal(version: str) -> None:
    url = "https://h/files/foo-1.0-py3-none-any.whl"
    talk = found(url, version=version)
    for method in ("HEAD", "GET"):
        asks(talk, method, url, nobody, 401)
        asks(talk, method, url, CI, 200)
    talk.ends(Outcome.FOUND)


@EVERY
def test_userinfo_in_a_link_is_sent(version: str) -> None:
    talk = found("https://bot:turnip@cdn/foo-1.0-py3-none-any.whl", version=version)
    asks(talk, "HEAD", "https://cdn/foo-1.0-py3-none-any.whl", "bot:turnip", 200)
    asks(talk, "GET", "https://cdn/foo-1.0-py3-none-any.whl", "bot:turnip", 200)
    talk.ends(Outcome.FOUND)


def test_netrc_is_looked_at_for_a_file_elsewhere() -> None:
    url = "https://cdn/foo-1.0-py3-none-any.whl"
    talk = talk_about("0.13.9", Plan((index("https://h/a/simple"), PYPI), netrc=(netrc("cdn", "bot:turnip"),)))
    talk.expects(PAGE, nobody).answers(listing(url))
    asks(talk, "HEAD", url, nobody, 401)
    asks(talk, "HEAD", url, "bot:turnip", 200)


def test_a_link_is_relative_to_the_page_that_answered() -> None:
    talk = talk_about("0.13.9", Plan((index("https://h/a/simple"), PYPI)))
    talk.expects(PAGE, nobody).redirects("https://g/x/y/")
    talk.expects("https://g/x/y/", nobody).answers(listing("../foo-1.0-py3-none-any.whl"))
    asks(talk, "HEAD", "https://g/x/foo-1.0-py3-none-any.whl", nobody, 200)


@pytest.mark.parametrize(
    "links",
    [
        (wheel("1.10"), wheel("1.9"), wheel("1.2")),
        (wheel("1.0"), wheel("2.0rc1"), wheel("2.0.dev1")),
        (wheel("2.0rc1"), wheel("2.0b1")),
        (wheel("1.0"), wheel("2.0", "bar")),
        (wheel("1.0"), "/a/files/foo-2.0.tar.gz"),
        (wheel("1.0"), "/a/files/foo-2.0.whl"),
        (wheel("1.0"), "https://:/foo-2.0-py3-none-any.whl"),
    ],
)
def test_the_first_of_these_is_chosen(links: tuple[str, ...]) -> None:
    for listed in (links, links[::-1]):
        asks(found(*listed), "HEAD", f"https://h{links[0]}", CI, 200)


def test_the_hash_of_a_link_is_not_sent() -> None:
    asks(found(f"{WHEEL}#sha256=0"), "HEAD", WHEEL, CI, 200)


def test_the_query_of_a_link_is_sent() -> None:
    asks(found(f"{WHEEL}?a=b.tar.gz#sha256=0"), "HEAD", f"{WHEEL}?a=b.tar.gz", CI, 200)


@pytest.mark.parametrize("link", ["/a/files/foo-1.0.tar.gz", wheel("1.0", "bar")])
def test_without_a_wheel_nothing_is_asked(link: str) -> None:
    found(link).ends(Outcome.NOT_FOUND)


@pytest.mark.parametrize(
    ("strategy", "asked"),
    [(Strategy.UNSAFE_BEST_MATCH, "https://pypi.org/b/"), (Strategy.UNSAFE_FIRST_MATCH, "https://h/b/")],
)
def test_the_best_match_is_that_of_all_pages(strategy: Strategy, asked: str) -> None:
    talk = talk_about("0.13.9", Plan((index("https://h/a/simple"), PYPI), strategy=strategy))
    talk.expects(PAGE, nobody).answers(listing("/b/foo-1.0-py3-none-any.whl"))
    talk.expects("https://pypi.org/simple/foo/", nobody).answers(listing("/b/foo-2.0-py3-none-any.whl"))
    version = "2.0" if "pypi" in asked else "1.0"
    asks(talk, "HEAD", f"{asked}foo-{version}-py3-none-any.whl", nobody, 200)


def test_the_first_match_is_of_the_first_page_that_lists_any() -> None:
    plan = Plan((index("https://h/a/simple"), PYPI), strategy=Strategy.UNSAFE_FIRST_MATCH)
    talk = talk_about("0.13.9", plan)
    talk.expects(PAGE, nobody).answers(listing())
    talk.expects("https://pypi.org/simple/foo/", nobody).answers(listing("/b/foo-2.0-py3-none-any.whl"))
    asks(talk, "HEAD", "https://pypi.org/b/foo-2.0-py3-none-any.whl", nobody, 200)


@EVERY
def test_a_locked_file_is_fetched_without_a_page_and_without_head(version: str) -> None:
    talk = locked(version, WHEEL, index("https://h/a/simple", given=CI))
    asks(talk, "GET", WHEEL, CI, 200)
    talk.ends(Outcome.FOUND)


def test_a_locked_file_that_is_not_there_ends_the_run() -> None:
    talk = locked("0.13.9", WHEEL)
    asks(talk, "GET", WHEEL, nobody, 404)
    talk.ends_because(Outcome.FAILED, "uv.file-refused")


def test_a_locked_file_of_an_index_that_always_wants_credentials_is_not_asked_for_without() -> None:
    talk = locked("0.13.9", WHEEL, index("https://h/a/simple", policy="always"))
    assert talk.ends(Outcome.FAILED).visits[-1].status is None


APART: Final = '<a href="{link}" {attribute}>a file</a>'


def offering(attribute: str, link: str = WHEEL) -> Answer:
    return Answer(200, {"content-type": "text/html"}, APART.format(link=link, attribute=attribute).encode())


@EVERY
@pytest.mark.parametrize("attribute", ['data-core-metadata="true"', 'data-dist-info-metadata="sha256=00"'])
def test_metadata_that_is_offered_apart_is_fetched_in_place_of_the_wheel(version: str, attribute: str) -> None:
    talk = talk_about(version, Plan((index("https://ci:cabbage@h/a/simple"), PYPI)))
    talk.expects(PAGE, CI).answers(offering(attribute))
    asks(talk, "GET", f"{WHEEL}.metadata", CI, 200)
    talk.ends(Outcome.FOUND)


@EVERY
@pytest.mark.parametrize("status", [401, 403, 404])
def test_metadata_that_is_not_there_after_all_ends_the_run(version: str, status: int) -> None:
    talk = talk_about(version, Plan((index("https://ci:cabbage@h/a/simple"), PYPI)))
    talk.expects(PAGE, CI).answers(offering('data-core-metadata="true"'))
    asks(talk, "GET", f"{WHEEL}.metadata", CI, status)
    talk.ends_because(Outcome.FAILED, "uv.file-refused")


def test_the_query_of_a_link_stays_behind_the_name_of_the_metadata() -> None:
    talk = talk_about("0.13.9", Plan((index("https://h/a/simple"), PYPI)))
    talk.expects(PAGE, nobody).answers(offering('data-core-metadata="true"', f"{WHEEL}?a=b#sha256=0"))
    asks(talk, "GET", f"{WHEEL}.metadata?a=b", nobody, 200)


@pytest.mark.parametrize(("version", "goes_on"), [("0.11.26", False), ("0.11.27", True), ("0.13.9", True)])
def test_an_older_version_is_tried_after_a_status_to_be_ignored_since_0_11_27(version: str, goes_on: bool) -> None:
    talk = talk_about(version, Plan((index("https://h/a/simple", ignored=[403]), PYPI)))
    talk.expects(PAGE, nobody).answers(listing(wheel("1.0"), wheel("2.0")))
    asks(talk, "HEAD", f"https://h{wheel('2.0')}", nobody, 403)
    asks(talk, "GET", f"https://h{wheel('2.0')}", nobody, 403)
    if goes_on:
        asks(talk, "GET", f"https://h{wheel('1.0')}", nobody, 200)
        talk.ends(Outcome.FOUND)
    else:
        talk.ends(Outcome.FAILED, status=403)


def test_without_an_older_version_the_status_ends_the_run() -> None:
    talk = talk_about("0.13.9", Plan((index("https://h/a/simple", ignored=[404]), PYPI)))
    talk.expects(PAGE, nobody).answers(listing(wheel("1.0")))
    asks(talk, "HEAD", WHEEL, nobody, 404)
    asks(talk, "GET", WHEEL, nobody, 404)
    talk.ends(Outcome.FAILED, status=404)


def test_what_pytorch_may_refuse_counts_for_its_pages_only() -> None:
    talk = talk_about("0.13.9", Plan((index("https://download.pytorch.org/a/simple"), PYPI)))
    talk.expects("https://download.pytorch.org/a/simple/foo/", nobody).answers(listing(wheel("1.0"), wheel("2.0")))
    asks(talk, "HEAD", f"https://download.pytorch.org{wheel('2.0')}", nobody, 403)
    asks(talk, "GET", f"https://download.pytorch.org{wheel('2.0')}", nobody, 403)
    talk.ends(Outcome.FAILED, status=403)
