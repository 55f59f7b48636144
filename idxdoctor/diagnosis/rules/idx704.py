"""IDX704: Credentials go to a public index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.indexes import OPEN_HOSTS
from idxdoctor.diagnosis.evidence.sent import Sent, sent_credentials
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import correct_machine, forget_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.credential import ANYWHERE

_PUBLIC: Final = OPEN_HOSTS | {"files.pythonhosted.org", "test-files.pythonhosted.org"}


def _find(case: Case) -> Iterator[Evidence]:
    for sent in sent_credentials(case):
        if sent.origin.host in _PUBLIC and sent.credential.reach.covers(sent.origin):
            yield Evidence(
                f"{sent.credential} ({sent.credential.provenance}) goes to {sent.origin}, which wants no credentials",
                sent.exchanges,
                tuple(_fixes(case, sent)),
                sent.files,
            )


def _fixes(case: Case, sent: Sent) -> Iterator[Fix]:
    if sent.credential.reach == ANYWHERE:
        for index in case.trace.plan.defined:
            if index.url.host not in _PUBLIC:
                yield correct_machine(sent.credential.provenance, index.url.host)
                return
    owner = next((index for index in case.trace.plan.defined if index.credential is sent.credential), None)
    if owner is not None:
        yield forget_credentials(owner, f"take the credentials of {owner.label} out")


RULE = Rule(
    code="IDX704",
    severity="warning",
    title="Credentials go to a public index",
    means="PyPI and the like want no credentials for downloads. What goes there is most often meant for a private "
    "index, by a `default` entry of netrc or a URL that was copied.",
    told="A request with credentials went to the host of a public index, for which the configuration gives them.",
    remedies={"uv": "Name the machine in netrc in place of `default`; take the credentials out of the URL."},
    sources=("https://docs.astral.sh/uv/concepts/authentication/http/#netrc-files",),
    find=_find,
    instead_of=frozenset({"IDX707"}),
)
