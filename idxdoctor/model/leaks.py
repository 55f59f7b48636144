"""Whether a secret stands in a text, however it is written there."""

from __future__ import annotations

import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple
from urllib.parse import quote

from idxdoctor.model.credential import ANYWHERE, Credential, Provenance
from idxdoctor.model.printable import printable
from idxdoctor.model.readings import joined, readings
from idxdoctor.model.secret import MASK, HiddenSecret, Secret
from idxdoctor.model.url import Url

SHORTEST: Final = 4
SHORTEST_USERNAME: Final = 12
SHORTEST_IN_URL: Final = 8
_SHORTEST_NUMBER: Final = 7
_FEWEST_LETTERS: Final = 3
_SHORTEST_IN_PARTS: Final = 8
_SHORTEST_BASE64: Final = 8
_SPACE: Final = re.compile(r"\s+")


class Leak(NamedTuple):
    """A secret that stands in a text: where it is from, how it is written there, and what was found."""

    provenance: Provenance
    encoding: str
    found: Secret


class _Form(NamedTuple):
    """A way to write a secret. `whole` says that it counts only where no letter or digit stands beside it."""

    text: str
    leak: Leak
    whole: bool


class SecretSearch:
    """Looks for secrets in texts: as they are, escaped, in base64, and split over lines.

    Not looked for are passwords of fewer than four characters, numbers of fewer than seven digits, and punctuation,
    which stand in many texts by chance. What has fewer than eight characters counts only as a whole word, and not
    across lines; fewer than three letters or digits among them make no word.
    """

    def __init__(self, credentials: Iterable[Credential], urls: Iterable[Url] = ()) -> None:
        forms = [form for credential in credentials for form in _forms_of(credential)]
        forms += [form for url in urls for form in _in_url(url)]
        self._forms = [*{form.text: form for form in forms}.values()]
        long = [form for form in self._forms if len(_SPACE.sub("", form.text)) >= _SHORTEST_IN_PARTS]
        self._unbroken = [form for form in long if not _SPACE.search(form.text)]
        self._spaced = [form._replace(text=_SPACE.sub("", form.text)) for form in long if _SPACE.search(form.text)]

    def found_in(self, text: str) -> Iterator[Leak]:
        """Return the secrets that stand in a text."""
        if not self._forms:
            return
        for reading in readings(text):
            yield from (form.leak for form in self._forms if _stands_in(form, reading))
            if "\n" in reading and (self._unbroken or self._spaced):
                yield from self._over_lines(reading)

    def _over_lines(self, text: str) -> Iterator[Leak]:
        for whole in joined(text):
            yield from (form.leak for form in self._unbroken if form.text in whole)
            if self._spaced:
                squeezed = _SPACE.sub("", whole)
                yield from (form.leak for form in self._spaced if form.text in squeezed)


def _stands_in(form: _Form, text: str) -> bool:
    if form.text not in text:
        return False
    return not form.whole or re.search(rf"(?<![^\W_]){re.escape(form.text)}(?![^\W_])", text) is not None


def _forms_of(credential: Credential) -> Iterator[_Form]:
    username, provenance = credential.username or "", credential.provenance
    password = credential.password
    if password is not None and not isinstance(password, HiddenSecret):
        yield from _written(password.reveal(), provenance)
        yield from _headers(username, password.reveal(), provenance)
    if credential.shown_name == MASK and len(username) >= SHORTEST_USERNAME:
        yield from _written(username, provenance)


def _in_url(url: Url) -> Iterator[_Form]:
    for text in url.masked_texts():
        if len(text) >= SHORTEST_IN_URL:
            yield from _written(text, Provenance("a URL"))


def _written(text: str, provenance: Provenance) -> Iterator[_Form]:
    """Return a secret as it stands, and the middle of its base64, whatever stands before and behind it."""
    whole = len(text) < _SHORTEST_IN_PARTS
    if len(text) < SHORTEST or set(text) == {"*"} or (text.isdecimal() and len(text) < _SHORTEST_NUMBER):
        return
    if whole and sum(letter.isalnum() or not letter.isascii() for letter in text) < _FEWEST_LETTERS:
        return
    for form in dict.fromkeys((text, printable(text), text.replace(" ", "+"))):
        yield _Form(form, Leak(provenance, "as it is, or escaped", Secret(form)), whole)
    for encoded in base64_around(text):
        yield _Form(encoded, Leak(provenance, "in base64", Secret(encoded)), False)


def _headers(username: str, password: str, provenance: Provenance) -> Iterator[_Form]:
    if len(password) >= SHORTEST:
        data = f"{username}:{password}".encode("utf-8", "surrogatepass")
        yield from (_Form(text, Leak(provenance, "in base64", Secret(text)), False) for text in base64_of(data))


def base64_around(text: str) -> Iterator[str]:
    """Return the base64 of a text as it is wherever the text stands in what is encoded, in both alphabets."""
    data = text.encode("utf-8", "surrogatepass")
    for before in range(3):
        yield from base64_of(b"\0" * before + data, before)


def base64_of(data: bytes, before: int = 0) -> Iterator[str]:
    """Return the characters of base64 that hang on `data` alone, less `before` octets that may be others."""
    first, last = -(-before * 8 // 6), len(data) * 8 // 6
    for encode in (b64encode, urlsafe_b64encode):
        text = encode(data).decode()[first:last]
        if len(text) >= _SHORTEST_BASE64:
            yield text


def secret_forms(credential: Credential) -> Iterator[Secret]:
    """Return the secret of a credential as programs may print it: as it is, percent-encoded, in JSON, in base64."""
    for form in _forms_of(credential):
        yield form.leak.found
        for escaped in {quote(form.text, safe=""), quote(form.text), json.dumps(form.text)[1:-1]} - {form.text}:
            yield Secret(escaped)


def secret_texts(texts: Iterable[str], provenance: Provenance) -> Iterator[Credential]:
    """Return texts as credentials that nobody gave a username."""
    return (Credential(None, Secret(text), provenance, ANYWHERE) for text in texts)
