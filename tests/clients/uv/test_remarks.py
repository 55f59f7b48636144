"""What in uv's configuration does not do what it seems to."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from idxdoctor.clients.uv.remarks import remarks
from idxdoctor.clients.uv.session import Session
from idxdoctor.config.uv.defined import PYPI
from idxdoctor.config.uv.insecure import host_named
from idxdoctor.model.credential import Provenance
from idxdoctor.model.overview import Remark
from idxdoctor.model.plan import Index, NetrcEntry, Plan
from tests.conversation import index, netrc

CORP = index("https://corp.example/simple", name="my-corp")
CANARY = "zq7Canary"


def remarked(
    *indexes: Index, env: Mapping[str, str] | None = None, entries: tuple[NetrcEntry, ...] = ()
) -> list[Remark]:
    found = list(remarks(Session(Plan((*indexes, PYPI), netrc=entries), "0.13.9"), env or {}))
    assert not any(CANARY in f"{remark.provenance} {remark.text} {remark.remedy}" for remark in found)
    return found


@pytest.mark.parametrize(
    ("named", "meant"), [("h:443", "h"), ("https://h:443", "https://h"), ("H.Example:8443", "h.example:8443")]
)
def test_a_host_that_no_url_spells_so_is_told_with_the_spelling_that_was_meant(named: str, meant: str) -> None:
    plan = Plan((PYPI,), insecure_hosts=(host_named(named, Provenance("UV_INSECURE_HOST")),))
    [remark] = remarks(Session(plan, "0.13.9"), {})
    assert (str(remark.provenance), remark.remedy) == ("UV_INSECURE_HOST", f"name it `{meant}`")


@pytest.mark.parametrize("named", ["*", "h", "h:8443", "https://h", "http://h:80"])
def test_a_host_that_urls_spell_so_is_no_matter(named: str) -> None:
    plan = Plan((PYPI,), insecure_hosts=(host_named(named, Provenance("UV_INSECURE_HOST")),))
    assert [*remarks(Session(plan, "0.13.9"), {})] == []


@pytest.mark.parametrize("variable", ["PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_NO_INDEX"])
def test_variables_that_uv_does_not_read(variable: str) -> None:
    [remark] = remarked(env={variable: f"https://ci:{CANARY}@h/"})
    assert (str(remark.provenance), remark.text) == (variable, "uv does not read this variable")
    assert remarked(env={variable: ""}) == []


@pytest.mark.parametrize("variable", ["UV_INDEX_MY_CORP_USERNAME", "UV_INDEX_MY_CORP_PASSWORD", "UV_INDEX_URL", "HOME"])
def test_variables_that_do_what_they_seem_to(variable: str) -> None:
    assert remarked(CORP, env={variable: CANARY}) == []


@pytest.mark.parametrize(
    ("variable", "meant"),
    [
        ("UV_INDEX_MY_CORP_TOKEN", "UV_INDEX_MY_CORP_PASSWORD"),
        ("UV_INDEX_MY_CORP_USER", "UV_INDEX_MY_CORP_USERNAME"),
        ("UV_INDEX_MY_CORP_PASS", "UV_INDEX_MY_CORP_PASSWORD"),
        ("UV_INDEX_my-corp_PASSWORD", "UV_INDEX_MY_CORP_PASSWORD"),
        ("UV_INDEX_MYCORP_PASSWORD", "UV_INDEX_MY_CORP_PASSWORD"),
        ("UV_INDEX_ELSE_PASSWORD", "UV_INDEX_MY_CORP_PASSWORD"),
    ],
)
def test_a_variable_for_no_index_is_told_with_the_spelling_that_was_meant(variable: str, meant: str) -> None:
    [remark] = remarked(CORP, env={variable: CANARY})
    assert remark.text == "this variable is for no index that is defined"
    assert remark.remedy == f"for the index `my-corp` it is {meant}"


def test_of_several_indexes_none_is_guessed() -> None:
    [remark] = remarked(CORP, index("https://b/", name="other"), env={"UV_INDEX_PRIVATE_PASSWORD": CANARY})
    assert remark.remedy == "give the index this name"


@pytest.mark.parametrize(
    "machine",
    [
        "https://corp.example",
        f"https://ci:{CANARY}@corp.example/simple",
        "https://ci@corp.example:8443",
        "corp.example:443",
        "CORP.EXAMPLE",
        "pypi.corp.example",
        "example",
    ],
)
def test_a_netrc_machine_that_is_nearly_a_host(machine: str) -> None:
    [remark] = remarked(CORP, entries=(netrc(machine, f"ci:{CANARY}"),))
    assert remark.remedy == "machine corp.example"


@pytest.mark.parametrize("machine", [None, "corp.example", "other.invalid", "http://", "notcorp.example"])
def test_a_netrc_machine_that_is_a_host_or_of_something_else(machine: str | None) -> None:
    assert remarked(CORP, entries=(netrc(machine, f"ci:{CANARY}"),)) == []


@pytest.mark.parametrize(
    ("userinfo", "text"),
    [
        (f"ci:{CANARY}%zz", "the URL's password has a raw `%`"),
        (f"ci:{CANARY}%2540", "the URL's password looks percent-encoded twice"),
        (f"ci:{CANARY}%0A", "the URL's password has a space or line break in it or at its end"),
        (f"ci:{CANARY}%20", "the URL's password has a space or line break in it or at its end"),
        ("ci:$TOKEN", "the URL's password looks like a placeholder; uv puts no variable in its place"),
        ("ci:changeme", "the URL's password looks like a placeholder; uv puts no variable in its place"),
        ("ci:****", "the URL's password looks like a placeholder; uv puts no variable in its place"),
        ("%TOKEN%:x", "the URL's username looks like a placeholder; uv puts no variable in its place"),
        (f"{CANARY}%zz:x", "the URL's username has a raw `%`"),
        (f"ci:{CANARY}", None),
        (f"ci:{CANARY}%40", None),
        ("ci", None),
    ],
)
def test_userinfo_that_is_not_what_was_meant(userinfo: str, text: str | None) -> None:
    found = [remark.text for remark in remarked(index(f"https://{userinfo}@h/simple"))]
    assert (text in found) if text else not found
