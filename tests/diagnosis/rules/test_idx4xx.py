"""IDX4xx: the server or the URL."""

from __future__ import annotations

from typing import Any, Final

import pytest

from idxdoctor.clients.registry import client_of
from idxdoctor.diagnosis.evidence.shapes import cut_short
from idxdoctor.diagnosis.fixes.proof import with_proofs
from idxdoctor.diagnosis.replay import replayed, trial_in
from idxdoctor.model.exchange import Answer
from idxdoctor.model.url import Url
from idxdoctor.scenario.catalogue import shipped_scenarios
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario
from tests.diagnosis.rules.cases import AS_CI, CI, INDEX, KNOWN, NEW, REFUSED, Case, H, h, is_silent, speaks
from tests.worlds import PAGE, codes, findings, server, world

PLAIN: Final = {"UV_INDEX_URL": INDEX}
FORM: Final = {"headers": {"Content-Type": "text/html"}, "body": "<form><input type=password></form>"}
JSON: Final = {"headers": {"Content-Type": "application/json"}, "body": '{"errors": []}'}
ARTIFACTORY: Final = "https://h.example/artifactory/api/pypi/own"
SIGNED: Final = "https://h.example/store/foo/?se=2199-01-01T00%3A00%3A00Z&sig=0f0f"


def found(*rules: dict[str, Any], url: str = H, files: str | None = None) -> Scenario:
    """Return a world whose index has the package, and answers by these rules before that."""
    page = {**PAGE, "files": files} if files else PAGE
    own = server(
        H, *(rules if url == H else ()), {"path": "/simple/*", "as": "ci", "answer": page}, REFUSED, accounts=CI
    )
    others = () if url == H else (server(url, *rules, accounts=CI),)
    return world(AS_CI, own, *others)


def to(target: str, *rules: dict[str, Any]) -> Scenario:
    """Return a world whose index redirects each page to `target`."""
    return h(AS_CI, {"path": "/simple/*", "answer": {"redirect": target}}, *rules)


CASES: Final = (
    Case("IDX401", (h(PLAIN, {"answer": FORM}), NEW), (0,), "a page for logging in", (h(PLAIN, {"answer": PAGE}), NEW)),
    Case("IDX402", (h(PLAIN, {"answer": 410}), NEW), (0,), "410", (h(PLAIN, {"answer": 404}), NEW)),
    Case(
        "IDX403",
        (h({"UV_INDEX_URL": ARTIFACTORY}, {"answer": 404}), NEW),
        (0,),
        "index URLs of Artifactory end in /simple",
        (h({"UV_INDEX_URL": f"{ARTIFACTORY}/simple"}, {"answer": 404}), NEW),
    ),
    Case(
        "IDX404",
        (h(PLAIN, {"answer": {"status": 429, "headers": {"Retry-After": "7"}}}), NEW),
        (0, 1, 2, 3),
        "asks to wait 7 seconds",
        (h(PLAIN, {"times": 1, "answer": 429}, {"answer": PAGE}), NEW),
    ),
    Case(
        "IDX405",
        (to("/sso/", {"path": "/sso/", "answer": FORM}), NEW),
        (0, 1),
        "asked as ci, sent the client to https://h.example/sso/",
        (to("/sso/", {"path": "/sso/", "answer": PAGE}), NEW),
    ),
    Case(
        "IDX406",
        (h(PLAIN, {"answer": JSON}), NEW),
        (0,),
        "application/json: a document that tells of an error",
        (h(PLAIN, {"answer": {**PAGE, "json": True}}), NEW),
    ),
    Case(
        "IDX407",
        (h({**AS_CI, "UV_HTTP_RETRIES": "0"}, {"as": "ci", "answer": 503}, REFUSED), NEW),
        (0,),
        "asked as ci, answered 503",
        (h(AS_CI, {"times": 1, "answer": 503}, KNOWN), NEW),
    ),
    Case(
        "IDX408",
        (to(SIGNED, {"path": "/store/*", "answer": 403}), NEW),
        (1,),
        "the credentials of ci (UV_INDEX_URL) were sent as well",
        (to(SIGNED, {"path": "/store/*", "answer": PAGE}), NEW),
    ),
    Case(
        "IDX409",
        (found({"path": "/files/*", "answer": 501}), NEW),
        (),
        "answered 501 to a HEAD request",
        (found({"path": "/files/*", "times": 1, "answer": 405}, {"path": "/files/*", "answer": 200}), NEW),
        (3,),
    ),
    Case(
        "IDX411",
        (to("/simple/foo/"), NEW),
        (0, 10),
        "redirected 11 times, and they lead back to https://h.example/simple/foo/",
        (to("/other/foo/", {"path": "/other/*", "answer": PAGE}), NEW),
    ),
    Case(
        "IDX412",
        (found({"path": "/files/*", "answer": 401}, url="http://h.example", files="http://h.example/files/"), NEW),
        (0,),
        "the page is at https://h.example, and lists its files at http://h.example",
        (found({"answer": 200}, url="http://h.example", files="http://h.example/files/"), NEW),
        (0,),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_rule_speaks_of_the_exchanges_that_prove_it(case: Case) -> None:
    speaks(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_rule_is_silent_where_its_cause_is_not_there(case: Case) -> None:
    is_silent(case)


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://h.example/api/pypi/own", "Artifactory"),
        ("https://europe-west1-python.pkg.dev/acme/own/", "Google Artifact Registry"),
        ("https://acme-123456789012.d.codeartifact.eu-west-1.amazonaws.com/pypi/own", "CodeArtifact"),
        ("https://h.example/api/v4/groups/7/-/packages/pypi", "GitLab"),
        ("https://h.example/api/v4/projects/7/packages/pypi", "GitLab"),
        ("https://pkgs.dev.azure.com/acme/_packaging/own/pypi", "Azure Artifacts"),
        ("https://h.example/api/packages/acme/pypi", "Gitea or Forgejo"),
        ("https://h.example/repository/own/", "Nexus"),
        ("https://h.example/repository/own/simple", None),
        ("https://h.example/packages", None),
    ],
)
def test_a_url_that_stops_short_is_told_by_its_shape(url: str, provider: str | None) -> None:
    shape = cut_short(Url.parse(url), Answer(404))
    assert (shape and shape.provider) == provider


def test_devpi_is_told_by_its_web_interface() -> None:
    page = Answer(200, body=b'<h1><a href="https://h.example/">devpi</a></h1>')
    shape = cut_short(Url.parse("https://h.example/root/own"), page)
    assert shape is not None
    assert shape.end == "+simple"
    assert cut_short(Url.parse("https://h.example/root/own/+simple/"), page) is None


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("X-Amz-Date=20240101T000000Z&X-Amz-Expires=900&X-Amz-Signature=0f", "good until 2024-01-01 00:15 UTC"),
        ("X-Goog-Date=20240101T000000Z&X-Goog-Expires=60&X-Goog-Signature=0f", "good until 2024-01-01 00:01 UTC"),
        ("Expires=1704067200&Signature=0f", "good until 2024-01-01 00:00 UTC"),
        ("se=2024-01-01&sig=0f", "good until 2024-01-01 00:00 UTC"),
        ("se=soon&sig=0f", "were sent as well"),
    ],
)
def test_it_is_said_until_when_a_signature_was_good(query: str, says: str) -> None:
    scenario = to(f"https://h.example/store/foo/?{query}", {"path": "/store/*", "answer": 403})
    (finding,) = findings(scenario, NEW, "IDX408")
    assert says in finding.text


