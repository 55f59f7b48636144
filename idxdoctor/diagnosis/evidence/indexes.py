"""What rules need to know of indexes: who may publish there, and who needs credentials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from idxdoctor.clients.simple_page import files_of_page
from idxdoctor.diagnosis.rule import Case, Refusal, refusals
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Outcome
from idxdoctor.model.url import Url

OPEN_HOSTS: Final = frozenset(
    {
        "pypi.org",
        "pypi.python.org",
        "test.pypi.org",
        "mirrors.aliyun.com",
        "mirrors.cloud.tencent.com",
        "mirrors.ustc.edu.cn",
        "pypi.doubanio.com",
        "pypi.mirrors.ustc.edu.cn",
        "pypi.tuna.tsinghua.edu.cn",
    }
)
_FURTHER: Final = frozenset({Outcome.FOUND, Outcome.NOT_FOUND})


@dataclass(frozen=True, slots=True)
class Served:
    """The answer that a lookup took for the package's page: of which index, from where."""

    index: Index
    position: int
    exchange: Exchange

    @property
    def origin(self) -> str:
        """Return who answered, which a redirect may have made another than the index."""
        return str(self.exchange.request.url.origin)


def is_open(url: Url) -> bool:
    """Say whether anybody may publish packages at this host, or it copies from such a one."""
    return url.host in OPEN_HOSTS


def known_credentials(case: Case, index: Index) -> Credential | None:
    """Return what is configured for the index or for its host, whether the client uses it or not."""
    plan, origin = case.trace.plan, index.url.origin
    stored = [entry.credential for entry in plan.stored if entry.service.origin == origin]
    netrc = [entry.credential for entry in plan.netrc if entry.host == origin.host]
    return next((known for known in (index.credential, *netrc, *stored) if known is not None), None)


def needs_credentials(case: Case, refusal: Refusal) -> bool:
    """Say whether a refusal is about credentials: a bare 403 to nobody may mean that the package is not there."""
    answer, index = refusal.exchange.answer, case.ending.indexes[refusal.visit.index]
    return (
        refusal.visit.status == 401
        or "www-authenticate" in answer.headers
        or refusal.exchange.request.credential is not None
        or known_credentials(case, index) is not None
    )


def passed_over(case: Case) -> Iterator[Refusal]:
    """Return the refusals, about credentials as far as can be told, after which the search went on."""
    if case.ending.outcome in _FURTHER:
        yield from (refusal for refusal in refusals(case.lookup) if needs_credentials(case, refusal))


def served(case: Case) -> Served | None:
    """Return the page that was taken; None where none was, or it lists no file.

    A log shows no page, but that it was taken.
    """
    position = case.ending.index
    exchanges = [] if position is None else case.lookup.exchanges_of(position)
    if case.ending.outcome is not Outcome.FOUND or not exchanges or position is None:
        return None
    if not case.trace.is_of_a_log and not files_of_page(exchanges[-1][1].answer):
        return None
    return Served(case.ending.indexes[position], *exchanges[-1])


def is_private(case: Case, index: Index) -> bool:
    """Say whether an index is not open to anybody: it has credentials, or asked for some."""
    if is_open(index.url):
        return False
    challenged = (
        exchange.answer.status == 401 for exchange in case.lookup.exchanges if case.index_of(exchange) is index
    )
    return known_credentials(case, index) is not None or any(challenged)
