"""The expiry of tokens, read without a key."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode

import pytest

from idxdoctor.model.credential import ANYWHERE, Credential, Provenance
from idxdoctor.model.secret import Secret
from idxdoctor.model.token import expiry_of


def part(document: object) -> str:
    return urlsafe_b64encode(json.dumps(document).encode()).decode().rstrip("=")


def expiry(password: str, username: str = "ci") -> float | None:
    return expiry_of(Credential(username, Secret(password), Provenance("UV_INDEX_URL"), ANYWHERE))


def test_a_token_says_when_it_expires() -> None:
    assert expiry(f"{part({'alg': 'RS256'})}.{part({'exp': 1609459200})}.c2ln") == 1609459200


def test_an_encrypted_token_may_say_so_in_its_header() -> None:
    assert expiry(f"{part({'enc': 'A128GCM', 'exp': 1609459200})}.a.b.c.d") == 1609459200


def test_a_token_may_stand_for_the_username() -> None:
    assert expiry("x", f"{part({})}.{part({'exp': 5})}.c2ln") == 5


@pytest.mark.parametrize(
    "text",
    [
        "cabbage",
        "a.b.c",
        "",
        f"{part({})}.{part({'sub': 'ci'})}.c2ln",
        f"{part({})}.{part({'exp': 'soon'})}.c2ln",
        f"{part({})}.{part({'exp': True})}.c2ln",
        f"{part({})}.{part({'exp': 10**400})}.c2ln",
        f"{part([1])}.{part('exp')}.c2ln",
        f"{part({'exp': 5})}.{part({'exp': 5})}",
        "\u00e4.\u00f6.\u00fc",
    ],
)
def test_another_text_says_nothing(text: str) -> None:
    assert expiry(text) is None
