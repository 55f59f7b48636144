"""Secrets found in texts, however they are written there."""

from __future__ import annotations

import json
import re
from base64 import b64encode, urlsafe_b64encode
from html import escape
from textwrap import wrap
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idxdoctor.model.credential import Credential
from idxdoctor.model.leaks import SecretSearch
from idxdoctor.model.url import Url
from tests.conversation import credential

HARD = "p\"a's%s+w/o r&ü"
LONG = "zq7Canary-0123456789-abcdefghij"


def found(text: str, *credentials: Credential) -> list[str]:
    return [leak.encoding for leak in SecretSearch(credentials).found_in(text)]


@pytest.mark.parametrize(
    "secret", [HARD, LONG, "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2lnbmF0dXJl", "👍👍👍👍", "%41%42%43%44"]
)
def test_a_secret_is_found_in_any_encoding(secret: str) -> None:
    once = quote(secret, safe="")
    written = [
        secret,
        once,
        re.sub("%..", lambda octet: octet[0].lower(), once),
        quote(once),
        quote_plus(secret),
        json.dumps(secret),
        repr(secret),
    ]
    written += [escape(secret), escape(json.dumps(secret)), json.dumps({"a": escape(secret)})]
    for encode in (b64encode, urlsafe_b64encode):
        written += [
            encode(f"{before}{secret}{after}".encode()).decode()
            for before in ("", "a", "ab", "ci:")
            for after in ("", "x")
        ]
    for text in written:
        assert found(f"before {text} after", credential(f"ci:{secret}")), text


@given(st.integers(min_value=1, max_value=len(LONG)), st.sampled_from(["", "    ", "│ ", "\t"]))
def test_a_secret_is_found_where_it_is_split_at_any_column(column: int, indentation: str) -> None:
    text = f"first line\n{LONG[:column]}\n{indentation}{LONG[column:]}\nlast"
    assert found(text, credential(f"ci:{LONG}"))


def test_a_secret_is_found_down_a_column_of_a_table() -> None:
    cells = wrap(LONG, 9)
    table = "\n".join(f"{number:>3}  {cell:<12}401  next index" for number, cell in enumerate(cells))
    assert found(table, credential(f"ci:{LONG}"))


def test_a_secret_with_spaces_is_found_where_it_is_wrapped_at_one() -> None:
    assert found("correct horse\n      battery staple", credential("ci:correct horse battery staple"))


def test_a_short_password_counts_as_a_whole_word_only() -> None:
    assert found("the word is abcd.", credential("ci:abcd"))
    assert not found("the word is abcde; ab\ncd", credential("ci:abcd"))


@pytest.mark.parametrize("secret", ["abc", "123456", "****", '": {', "a><b"])
def test_what_stands_in_many_texts_by_chance_is_not_looked_for(secret: str) -> None:
    assert not found(f"a {secret} b", credential(f"ci:{secret}"))


def test_a_lone_username_may_be_a_token() -> None:
    assert found("as ghp_0123456789", credential("ghp_0123456789"))
    assert not found("as jenkins-builder", credential("jenkins-builder:cabbage"))


def test_a_signature_in_a_url_is_a_secret() -> None:
    search = SecretSearch([], [Url.parse("https://h/?sig=s3cr%2Bt-value")])
    assert [*search.found_in("s3cr+t-value")]
    assert [*search.found_in("s3cr%2Bt-value")]


def test_words_that_stand_apart_are_no_secret_that_is_split() -> None:
    assert not found("no search ended\nhere", credential("ci:searchended"))
