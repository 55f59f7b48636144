"""What a report tells beyond the trace: probes and reported cases, in lines."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.probes.conclusion import concluded
from idxdoctor.diagnosis.probes.probed import Kind, Probe, ProbedIndex
from idxdoctor.diagnosis.probes.statuses import Statuses
from idxdoctor.diagnosis.run import KnownCase
from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Url
from idxdoctor.report.beyond import known_line, probe_lines
from tests.worlds import replay_of, server, world

PAGE: Final = Url.parse("https://h.example/simple/foo/")
CI: Final = Credential("ci", Secret("cabbage"), Provenance("netrc"), Reach(PAGE.origin))
TRACE: Final = replay_of(
    world({"UV_INDEX": "corp=https://h.example/simple"}, server("https://h.example", {"answer": 403})), "0.13.9"
).trace


def probed(statuses: dict[Kind, int | None], conclusion: Statuses | None) -> ProbedIndex:
    """Return the probes of the index, each with its status."""
    answers = [
        (Probe("foo", 0, kind, PAGE, CI if kind is Kind.OWN else None), status) for kind, status in statuses.items()
    ]
    return ProbedIndex("foo", 0, tuple(answers), conclusion and concluded(conclusion))


def test_probes_stand_below_their_index_with_what_follows_from_them() -> None:
    one = probed({Kind.ANONYMOUS: 401, Kind.OWN: 403}, Statuses(401, 403, 403, 403))
    head, anonymous, own, so = probe_lines(one, TRACE)
    assert head == "Probes of corp for foo:"
    assert anonymous == "   401  https://h.example/simple/foo/ without credentials"
    assert own == "   403  https://h.example/simple/foo/ with the credentials as ci"
    assert one.conclusion is not None
    assert so == f"  so {one.conclusion.text}"


def test_what_stays_open_is_said_to_and_no_answer_is_none() -> None:
    lines = list(probe_lines(probed({Kind.ANONYMOUS: None}, None), TRACE))
    assert lines[1:] == ["  none  https://h.example/simple/foo/ without credentials", "  which leaves it open"]


def test_no_password_stands_in_a_probe() -> None:
    assert "cabbage" not in "".join(probe_lines(probed({Kind.OWN: 200}, None), TRACE))


def test_a_case_is_named_with_its_link_and_what_ended_it() -> None:
    case = KnownCase("uv-1", "A title", "https://github.com/astral-sh/uv/issues/1", "an upgrade")
    assert known_line(case) == (
        "This looks like https://github.com/astral-sh/uv/issues/1 (uv-1: A title). What ended that: an upgrade."
    )