def test_a_signature_that_holds_is_not_blamed_where_nothing_else_was_sent() -> None:
    away = SIGNED.replace("h.example", "store.example")
    refusing = server("https://store.example", {"answer": 403})
    sending = server(H, {"as": "ci", "answer": {"redirect": away}}, REFUSED, accounts=CI)
    assert "IDX408" not in codes(world(AS_CI, sending, refusing), NEW)


def test_a_store_that_refuses_a_signed_file_is_told() -> None:
    files = "https://h.example/files/"
    gone = "https://h.example/old/foo.whl?se=2024-01-01&sig=0f"
    rules = ({"path": "/files/*", "answer": {"redirect": gone}}, {"path": "/old/*", "answer": 403})
    (finding,) = findings(found(*rules, files=files), NEW, "IDX408")
    assert finding.exchanges == ()
    assert "2024-01-01" in finding.text


@pytest.mark.parametrize(("status", "code"), [(429, "IDX404"), (500, "IDX407")])
def test_a_file_server_that_fails_is_told(status: int, code: str) -> None:
    rules = ({"path": "/files/*", "times": 1, "answer": 405}, {"path": "/files/*", "answer": status})
    (finding,) = findings(found(*rules), NEW, code)
    assert finding.files


def test_redirects_without_end_that_are_no_circle_are_told() -> None:
    rules = [{"path": f"/{n}/", "answer": {"redirect": f"/{n + 1}/"}} for n in range(12)]
    (finding,) = findings(to("/0/", *rules), NEW, "IDX411")
    assert "each leads to another URL" in finding.text


def test_a_page_that_says_nothing_of_itself_is_no_page() -> None:
    (finding,) = findings(h(PLAIN, {"answer": 200}), NEW, "IDX406")
    assert "no readable Content-Type: something else" in finding.text


@pytest.mark.parametrize(
    "name",
    [
        "401-empty-list-for-strangers",
        "403-url-without-simple",
        "403-web-interface-answers",
        "404-rate-limit",
        "405-login-on-another-host",
        "405-redirect-to-login",
        "406-json-error",
        "412-links-with-http",
    ],
)
def test_the_first_fix_that_changes_anything_is_proved(name: str) -> None:
    scenario = load_scenario(next(file for file in shipped_scenarios() if file.stem == f"uv-idx{name}"))
    client = client_of(f"uv=={NEW}")
    run = with_proofs(replayed(scenario, client), trial_in(scenario, client))
    ((finding,),) = run.findings
    assert next(fix for fix in finding.fixes if fix.change is not None).proved
