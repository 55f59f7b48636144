"""Certificates for the hosts of a scenario."""

from __future__ import annotations

import sys

import pytest

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.model.errors import InputError


def test_without_the_library_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trustme", None)
    with pytest.raises(InputError, match=r"idxdoctor\[wire\]"):
        Authority()


@pytest.mark.parametrize("host", ["h.example", "127.0.0.1", "[::1]"])
def test_a_host_has_one_certificate_that_is_trusted_and_one_that_is_not(host: str) -> None:
    authority = Authority()
    assert authority.context(host) is authority.context(host)
    assert authority.context(host) is not authority.context(host, trusted=False)
