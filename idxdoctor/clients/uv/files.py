"""What uv asks of a file once its page is found: its metadata, so that dependencies can be resolved.

A wheel's size is asked first; a server that answers no ranges, which no scenario's does, then sends the whole wheel
(uv: uv-client/src/registry_client.rs wheel_metadata_no_pep658).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

from idxdoctor.clients.simple_page import files_of_page
from idxdoctor.clients.uv.pages import fetch_page
from idxdoctor.clients.uv.request import GaveUp, Request, Response
from idxdoctor.clients.uv.session import Session
from idxdoctor.config.names import normalized_name
from idxdoctor.model.credential import Credential, Provenance
from idxdoctor.model.exchange import Decision, Steps
from idxdoctor.model.plan import Strategy
from idxdoctor.model.trace import Ending, Outcome, Visit
from idxdoctor.model.url import Url, UrlError
from idxdoctor.model.versions import is_plain, is_version, release_number

HEAD_NOT_SUPPORTED: Final = frozenset({400, 403, 404, 405})


class Wheel(NamedTuple):
    """A wheel that a page lists."""

    url: Url
    version: str


def metadata(session: Session, project: str) -> Steps[Ending]:
    """Fetch the metadata of the version that uv would choose of the pages found for `project`, or its locked file."""
    locked = session.plan.locked.get(project)
    url = locked or _chosen(session, project)
    if url is None:
        return Ending(Outcome.NOT_FOUND, (), ())
    for method in ("GET",) if locked else ("HEAD", "GET"):
        try:
            response = yield from fetch_page(session, _request(url, method))
        except GaveUp as end:
            return Ending(Outcome.FAILED, (), (Visit(0, end.decision, end.status),), status=end.status)
        if method == "HEAD" and _falls_back(session, response):
            continue
        if not response.succeeded:
            refused = Decision("uv.file-refused", "the file could not be fetched: uv gives up")
            return Ending(Outcome.FAILED, (), (Visit(0, refused, response.status),), status=response.status)
    return Ending(Outcome.FOUND, (), ())


def _falls_back(session: Session, response: Response) -> bool:
    """Say whether the whole wheel is asked for after this answer to HEAD."""
    tolerated = HEAD_NOT_SUPPORTED if session.behaviours.tolerates_400_to_head else HEAD_NOT_SUPPORTED - {400}
    return response.status in tolerated


def _request(url: Url, method: str) -> Request:
    """Return a request for a file; userinfo in its link is sent with it."""
    header = Credential.from_url(url, Provenance("the file's link"))
    return Request(url.bare(), header, 0, method=method)


def _chosen(session: Session, project: str) -> Url | None:
    """Return the newest wheel, final releases before others; of the same version the one of the first index.

    The best match is that of all pages, else it is that of the first page that lists any.
    """
    by_index = [_wheels(project, response) for _, response in sorted(session.pages.get(project, {}).items())]
    if session.plan.strategy is not Strategy.UNSAFE_BEST_MATCH:
        by_index = [wheels for wheels in by_index if wheels][:1]
    wheels = [wheel for listed in by_index for wheel in listed]
    return newest(wheels).url if wheels else None


def newest(wheels: list[Wheel]) -> Wheel:
    """Return the wheel of the highest version, final releases before others; of several the first."""
    if all(is_plain(wheel.version) for wheel in wheels):
        return max(wheels, key=lambda wheel: release_number(wheel.version))
    from packaging.version import Version

    final = [wheel for wheel in wheels if not Version(wheel.version).is_prerelease]
    return max(final or wheels, key=lambda wheel: Version(wheel.version))


def _wheels(project: str, response: Response) -> list[Wheel]:
    """Return the project's wheels of a page, their links resolved against the URL that answered."""
    found: list[Wheel] = []
    for link in files_of_page(response.answer):
        try:
            url = replace(response.url.join(link), fragment=None)
        except UrlError:
            continue
        name, *parts = url.path.rpartition("/")[2].removesuffix(".whl").split("-")
        if (
            url.path.endswith(".whl")
            and len(parts) in {4, 5}
            and normalized_name(name) == project
            and is_version(parts[0])
        ):
            found.append(Wheel(url, parts[0]))
    return found
