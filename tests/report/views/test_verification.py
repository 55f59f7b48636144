"""How models and real clients compare, as text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from idxdoctor.capture.answering.seen import Seen, SeenKeyring
from idxdoctor.capture.comparing.compare import compare
from idxdoctor.capture.comparing.verify import Verdict
from idxdoctor.capture.running.runner import Run
from idxdoctor.clients.registry import client_of
from idxdoctor.model.errors import CheckError
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.trace import Trace
from idxdoctor.report.views.verification import count_lines, verdict_lines
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.replay import replay
from tests.conversation import credential
from tests.worlds import server, world

CLIENT: Final = client_of("uv==0.13.9")
CANARY: Final = "zq7Canary"
URL: Final = f"https://ci:{CANARY}@h.example/simple"
TOKEN: Final = "qx8CanaryToken"
FILE: Final = f"https://ci:{CANARY}@h.example/f/foo-1.0-py3-none-any.whl?token={TOKEN}"
JSON: Final = {"Content-Type": "application/vnd.pypi.simple.v1+json"}
PRIVATE: Final = server(
    "https://h.example",
    {"path": "*.whl", "as": "ci", "answer": 200},
    {"path": "*.whl", "answer": 401},
    {"as": "ci", "answer": {"body": json.dumps({"files": [{"url": FILE}]}), "headers": JSON}},
    {"answer": 401},
    accounts={"ci": CANARY},
)
WORLD: Final = world({"UV_INDEX_URL": URL}, PRIVATE)
REFUSED: Final = world(
    {"UV_INDEX_URL": "https://ci@h.example/simple"}, PRIVATE, args={"uv": ["--keyring-provider=subprocess"]}
)


def seen(exchanges: Sequence[Exchange]) -> Iterator[Seen]:
    for one in exchanges:
        yield Seen(one.request.method, one.request.url, one.request.credential, one.answer, one.redirect)


def as_modelled(trace: Trace) -> Run:
    [lookup] = trace.lookups
    calls = tuple(SeenKeyring(call.request.service, call.request.username) for call in lookup.keyring)
    status = 0 if lookup.ending.outcome.value == "found" else 1
    return Run(tuple(seen(lookup.exchanges)), tuple(seen(lookup.files)), calls, status, CANARY)


def verdict(scenario: Scenario = WORLD, **other: object) -> Verdict:
    """Return the verdict on a client that does as its model but for this."""
    trace = replay(scenario, CLIENT)
    return Verdict(scenario, CLIENT, compare(trace, replace(as_modelled(trace), **other)))  # type: ignore[arg-type]  # fields by name


def lines(judged: Verdict) -> list[str]:
    found = list(verdict_lines(judged))
    assert "Canary" not in "\n".join(found)
    return found


FAILED: Final = Verdict(WORLD, CLIENT, error=CheckError("it can't be installed"))


def test_agreement_is_one_line_that_counts_the_requests() -> None:
    comparison = verdict().comparison
    assert comparison is not None
    count = len(comparison.run.exchanges + comparison.run.files)
    assert lines(verdict()) == [f"agrees    made-up  uv 0.13.9  {count} requests"]


def test_what_could_not_be_run_says_why() -> None:
    assert lines(FAILED) == ["FAILED    made-up  uv 0.13.9: it can't be installed"]


def test_a_request_less_and_one_more_stand_side_by_side() -> None:
    run = as_modelled(replay(WORLD, CLIENT))
    missing, extra = lines(verdict(exchanges=run.exchanges[:-1])), lines(verdict(exchanges=run.exchanges * 2))
    assert missing[0] == "DIFFERS   made-up  uv 0.13.9"
    assert missing[-2].startswith("    model  GET https://h.example/simple/foo/ as ci, 200  (")
    assert missing[-1] == "    real   no request"
    assert [line[:10] for line in extra[1:]] == ["    both  ", "    model ", "    real  "]
    assert extra[-2:] == ["    model  no request", "    real   GET https://h.example/simple/foo/ as ci, 200"]


def test_another_credential_is_told_and_not_shown() -> None:
    [one] = as_modelled(replay(WORLD, CLIENT)).exchanges
    other = lines(verdict(exchanges=(replace(one, credential=credential(f"bot:{CANARY}")),)))
    assert other[-1] == "    real   GET https://h.example/simple/foo/ as bot, 200"


def test_a_keyring_call_that_differs_stands_side_by_side() -> None:
    assert lines(verdict(REFUSED, keyring=()))[-2:] == [
        "    model  keyring get https://h.example/simple ci",
        "    real   does not ask the keyring any more",
    ]
    calls = (*as_modelled(replay(REFUSED, CLIENT)).keyring, SeenKeyring("h.example", None))
    assert lines(verdict(REFUSED, keyring=calls))[-2:] == [
        "    model  does not ask the keyring any more",
        "    real   keyring get h.example --mode creds",
    ]


def test_another_end_is_told_in_a_sentence() -> None:
    assert lines(verdict(status=1))[1:] == ["    the client ended with status 1, and its model finds every package"]
    assert lines(verdict(status=None))[1:] == ["    the client did not end in time"]


def test_another_request_for_a_file_is_told_and_its_link_shows_no_secret() -> None:
    [line] = lines(verdict(files=()))[1:]
    assert line.startswith("    https://h.example/f")
    assert line.endswith("the client nothing")


def test_verdicts_are_counted_by_client_and_those_that_differ_are_named() -> None:
    other = replace(FAILED, client=client_of("uv==0.7.0"))
    assert list(count_lines([verdict(), verdict(status=1), FAILED, other])) == [
        "uv 0.13.9: 1/2 agree, 1 could not be run; these differ: made-up",
        "uv 0.7.0: 0/0 agree, 1 could not be run",
    ]
    assert list(count_lines([verdict()])) == ["uv 0.13.9: 1/1 agree"]
