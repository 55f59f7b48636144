"""What the diagnosis says of a trace, and what would mend it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from idxdoctor.config.editor import Editor
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.model.url import Origin

Severity: TypeAlias = Literal["error", "warning", "note"]


class Wanted(NamedTuple):
    """Credentials that a fix needs: for which server, and of which user where that is known."""

    origin: Origin
    username: str | None = None


class Change(NamedTuple):
    """What a fix alters, so that it can be tried: the client's version, its surroundings, or both.

    `edit` gives the surroundings as the fix leaves them, with `<username>` and `<password>` where `wanted`
    credentials belong; None where it can't tell how, because the setting stands somewhere out of its reach.
    """

    edit: Callable[[Editor, Surroundings], Surroundings | None] | None = None
    version: str | None = None
    wanted: Wanted | None = None


class Fix(NamedTuple):
    """A change that mends the cause.

    `risk` says what the change opens. `diff` shows it: lines as of a patch, or variables to set. `proved` says that
    the lookup, replayed with the change, ends well, and `outcome` how it ended.
    """

    title: str
    change: Change | None = None
    risk: str | None = None
    diff: str | None = None
    proved: bool = False
    outcome: str | None = None


class Finding(NamedTuple):
    """A named cause, with the exchanges that prove it (positions in the lookup's wire order).

    `files` are positions among the requests for files, `settled` is what probes showed of it. `known`
    says that an earlier run had it too; it is only a note then.
    """

    code: str
    severity: Severity
    title: str
    text: str
    exchanges: tuple[int, ...]
    fixes: tuple[Fix, ...] = ()
    files: tuple[int, ...] = ()
    settled: str | None = None
    known: bool = False
