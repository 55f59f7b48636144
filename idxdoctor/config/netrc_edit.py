"""Changes to the netrc file, as edits of its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

from idxdoctor.config.edits import with_file
from idxdoctor.config.netrc import Word, netrc_word, netrc_words, read_netrc
from idxdoctor.config.surroundings import Surroundings

_TOP: Final = frozenset({"machine", "default", "macdef"})


def with_netrc_entry(here: Surroundings, host: str, username: str, password: str) -> Surroundings | None:
    """Return the surroundings with a netrc entry in place of those that the file has for the host.

    It comes before all others, since a `default` entry must be last.
    """
    path = netrc_path(here)
    kept: Surroundings | None = here
    for entry in reversed(read_netrc(here.files, path) or ()):
        if entry.host == host and kept is not None:
            kept = without_netrc_entry(kept, entry.credential.provenance.line or 1)
    if kept is None:
        return None
    text = kept.files.read(path) or ""
    end = "\r\n" if "\r\n" in text else "\n"
    line = f"machine {host} login {netrc_word(username)} password {netrc_word(password)}"
    return with_file(here, path, f"{line}{end}{text}")


def with_netrc_machine(here: Surroundings, line: int, machine: str) -> Surroundings | None:
    """Return the surroundings with another machine in the netrc entry that begins at `line` (from 1).

    A `default` entry becomes one for that machine alone.
    """
    words = _entry_at(here, line)
    if words and words[0].text == "default":
        return _with_text(here, words[0].start, words[0].end, f"machine {machine}")
    if len(words) > 1 and words[0].text == "machine":
        return _with_text(here, words[1].start, words[1].end, machine)
    return None


def with_netrc_password(here: Surroundings, line: int, change: Callable[[str], str | None]) -> Surroundings | None:
    """Return the surroundings with another password in the netrc entry that begins at `line` (from 1)."""
    words = _entry_at(here, line)
    pairs = pairwise(words)
    word = next((value for key, value in pairs if value.is_value and key.text == "password"), None)
    new = None if word is None else change(word.text)
    return None if word is None or new is None else _with_text(here, word.start, word.end, netrc_word(new))


def without_netrc_entry(here: Surroundings, line: int) -> Surroundings | None:
    """Return the surroundings without the netrc entry that begins at `line` (from 1), what stands around it kept."""
    words = _entry_at(here, line)
    if not words or words[0].text == "macdef":
        return None
    text = here.files.read(netrc_path(here)) or ""
    start, end = words[0].start, words[-1].end
    before = text.rfind("\n", 0, start) + 1
    after = text.find("\n", end)
    alone = not text[before:start].strip()
    rest = text[end:] if after < 0 else text[end:after]
    if alone and (not rest.strip() or rest.lstrip().startswith("#")):
        start, end = before, len(text) if after < 0 else after + 1
    return _with_text(here, start, end, "")


def _entry_at(here: Surroundings, line: int) -> list[Word]:
    """Return the words of the one entry that begins at a line; none where none does, or several do."""
    entries = [words for words in _entries(here) if words[0].line == line]
    return entries[0] if len(entries) == 1 else []


def _entries(here: Surroundings) -> Iterator[list[Word]]:
    entry: list[Word] = []
    for word in netrc_words(here.files.read(netrc_path(here)) or ""):
        if word.text in _TOP and not word.is_value:
            if entry:
                yield entry
            entry = []
        entry.append(word)
    if entry:
        yield entry


def _with_text(here: Surroundings, start: int, end: int, new: str) -> Surroundings:
    """Return the surroundings with other text at a stretch of the netrc file."""
    path = netrc_path(here)
    text = here.files.read(path) or ""
    return with_file(here, path, f"{text[:start]}{new}{text[end:]}")


def netrc_path(here: Surroundings) -> Path:
    """Return the netrc file that counts: `$NETRC` where that file exists, else `~/.netrc`."""
    files = here.files
    if named := here.env.get("NETRC"):
        path = files.home / named[2:] if named.startswith("~/") else files.project / named
        if files.read(path) is not None:
            return path
    return files.home / ".netrc"
