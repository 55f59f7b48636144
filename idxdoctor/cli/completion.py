"""Completes a command line for a shell, by Typer's protocol.

The shell runs the program with a variable that says so; what it has of the command line stands in others. Typer's own
classes are changed in four ways: a word is completed by what it stands for in the help; bash takes `uv==0.7.0` for
several words, which are joined again; a file's name is left to the shell; and the help beside a word is plain text.
"""

from __future__ import annotations

import os
import re
from typing import Final

from typer._click.shell_completion import (
    CompletionItem,
    ShellComplete,
    _resolve_context,
    _resolve_incomplete,
    add_completion_class,
    split_arg_string,
)
from typer._completion_classes import BashComplete, FishComplete, ZshComplete

from idxdoctor.cli.candidates import candidates

_BREAKS: Final = re.compile(r"[=:]+")
_PLAIN: Final = "plain"


def command_in_shell() -> list[str]:
    """Return the words of the command line that is being completed, without the program's name."""
    line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS", "")
    return split_arg_string(line)[1:]


def use_own_shells() -> None:
    """Take the classes of this module for bash, zsh and fish."""
    for shell in (_Bash, _Zsh, _Fish):
        add_completion_class(shell, shell.name)


class _Bash(BashComplete):
    """bash breaks words at `=` and `:`, and replaces only what follows the last of them."""

    _kept: str = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is completed, and that one as far as it goes."""
        number = int(os.environ["COMP_CWORD"])
        words = split_arg_string(os.environ["COMP_WORDS"])[: number + 1]
        words += [""] * (number + 1 - len(words))
        joined = _joined(words)
        last = joined[-1]
        value = last.partition("=")[2] if last.startswith("--") else last
        broken = len(joined) < len(words)
        self._kept = value[: max((match.end() for match in _BREAKS.finditer(value)), default=0)] if broken else ""
        return joined[1:-1], last

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return the words that fit, none where it is a file's name."""
        return _completions(self, args, incomplete)

    def format_completion(self, item: CompletionItem) -> str:
        """Return what takes the place of the word that bash sees."""
        return str(item.value).removeprefix(self._kept)


class _Zsh(ZshComplete):
    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return the words that fit, none where it is a file's name."""
        return _completions(self, args, incomplete)

    def format_completion(self, item: CompletionItem) -> str:
        """Return a word and its help, quoted for what the shell does with it."""
        value = _in_zsh(str(item.value))
        return f'"{value}":"{_in_zsh(item.help)}"' if item.help else f'"{value}"'


class _Fish(FishComplete):
    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return the words that fit, none where it is a file's name."""
        return _completions(self, args, incomplete)

    def format_completion(self, item: CompletionItem) -> str:
        """Return a word, and its help after a tab."""
        return f"{item.value}\t{' '.join(item.help.split())}" if item.help else str(item.value)


def _completions(shell: ShellComplete, args: list[str], incomplete: str) -> list[CompletionItem]:
    context = _resolve_context(shell.cli, shell.ctx_args, shell.prog_name, args)
    asked, incomplete = _resolve_incomplete(context, args, incomplete)
    metavar = getattr(asked, "metavar", None)
    found = None if metavar is None else candidates(metavar, incomplete, context.params)
    if found is not None:
        return [CompletionItem(word, help=meaning or None) for word, meaning in found]
    return [item for item in asked.shell_complete(context, incomplete) if item.type == _PLAIN]


def _joined(words: list[str]) -> list[str]:
    """Return the words as the user wrote them: what bash broke off at `=` or `:` goes to the word before."""
    joined: list[str] = []
    for position, word in enumerate(words):
        broken = _BREAKS.fullmatch(word) or (position and _BREAKS.fullmatch(words[position - 1]))
        if joined and broken:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _in_zsh(text: str) -> str:
    for character, quoted in (('"', '""'), ("'", "''"), ("$", "\\$"), ("`", "\\`"), (":", "\\\\:")):
        text = text.replace(character, quoted)
    return text
