"""A whole run in a scenario's world: configuration, lookups, trace."""

from __future__ import annotations

import pytest

from idxdoctor.clients.registry import client_of
from idxdoctor.model.errors import InputError
from idxdoctor.model.trace import Outcome, Trace
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.replay import replay
from tests.conversation import header
from tests.scenario.made import scenario

SERVERS = """
    - url: https://corp
      accounts: {ci: zq7Canary}
      rules:
        - {path: /simple/foo/, as: ci, answer: {page: [1.0]}}
        - {path: /simple/foo/, answer: 401}
    - url: https://pypi.org
      rules: [{path: /simple/*, answer: {page: [9.0]}}]
    """
GIVEN = """
    packages: [foo, Bar, foo]
    env: {UV_INDEX_URL: https://pypi.org/simple, UV_EXTRA_INDEX_URL: https://corp/simple}
    files: {~/.netrc: machine corp login ci password zq7Canary}
    """


def run(made: Scenario, client: str = "uv==0.13.9") -> Trace:
    return replay(made, client_of(client))


def asked(trace: Trace, lookup: int) -> list[tuple[str, str, int | None]]:
    """Return what one lookup asked: URL, credentials, status."""
    return [
        (exchange.request.url.reveal(), header(exchange.request.credential), exchange.answer.status)
        for exchange in trace.lookups[lookup].exchanges
    ]


def test_a_scenario_is_replayed_request_by_request() -> None:
    trace = run(scenario(SERVERS, GIVEN))
    assert [lookup.package for lookup in trace.lookups] == ["foo", "bar"]
    assert asked(trace, 0) == [
        ("https://corp/simple/foo/", "nobody", 401),
        ("https://corp/simple/foo/", "ci:zq7Canary", 200),
    ]
    assert asked(trace, 1) == [
        ("https://corp/simple/bar/", "nobody", 404),
        ("https://corp/simple/bar/", "ci:zq7Canary", 404),
        ("https://pypi.org/simple/bar/", "nobody", 200),
    ]
    assert [lookup.ending.outcome for lookup in trace.lookups] == [Outcome.FOUND, Outcome.FOUND]


def test_a_trace_says_what_it_is_of() -> None:
    trace = run(scenario(SERVERS, GIVEN), "uv==0.7.0")
    assert (trace.source, trace.scenario, str(trace.client)) == ("replay", "made", "uv 0.7.0")
    assert [index.url.host for index in trace.plan.defined] == ["corp", "pypi.org"]


def test_a_trace_does_not_show_its_secrets() -> None:
    assert "zq7Canary" not in repr(run(scenario(SERVERS, GIVEN)))


def test_exchanges_know_as_whom_the_server_took_them() -> None:
    [foo, _] = run(scenario(SERVERS, GIVEN)).lookups
    assert [exchange.answer.account for exchange in foo.exchanges] == [None, "ci"]
    assert [exchange.request.index for exchange in foo.exchanges] == [0, 0]


def test_each_replay_is_a_new_world() -> None:
    servers = "- {url: 'https://pypi.org', rules: [{times: 1, answer: {page: [1]}}]}"
    made = scenario(servers)
    outcomes = [run(made).lookups[0].ending.outcome for _ in range(2)]
    assert outcomes == [Outcome.FOUND, Outcome.FOUND]


def test_the_world_waits_as_long_as_the_client_does() -> None:
    servers = "- {url: 'https://pypi.org', rules: [{answer: {page: [1], delay: 20}}]}"
    patient, impatient = "packages: [foo]", "{packages: [foo], env: {UV_HTTP_TIMEOUT: 10}}"
    assert run(scenario(servers, patient)).lookups[0].ending.outcome is Outcome.FOUND
    assert run(scenario(servers, impatient)).lookups[0].ending.outcome is Outcome.FAILED


def test_without_packages_the_dependencies_of_the_project_are_looked_up() -> None:
    given = "files: {pyproject.toml: \"[project]\\ndependencies = ['foo>=1', 'bar']\"}"
    assert [lookup.package for lookup in run(scenario(SERVERS, given)).lookups] == ["foo", "bar"]


