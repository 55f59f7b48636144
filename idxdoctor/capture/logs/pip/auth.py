"""pip's messages on credentials: where it found some, the keyring, the prompt."""

from __future__ import annotations

from idxdoctor.capture.logs.pip.pages import begin_unnamed
from idxdoctor.capture.logs.pip.run import PipRun, Said
from idxdoctor.capture.logs.urls import url_of


def banner(run: PipRun, said: Said) -> None:
    """The indexes, in the order in which they are asked."""
    for text in said["rest"].split(", "):
        url = url_of(text)
        if url is not None:
            run.wallet.learn(url, said.line)
        else:
            run.replaced += 1


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
    if run.current is None:
        begin_unnamed(run, said["netloc"], said.line)
    run.search.netloc = said["netloc"]
    rest = said["rest"].strip()
    if rest and not rest.startswith(("ERROR", "Password", "WARNING")):
        run.search.typed = rest.split()[0]
    if "Password" in rest:
        run.search.password = True
    if "ERROR: Exception" in rest:
        run.excepted = True
    run.prompted = run.current


def password(run: PipRun, _: Said) -> None:
    """The user is asked for a password, so a name was given."""
    run.search.password = True
