"""Flaws of secrets: what is found, what is not, and what was meant."""

from __future__ import annotations

import pytest

from idxdoctor.model.credential import ANYWHERE, Credential, Provenance
from idxdoctor.model.flaw import flaws_as_sent, flaws_as_written, flaws_of, mended
from idxdoctor.model.secret import Secret


def codes(text: str, *, in_url: bool = False) -> list[str]:
    found = list(flaws_as_sent(text, in_url=in_url))
    assert not any(len(text) > 8 and text in f"{flaw.text} {flaw.remedy}" for flaw in found)
    return [flaw.code for flaw in found]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("****", "placeholder"),
        ("<hidden>", "placeholder"),
        ("${TOKEN}", "placeholder"),
        ("${{ secrets.TOKEN }}", "placeholder"),
        ("$(System.AccessToken)", "placeholder"),
        ("$TOKEN", "placeholder"),
        ("%TOKEN%", "placeholder"),
        ("[MASKED]", "placeholder"),
        ("changeme", "placeholder"),
        ("your-token-here", "placeholder"),
        ('{"token": "cabbage"}', "json"),
        ("{\n}\n", "json"),
        ("Bearer cabbage", "prefixed"),
        ("password=cabbage", "prefixed"),
        ("'cabbage'", "quoted"),
        ("cabbage\n", "whitespace"),
        (" cabbage", "whitespace"),
        ("cab\tbage", "whitespace"),
        ("cab%40bage", "percent-encoded"),
        ("cab%40b%2Fage", "percent-encoded"),
    ],
)
def test_a_flaw_is_named(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "cabbage",
        "cab bage",
        "a$b",
        "100%",
        "50%41",
        "cab%40@bage",
        '"',
        "{cab",
        "bearers",
        "tok_1",
        "**",
        "a<b>",
        "%zz",
    ],
)
def test_what_may_be_meant_is_no_flaw(text: str) -> None:
    assert codes(text) == []
    assert mended(text) is None


def test_a_word_that_is_a_convention_for_usernames_is_no_placeholder_there() -> None:
    token = Credential("token", Secret("cabbage"), Provenance("UV_INDEX_URL"), ANYWHERE)
    assert list(flaws_of(token, in_url=True)) == []
    masked = Credential("token", Secret("token"), Provenance("UV_INDEX_URL"), ANYWHERE)
    assert [(part, flaw.code) for part, flaw in flaws_of(masked, in_url=True)] == [("password", "placeholder")]


def test_what_a_url_still_has_encoded_was_encoded_twice() -> None:
    assert codes("cab%40bage", in_url=True) == ["encoded-twice"]


@pytest.mark.parametrize(
    ("text", "code"), [("100%zz", "raw-percent"), ("100%sure%2Bmore", "half-encoded"), ("a%40b", None), ("ab", None)]
)
def test_the_percent_signs_of_a_url(text: str, code: str | None) -> None:
    assert [flaw.code for flaw in flaws_as_written(text)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('{"authorizationToken": "cabbage", "expiration": 1}', "cabbage"),
        ('{"other": "cabbage"}', None),
        ('{"token": 1}', None),
        ("{cabbage}", None),
        ("Bearer cabbage", "cabbage"),
        ('token: "cabbage"\n', "cabbage"),
        ("cab%40bage", "cab@bage"),
        ("cab\r\nbage", "cabbage"),
        ("${TOKEN}", None),
    ],
)
def test_what_was_meant(text: str, meant: str | None) -> None:
    assert mended(text) == meant
