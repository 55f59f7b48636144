"""The last look at what goes out."""

from __future__ import annotations

import json
from base64 import b64encode
from urllib.parse import quote

import pytest

from idxdoctor.model.printable import printable
from idxdoctor.model.url import Url
from idxdoctor.report.redaction import Scrubber
from tests.conversation import credential

HARD = "p\"a's%s+w/o r&ü"


@pytest.mark.parametrize(
    "spelling",
    [
        HARD,
        quote(HARD),
        quote(HARD, safe=""),
        quote(quote(HARD, safe=""), safe=""),
        "p%22a's%25s+w/o+r%26%C3%bc",
        json.dumps(HARD)[1:-1],
        repr(HARD)[1:-1],
        "p&quot;a&#x27;s%s+w/o r&amp;ü",
        b64encode(HARD.encode()).decode(),
        b64encode(f"ci:{HARD}".encode()).decode(),
    ],
)
def test_a_password_is_masked_in_any_spelling(spelling: str) -> None:
    cleaned = Scrubber([credential(f"ci:{HARD}")]).clean(f"<{spelling}>")
    assert cleaned in {"<****>", "<****=>", "<****==>"}


def test_a_username_stays_beside_its_password() -> None:
    assert Scrubber([credential("jenkins-builder:cabbage")]).clean("jenkins-builder:cabbage") == "jenkins-builder:****"


def test_a_long_username_that_stands_alone_is_taken_for_a_token() -> None:
    scrubber = Scrubber([credential("ghp_0123456789"), credential("ghp_9876543210:x-oauth-basic")])
    assert scrubber.clean("ghp_0123456789 ghp_9876543210") == "**** ****"


def test_the_longer_of_two_secrets_is_masked_whole() -> None:
    scrubber = Scrubber([credential("a:cabbage"), credential("b:cabbage-soup")])
    assert scrubber.clean("cabbage-soup") == "****"


def test_a_password_of_three_letters_does_not_eat_every_word_that_holds_it() -> None:
    assert Scrubber([credential("ci:abc")]).clean("abcdef") == "abcdef"


def test_a_signature_in_a_url_is_masked_elsewhere_too() -> None:
    scrubber = Scrubber([], [Url.parse("https://h/?sig=s3cr%2Bt-value&page=documentation")])
    assert scrubber.clean("s3cr+t-value, s3cr%2Bt-value, documentation") == "****, ****, documentation"


@pytest.mark.parametrize("scheme", ["Basic", "Bearer", "basic"])
def test_a_header_of_somebody_else_is_masked(scheme: str) -> None:
    assert Scrubber([]).clean(f"Authorization: {scheme} Y2k6Y2FiYmFnZQ==") == f"Authorization: {scheme} ****"


def test_a_document_is_cleaned_down_to_its_leaves() -> None:
    document = {"a": ["cabbage", {"b": "x cabbage"}], "n": 1, "none": None, "flag": True}
    cleaned = {"a": ["****", {"b": "x ****"}], "n": 1, "none": None, "flag": True}
    assert Scrubber([credential("ci:cabbage")]).clean_document(document) == cleaned


@pytest.mark.parametrize("character", [*"\0\x07\x1b\r\n\t\x7f\x9b\u061c\u200b\u202e\u2028\u2066\ufeff\U000e0041\udcff"])
def test_what_moves_a_cursor_or_hides_is_shown_as_a_question_mark(character: str) -> None:
    assert printable(f"a{character}b") == "a?b"


def test_text_of_all_tongues_stays() -> None:
    assert printable("grün 日本 שלום ✓ 👍") == "grün 日本 שלום ✓ 👍"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error file=x::y", ": :error file=x::y"),
        ("a ::Add-Mask::b", "a : :Add-Mask::b"),
        ("##vso[task.complete]", "# #vso[task.complete]"),
        ("x ##[set-env name=PATH]y", "x # #[set-env name=PATH]y"),
        ("http://[::ffff:1]:80/ std::vector C## ## heading", "http://[::ffff:1]:80/ std::vector C## ## heading"),
    ],
)
def test_what_a_pipeline_would_take_for_a_command_is_broken(text: str, shown: str) -> None:
    assert printable(text) == shown
