"""Tries of which pip tells without -vv: of their URL it prints the path alone, and now and then the host.

urllib3: connectionpool.py urlopen ("Retrying (...) after connection broken by '...': PATH"), the same from 1.21 on;
pip: models/search_scope.py get_formatted_locations, which prints no banner where PyPI is the one index.
"""

from __future__ import annotations

import re
from typing import Final

from idxdoctor.capture.logs.pip.pages import begin
from idxdoctor.capture.logs.pip.run import PipRun
from idxdoctor.capture.logs.sent import Sent
from idxdoctor.capture.logs.urls import url_of
from idxdoctor.model.credential import Provenance
from idxdoctor.model.exchange import Witness
from idxdoctor.model.url import Url

_POOL: Final = re.compile(r"(?P<scheme>HTTPS?)ConnectionPool\(host='(?P<host>[^']+)', port=(?P<port>\d+)\)")
_PATH: Final = re.compile(r"Max retries exceeded with url: (?P<path>\S+)")
_HOST: Final = re.compile(r"Connection to (?P<late>\S+) timed out|HTTPS?Connection\(host='(?P<other>[^']+)'")
_DEFAULT: Final = Url.parse("https://pypi.org/simple")
_BY_DEFAULT: Final = Provenance("pip's default, as the log names no index")


def url_of_pool(why: str) -> Url | None:
    """Return the URL of a request that had no answer, as the library that sends it tells."""
    path = _PATH.search(why)
    return _at_pool(why, path["path"]) if path is not None else None


def begin_try(run: PipRun, target: str, why: str, line: int) -> Url | None:
    """Return the URL of a try, and begin to fetch the page that it is of; None where it is not known."""
    url = url_of(target) if target.startswith("http") else _at_pool(why, target)
    path = target if url is None else url.path
    current = run.current
    if current is not None and current.url.path == path:
        return current.url
    pages = _pages(run, path, url.host if url is not None else _host_in(why))
    if len(pages) != 1:
        return None if pages else url
    if not run.wallet.indexes:
        run.wallet.assume(_DEFAULT, _BY_DEFAULT)
    begin(run, pages[0], line)
    return pages[0].bare()


def end_tries(run: PipRun) -> None:
    """Note the last try for the page of a package that was had: where pip made one more, its end does not show."""
    for fetch in run.fetches:
        last = fetch.last
        if last is not None and fetch.retries and fetch.package in run.used:
            again = Sent(last.line, last.url, last.credential, last.decision, attempt=last.attempt + 1)
            again.evidence, again.gaps = Witness.INFERRED, set(last.gaps)
            fetch.sent.append(again)


def _at_pool(why: str, path: str) -> Url | None:
    pool = _POOL.search(why)
    if pool is None:
        return None
    if path.startswith("http"):
        return url_of(path)
    return url_of(f"{pool['scheme'].lower()}://{pool['host']}:{pool['port']}{path}")


def _host_in(why: str) -> str | None:
    """Return the host that did not let a connection be opened; not where it may be a proxy's."""
    named = None if "roxy" in why else _HOST.search(why)
    return (named["late"] or named["other"]) if named is not None else None


def _pages(run: PipRun, path: str, host: str | None) -> list[Url]:
    """Return the pages with this path at the indexes; where a host is known, at those that it has."""
    roots = [index.url for index in run.wallet.indexes] or ([] if run.no_index else [_DEFAULT])
    name = path.removesuffix("/").rpartition("/")[2]
    pages = [root.child(name) for root in roots if host is None or root.host == host.lower()]
    return [page for page in pages if page.path.rstrip("/") == path.rstrip("/")]
