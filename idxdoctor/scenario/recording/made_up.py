"""Made-up secrets and usernames that look like the real ones where looks matter, and hold nothing of them."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from typing import Final

from idxdoctor.model.credential import ANYWHERE, Credential, Provenance
from idxdoctor.model.flaw import ENCODED, JSON, PLACEHOLDER, PREFIXED, QUOTED, WHITESPACE, flaws_as_sent
from idxdoctor.model.secret import MASK, Secret, shown_username
from idxdoctor.model.token import expiry_of

_SPECIAL: Final = "@:/?#[]%"
_WORDS: Final = re.compile(r"changeme|password|token|secret|xxx+|\*{3,}", re.IGNORECASE)
_USUAL_USERNAMES: Final = frozenset({"_json_key", "anonymous"})
_NEVER_EXPIRES: Final = 4102444800
_TOKEN_KEYS: Final = ("authorizationToken", "access_token", "accessToken", "token", "password", "Secret", "secret")
_PREFIX: Final = re.compile(r"\s*(bearer|basic|token|authorization|password|api[-_ ]?key)\s*[:=]?\s*", re.IGNORECASE)
_PLACEHOLDER_FORMS: Final = (
    (r"^<.*>$", "<{}>"),
    (r"^\$\w", "${}"),
    (r"^%\w+%$", "%{}%"),
    (r"\$\{\{", "${{{{ {} }}}}"),
    (r"\$\(", "$({})"),
)


def made_up_secret(text: str, number: int, now: float) -> str:
    """Return a password or token in place of `text`, with the same flaws; what expires has expired if that had.

    What everybody writes in place of a password stays.
    """
    if shown_username("anybody", Secret(text)) == MASK or _WORDS.fullmatch(text):
        return text
    expiry = expiry_of(Credential(None, Secret(text), Provenance(""), ANYWHERE))
    if expiry is not None:
        return _token(number, int(expiry) if expiry < now else _NEVER_EXPIRES)
    return _like(text, "made{}-up-%d" % number, f"MADE_UP_{number}")  # noqa: UP031 - braces stand for what comes later


def made_up_username(text: str, number: int, now: float) -> str:
    """Return a username in place of `text`; one that conventions give to everybody stays."""
    if text in _USUAL_USERNAMES or shown_username(text, None) == text or _WORDS.fullmatch(text):
        return text
    expiry = expiry_of(Credential(text, None, Provenance(""), ANYWHERE))
    if expiry is not None:
        return _token(number, int(expiry) if expiry < now else _NEVER_EXPIRES)
    if re.fullmatch(r"[^\s@:/?#%]+@[^\s@:/?#%]+", text):
        return f"user-{number}@mail.example"
    return _like(text, "user{}-%d" % number, f"USER_{number}")  # noqa: UP031 - as above


def _token(number: int, expiry: int) -> str:
    """Return a JSON web token that says when it expires, and nothing else."""
    parts = (json.dumps({"alg": "none"}), json.dumps({"exp": expiry}), f"made-up-{number}")
    return ".".join(urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)


def _like(text: str, form: str, variable: str) -> str:
    """Return a text of that form with the flaws of `text`: `{}` in it takes the special characters."""
    flaws = {flaw.code for flaw in flaws_as_sent(text, in_url=False)}
    plain = form.format("%40" if ENCODED in flaws else _specials(text))
    if PLACEHOLDER in flaws:
        forms = (template for pattern, template in _PLACEHOLDER_FORMS if re.search(pattern, text))
        return next(forms, "${{{}}}").format(variable)
    if JSON in flaws:
        return json.dumps({_key_of(text): form.format("")})
    if PREFIXED in flaws:
        prefix = _PREFIX.match(text)
        return f"{prefix[0] if prefix else 'Bearer '}{plain}"
    if QUOTED in flaws:
        return f"{text[0]}{plain}{text[-1]}"
    if WHITESPACE in flaws:
        begin, end = re.match(r"\s*", text), re.search(r"\s*$", text)
        outer = f"{begin[0] if begin else ''}{plain}{end[0] if end else ''}"
        return outer if outer != plain else f"{plain}\t{plain}"
    return plain


def _specials(text: str) -> str:
    """Return the characters of a text that a URL would need encoded, each once, so that none of them ends a word."""
    return "".join(character for character in _SPECIAL if character in text) + (" " if " " in text.strip() else "")


def _key_of(text: str) -> str:
    try:
        document = json.loads(text)
    except ValueError:
        return "note"
    keys = [key for key in _TOKEN_KEYS if isinstance(document, dict) and isinstance(document.get(key), str)]
    return keys[0] if keys else "note"