def test_a_scenario_without_packages_is_refused() -> None:
    with pytest.raises(InputError, match=r"made\.yaml: the scenario names no package"):
        run(scenario(SERVERS, "{}"))


def test_a_configuration_that_cannot_be_read_is_told() -> None:
    with pytest.raises(InputError, match=r"uv\.toml:1:5: invalid TOML"):
        run(scenario(SERVERS, "{packages: [foo], files: {uv.toml: a = b}}"))


def test_a_version_newer_than_all_is_replayed_as_the_newest() -> None:
    assert asked(run(scenario(SERVERS, GIVEN), "uv==99.0"), 0) == asked(run(scenario(SERVERS, GIVEN), "uv"), 0)


def test_versions_part_where_their_behaviours_do() -> None:
    servers = (
        "[{url: 'https://corp', rules: [{answer: 401}]}, {url: 'https://pypi.org', rules: [{answer: {page: [1]}}]}]"
    )
    given = "{packages: [foo], env: {UV_EXTRA_INDEX_URL: https://corp/simple}}"
    ended = {
        version: run(scenario(servers, given), f"uv=={version}").lookups[0].ending for version in ("0.6.17", "0.7.0")
    }
    assert ended["0.6.17"].outcome is Outcome.FOUND
    assert (ended["0.7.0"].outcome, ended["0.7.0"].status) == (Outcome.STOPPED, 401)


OUTER = "UV_INDEX_OUTER_USERNAME: ci, UV_INDEX_OUTER_PASSWORD: cabbage"


def overlapping(policy: str, answer: str = "401") -> Trace:
    """Return a replay of an index with this policy below the root of another, whose credentials are known."""
    toml = (
        f"[[index]]\\nname = 'inner'\\nurl = 'https://h/b/simple'\\nauthenticate = '{policy}'\\n"
        "[[index]]\\nname = 'outer'\\nurl = 'https://h/simple'\\ndefault = true\\n"
    )
    given = f'{{packages: [foo], env: {{{OUTER}}}, files: {{uv.toml: "{toml}"}}}}'
    servers = (
        f"[{{url: 'https://h', accounts: {{ci: cabbage}}, "
        f"rules: [{{as: ci, answer: {{page: [1.0]}}}}, {{answer: {answer}}}]}}]"
    )
    return run(scenario(servers, given), "uv==0.13.9")


def test_two_ways_that_differ_are_told_both() -> None:
    trace = overlapping("never")
    assert trace.doubt is not None
    assert trace.doubt.startswith("requests below https://h/b/simple belong to that index or to https://h/simple,")
    assert [[one.answer.account for one in way[0].exchanges] for way in (trace.lookups, trace.others)] == [
        [None],
        ["ci"],
    ]
    assert [way[0].ending.outcome for way in (trace.lookups, trace.others)] == [Outcome.STOPPED, Outcome.FOUND]


def test_two_ways_that_do_the_same_are_no_doubt() -> None:
    trace = overlapping("auto")
    assert (trace.doubt, trace.others) == (None, ())


def test_without_an_overlap_there_is_no_doubt() -> None:
    trace = run(scenario(SERVERS, GIVEN), "uv==0.13.9")
    assert (trace.doubt, trace.others) == (None, ())


FILES = """
    - url: https://pypi.org
      rules:
        - {{path: /simple/*, answer: {{page: [1.0]}}}}
        - {{path: /files/*, answer: {status}}}
    """


@pytest.mark.parametrize(("status", "fault"), [(200, None), (401, "uv.file-refused"), (404, "uv.file-refused")])
def test_a_file_that_is_refused_is_a_fault_of_a_lookup_that_found_its_page(status: int, fault: str | None) -> None:
    [lookup] = run(scenario(FILES.format(status=status), "{packages: [foo]}")).lookups
    assert lookup.ending.outcome is Outcome.FOUND
    assert (lookup.file_fault.code if lookup.file_fault else None) == fault


def test_files_are_not_followed_up_where_the_search_failed() -> None:
    [lookup] = run(scenario(SERVERS, "{packages: [foo], env: {UV_INDEX_URL: https://corp/simple}}")).lookups
    assert (lookup.file_ending, lookup.file_fault) == (None, None)
