"""The stand-in for the keyring program."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from idxdoctor.capture.answering.seen import SeenKeyring
from idxdoctor.capture.running.keyring import calls_in, install_keyring
from idxdoctor.model.secret import Secret
from idxdoctor.scenario.model import KeyringEntry

ENTRIES = (KeyringEntry("https://h/simple", "ci", Secret('it\'s "a" \\ pass')), KeyringEntry("h", "bot", Secret("b")))


def asked(folder: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run([folder / "keyring", "get", *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("https://h/simple", "ci"), (0, 'it\'s "a" \\ pass\n')),
        (("https://h/simple", "bot"), (1, "")),
        (("elsewhere", "ci"), (1, "")),
        (("h", "--mode", "creds"), (0, "bot\nb\n")),
        (("elsewhere", "--mode", "creds"), (1, "")),
    ],
)
def test_it_knows_what_the_scenario_says(tmp_path: Path, arguments: tuple[str, ...], answer: tuple[int, str]) -> None:
    install_keyring(tmp_path, ENTRIES, tmp_path / "log")
    assert asked(tmp_path, *arguments) == answer


def test_it_gives_a_whole_credential_to_a_client_that_asks_so(tmp_path: Path) -> None:
    """unearth: auth.py (`KeyringCliProvider`), which gives an empty username where it knows none."""
    install_keyring(tmp_path, ENTRIES, tmp_path / "log")
    for username in ("", "bot"):
        words = [str(tmp_path / "keyring"), "--mode=creds", "get", "h", username]
        assert subprocess.run(words, capture_output=True, text=True, check=True).stdout == "bot\nb\n"
    words = [str(tmp_path / "keyring"), "--mode=password", "get", "h", "bot"]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout == "b\n"
    assert calls_in(tmp_path / "log") == (SeenKeyring("h", None), SeenKeyring("h", "bot"), SeenKeyring("h", "bot"))


def test_calls_are_noted_in_order(tmp_path: Path) -> None:
    install_keyring(tmp_path, ENTRIES, tmp_path / "log")
    assert calls_in(tmp_path / "log") == ()
    asked(tmp_path, "h", "ci")
    asked(tmp_path, "h", "--mode", "creds")
    assert calls_in(tmp_path / "log") == (SeenKeyring("h", "ci"), SeenKeyring("h", None))
