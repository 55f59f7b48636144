"""pip's messages on how things ended: a package found or not, a file refused, the run over or broken off."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from idxdoctor.capture.logs.pip.pages import begin
from idxdoctor.capture.logs.pip.requests import NOT_SHOWN, failure_of, unseen
from idxdoctor.capture.logs.pip.run import PipRun
from idxdoctor.capture.logs.pip.state import Fetch
from idxdoctor.capture.logs.pip.tries import url_of_pool
from idxdoctor.capture.logs.python_failures import detail_in
from idxdoctor.capture.logs.said import Said
from idxdoctor.capture.logs.urls import project_of, server_named, url_of
from idxdoctor.config.names import normalized_name
from idxdoctor.model.exchange import Decision, Witness
from idxdoctor.model.url import Url

_VERSIONS: Final = re.compile(r"\(from versions: (?P<versions>[^)]*)\)")
_CAUSES: Final = {
    "TooManyRedirects": Decision("pip.too-many-redirects", "pip follows no more redirects, and ends the run"),
    "JSONDecodeError": Decision("pip.not-json", "the page says that it is JSON and is not: pip ends the run"),
}
_LISTS_IT: Final = Decision("pip.file-listed", "it lists the file that could not be fetched")
UNANSWERED: Final = Decision("pip.prompt-unanswered", "pip asks for a username, nobody answers: it ends the run")


def version(run: PipRun, said: Said) -> None:
    """The release."""
    run.version = run.version or said["version"]


def temporary(run: PipRun, _: Said) -> None:
    """A folder for what comes next."""
    if run.current is None or run.current.is_page:
        run.close()


def nested(run: PipRun, _: Said) -> None:
    """Another pip installs what is needed to build a package."""
    run.nested += 1


def over(run: PipRun, _: Said) -> None:
    """A run ended; that of a pip within this one does not end it."""
    run.close()
    if run.nested:
        run.nested -= 1
    else:
        run.over = True


def untrusted(run: PipRun, said: Said) -> None:
    """An index over plain http is not asked."""
    server = server_named(said["host"])
    if server is None:
        return
    run.untrusted.add(server.host)
    if all(index.url.host != server.host for index in run.wallet.indexes):
        run.wallet.learn(replace(server, scheme="http"), said.line)


def collecting(run: PipRun, said: Said) -> None:
    """The file of a package comes next."""
    run.close()
    run.collecting = normalized_name(said["name"])


def using(run: PipRun, said: Said) -> None:
    """The file that was taken."""
    if run.collecting is None:
        return
    name = said["file"].partition("#")[0].partition("?")[0].rpartition("/")[2]
    fetch = run.links.get(said["file"]) or run.links.get(name) or run.links.get(name.removesuffix(".metadata"))
    run.used.setdefault(run.collecting, fetch)


def local(run: PipRun, said: Said) -> None:
    """A file of this machine was taken, from a folder of `--find-links` or an index that is one."""
    run.close()
    package = project_of(Url("file", "", path=f"/{said['file'].rpartition('/')[2]}"), list(run.locations))
    if package is not None:
        run.used.setdefault(package, None)


def unsatisfied(run: PipRun, said: Said) -> None:
    """No version fits; which ones there are."""
    found = _VERSIONS.search(said["rest"])
    run.unsatisfied = None if said["rest"] else said.line
    versions = found["versions"].strip() if found is not None else "none"
    run.nothing[normalized_name(said["name"])] = None if versions == "none" else versions


def nothing(run: PipRun, said: Said) -> None:
    """A package was not found, which ends the run."""
    run.close()
    run.nothing.setdefault(normalized_name(said["name"]), None)
    run.over = not run.nested


def file_refused(run: PipRun, said: Said) -> None:
    """A file was refused, which ends the run; where the log did not show its page, this may name it."""
    url = url_of(said["url"])
    shown = run.current is not None and run.current.last is not None and not run.current.is_page
    if url is not None and not shown:
        _listed(run, said)
        fetch = run.begin(Fetch(said.line, url.bare()))
        sent = run.request(url, said.line)
        sent.status, sent.evidence = int(said["status"]), Witness.INFERRED
        if not run.tells_of_credentials:
            sent.hide_whom(NOT_SHOWN)
        run.current = fetch
    run.over = not run.nested


def _listed(run: PipRun, said: Said) -> None:
    """Note the page that lists a file, where it did not show before."""
    page = url_of(said["page"] or "")
    if page is not None and all(fetch.url != page.bare() for fetch in run.fetches):
        begin(run, page, said.line)
        fetch = run.fetches[-1]
        fetch.fault = _LISTS_IT
        if fetch.package is not None:
            run.used.setdefault(fetch.package, fetch)


def unreached(run: PipRun, said: Said) -> None:
    """A file's server gave no answer, which ends the run (pip: commands/install.py create_os_error_message)."""
    url = url_of_pool(said["why"])
    last = run.current.last if run.current is not None else None
    if url is not None and (last is None or last.failure is None):
        run.begin(Fetch(said.line, url.bare()))
        sent = run.request(url, said.line)
        sent.failure, sent.detail = failure_of(said["why"]), detail_in(said["why"])
        sent.evidence = Witness.INFERRED
        if not run.tells_of_credentials:
            sent.hide_whom(NOT_SHOWN)
    run.over = not run.nested


def searching(run: PipRun, _: Said) -> None:
    """The run is one of `pip search`, which looks for no package."""
    run.searches = True


def exception(run: PipRun, _: Said) -> None:
    """An exception ends the run; its last line says which."""
    break_off(run)


def break_off(run: PipRun) -> None:
    """Note that an exception ends the run. Where pip awaited an answer of the user's, it got none."""
    run.excepted = True
    if run.awaited is not None:
        run.broken = UNANSWERED
    run.over = not run.nested


def eof(run: PipRun, said: Said) -> None:
    """The prompt, which a file that pip writes lacks, was answered by nobody."""
    if run.prompted is None and run.current is not None:
        refused(run, run.current, said.line)
    if run.prompted is not None or run.current is not None:
        run.broken = UNANSWERED


def refused(run: PipRun, fetch: Fetch, line: int) -> None:
    """Note the 401 that alone makes pip ask the user, where no line has shown it.

    What the URL of an index holds was sent before.
    """
    if fetch.last is None:
        given = fetch.given is not None and fetch.given.is_complete
        sent = run.request(fetch.url, line) if given else unseen(run, fetch, fetch.url, line)
        sent.status, sent.evidence = 401, Witness.INFERRED


def cause(run: PipRun, said: Said) -> None:
    """What the exception was."""
    if run.excepted and run.broken is None:
        run.broken = _CAUSES.get(said["cause"])


def unfollowed(run: PipRun, _: Said) -> None:
    """A redirect to something else than http, which is not followed."""
    if run.current is not None:
        run.current.fault = Decision("pip.not-followed", "the redirect leads to no http URL: pip does not follow it")
