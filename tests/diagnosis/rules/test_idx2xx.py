"""IDX2xx: credentials were sent, and refused."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from typing import Any, Final

import pytest

from idxdoctor.clients.registry import client_of
from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.fixes.proof import with_proofs
from idxdoctor.diagnosis.replay import replayed, trial_in
from idxdoctor.scenario.model import Scenario
from tests.diagnosis.rules.cases import AS_CI, CI, INDEX, KNOWN, NEW, REFUSED, Case, H, h, is_silent, speaks
from tests.diagnosis.rules.test_idx6xx import shipped
from tests.worlds import PAGE, codes, findings, replay_of, server, world

CORP: Final = {"UV_INDEX": f"corp={INDEX}", "UV_INDEX_CORP_USERNAME": "ci"}
ONE_HOST: Final = {"UV_INDEX": f"one={H}/one/simple two={H}/two/simple"}
AS_ONE: Final = {**ONE_HOST, "UV_INDEX_ONE_USERNAME": "ci", "UV_INDEX_ONE_PASSWORD": "cabbage"}
FIRST_LACKS_IT: Final = {"path": "/one/*", "as": "ci", "answer": 404}
GOOGLE: Final = "https://europe-python.pkg.dev"
GITLAB: Final = f"{H}/api/v4/projects/7/packages/pypi/simple"
BOTTLE: Final = {"status": 403, "body": "<p>Sorry, the requested URL <tt>"}
S3: Final = {"status": 403, "headers": {"Server": "AmazonS3"}}
LACKS_SCOPE: Final = {"status": 403, "headers": {"WWW-Authenticate": 'Bearer error="insufficient_scope", scope="x"'}}
FROM_KEYRING: Final = {"UV_INDEX_URL": "https://ci@h.example/simple", "UV_KEYRING_PROVIDER": "subprocess"}
TWO_PACKAGES: Final = {"packages": ["foo", "bar"]}
STORE: Final = "~/.local/share/uv/credentials/credentials.toml"


def with_password(password: str, *rules: dict[str, Any]) -> Scenario:
    """Return a world whose index is asked with this password, which is wrong unless rules say otherwise."""
    return h({**CORP, "UV_INDEX_CORP_PASSWORD": password}, *(rules or (KNOWN, REFUSED)))


def token(expires: float) -> str:
    parts = ({"alg": "none"}, {"exp": expires})
    return ".".join([*(urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts), "c2ln"])


def google(username: str) -> Scenario:
    """Return a world of Google Artifact Registry, which refuses this user."""
    env = {"UV_INDEX": f"corp={GOOGLE}/acme/r/simple", "UV_INDEX_CORP_USERNAME": username}
    return world({**env, "UV_INDEX_CORP_PASSWORD": "cabbage"}, server(GOOGLE, REFUSED))


def netrc(text: str, env: dict[str, str] | None = None) -> Scenario:
    """Return a world whose index wants `ci`, with a netrc file."""
    return h(env or {"UV_INDEX_URL": INDEX}, KNOWN, REFUSED, files={"~/.netrc": text})


def stored(service: str) -> Scenario:
    """Return a world with an old password in the variables and the new one in uv's store, for a service."""
    text = f'[[credential]]\nservice = "{service}"\nusername = "ci"\nscheme = "basic"\npassword = "cabbage"\n'
    return h({**CORP, "UV_INDEX_CORP_PASSWORD": "turnip"}, KNOWN, REFUSED, files={STORE: text})


def two(first: object, second: object) -> Scenario:
    """Return a world whose index answers `ci` so for the first package, and so for the second."""
    rules = ({"path": "/simple/foo/", "as": "ci", "answer": first}, {"path": "/simple/*", "as": "ci", "answer": second})
    return h(AS_CI, *rules, {"as": "ci", "answer": 200}, REFUSED, **TWO_PACKAGES)


def gitlab(status: int) -> Scenario:
    return world({"UV_INDEX_URL": GITLAB.replace("//", "//ci:cabbage@")}, server(H, {"answer": status}, accounts=CI))


