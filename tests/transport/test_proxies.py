"""Which proxy a request goes through."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from idxdoctor.model.plan import ProxySettings
from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Url
from idxdoctor.transport.proxies import proxy_for, proxy_in

P, Q = "http://p.example:8080", "http://q.example:8080"


@pytest.mark.parametrize(
    ("url", "env", "proxy"),
    [
        ("https://h.example/", {}, None),
        ("https://h.example/", {"HTTPS_PROXY": P}, P),
        ("https://h.example/", {"HTTP_PROXY": P}, None),
        ("http://h.example/", {"HTTP_PROXY": P}, P),
        ("https://h.example/", {"ALL_PROXY": P}, P),
        ("https://h.example/", {"ALL_PROXY": P, "HTTPS_PROXY": Q}, Q),
        ("https://h.example/", {"https_proxy": P, "HTTPS_PROXY": Q}, P),
        ("https://h.example/", {"https_proxy": "", "HTTPS_PROXY": Q}, Q),
        ("https://h.example/", {"HTTPS_PROXY": "p.example:8080"}, P),
        ("http://h.example/", {"HTTP_PROXY": P, "REQUEST_METHOD": "GET"}, None),
        ("http://h.example/", {"http_proxy": P, "REQUEST_METHOD": "GET"}, P),
    ],
)
def test_the_usual_variables_name_the_proxy(url: str, env: Mapping[str, str], proxy: str | None) -> None:
    assert proxy_for(Url.parse(url), env) == proxy


@pytest.mark.parametrize(
    ("no_proxy", "exempt"),
    [
        ("h.example", True),
        ("H.EXAMPLE", True),
        (" x , h.example ", True),
        ("example", True),
        (".example", True),
        ("*", True),
        ("h.example:8443", True),
        ("h.example:443", False),
        ("ample", False),
        ("sub.h.example", False),
        (",", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("variable", ["no_proxy", "NO_PROXY"])
def test_hosts_may_be_exempt(variable: str, no_proxy: str, exempt: bool) -> None:
    env = {"ALL_PROXY": P, variable: no_proxy}
    assert proxy_for(Url.parse("https://h.example:8443/"), env) == (None if exempt else P)


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("https://h.example/", Q),
        ("http://h.example/", P),
        ("https://else.example/", None),
        ("https://below.else.example/", None),
    ],
)
def test_settings_name_a_proxy_for_each_scheme_and_the_hosts_without(url: str, proxy: str | None) -> None:
    named = ProxySettings(Secret(P.removeprefix("http://")), Secret(Q), ("else.example",))
    assert proxy_in(Url.parse(url), named) == proxy


def test_a_scheme_that_settings_leave_out_goes_without_a_proxy() -> None:
    assert proxy_in(Url.parse("http://h.example/"), ProxySettings(https=Secret(Q))) is None
