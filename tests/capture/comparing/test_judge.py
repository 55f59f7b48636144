"""Runs held against all that a model may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from idxdoctor.capture.answering.seen import CONNECT, Seen, SeenKeyring
from idxdoctor.capture.comparing.groups import is_concurrent
from idxdoctor.capture.comparing.judge import judge
from idxdoctor.capture.running.runner import Run
from idxdoctor.clients.registry import client_of
from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.exchange import Answer, Failure
from idxdoctor.model.secret import Secret
from idxdoctor.model.trace import Client
from idxdoctor.model.url import Url
from idxdoctor.scenario.draw import draw
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.replay import replay
from tests.capture.by_chance import run_by_chance
from tests.capture.made import scenario

NEWEST = client_of("uv==0.13.9")
DRAWN = [
    (world, client)
    for client in map(client_of, ("uv==0.6.0", "uv==0.6.6", "uv==0.7.0", "uv==0.8.15", "uv==0.13.9"))
    for world in map(draw, range(60))
    if is_concurrent(replay(world, client))
]
SERVERS = """[
  {url: 'https://h', accounts: {ci: cabbage, bot: beet}, rules: [
    {path: '/one/*', as: ci, answer: {page: ['1.0']}}, {path: '/one/*', answer: 401},
    {path: '/two/*', as: bot, answer: {page: ['2.0']}}, {path: '/two/*', answer: 401}]},
  {url: 'https://pypi.org', rules: [{answer: 404}]}]"""
LENT = "{packages: [foo, bar], env: {UV_INDEX: 'https://ci:cabbage@h/none https://h/one'}}"
UNSAFE = """{packages: [foo], env: {UV_INDEX: 'https://h/one https://bot:beet@h/two'},
  args: {uv: [--index-strategy, unsafe-best-match]}, files: {~/.netrc: machine h login ci password cabbage}}"""
KEYRING = """{packages: [foo, bar], env: {UV_INDEX: 'https://ci@h/one', UV_KEYRING_PROVIDER: subprocess},
  keyring: [{service: h, username: ci, password: cabbage}]}"""
WORLDS = [scenario(SERVERS, given) for given in (LENT, UNSAFE, KEYRING)]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("world", "client"), DRAWN)
def test_a_client_that_does_as_its_model_agrees_whatever_comes_first(
    world: Scenario, client: Client, seed: int
) -> None:
    comparison = judge(world, client, run_by_chance(world, client, seed))
    assert comparison.agrees, comparison.parting


def without_one(requests: list[Seen]) -> list[Seen]:
    return requests[1:]


def with_one_more(requests: list[Seen]) -> list[Seen]:
    return [*requests, replace(requests[0], place=len(requests))]


def as_somebody_else(requests: list[Seen]) -> list[Seen]:
    other = Credential("ci", Secret("wrong"), Provenance(""), Reach())
    return [replace(requests[0], credential=other), *requests[1:]]


def answered_otherwise(requests: list[Seen]) -> list[Seen]:
    return [replace(requests[0], answer=Answer(418)), *requests[1:]]


@pytest.mark.parametrize("changed", [without_one, with_one_more, as_somebody_else, answered_otherwise])
@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("seed", range(5))
def test_what_no_order_leads_to_is_a_difference(
    changed: Callable[[list[Seen]], list[Seen]], world: Scenario, seed: int
) -> None:
    run = run_by_chance(world, NEWEST, seed)
    assert judge(world, NEWEST, run).agrees
    assert not judge(world, NEWEST, replace(run, exchanges=tuple(changed([*run.exchanges])))).agrees


@pytest.mark.parametrize("world", WORLDS[:2])
def test_the_order_within_a_strand_counts(world: Scenario) -> None:
    run = run_by_chance(world, NEWEST, 0)
    turned = [replace(seen, place=-seen.place) for seen in run.exchanges]
    assert not judge(world, NEWEST, replace(run, exchanges=tuple(turned))).agrees


def test_a_request_can_not_use_what_only_a_later_answer_teaches() -> None:
    """In uv 0.6 one index lends credentials to another on its host, once they have opened a page."""
    servers = """[{url: 'https://h', accounts: {ci: cabbage}, rules: [
      {path: '/one/*', as: nobody, answer: 401}, {path: '/*', as: ci, answer: {page: ['1.0']}}, {answer: 404}]}]"""
    given = """{packages: [foo], command: {uv: lock}, args: {uv: [--index-strategy, unsafe-best-match]},
      env: {UV_INDEX: 'https://h/one', UV_DEFAULT_INDEX: 'https://h/two'},
      files: {~/.netrc: machine h login ci password cabbage}}"""
    world = scenario(servers, given)
    run = run_by_chance(world, NEWEST, 0)
    assert judge(world, NEWEST, run).agrees
    learnt = next(seen for seen in run.exchanges if seen.credential)
    first = replace(learnt, place=-1)
    early = [first if seen is learnt else seen for seen in run.exchanges]
    assert not judge(world, NEWEST, replace(run, exchanges=tuple(early))).agrees


@pytest.mark.parametrize(("insecure", "status", "agrees"), [("h", 1, True), ("h", 0, False), ("other", 1, False)])
def test_a_failed_run_may_break_a_connection_off_that_it_would_not_have_refused(
    insecure: str, status: int, agrees: bool
) -> None:
    servers = "[{url: 'https://h', rules: [{path: '/*', answer: {drop: reset}}]}]"
    env = f"{{UV_DEFAULT_INDEX: 'https://h/one', UV_HTTP_RETRIES: '0', UV_INSECURE_HOST: {insecure}}}"
    world = scenario(servers, f"{{packages: [foo], env: {env}}}")
    run = run_by_chance(world, NEWEST, 0)
    assert judge(world, NEWEST, run).agrees
    begun = Seen(CONNECT, Url.parse("https://h"), None, Answer(None, failure=Failure.TLS), place=9)
    broken_off = replace(run, exchanges=(*run.exchanges, begun), status=status)
    assert judge(world, NEWEST, broken_off).agrees is agrees


@pytest.mark.parametrize(
    "calls",
    [(), (SeenKeyring("https://h/one", "ci"),) * 2, (SeenKeyring("https://h/one", "bot"), SeenKeyring("h", "ci"))],
)
def test_keyring_calls_count_for_a_client_that_ended_well(calls: tuple[SeenKeyring, ...]) -> None:
    run = run_by_chance(WORLDS[2], NEWEST, 1)
    assert [(call.service, call.username) for call in run.keyring] == [("https://h/one", "ci"), ("h", "ci")]
    assert judge(WORLDS[2], NEWEST, run).agrees
    assert not judge(WORLDS[2], NEWEST, replace(run, keyring=calls)).agrees


FAILING = scenario(
    "[{url: 'https://h', rules: [{path: '*/bar/', answer: 404}, {answer: 400}]}, {url: 'https://pypi.org', rules: []}]",
    "{packages: [foo, bar], env: {UV_INDEX: 'https://h/one'}}",
)


def seen(url: str, status: int, place: int) -> Seen:
    return Seen("GET", replay(FAILING, NEWEST).plan.defined[0].url.join(url), None, Answer(status), None, place)


@pytest.mark.parametrize(
    ("urls", "agrees"),
    [
        (["/one/foo/"], True),
        (["/one/bar/", "/one/foo/"], True),
        (["/one/bar/", "https://pypi.org/simple/bar/", "/one/foo/"], True),
        (["/one/bar/"], False),
        (["/one/foo/", "https://pypi.org/simple/bar/"], False),
    ],
)
def test_a_run_may_end_early_only_where_something_has_ended_it(urls: list[str], agrees: bool) -> None:
    requests = [seen(url, 400 if url.endswith("foo/") else 404, place) for place, url in enumerate(urls)]
    assert judge(FAILING, NEWEST, Run(tuple(requests), (), (), 2, "")).agrees is agrees


def test_nothing_goes_on_after_a_failure() -> None:
    late = [seen("/one/foo/", 400, 0), seen("/one/bar/", 404, 1), seen("https://pypi.org/simple/bar/", 404, 2)]
    assert judge(FAILING, NEWEST, Run(tuple(late[:2]), (), (), 2, "")).agrees
    assert not judge(FAILING, NEWEST, Run((late[1], replace(late[0], place=2)), (), (), 0, "")).agrees
