"""pip's messages on the pages of a package: which there are, which is fetched, what it lists."""

from __future__ import annotations

from dataclasses import replace

from idxdoctor.capture.logs.lines import at_line
from idxdoctor.capture.logs.pip.run import PipRun
from idxdoctor.capture.logs.pip.state import Fetch
from idxdoctor.capture.logs.pip.wallet import of_userinfo
from idxdoctor.capture.logs.said import Said
from idxdoctor.capture.logs.urls import UNNAMED, url_of
from idxdoctor.config.names import normalized_name
from idxdoctor.model.credential import Provenance
from idxdoctor.model.url import Url


def locations(run: PipRun, said: Said) -> None:
    """The pages for a package follow."""
    run.close()
    run.package = normalized_name(said["name"])
    run.locations[run.package] = []
    run.announced[run.package] = int(said["count"])
    run.links = {}


def location(run: PipRun, said: Said) -> None:
    """A page that is going to be asked for."""
    url = url_of(said["url"])
    if url is not None and run.package is not None and run.current is None:
        run.locations[run.package].append(url)
        run.located = said.line


def page(run: PipRun, said: Said) -> None:
    """A page is fetched next."""
    getting(run, said)


def getting(run: PipRun, said: Said) -> None:
    """A page is fetched now; at some verbosities and releases two messages say so."""
    url = url_of(said["url"])
    if url is None or (run.current is not None and run.current.url == url.bare() and not run.current.sent):
        return
    begin(run, url, said.line)


def begin(run: PipRun, url: Url, line: int) -> None:
    """Begin to fetch a page."""
    root, package = belongs_to(run, url)
    given = of_userinfo(url, _place_of(run, root, line))
    run.begin(Fetch(line, url.bare(), package, root, given))


def begin_unnamed(run: PipRun, server: Url, line: int) -> None:
    """Begin to fetch a page of which the log tells its host alone: at the one index with that host and port, if any.

    What is collected and was not had yet is what it is about, be it a page or a file.
    """
    here = [index for index in run.wallet.indexes if index.url.origin.netloc == server.origin.netloc]
    package = run.collecting if run.collecting not in run.used else None
    root = here[0].url.bare() if len(here) == 1 else server
    url = root.child(package or UNNAMED) if len(here) == 1 else server
    given = here[0].credential if len(here) == 1 else None
    run.begin(Fetch(line, url, package or UNNAMED, root, given, by_host=True))


def announced(run: PipRun, url: Url) -> Url | None:
    """Return the page of the package that pip announced with this URL, userinfo aside; None where it is none."""
    pages = run.locations.get(run.package, []) if run.package is not None else []
    return next((page for page in pages if page.bare() == url.bare()), None)


def belongs_to(run: PipRun, url: Url) -> tuple[Url, str]:
    """Return the index that a page is of, and its package; a page of `--find-links` is an index of its own."""
    name = normalized_name(url.segments[-1]) if url.segments else ""
    announced = run.package is not None and any(one == url for one in run.locations.get(run.package, ()))
    if announced and run.package is not None and name != run.package:
        return url.bare(), run.package
    folder = url.path.removesuffix("/").rpartition("/")[0]
    return replace(url.bare(), path=folder or "/"), name


def _place_of(run: PipRun, root: Url, line: int) -> Provenance:
    text = root.reveal().rstrip("/")
    known = (index.provenance for index in run.wallet.indexes if index.url.reveal().rstrip("/") == text)
    return next(known, at_line(line))


def age(run: PipRun, said: Said) -> None:
    """A copy is cached."""
    if run.current is not None:
        run.current.copy_age = int(said["age"])


def fresh(run: PipRun, _: Said) -> None:
    """The cached copy is taken without a request."""
    if run.current is not None:
        run.current.kept = True


def link(run: PipRun, said: Said) -> None:
    """A file that fits."""
    fetch = _listing(run)
    if fetch is not None:
        fetch.links += 1
        url = said["url"].partition("#")[0]
        run.links[url] = run.links[url.rpartition("/")[2]] = fetch


def misfit(run: PipRun, _: Said) -> None:
    """A file that does not fit."""
    fetch = _listing(run)
    if fetch is not None:
        fetch.misfits += 1


def _listing(run: PipRun) -> Fetch | None:
    """Return the page whose files are listed; before 22.2 no other message says that it was had."""
    if run.current is not None and run.current.is_page:
        run.listing = run.current
        run.close()
    return run.listing
