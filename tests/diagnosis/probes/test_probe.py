"""Probes: which are sent, where made-up credentials never go, and what their answers settle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from idxdoctor.diagnosis.probes.probe import NO_SUCH_NAME, planned, with_probes
from idxdoctor.diagnosis.probes.probed import Kind, Probe
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.exchange import Answer, AskKeyring, KeyringAnswer, Send
from idxdoctor.model.secret import Secret
from idxdoctor.model.trace import Lookup
from idxdoctor.model.url import Origin
from tests.worlds import PAGE, replay_of, server, world

INDEX: Final = "https://h.example/simple"
WITH_CI: Final = {"UV_DEFAULT_INDEX": "https://ci:cabbage@h.example/simple"}
WITHOUT: Final = {"UV_DEFAULT_INDEX": INDEX}


def run_of(env: Mapping[str, str], *rules: dict[str, object], packages: list[str] | None = None) -> Run:
    """Return the diagnosed run in a world of one server that knows `ci`."""
    given = {"packages": packages} if packages else {}
    return replay_of(world(env, server("https://h.example", *rules, accounts={"ci": "cabbage"}), **given), "0.13.9")


def kinds(run: Run, known: str | None = None) -> list[Kind]:
    """Return the probes that are planned, where no credentials are at hand."""
    return [probe.kind for probe in planned(run.trace, lambda _: (), known)]


class Answers:
    """Answers probes from a table by path and username, and notes what was asked."""

    def __init__(self, statuses: Mapping[tuple[str, str | None], Answer]) -> None:
        self._statuses = statuses
        self.sent: list[Send] = []

    def send(self, request: Send) -> Answer:
        """Return the answer of the table, else 404."""
        self.sent.append(request)
        name = None if request.credential is None else request.credential.username
        return self._statuses.get((request.url.path, name), Answer(404))

    def ask_keyring(self, question: AskKeyring) -> KeyringAnswer:
        """A probe asks no keyring."""
        raise AssertionError(question)


def test_a_refused_package_is_asked_for_in_all_ways() -> None:
    run = run_of(WITH_CI, {"answer": 403})
    assert kinds(run) == [Kind.ANONYMOUS, Kind.OWN, Kind.WRONG, Kind.MISSING]
    assert kinds(run, "flask")[-1] is Kind.KNOWN


def test_without_credentials_none_are_probed_and_those_at_hand_are() -> None:
    run = run_of(WITHOUT, {"answer": 401})
    assert Kind.OWN not in kinds(run)

    def at_hand(origin: Origin) -> list[Credential]:
        return [Credential("ci", Secret("cabbage"), Provenance("netrc"), Reach(origin))]

    own = next(probe for probe in planned(run.trace, at_hand, None) if probe.kind is Kind.OWN)
    assert str(own) == "https://h.example/simple/foo/ with the credentials as ci"


def test_what_was_found_is_not_probed() -> None:
    assert kinds(run_of(WITHOUT, {"answer": PAGE})) == []


def test_a_404_on_the_way_to_a_page_is_not_probed() -> None:
    env = {"UV_DEFAULT_INDEX": "https://h.example/b/simple", "UV_INDEX": "https://h.example/a/simple"}
    found = run_of(env, {"path": "/a/*", "answer": 404}, {"answer": PAGE})
    assert kinds(found) == []


def test_made_up_credentials_never_go_to_a_host_that_has_no_accounts() -> None:
    env = {"UV_DEFAULT_INDEX": "https://download.pytorch.org/whl"}
    run = replay_of(world(env, server("https://download.pytorch.org", {"answer": 404})), "0.13.9")
    assert kinds(run) == [Kind.ANONYMOUS, Kind.MISSING]


def test_a_package_that_this_run_found_there_is_known() -> None:
    refused = {"path": "*/foo/", "answer": 403}
    run = run_of(WITHOUT, refused, {"answer": PAGE}, packages=["foo", "bar"])
    last = [*planned(run.trace, lambda _: (), None)][-1]
    assert (last.kind, last.url.path) == (Kind.KNOWN, "/simple/bar/")


def test_answers_settle_what_the_finding_left_open() -> None:
    run = run_of(WITH_CI, {"answer": 403})
    answers = Answers(
        {
            ("/simple/foo/", None): Answer(401),
            ("/simple/foo/", "ci"): Answer(403),
            ("/simple/foo/", "idxdoctor-probe"): Answer(403),
            (f"/simple/{NO_SUCH_NAME}/", "ci"): Answer(403),
        }
    )
    announced: list[Probe] = []
    after = with_probes(run, planned(run.trace, lambda _: (), None), answers, announced.append)
    assert len(announced) == len(answers.sent) == 4
    (probed,) = after.probed
    assert probed.conclusion is not None
    (finding,) = after.findings[0]
    assert finding.settled == probed.conclusion.text


def test_the_same_request_is_sent_once() -> None:
    run = run_of(WITHOUT, {"answer": 401}, packages=["foo", "bar"])
    answers = Answers({})
    probes = [*planned(run.trace, lambda _: (), None)]
    with_probes(run, probes, answers, lambda _: None)
    assert len(answers.sent) == len({(probe.url, probe.credential) for probe in probes}) < len(probes)


@pytest.mark.parametrize(
    ("location", "asked"),
    [("/other/foo/", 2), ("/login", 1), ("https://login.example/simple/foo/", 1)],
)
def test_redirects_are_followed_within_the_origin_to_the_same_name_alone(location: str, asked: int) -> None:
    run = run_of(WITHOUT, {"answer": 401})
    (probe, *_) = planned(run.trace, lambda _: (), None)
    answers = Answers({("/simple/foo/", None): Answer(302, {"location": location})})
    after = with_probes(run, [probe], answers, lambda _: None)
    assert len(answers.sent) == asked
    ((_, status),) = after.probed[0].answers
    assert status == (404 if asked == 2 else 302)


def test_a_circle_of_redirects_ends() -> None:
    run = run_of(WITHOUT, {"answer": 401})
    (probe, *_) = planned(run.trace, lambda _: (), None)
    answers = Answers({("/simple/foo/", None): Answer(302, {"location": "/simple/foo/"})})
    with_probes(run, [probe], answers, lambda _: None)
    assert len(answers.sent) == 5


def lookup_of(run: Run) -> Lookup:
    """Return the one lookup of a run."""
    (lookup,) = run.trace.lookups
    return lookup


def test_an_index_that_was_never_asked_is_not_probed() -> None:
    env = {"UV_DEFAULT_INDEX": "https://h.example/b/simple", "UV_INDEX": "https://h.example/a/simple"}
    run = run_of(env, {"answer": 401})
    assert {probe.position for probe in planned(run.trace, lambda _: (), None)} == {0}
    assert len(lookup_of(run).ending.indexes) == 2
