"""IDX312, IDX313 and IDX506: what only a check shows, a lock file or an end of the time."""

from __future__ import annotations

from time import monotonic, sleep

from idxdoctor.clients.registry import client_of
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.uv.named import with_files
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.finding import Finding
from idxdoctor.transport.bench import LiveBench, MockedBench
from idxdoctor.transport.check import check
from tests.config.uv.test_lock import package
from tests.surroundings import surroundings
from tests.transport.loopback import serving
from tests.worlds import PAGE, PYPI, Data, server, world

H = "https://h.example"
LOCK = "version = 1\n" + package(source=f'source = {{ registry = "{H}/simple" }}')


def found(lock: str, *rules: Data, env: dict[str, str] | None = None) -> list[Finding]:
    """Return the findings on `foo` in a project with this lock, whose index answers by these rules."""
    scenario = world(env or {"UV_INDEX": f"{H}/simple"}, server(H, *rules), PYPI, files={"uv.lock": lock})
    bench = MockedBench.of(scenario, "uv")
    here: Surroundings = with_files(bench.here, ())
    trace = check(bench._replace(here=here), client_of("uv==0.13.9"), ["foo"])
    return list(diagnose(trace)[0])


def test_another_index_answers_for_a_locked_package() -> None:
    (finding,) = found(LOCK, {"answer": 404})
    assert (finding.code, finding.severity, finding.exchanges) == ("IDX312", "error", (0, 1))
    assert "foo is locked to https://h.example/simple (UV_INDEX), which answered 404; https://pypi.org/" in finding.text


def test_the_index_of_the_lock_answers_itself() -> None:
    assert found(LOCK, {"answer": PAGE}) == []


def test_no_other_index_has_it() -> None:
    lock = LOCK.replace("foo", "nothing")
    scenario = world({"UV_DEFAULT_INDEX": f"{H}/simple"}, server(H, {"answer": 404}), files={"uv.lock": lock})
    bench = MockedBench.of(scenario, "uv")
    trace = check(bench._replace(here=with_files(bench.here, ())), client_of("uv==0.13.9"), ["nothing"])
    assert [finding.code for finding in diagnose(trace)[0]] == ["IDX302"]


def test_the_index_of_the_lock_is_not_configured() -> None:
    (finding,) = found(LOCK, {"answer": PAGE}, env={"UV_INDEX": "https://other.example/simple"})
    assert (finding.code, finding.severity, finding.exchanges) == ("IDX313", "warning", (0,))
    assert "foo is locked to https://h.example/simple (uv.lock:2), which no setting names" in finding.text


def test_a_slash_at_its_end_makes_no_other_index() -> None:
    assert found(LOCK, {"answer": PAGE}, env={"UV_INDEX": f"{H}/simple/"}) == []


def test_what_is_not_locked_is_looked_up_as_ever() -> None:
    assert [finding.code for finding in found("version = 1\n", {"answer": 404})] == []


def test_the_time_for_the_whole_run_was_over() -> None:
    with serving(lambda _: sleep(1)) as slow:
        here = surroundings(env={"UV_DEFAULT_INDEX": f"{slow.url}/simple", "NO_PROXY": "*"})
        bench = LiveBench(here, deadline=monotonic() + 0.1)
        trace = check(bench, client_of("uv==0.13.9"), ["foo"])
    (finding,) = diagnose(trace)[0]
    assert (finding.code, finding.severity, finding.exchanges) == ("IDX506", "error", ())
    assert finding.text.endswith(f"in the time that was given; {slow.url}/simple had not answered")


def test_an_index_that_answers_in_time() -> None:
    assert "IDX506" not in [finding.code for finding in found(LOCK, {"answer": {"drop": "timeout"}})]
