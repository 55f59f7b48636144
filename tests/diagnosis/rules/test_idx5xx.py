"""What stands between the client and the index: each rule in a world in which it speaks, and in one nearly the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

import pytest

from idxdoctor.clients.registry import client_of
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.finding import Finding
from idxdoctor.model.exchange import Failure
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.replay import replay
from tests.worlds import PAGE, codes, findings, replay_of, server, world

NEW: Final = "0.13.9"
H: Final = "https://h.example"
AS_CI: Final = {"UV_INDEX_URL": "https://ci:cabbage@h.example/simple"}


def answering(answer: object, *others: object, url: str = H) -> Scenario:
    """Return a world whose one index answers so, the first time, and then as the others say."""
    env = {"UV_INDEX_URL": f"{url}/simple"}
    first = [{"times": 1, "answer": answer}] if others else [{"answer": answer}]
    return world(env, server(url, *first, *({"answer": other} for other in others)))


class Case(NamedTuple):
    """A world in which a rule speaks, and one in which it doesn't."""

    code: str
    speaks: Scenario
    says: str
    silent: Scenario


CASES: Final = (
    Case("IDX501", answering({"drop": "reset"}), "closed the connection", answering({"drop": "reset"}, PAGE)),
    Case("IDX502", answering({"drop": "tls"}), "at its certificate", answering({"drop": "reset"})),
    Case("IDX503", answering({"drop": "proxy"}), "opened no connection", answering({"drop": "connect"})),
    Case("IDX503", answering(407, url="http://h.example"), "answer for http://h.example is 407", answering(401)),
    Case("IDX504", answering({"drop": "connect"}), "no connection to https://h.example", answering({"drop": "proxy"})),
    Case("IDX505", answering({"drop": "timeout"}), "given 30 seconds", answering({"page": ["1.0"], "delay": 20})),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_rule_speaks_of_the_exchange_that_proves_it(case: Case) -> None:
    (found,) = findings(case.speaks, NEW, case.code)
    assert found.exchanges == (len(replay_of(case.speaks, NEW).trace.lookups[0].exchanges) - 1,)
    assert case.says in found.text
    assert codes(case.speaks, NEW) == [case.code]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_rule_is_silent_where_its_cause_is_not_there(case: Case) -> None:
    assert case.code not in codes(case.silent, NEW)


def test_a_name_that_can_not_be_resolved_is_told_from_a_host_that_takes_no_connection() -> None:
    trace = replay(answering({"drop": "connect"}), client_of("uv"))
    (lookup,) = trace.lookups
    unnamed = [one._replace(answer=replace(one.answer, failure=Failure.NAME)) for one in lookup.exchanges]
    ((finding,),) = diagnose(trace._replace(lookups=(lookup._replace(exchanges=tuple(unnamed)),)))
    assert (finding.code, finding.text) == ("IDX504", "the name h.example can't be resolved")


def test_a_host_that_a_redirect_leads_to_is_not_taken_for_the_index() -> None:
    env = {"UV_INDEX_URL": f"{H}/simple"}
    (found,) = findings(world(env, server(H, {"answer": {"redirect": "https://gone.example/"}})), NEW, "IDX504")
    assert found.text == "no connection to https://gone.example could be made, to which https://h.example redirects"


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("h.example", "UV_INSECURE_HOST names it, which counts for its own pages"),
        ("h.example:8443", "UV_INSECURE_HOST names it with port 8443, and the URL has none"),
    ],
)
def test_a_setting_that_names_the_host_in_vain_is_told(named: str, says: str) -> None:
    leads = server("https://first.example", {"answer": {"redirect": "https://h.example/foo/"}})
    env = {"UV_DEFAULT_INDEX": "https://first.example/simple", "UV_INSECURE_HOST": named}
    (found,) = findings(world(env, leads, server("https://h.example", {"answer": {"drop": "tls"}})), NEW, "IDX502")
    assert says in found.text
    assert "names it" not in findings(answering({"drop": "tls"}), NEW, "IDX502")[0].text


@pytest.mark.parametrize(
    ("version", "setting"), [("0.10.12", "UV_NATIVE_TLS=true"), ("0.11.0", "UV_SYSTEM_CERTS=true")]
)
def test_the_systems_certificates_are_used_as_the_version_knows_it(version: str, setting: str) -> None:
    (found,) = findings(answering({"drop": "tls"}), version, "IDX502")
    assert setting in found.fixes[1].title


def told_of(drop: str, detail: str) -> Finding:
    """Return what is found where an index gives no answer, and the network says why."""
    trace = replay(answering({"drop": drop}), client_of("uv"))
    (lookup,) = trace.lookups
    detailed = [one._replace(answer=replace(one.answer, detail=detail)) for one in lookup.exchanges]
    ((finding,),) = diagnose(trace._replace(lookups=(lookup._replace(exchanges=tuple(detailed)),)))
    return finding


@pytest.mark.parametrize(
    ("detail", "says"),
    [
        ("hostname 'h.example' doesn't match 'b.example'", "other names than h.example"),
        ("certificate verify failed: Hostname mismatch, certificate is not valid for 'h.example'.", "right server"),
        ("certificate verify failed: certificate has expired (_ssl.c:1000)", "new certificate"),
        ("certificate verify failed: certificate is not yet valid (_ssl.c:1000)", "clock of this machine"),
    ],
)
def test_a_file_of_certificates_is_not_advised_where_it_can_not_help(detail: str, says: str) -> None:
    fixes = " ".join(fix.title for fix in told_of("tls", detail).fixes)
    assert says in fixes
    assert "SSL_CERT_FILE" not in fixes


@pytest.mark.parametrize("detail", ["the proxy answered {}", "Tunnel connection failed: {} No"])
@pytest.mark.parametrize(
    ("status", "says", "is_silent_on"),
    [(407, "NTLM", "forbids"), (403, "it forbids it", "NTLM"), (400, "why it answers 400", "NTLM")],
)
def test_what_helps_with_a_proxy_hangs_on_its_status(detail: str, status: int, says: str, is_silent_on: str) -> None:
    found = told_of("proxy", detail.format(status))
    fixes = " ".join(fix.title for fix in found.fixes)
    assert str(status) in found.text
    assert says in fixes
    assert is_silent_on not in fixes
