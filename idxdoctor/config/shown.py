"""Changes to what a client reads, as lines to show: whatever may be secret in them is masked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from shlex import join, quote
from typing import Final

from idxdoctor.config.editor import PASSWORD, USERNAME
from idxdoctor.config.edits import edited_texts
from idxdoctor.config.netrc import netrc_words
from idxdoctor.config.netrc_edit import netrc_path
from idxdoctor.config.surroundings import Surroundings, shown_path
from idxdoctor.model.secret import MASK, shown_username
from idxdoctor.model.url import Url
from idxdoctor.model.url_parts import UrlError

_CREDENTIAL_VARIABLE: Final = re.compile(r"USER|PASS|TOKEN|SECRET|CREDENTIAL|KEY$")
_SECRET_KEY: Final = re.compile(
    r"(?<![?&\w-])([\w-]*(?:pass(?:word|wd|phrase)?|token|secret|api[-_]?key|user(?:name)?|login)s?[\"']?\s*[:=]\s*)"
    r"(\S.*)",
    re.IGNORECASE,
)
_SECRET_FLAG: Final = re.compile(r"--?[a-z-]*(?:password|token|username|secret)", re.IGNORECASE)
_USERINFO: Final = re.compile(r"\A(?:[^\s/:@]*:(?!\d{1,5}(?:[\"'\s,\]]|$)).*@|[^\s/]*@)")
_URL: Final = re.compile(r"https?://[^\s\"',\]<>]*")
_NETRC_KEYS: Final = frozenset({"machine", "default", "macdef", "login", "user", "password", "account"})
_PLACEHOLDERS: Final = frozenset({USERNAME, PASSWORD})


def shown_changes(before: Surroundings, after: Surroundings, client: str) -> Iterator[str]:
    """Return what differs: files as a patch would have it, variables as a shell would, the command line."""
    for path, text in edited_texts(after).items():
        old = before.files.read(path) or ""
        if text != old:
            yield from _patch(shown_path(before.files, path), old, text, is_netrc=path == netrc_path(before))
    yield from _shown_variables(before.env, after.env)
    if before.args != after.args:
        yield f"- {_shown_command(client, before)}"
        yield f"+ {_shown_command(client, after)}"


def _patch(name: str, old: str, new: str, *, is_netrc: bool) -> Iterator[str]:
    """Return a unified diff; lines are compared as they are and shown masked."""
    mask = _masked_netrc if is_netrc else _masked_lines
    shown_old, shown_new = mask(old), mask(new)
    matcher = SequenceMatcher(None, _lines(old), _lines(new), autojunk=False)
    yield from (f"--- {name}", f"+++ {name}")
    for group in matcher.get_grouped_opcodes(2 if name.endswith(".toml") else 0):
        first, last = group[0], group[-1]
        yield f"@@ -{_stretch(first[1], last[2])} +{_stretch(first[3], last[4])} @@"
        for tag, i, j, k, m in group:
            if tag == "equal":
                yield from (f" {line}" for line in shown_old[i:j])
                continue
            yield from (f"-{line}" for line in shown_old[i:j])
            yield from (f"+{line}" for line in shown_new[k:m])


def _stretch(start: int, end: int) -> str:
    count = end - start
    return str(start + 1) if count == 1 else f"{start + (count > 0)},{count}"


def _lines(text: str) -> list[str]:
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] if text else []


def _masked_lines(text: str) -> list[str]:
    return [_masked(line) for line in _lines(text)]


def _masked_netrc(text: str) -> list[str]:
    """Return the lines of a netrc file with nothing but its keywords and machines to read."""
    lines = _lines(text)
    shown = ["" for _ in lines]
    key = ""
    for word in netrc_words(text):
        known = word.text in _PLACEHOLDERS or (key == "machine" if word.is_value else word.text in _NETRC_KEYS)
        shown[word.line - 1] += f" {word.text if known else MASK}"
        key = "" if word.is_value else word.text
    return [masked.strip() or MASK * bool(line.strip()) for masked, line in zip(shown, lines, strict=True)]


def _shown_command(client: str, here: Surroundings) -> str:
    words: list[str] = []
    for argument in here.args:
        flag, has_value, _ = argument.partition("=")
        if words and "=" not in words[-1] and _SECRET_FLAG.fullmatch(words[-1]) and argument not in _PLACEHOLDERS:
            words.append(MASK)
        elif has_value and _SECRET_FLAG.fullmatch(flag):
            words.append(f"{flag}={MASK}")
        else:
            words.append(_masked_urls(argument))
    return join((client, *here.command, *words))


def _shown_variables(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    unset = [name for name in sorted(before) if name not in after]
    gone = {before[name]: name for name in unset}
    for name in sorted(after):
        value = after[name]
        if before.get(name) == value:
            continue
        if value in gone:
            yield f'export {name}="${gone[value]}"'
        else:
            yield f"export {name}={_shown_value(name, value)}"
    yield from (f"unset {name}" for name in unset)


def _shown_value(name: str, value: str) -> str:
    if value in _PLACEHOLDERS or (name.endswith("USERNAME") and shown_username(value, None) == value):
        return quote(value)
    return MASK if _CREDENTIAL_VARIABLE.search(name) else quote(_masked_urls(value))


def _masked(line: str) -> str:
    return _SECRET_KEY.sub(_hidden, _masked_urls(line))


def _hidden(found: re.Match[str]) -> str:
    return found[0] if found[2].strip("\"', }") in _PLACEHOLDERS else f"{found[1]}{MASK}"


def _masked_urls(line: str) -> str:
    """Return the line with the userinfo of its URLs masked, and what else is secret in one: the rest stays."""
    start, *pieces = line.split("://")
    masked = "://".join((start, *(_USERINFO.sub(_hidden_userinfo, piece) for piece in pieces)))
    return _URL.sub(_without_tokens, masked)


def _hidden_userinfo(found: re.Match[str]) -> str:
    return found[0] if found[0] == f"{USERNAME}@" else f"{MASK}@"


def _without_tokens(found: re.Match[str]) -> str:
    try:
        url = Url.parse(found[0]).bare()
    except UrlError:
        return found[0]
    userinfo, at, _ = found[0].partition("://")[2].partition("/")[0].rpartition("@")
    shown = str(url)
    return found[0] if not any(url.masked_texts()) else shown.replace("://", f"://{userinfo}{at}", 1)
