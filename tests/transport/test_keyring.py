"""The keyring program, as a script that a test puts on the path."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import AskKeyring, Decision
from idxdoctor.model.url import Url
from idxdoctor.transport.keyring import KeyringProgram

SERVICE = "https://h.example/simple"
Ask: TypeAlias = Callable[[str, str | None], Credential | None]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for the program is a shell script")


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Asks a keyring program with these lines for its script."""

    def asked(script: str, username: str | None = "ci") -> Credential | None:
        program = tmp_path / "keyring"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        question = AskKeyring(SERVICE, username, Decision("test", "a test"))
        return KeyringProgram({"PATH": f"{tmp_path}:/bin:/usr/bin"}).ask(question)

    return asked


def told(credential: Credential | None) -> tuple[str | None, str] | None:
    if credential is None:
        return None
    assert credential.password is not None
    return credential.username, credential.password.reveal()


def test_a_username_gets_its_password(ask: Ask) -> None:
    credential = ask('[ "$*" = "get https://h.example/simple ci" ] && echo "cab bage "', "ci")
    assert told(credential) == ("ci", "cab bage")


def test_without_a_username_a_whole_credential_is_asked_for(ask: Ask) -> None:
    credential = ask('[ "$*" = "get https://h.example/simple --mode creds" ] && printf "ci\\ncabbage\\n"', None)
    assert told(credential) == ("ci", "cabbage")


def test_a_credential_says_that_it_is_from_the_keyring_and_may_go_to_its_service_alone(ask: Ask) -> None:
    credential = ask("echo cabbage", "ci")
    assert credential is not None
    assert credential.provenance.label == "keyring, https://h.example/simple"
    assert credential.reach.covers(Url.parse("https://h.example/").origin)
    assert not credential.reach.covers(Url.parse("https://other.example/").origin)


@pytest.mark.parametrize("script", ["exit 1", "echo cabbage; exit 1", "true", "kill -9 $$"])
def test_a_keyring_that_fails_or_says_nothing_knows_nothing(ask: Ask, script: str) -> None:
    assert ask(script, "ci") is None


def test_a_username_without_a_password_is_no_credential(ask: Ask) -> None:
    assert ask("echo ci", None) is None


def test_bytes_that_are_no_text_do_no_harm(ask: Ask) -> None:
    assert told(ask("printf '\\377\\n'", "ci")) == ("ci", "\ufffd")


def test_a_keyring_that_waits_for_a_person_is_given_up(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("idxdoctor.transport.keyring.TIME_LIMIT", 0.1)
    assert ask("read line || exec sleep 5", "ci") is None


def test_a_machine_without_the_program_knows_nothing(tmp_path: Path) -> None:
    question = AskKeyring(SERVICE, "ci", Decision("test", "a test"))
    assert KeyringProgram({"PATH": str(tmp_path)}).ask(question) is None
