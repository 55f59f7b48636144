"""IDX1xx: credentials were never sent, or dropped on the way. The worlds are scenarios that come along."""

from __future__ import annotations

from typing import Final, NamedTuple

import pytest

from idxdoctor.scenario.catalogue import shipped_scenarios
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario
from tests.diagnosis.rules.cases import NEW
from tests.worlds import codes, findings

FILES: Final = {file.stem: file for file in shipped_scenarios()}


class Shown(NamedTuple):
    """A scenario in which a rule speaks, of which requests, what it says, and a look-alike."""

    code: str
    scenario: str
    exchanges: tuple[int, ...]
    says: str
    silent: str
    version: str = NEW
    files: tuple[int, ...] = ()


CASES: Final = (
    Shown("IDX101", "idx101-private-index-without-credentials", (0,), "uv.toml:3", "unlike-101-netrc-has-the-host"),
    Shown("IDX102", "idx102-redirect-to-another-host", (0, 1), "not corp", "unlike-102-netrc-for-the-target"),
    Shown("IDX103", "idx103-username-alone", (0,), "UV_INDEX_URL", "unlike-103-netrc-has-the-password"),
    Shown("IDX104", "idx104-always-without-credentials", (), "corp", "unlike-104-always-with-variables"),
    Shown("IDX105", "idx105-token-variable", (0,), "UV_INDEX_CORP_TOKEN", "unlike-105-variable-of-another-index"),
    Shown("IDX105", "idx105-old-prefix", (0,), "UV_HTTP_BASIC_CORP_PASSWORD", "unlike-104-always-with-variables"),
    Shown("IDX105", "idx105-index-without-a-name", (0,), "has no name", "unlike-104-always-with-variables"),
    Shown("IDX106", "idx107-token-of-the-other-project", (1,), "looks only", "unlike-107-a-token-each", "0.7.3"),
    Shown("IDX107", "idx107-token-of-the-other-project", (2,), "either", "unlike-107-a-token-each"),
    Shown("IDX108", "idx108-keyring-without-username", (0,), "never asked", "unlike-108-keyring-with-username"),
    Shown("IDX109", "idx109-keyring-of-another-user", (0,), "keyring get https", "unlike-109-keyring-off"),
    Shown("IDX110", "idx110-netrc-port", (0,), "~/.netrc:1", "unlike-110-netrc-of-another-host"),
    Shown("IDX111", "idx111-netrc-of-another-login", (0,), "its login is another", "unlike-111-netrc-refused"),
    Shown("IDX112", "idx112-never", (0,), "UV_INDEX_CORP_PASSWORD", "unlike-112-never-on-an-open-index"),
    Shown(
        "IDX112",
        "idx112-never-with-credentials-in-the-url",
        (),
        "/acme/f/",
        "unlike-112-never-on-an-open-index",
        files=(0,),
    ),
    Shown("IDX113", "idx113-redirect-to-another-path", (0, 1), "not below", "unlike-113-target-asks-for-credentials"),
    Shown("IDX114", "idx114-files-on-another-host", (), "files.acme", "unlike-114-netrc-for-the-files", files=(0,)),
    Shown(
        "IDX115",
        "idx115-open-pages-closed-files",
        (),
        "without credentials",
        "unlike-115-credentials-for-the-files",
        files=(0,),
    ),
    Shown(
        "IDX116",
        "idx116-keyring-asked-for-the-file",
        (),
        "keyring get feeds.example",
        "unlike-116-keyring-knows-the-host",
        files=(0, 1),
    ),
    Shown("IDX117", "idx117-another-port", (1,), "another scheme or port", "unlike-117-netrc-goes-by-host"),
    Shown("IDX118", "idx118-pip-variables", (0,), "PIP_EXTRA", "unlike-118-pip-variables-beside-uvs-own"),
    Shown("IDX118", "idx118-pip-table", (0,), "pyproject.toml:8", "unlike-118-pip-table-of-uv-pip"),
    Shown("IDX119", "idx119-forwarded", (0, 1), "https://pypi.org", "unlike-119-always"),
    Shown("IDX119", "idx119-empty-list", (0,), "without files", "unlike-119-open-index"),
    Shown("IDX120", "idx120-explicit-without-a-pin", (0,), "explicit", "unlike-120-explicit-and-pinned"),
    Shown("IDX121", "idx121-index-of-a-member", (0,), "packages/app", "unlike-121-member-pins-it"),
    Shown("IDX122", "idx122-another-user-first", (0,), "--extra-index-url", "unlike-122-bare-url-first"),
    Shown("IDX123", "idx123-router", (0, 1), "redirects to", "unlike-123-netrc-for-the-target"),
    Shown(
        "IDX124",
        "idx124-token-without-username",
        (0, 1),
        "empty username",
        "unlike-124-refused-credentials-in-location",
    ),
    Shown("IDX125", "idx125-old-password-in-the-url", (0,), "~/.netrc:1", "unlike-125-the-same-password"),
    Shown("IDX126", "idx126-stored-for-another-path", (0,), "not below it", "unlike-126-stored-for-the-host"),
    Shown("IDX127", "idx127-netrc-variable", (0,), "~/.netrc:1", "unlike-127-netrc-variable-with-the-host"),
)


def shipped(name: str) -> Scenario:
    """Return a scenario of the folder of rules."""
    return load_scenario(FILES[f"uv-{name}"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.scenario)
def test_a_rule_speaks_of_the_requests_that_prove_it(case: Shown) -> None:
    (found,) = findings(shipped(case.scenario), case.version, case.code)
    assert found.exchanges == case.exchanges
    assert found.files == case.files
    assert case.says in found.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.scenario)
def test_a_rule_is_silent_where_its_cause_is_not_there(case: Shown) -> None:
    assert case.code not in codes(shipped(case.silent), case.version)


def test_the_text_of_a_finding_names_the_keyring_calls_and_masks_what_may_be_a_token() -> None:
    (found,) = findings(shipped("idx109-keyring-of-another-user"), NEW, "IDX109")
    assert "`keyring get pypi.acme.example ****`" in found.text