EXPIRED: Final = with_password(token(1609459200))
CASES: Final = (
    Case("IDX201", (h(AS_CI, REFUSED), NEW), (0,), "ci (UV_INDEX_URL) was refused", (h(AS_CI, KNOWN), NEW)),
    Case("IDX202", (h(AS_CI, {"answer": 403}), NEW), (0,), "ci (UV_INDEX_URL) was refused", (h(AS_CI, REFUSED), NEW)),
    Case(
        "IDX203",
        (h(AS_ONE, FIRST_LACKS_IT, {"as": "ci", "answer": 403}, REFUSED), NEW),
        (2,),
        "after its 401, and answered 403",
        (h({**AS_ONE, "UV_INDEX_TWO_USERNAME": "ci"}, FIRST_LACKS_IT, REFUSED), NEW),
    ),
    Case("IDX204", (EXPIRED, NEW), (0,), "2021-01-01 00:00 UTC", (with_password(token(4102444800)), NEW)),
    Case("IDX205", (google("ci"), NEW), (0,), "Google Artifact Registry", (google("oauth2accesstoken"), NEW)),
    Case("IDX206", (with_password("${TOKEN}"), NEW), (0,), "UV_INDEX_CORP_PASSWORD", (with_password("a$b"), NEW)),
    Case("IDX207", (with_password("p%40ss"), NEW), (0,), "sent as it stands", (with_password("p%4ess@"), NEW)),
    Case("IDX208", (with_password('"cabbage"'), NEW), (0,), "quotes around it", (with_password('cab"bage'), NEW)),
    Case("IDX209", (h(AS_CI, {"answer": BOTTLE}), NEW), (0,), "may be pypiserver", (h(AS_CI, {"answer": 403}), NEW)),
    Case("IDX210", (two(403, PAGE), NEW), (0,), "let ci in for bar", (two(403, 403), NEW)),
    Case("IDX211", (h({"UV_INDEX": INDEX}, {"answer": S3}), NEW), (0,), "Amazon S3", (h({}, {"answer": S3}), NEW)),
    Case("IDX213", (gitlab(404), NEW), (0,), "this is GitLab", (gitlab(401), NEW)),
    Case("IDX214", (two(401, PAGE), NEW), (0,), "let in for bar later", (two(401, 401), NEW)),
    Case("IDX215", (h(AS_CI, {"answer": LACKS_SCOPE}), NEW), (0,), "insufficient_scope", (h(AS_CI, REFUSED), NEW)),
    Case(
        "IDX216",
        (
            h(FROM_KEYRING, KNOWN, REFUSED, keyring=[{"service": "h.example", "username": "ci", "password": "turnip"}]),
            NEW,
        ),
        (0,),
        "the keyring gave it for h.example",
        (netrc("machine h.example login ci password turnip\n"), NEW),
    ),
    Case(
        "IDX217",
        (netrc("default login ci password turnip\n"), NEW),
        (1,),
        "the entry `default`",
        (netrc("machine h.example login ci password turnip\n"), NEW),
    ),
    Case("IDX218", (stored(H), NEW), (0,), "is known for this host too", (stored("https://git.example"), NEW)),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_rule_speaks_of_the_exchanges_that_prove_it(case: Case) -> None:
    speaks(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_rule_is_silent_where_its_cause_is_not_there(case: Case) -> None:
    is_silent(case)


def proved(scenario: Scenario, code: str, version: str = NEW) -> list[str]:
    """Return the titles of the fixes of one code that were proved, on the first package."""
    client = client_of(f"uv=={version}")
    run = with_proofs(replayed(scenario, client), trial_in(scenario, client))
    found: list[Finding] = [finding for finding in run.findings[0] if finding.code == code]
    return [fix.title for finding in found for fix in finding.fixes if fix.proved]


def test_a_401_for_one_package_alone_is_about_that_package() -> None:
    run = replayed(two(PAGE, 401), client_of(f"uv=={NEW}"))
    (found,) = run.findings[1]
    assert (found.code, found.exchanges) == ("IDX212", (0,))
    assert "let in for foo before" in found.text


def test_an_open_index_is_mended_by_leaving_it_without_credentials() -> None:
    open_index = {"path": "/two/*", "as": "nobody", "answer": 404}
    text = f'[[index]]\nname = "one"\nurl = "{H}/one/simple"\n[[index]]\nname = "two"\nurl = "{H}/two/simple"\n'
    env = {name: value for name, value in AS_ONE.items() if name != "UV_INDEX"}
    assert proved(h(env, FIRST_LACKS_IT, open_index, REFUSED, files={"uv.toml": text}), "IDX203") == [
        "set `authenticate = never` for two: it answers without credentials"
    ]


@pytest.mark.parametrize(
    ("password", "title"),
    [
        ('{"authorizationToken": "cabbage"}', "only the token in it belongs there (UV_INDEX_CORP_PASSWORD)"),
        ("'cabbage'", "take the quotes out (UV_INDEX_CORP_PASSWORD)"),
        ("Bearer cabbage", "take the word out (UV_INDEX_CORP_PASSWORD)"),
        ("token: cabbage", "take the word out (UV_INDEX_CORP_PASSWORD)"),
        ("cabbage\n", "take it out (UV_INDEX_CORP_PASSWORD)"),
    ],
)
def test_what_was_pasted_with_the_secret_is_taken_out(password: str, title: str) -> None:
    assert proved(with_password(password), "IDX208")[0] == title


def test_a_secret_is_mended_in_netrc_and_in_the_url() -> None:
    account = {"ci": "cab@bage"}
    here = server(H, KNOWN, REFUSED, accounts=account)
    entry = {"~/.netrc": "machine h.example\n  login ci\n  password cab%40bage\n"}
    assert "write the password without percent-encoding" in proved(
        world({"UV_INDEX_URL": INDEX}, here, files=entry), "IDX207"
    )
    twice = {"UV_INDEX_URL": "https://ci:cab%2540bage@h.example/simple"}
    assert proved(world(twice, here), "IDX207")[0] == "encode the password once"


def test_of_two_netrc_entries_the_later_one_is_taken_out() -> None:
    entries = "machine h.example login ci password cabbage\nmachine h.example\n  login old\n  password turnip\n"
    assert proved(netrc(entries), "IDX217") == ["take ~/.netrc:2 out, so that the first one counts"]


def test_a_403_of_a_store_for_one_package_alone_is_passed_over_by_an_explicit_index() -> None:
    text = f'[[index]]\nname = "corp"\nurl = "{INDEX}"\n'
    titles = proved(h({}, {"answer": S3}, files={"uv.toml": text}), "IDX211", "0.8.15")
    assert [title.partition(":")[0] for title in titles] == [
        "ask corp only for what comes from it",
        "let 403 of corp mean that it does not have the package",
    ]


def test_an_expired_token_is_told_where_it_stands_for_the_username() -> None:
    env = {"UV_INDEX": f"corp={INDEX}", "UV_INDEX_CORP_USERNAME": token(0), "UV_INDEX_CORP_PASSWORD": "x"}
    (found,) = findings(h(env, REFUSED), NEW, "IDX204")
    assert token(0) not in found.text


def test_a_403_that_is_ignored_is_no_cause_where_the_package_is_found() -> None:
    text = f'[[index]]\nname = "corp"\nurl = "{INDEX}"\nignore-error-codes = [403]\n'
    env = {"UV_INDEX_CORP_USERNAME": "ci", "UV_INDEX_CORP_PASSWORD": "cabbage"}
    assert "IDX202" not in codes(h(env, {"answer": 403}, files={"uv.toml": text}), NEW)


def test_an_entry_of_the_store_is_renewed_and_its_old_password_not_shown() -> None:
    text = f'[[credential]]\nservice = "{H}"\nusername = "ci"\nscheme = "basic"\npassword = "turnip"\n'
    scenario = h({"UV_INDEX_URL": INDEX}, KNOWN, REFUSED, files={STORE: text})
    client = client_of(f"uv=={NEW}")
    run = with_proofs(replayed(scenario, client), trial_in(scenario, client))
    (found,) = run.findings[0]
    assert found.code == "IDX216"
    assert found.fixes[0].title == f"renew the entry: `uv auth login {H}/ --username ci`"
    assert found.fixes[0].proved
    assert '-password = ****\n+password = "<password>"' in (found.fixes[0].diff or "")


@pytest.mark.parametrize(
    ("scenario", "says", "files"),
    [
        ("uv-idx221-old-password-in-the-lock", "which uv.lock has in the file's own URL", (0,)),
        ("uv-idx221-page-open-file-closed", "who was given the page", (0, 1)),
    ],
)
def test_a_file_that_is_refused_to_complete_credentials(scenario: str, says: str, files: tuple[int, ...]) -> None:
    silent = (shipped("uv-unlike-221-no-password-in-the-lock"), NEW)
    case = Case("IDX221", (shipped(scenario), NEW), (), says, silent, files)
    speaks(case)
    is_silent(case)
    assert run_of(shipped(scenario)) == 1


def test_a_locked_file_that_is_gone_or_hidden() -> None:
    scenario, silent = shipped("uv-idx223-locked-file-hidden"), shipped("uv-unlike-223-locked-file-had")
    case = Case("IDX223", (scenario, NEW), (), "asked for without credentials, answered 404", (silent, NEW), (0,))
    speaks(case)
    is_silent(case)
    (found,) = findings(scenario, NEW, "IDX223")
    assert "this is GitLab (its path has /api/v4/projects/7/packages/pypi), which answers 404" in found.text
    assert found.fixes[-1].title == "if the file is gone, lock foo again: `uv lock --upgrade-package foo`"


def test_a_file_that_a_lock_names_and_variables_ask_for_is_told_apart() -> None:
    """The lock's URL has no credentials; those of the index, which are old, are sent and refused."""
    env = {"UV_INDEX_ACME_USERNAME": "ci", "UV_INDEX_ACME_PASSWORD": "old-one"}
    locked = shipped("uv-unlike-221-no-password-in-the-lock")
    given = replace(locked.given, env=env)
    (found,) = findings(locked._replace(given=given), NEW, "IDX221")
    assert "the lock names the file: no page was asked first" in found.text


def run_of(scenario: Scenario) -> int:
    """Return the exit status of a run in a world that nothing is expected of."""
    return replay_of(scenario._replace(expect=()), NEW).exit_status
