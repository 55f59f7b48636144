"""Whom a traced command trusts: whom the user does, and for its own part the proxy."""

from __future__ import annotations

from pathlib import Path

import pytest

from idxdoctor.capture.tracing.trust import bundle_for, trusted_by_user
from idxdoctor.model.errors import InputError


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The proxy's own certificate."""
    path = tmp_path / "own.pem"
    path.write_bytes(b"OWN\n")
    return path


def test_what_the_variables_name_takes_the_systems_place(tmp_path: Path, own: Path) -> None:
    (tmp_path / "a.pem").write_bytes(b"A\n")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "1.pem").write_bytes(b"B\n")
    env = {"SSL_CERT_FILE": str(tmp_path / "a.pem"), "REQUESTS_CA_BUNDLE": str(tmp_path / "b"), "PIP_CERT": ""}
    trusted = trusted_by_user(env, tmp_path)
    assert trusted is not None
    assert trusted.read_bytes() == b"A\n\nB\n"
    assert bundle_for(env, tmp_path, own).read_bytes() == b"A\n\nB\n\nOWN\n"


def test_without_variables_the_system_is_trusted(tmp_path: Path, own: Path) -> None:
    text = bundle_for({}, tmp_path, own).read_bytes()
    assert text.endswith(b"OWN\n")
    assert text.count(b"BEGIN CERTIFICATE") > 10


def test_a_file_that_is_not_there_is_an_error_that_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="SSL_CERT_FILE: the certificates can't be read: No such file"):
        trusted_by_user({"SSL_CERT_FILE": str(tmp_path / "none.pem")}, tmp_path)
