"""The place where an index is defined, found again so that it can be changed there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from idxdoctor.config.edits import with_file, with_variables
from idxdoctor.config.surroundings import Surroundings, path_shown_as
from idxdoctor.config.uv.homes import is_lock
from idxdoctor.config.uv.options import OPTIONS, Option
from idxdoctor.config.uv.requirements import with_values
from idxdoctor.config.uv.toml_edit import Rewrite, is_url_of, rewritten_in_toml
from idxdoctor.model.plan import Index


def rewritten(here: Surroundings, index: Index, rewrite: Rewrite) -> Surroundings | None:
    """Return the surroundings with the index's URL changed where it stands, whatever stands around it kept.

    None where it stands nowhere, as one that is built in, or only in a lock, which uv writes.
    """
    shown = index.provenance.file
    if shown is not None and is_lock(Path(shown)):
        return None
    if shown is not None:
        in_file = rewritten_in_toml if shown.endswith(".toml") else _in_requirements
        return in_file(here, index, rewrite)
    if index.provenance.label.startswith("-"):
        return _in_arguments(here, index, rewrite)
    return _in_variable(here, index, rewrite)


def _in_requirements(here: Surroundings, index: Index, rewrite: Rewrite) -> Surroundings | None:
    path, number = path_shown_as(here.files, index.provenance.file or ""), index.provenance.line
    lines = (here.files.read(path) or "").split("\n")
    while number is not None and number <= len(lines):
        line = lines[number - 1]
        found = _stretch_of(here, line, index)
        if found is not None:
            start, end = found
            new = rewrite(line[start:end])
            lines[number - 1 : number] = [] if new is None else [f"{line[:start]}{new}{line[end:]}"]
            return with_file(here, path, "\n".join(lines))
        number = number + 1 if line.rstrip("\r").endswith("\\") else None
    return None


def _stretch_of(here: Surroundings, line: str, index: Index) -> tuple[int, int] | None:
    """Return where the index's URL stands in a line of a requirements file; variables in it may stay there."""
    for word in re.finditer(r"\S+", line):
        for start in (word.start(), *(word.start() + at.end() for at in re.finditer("=", word[0]))):
            if is_url_of(with_values(line[start : word.end()], here.env), index):
                return start, word.end()
    return None


def _in_variable(here: Surroundings, index: Index, rewrite: Rewrite) -> Surroundings | None:
    variable = index.provenance.label.partition(",")[0]
    option = next((option for option in OPTIONS.values() if option.variable == variable), None)
    if option is None or variable not in here.env:
        return None
    changed = _text(option, here.env[variable], index, rewrite)
    return None if changed == here.env[variable] else with_variables(here, {variable: changed})


def _in_arguments(here: Surroundings, index: Index, rewrite: Rewrite) -> Surroundings | None:
    option = next((option for option in OPTIONS.values() if index.provenance.label in option.flags), None)
    if option is None:
        return None
    args: list[str] = []
    rest = list(here.args)
    while rest:
        argument = rest.pop(0)
        flag, has_value, value = argument.partition("=")
        if flag not in option.flags or not (has_value or rest):
            args.append(argument)
            continue
        text = _text(option, value if has_value else rest.pop(0), index, rewrite)
        if text is not None:
            args += [f"{flag}={text}"] if has_value else [flag, text]
    return None if tuple(args) == here.args else here._replace(args=tuple(args))


def _text(option: Option, text: str, index: Index, rewrite: Rewrite) -> str | None:
    """Return an option's text with the index's URL changed in it; None where nothing is left."""
    words: Sequence[str] = option.split(text)
    changed = [_word(word, index, rewrite) for word in words]
    if changed == list(words):
        return text
    kept = [word for word in changed if word is not None]
    return ("," if option.variable == "UV_FIND_LINKS" else " ").join(kept) or None


def _word(word: str, index: Index, rewrite: Rewrite) -> str | None:
    """Return an argument's or variable's word with the index's URL changed; `name=` before it stays."""
    name, separator, rest = word.partition("=")
    prefix, url = (f"{name}=", rest) if separator and ":" not in name else ("", word)
    if not is_url_of(url, index):
        return word
    new = rewrite(url)
    return None if new is None else f"{prefix}{new}"
