"""Words that the tool itself writes: a password that is one of them tells nobody anything where it stands."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from idxdoctor.model.secret import Secret

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_LONGEST: Final = 20


def is_own_word(secret: Secret) -> bool:
    """Say whether a secret is a word, of at most twenty characters, that stands in the tool's own source.

    Reports are made of such words (`status`, `simple`, `flask`), so that finding one says nothing.
    """
    text = secret.reveal()
    return len(text) <= _LONGEST and _WORD.fullmatch(text) is not None and text in _words()


@cache
def _words() -> frozenset[str]:
    sources = (path.read_text(encoding="utf-8") for path in Path(__file__).parent.parent.rglob("*.py"))
    return frozenset(word for source in sources for word in _WORD.findall(source))
