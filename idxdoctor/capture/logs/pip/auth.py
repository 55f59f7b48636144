"""pip's messages on credentials: where it found some, the keyring, the prompt."""

from __future__ import annotations

import re
from typing import Final

from idxdoctor.capture.logs.pip.ends import break_off, refused
from idxdoctor.capture.logs.pip.pages import begin_unnamed
from idxdoctor.capture.logs.pip.run import PipRun
from idxdoctor.capture.logs.said import Said
from idxdoctor.capture.logs.secrets import is_blanked
from idxdoctor.capture.logs.urls import server_named, url_of
from idxdoctor.model.secret import MASK

_WORD: Final = re.compile(r"[A-Za-z][\w-]*/?")


def banner(run: PipRun, said: Said) -> None:
    """The indexes, in the order in which they are asked."""
    for text in said["rest"].split(", "):
        url = url_of(text)
        if url is not None:
            run.wallet.learn(url, said.line)
        else:
            run.replaced += 1
            _word(run, text, said.line)


def _word(run: PipRun, text: str, line: int) -> None:
    """Take a word that stands in the place of an index's URL for the name of its host."""
    url = url_of(f"https://{text}") if _WORD.fullmatch(text) else None
    if url is not None:
        run.words.add(text.rstrip("/"))
        run.wallet.learn(url, line)


def no_index(run: PipRun, said: Said) -> None:
    """No index is asked."""
    banner(run, said)
    run.no_index = True


def index(run: PipRun, said: Said) -> None:
    """The configured index that a URL is taken to belong to."""
    url = url_of(said["url"])
    run.search.index = url.bare() if url is not None else None


def credentials(run: PipRun, said: Said) -> None:
    """Credentials were found."""
    run.search.place = said["place"]


def asking(run: PipRun, said: Said) -> None:
    """The keyring is asked, as a module."""
    run.search.services.append(said["service"])


def provider(run: PipRun, said: Said) -> None:
    """Which keyring is asked."""
    run.provider = said["name"]


def outdated(run: PipRun, _: Said) -> None:
    """The keyring program is too old for pip."""
    run.keyring_fault = "outdated"


def skipped_keyring(run: PipRun, said: Said) -> None:
    """The keyring failed, and is not asked any more."""
    run.keyring_fault = said["rest"]


def prompt(run: PipRun, said: Said) -> None:
    """The user is asked for a name; what is typed may show."""
    server = server_named(said["netloc"])
    if server is None:
        return
    if run.current is None or not (run.tells_of_credentials or run.current.url.origin.netloc == server.origin.netloc):
        begin_unnamed(run, server, said.line)
    if run.current is not None:
        refused(run, run.current, said.line)
    run.search.netloc = server.origin.netloc
    rest = said["rest"].strip()
    run.prompted = run.awaited = run.current
    if "Exception:" in rest:
        break_off(run)
    elif rest and not rest.startswith(("ERROR", "Password", "WARNING")):
        typed = rest.split()[0]
        run.search.typed = MASK if is_blanked(typed) else typed
        run.awaited = None
    if "Password" in rest:
        password(run, said)


def password(run: PipRun, _: Said) -> None:
    """The user is asked for a password, so a name was given."""
    run.search.password = True
    run.awaited = None
