"""A run held against a trace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from idxdoctor.capture.answering.seen import CONNECT, Seen, SeenKeyring
from idxdoctor.capture.comparing.compare import Comparison, KeyringRow, Row, compare
from idxdoctor.capture.comparing.groups import Group, Grouping, is_concurrent
from idxdoctor.capture.running.runner import Run
from idxdoctor.clients.registry import client_of
from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.exchange import Answer, Failure
from idxdoctor.model.secret import Secret
from idxdoctor.model.trace import Trace
from idxdoctor.model.url import Url
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.replay import replay
from tests.capture.made import scenario
from tests.conversation import credential

CLIENT = client_of("uv==0.13.9")
PYPI = "{url: 'https://pypi.org', rules: [{path: '/simple/*', answer: {body: '<a href=foo-1.tar.gz>'}}]}"
PRIVATE = "{url: 'https://h', accounts: {ci: cabbage}, rules: [{as: ci, answer: 404}, {answer: 401}]}"
GIVEN = "{packages: [foo], env: {UV_INDEX: 'https://ci:cabbage@h/one https://h/two'}}"
TWO_PACKAGES = "{packages: [foo, bar], env: {UV_INDEX: 'https://h/one'}}"
UNSAFE = "{packages: [foo], env: {UV_INDEX: 'https://h/one'}, args: {uv: [--index-strategy, unsafe-best-match]}}"


def world(given: str = GIVEN, *servers: str) -> Scenario:
    return scenario(f"[{', '.join(servers or (PRIVATE, PYPI))}]", given)


def as_modelled(trace: Trace) -> Iterator[Seen]:
    """Return what a client that does as its model would be seen to do."""
    for lookup in trace.lookups:
        for exchange in lookup.exchanges:
            yield Seen("GET", exchange.request.url, exchange.request.credential, exchange.answer, exchange.redirect)


def run(seen: Sequence[Seen], keyring: Sequence[SeenKeyring] = (), status: int | None = 0) -> Run:
    return Run(tuple(seen), (), tuple(keyring), status, "")


def compared(scenario: Scenario, seen: Sequence[Seen], status: int | None = 0) -> Comparison:
    return compare(replay(scenario, CLIENT), run(seen, status=status))


def test_the_same_requests_agree() -> None:
    trace = replay(world(), CLIENT)
    comparison = compare(trace, run(list(as_modelled(trace))))
    assert comparison.agrees
    assert all(row.agrees for row in comparison.rows)


@pytest.mark.parametrize(
    "other",
    [
        {"url": Url.parse("https://h/else/foo/")},
        {"credential": None},
        {"credential": Credential("ci", Secret("other"), Provenance(""), Reach())},
        {"answer": Answer(403)},
        {"answer": Answer(None, failure=Failure.RESET)},
    ],
)
def test_the_first_request_that_is_another_parts_them(other: dict[str, object]) -> None:
    seen = list(as_modelled(replay(world(), CLIENT)))
    seen[0] = replace(seen[0], **other)  # type: ignore[arg-type]  # fields by name
    parting = compared(world(), seen).parting
    assert isinstance(parting, Row)
    assert parting.real == seen[0]


def test_a_request_too_few_or_too_many_parts_them() -> None:
    seen = list(as_modelled(replay(world(), CLIENT)))
    missing, extra = compared(world(), seen[:-1]).parting, compared(world(), [*seen, seen[-1]]).parting
    assert isinstance(missing, Row)
    assert isinstance(extra, Row)
    assert (missing.real, extra.model) == (None, None)


def test_order_counts_within_a_package() -> None:
    seen = list(as_modelled(replay(world(), CLIENT)))
    assert not compared(world(), seen[::-1]).agrees


def test_order_does_not_count_between_packages() -> None:
    two = world(TWO_PACKAGES)
    seen = list(as_modelled(replay(two, CLIENT)))
    by_package = sorted(seen, key=lambda request: request.url.path.endswith("/foo/"))
    assert by_package != seen
    assert compared(two, by_package, status=1).agrees


def test_order_does_not_count_between_indexes_that_are_asked_at_once() -> None:
    unsafe = world(UNSAFE)
    seen = list(as_modelled(replay(unsafe, CLIENT)))
    assert compared(unsafe, seen[::-1]).agrees


def test_a_client_that_broke_off_may_have_done_less() -> None:
    seen = list(as_modelled(replay(world(), CLIENT)))
    trace = replay(world(), CLIENT)
    for count, broken_off in ((1, False), (len(seen), True)):
        assert compare(trace, run(seen[:count]), broken_off=broken_off).agrees is broken_off
    assert compare(trace, run(seen[:1]), broken_off=True).agrees
    assert not compare(trace, run([*seen, seen[-1]]), broken_off=True).agrees


def test_a_refused_connection_is_as_good_as_the_request_that_needs_it() -> None:
    unreachable = world("{packages: [foo], env: {UV_INDEX: 'https://nowhere/one'}}")
    failed = Seen(CONNECT, Url.parse("https://nowhere/"), None, Answer(None, failure=Failure.CONNECT))
    assert compared(unreachable, [failed] * 4, status=2).agrees
    assert not compared(unreachable, [failed] * 3, status=2).agrees


@pytest.mark.parametrize(("status", "agrees"), [(0, True), (1, False), (2, False), (None, False)])
def test_the_end_counts_too(status: int | None, agrees: bool) -> None:
    seen = list(as_modelled(replay(world(), CLIENT)))
    assert compared(world(), seen, status).agrees is agrees


def test_keyring_calls_count() -> None:
    given = "{packages: [foo], env: {UV_INDEX: 'https://ci@h/one', UV_KEYRING_PROVIDER: subprocess}}"
    trace = replay(world(given), CLIENT)
    calls = [SeenKeyring("https://h/one", "ci"), SeenKeyring("h", "ci")]
    exchanges = list(as_modelled(trace))
    assert compare(trace, run(exchanges, calls, 1)).agrees
    assert isinstance(compare(trace, run(exchanges, calls[:1], 1)).parting, KeyringRow)
    assert isinstance(compare(trace, run(exchanges, calls[::-1], 1)).parting, KeyringRow)


def test_a_redirected_request_belongs_to_the_package_that_was_redirected() -> None:
    servers = ("{url: 'https://h', rules: [{path: '/one/foo/', answer: {redirect: '/x'}}, {answer: 404}]}", PYPI)
    two = world(TWO_PACKAGES, *servers)
    trace = replay(two, CLIENT)
    redirected = [seen for seen in as_modelled(trace) if seen.url.path in {"/one/foo/", "/x"}]
    assert Grouping(trace).of_client(redirected) == {Group("foo"): redirected}


@pytest.mark.parametrize(("sent", "agrees"), [("ci:", True), ("ci:cabbage", False), (None, False)])
def test_requests_for_files_are_compared_by_what_stands_in_the_header(sent: str | None, agrees: bool) -> None:
    given = "{packages: [foo], env: {UV_INDEX_URL: 'https://ci@h/simple'}}"
    trace = replay(world(given, "{url: 'https://h', rules: [{answer: {page: ['1.0']}}]}"), CLIENT)
    credentials = None if sent is None else credential(sent)
    files = [
        Seen(exchange.request.method, exchange.request.url, credentials, exchange.answer)
        for exchange in trace.lookups[0].files
    ]
    seen = run(list(as_modelled(trace)))
    assert files
    assert compare(trace, replace(seen, files=tuple(files))).agrees is agrees


def test_order_does_not_count_between_a_pin_and_the_search_beside_it() -> None:
    project = "{pyproject.toml: \"[tool.uv.sources]\\nfoo = { index = 'corp' }\\n\"}"
    given = f"{{packages: [foo], command: {{uv: lock}}, args: {{uv: [--index, corp=https://h/one]}}, files: {project}}}"
    scenario = world(given, "{url: 'https://h', rules: [{times: 1, answer: 401}, {answer: {page: ['1.0']}}]}", PYPI)
    old, new = (replay(scenario, client_of(f"uv=={version}")) for version in ("0.6.5", "0.6.6"))
    assert [is_concurrent(old), is_concurrent(new)] == [True, False]
