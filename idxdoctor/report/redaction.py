"""The last look at what goes out: known secrets are masked in every encoding, control characters made visible."""

from __future__ import annotations

import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any, Final

from idxdoctor.model.credential import Credential
from idxdoctor.model.known_secrets import credentials_in, urls_in
from idxdoctor.model.leaks import SHORTEST, SHORTEST_IN_URL, SHORTEST_USERNAME, base64_around
from idxdoctor.model.plan import Plan
from idxdoctor.model.printable import printable
from idxdoctor.model.secret import MASK
from idxdoctor.model.trace import Trace
from idxdoctor.model.url import Url

_MOST_ESCAPED: Final = 512
_LONGEST: Final = 16_384
_REST: Final = r"[^\s@\"'<>]*"
_AUTHORIZATION: Final = re.compile(r"\b(Basic|Bearer)\s+[A-Za-z0-9+/=_.~-]{6,}", re.IGNORECASE)


class Scrubber:
    """Masks secrets in texts.

    A password of fewer than four characters is left to the types that hold it: masking every such run of
    characters would make the text unreadable and tell nothing.
    """

    def __init__(self, credentials: Iterable[Credential], urls: Iterable[Url] = ()) -> None:
        forms = {form for credential in credentials for form in _forms_of(credential)}
        forms |= {text for url in urls for text in url.masked_texts() if len(text) >= SHORTEST_IN_URL}
        ordered = sorted(forms, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_in_any_spelling, ordered))) if ordered else None

    def clean(self, text: str) -> str:
        """Return the text with every secret masked and nothing in it that could move a cursor."""
        if self._pattern is not None:
            text = self._pattern.sub(MASK, text)
        return printable(_AUTHORIZATION.sub(rf"\1 {MASK}", text))

    def clean_document(self, document: Any) -> Any:  # noqa: ANN401 - JSON: whatever goes in comes out
        """Return a JSON value with every text in it cleaned."""
        if isinstance(document, str):
            return self.clean(document)
        if isinstance(document, list):
            return [self.clean_document(item) for item in document]
        if isinstance(document, dict):
            return {key: self.clean_document(value) for key, value in document.items()}
        return document


def scrubber_for(traces: Iterable[Trace]) -> Scrubber:
    """Return a scrubber that knows every secret of these traces' plans, requests and redirects."""
    kept = list(traces)
    return Scrubber(credentials_in(kept), urls_in(kept))


def plan_scrubber(plan: Plan) -> Scrubber:
    """Return a scrubber that knows every secret of a configuration."""
    return Scrubber(credentials_in(plan), urls_in(plan))


def _forms_of(credential: Credential) -> Iterator[str]:
    """Return a credential's secret, alone and as in an Authorization header."""
    username = credential.username or ""
    secret = "" if credential.password is None else credential.password.reveal()
    if len(secret) > 1:
        yield from _base64(f"{username}:{secret}")
        yield from _base64(secret)
    if len(secret) >= SHORTEST:
        yield secret
        yield from base64_around(secret)
    if credential.shown_name == MASK and len(username) >= SHORTEST_USERNAME:
        yield username
        yield from _base64(username)
        yield from base64_around(username)


def _base64(text: str) -> set[str]:
    """Return the base64 forms of a text, without their padding."""
    data = text.encode("utf-8", "surrogatepass")
    forms = {encode(data).decode().rstrip("=") for encode in (b64encode, urlsafe_b64encode)}
    return {form for form in forms if len(form) >= SHORTEST}


def _in_any_spelling(secret: str) -> str:
    """Return a pattern of the secret with any of its characters escaped, as servers and libraries mix their ways.

    Of one that is longer than any that a server takes, what follows its beginning is masked up to a space, an `@`, a
    quote or a tag.
    """
    head = secret[:_LONGEST]
    special = (position for position, letter in enumerate(head) if not _is_plain(letter))
    most = next(islice(special, _MOST_ESCAPED, None), len(head))
    return "".join(map(_spellings, head[:most])) + (_REST if most < len(secret) else "")


def _is_plain(letter: str) -> bool:
    """Say whether no way of writing escapes a character."""
    return letter.isascii() and letter.isalnum()


@cache
def _spellings(character: str) -> str:
    """Return a pattern of a character: bare, percent-encoded any number of times, escaped for JSON, Python or HTML.

    What it is escaped to may be percent-encoded too.
    """
    if _is_plain(character):
        return character
    from html import escape

    in_json = json.dumps(character)[1:-1]
    forms = {character, in_json, repr(character)[1:-1], f"\\{character}"}
    forms |= {escape(character), escape(in_json), f"&#{ord(character)};", *(["+"] if character == " " else [])}
    return f"(?:{'|'.join(''.join(map(_bare_or_encoded, form)) for form in sorted(forms, key=len, reverse=True))})"


def _bare_or_encoded(character: str) -> str:
    """Return a pattern of a character, bare or percent-encoded any number of times."""
    if _is_plain(character):
        return character
    octets = character.encode("utf-8", "surrogatepass")
    percent = "".join(f"%(?:25)*(?i:{octet:02x})" for octet in octets)
    return f"(?:{re.escape(character)}|{percent})"
