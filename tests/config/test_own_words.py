"""Words that the tool itself writes."""

from __future__ import annotations

import pytest

from idxdoctor.config.own_words import is_own_word
from idxdoctor.model.secret import Secret


@pytest.mark.parametrize("word", ["status", "simple", "flask", "sequenceDiagram"])
def test_a_word_of_the_source_is_its_own(word: str) -> None:
    assert is_own_word(Secret(word))


@pytest.mark.parametrize("text", ["zq7canary", "status-simple", "simple flask", "", "1.0", "https://pypi.org", "statu"])
def test_what_is_no_word_of_it_is_not(text: str) -> None:
    assert not is_own_word(Secret(text))
