"""The proxies of uv's settings."""

from __future__ import annotations

import pytest

from idxdoctor.config.uv.plan import read_plan
from idxdoctor.model.errors import InputError
from idxdoctor.model.plan import NO_PROXIES, ProxySettings
from tests.surroundings import surroundings

USER_FILE = "~/.config/uv/uv.toml"


def proxies(**files: str) -> ProxySettings:
    """Return the proxies by the project's `uv.toml` and the user's."""
    given = {"uv.toml": files.get("project", ""), USER_FILE: files.get("user", "")}
    return read_plan(surroundings("lock", files=given)).proxies


def revealed(settings: ProxySettings) -> tuple[str | None, str | None]:
    http, https = settings.http, settings.https
    return (None if http is None else http.reveal(), None if https is None else https.reveal())


def test_without_settings_there_are_none() -> None:
    assert proxies() == NO_PROXIES


def test_each_is_that_of_the_nearest_file_and_the_exempt_hosts_are_those_of_all() -> None:
    found = proxies(
        project='https-proxy = "http://near:1"\nno-proxy = ["a"]',
        user='http-proxy = "far:2"\nhttps-proxy = "http://far:2"\nno-proxy = ["b", "c"]',
    )
    assert revealed(found) == ("far:2", "http://near:1")
    assert found.exempt == ("a", "b", "c")


def test_a_password_of_a_proxy_is_known_and_masked() -> None:
    found = proxies(user='https-proxy = "http://me:zq7Canary@p:1"')
    assert "zq7Canary" not in repr(found)
    [credential] = found.secrets
    assert (str(credential.provenance), credential.password and credential.password.reveal()) == (
        "~/.config/uv/uv.toml:1",
        "zq7Canary",
    )


@pytest.mark.parametrize("line", ["https-proxy = 1", 'no-proxy = "h"'])
def test_what_is_none_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(InputError, match=r"^uv\.toml:2: `[a-z-]+` must be a"):
        proxies(project=f"\n{line}")
