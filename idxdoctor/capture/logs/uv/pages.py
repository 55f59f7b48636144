"""uv's messages on what it fetches: indexes, pages, files, cached copies."""

from __future__ import annotations

from idxdoctor.capture.logs.said import Said
from idxdoctor.capture.logs.urls import is_page, root_and_name, spelled, url_of
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Fetch


def version(run: UvRun, said: Said) -> None:
    """The release names itself."""
    run.told(said["version"])
    run.is_whole = True


def unnamed(run: UvRun, said: Said) -> None:
    """Credentials of an index without a name are read; what is kept next is of its URL, and no variable's."""
    if url := url_of(said["url"]):
        run.wallet.unnamed.add(spelled(url))
        run.wallet.unnamed.add(spelled(url).removesuffix("/simple").removesuffix("/+simple"))


def seed(run: UvRun, said: Said) -> None:
    """Credentials of an index are kept at the start."""
    if url := url_of(said["url"]):
        run.wallet.seed(url, said.line)
        run.seeded.setdefault(url.bare(), said.line)


def fetching(run: UvRun, said: Said) -> None:
    """A page of an index is wanted for a package."""
    url = url_of(said["url"])
    if url is None or not is_page(url):
        return
    package = said["name"]
    before = run.searches.latest.get(package)
    if before is not None and (before.waits or before.shown is None) and not before.kept:
        run.searches.concurrent.add(package)
    fetch = run.begin(Fetch(said.line, url.bare(), package, root_and_name(url)[0]))
    fetch.given = run.wallet.of_userinfo(url, said.line)


def uncached(run: UvRun, said: Said) -> None:
    """There is no cached copy, so that a request follows."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None:
        fetch = _once_more(run, fetch, said.line)
        fetch.shown = fetch.shown or said.line


def sending(run: UvRun, said: Said) -> None:
    """A request is about to be made."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None:
        fetch = _once_more(run, fetch, said.line)
        fetch.shown, fetch.method = fetch.shown or said.line, said["method"]


def _once_more(run: UvRun, fetch: Fetch, line: int) -> Fetch:
    """Return a new fetch where a file is fetched again: first asked about, then read."""
    if fetch.repeats:
        fetch.repeats = False
        return fetch
    if fetch.package is None and fetch.last is not None and not fetch.waits:
        return run.begin(Fetch(line, fetch.url))
    if fetch.package is None and fetch.waits and fetch.url == fetch.at:
        return run.begin(Fetch(line, fetch.url))
    return fetch


def kept(run: UvRun, said: Said) -> None:
    """A cached copy is taken as it is."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None:
        fetch.kept = True


def age(run: UvRun, said: Said) -> None:
    """A cached copy is told its age; which fetch it is for, a later message says."""
    if url := url_of(said["url"]):
        run.ages[url.bare().reveal()] = int(said["age"])


def stale(run: UvRun, said: Said) -> None:
    """A cached copy is too old to be taken without asking."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None:
        fetch.copy_age = run.ages.pop(fetch.url.reveal(), None)


def revalidating(run: UvRun, said: Said) -> None:
    """The server is asked whether a cached copy still holds."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None:
        fetch.shown = fetch.shown or said.line


def uploaded(run: UvRun, said: Said) -> None:
    """An upload was answered: the run publishes."""
    run.uploads, run.upload_status = True, int(said["status"])


def versions(run: UvRun, _: Said) -> None:
    """Versions are looked for, which a lock makes needless (uv: uv-resolver/src/resolver/mod.rs)."""
    run.solves = True


def received(run: UvRun, said: Said) -> None:
    """The search for a package is over, whether it found a page or none."""
    run.searches.gone_on.add(said["name"])


def installed(run: UvRun, said: Said) -> None:
    """The version that is installed will do, whatever became of the package's page."""
    run.searches.gone_on.add(said["name"])


def nothing(run: UvRun, said: Said) -> None:
    """No version of a package can be chosen, which uv says only where no error ended the run before."""
    run.searches.gone_on.add(said["name"])


def chosen(run: UvRun, said: Said) -> None:
    """A version of a package is chosen, so that its page was found."""
    run.searches.chosen.add(said["name"])
    run.searches.gone_on.add(said["name"])
