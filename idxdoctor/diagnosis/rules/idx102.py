"""IDX102: Credentials were dropped at a redirect to another origin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.redirects import base_of, last_hops, netrc_for
from idxdoctor.diagnosis.fixes.proposals import move
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with
from idxdoctor.model.exchange import REFUSALS
from idxdoctor.model.trace import Outcome

_HIDE_NOTHING: Final = frozenset({"pypi.org", "files.pythonhosted.org"})


def _find(case: Case) -> Iterator[Evidence]:
    for hop in last_hops(case):
        target, status = hop.last.request.url.origin, hop.last.answer.status
        if not ends_with(hop.last.request.decision.code, "redirect-dropped"):
            continue
        hidden = status == 404 and target.host not in _HIDE_NOTHING and case.ending.outcome is not Outcome.FOUND
        if status not in REFUSALS and not hidden:
            continue
        base = base_of(hop.last.request.url, case.lookup.package)
        moved = () if base is None else (move(hop.index, base, ", if its credentials are meant for that host"),)
        either = " (either it does not have the package, or it hides it from strangers)" if hidden else ""
        yield Evidence(
            f"{target} answered {status}, not {hop.index.label}, though the client blames that{either}: "
            f"{hop.last.request.decision.text}",
            (hop.position - 1, hop.position),
            (netrc_for(case, target), *moved),
        )


RULE = Rule(
    code="IDX102",
    severity="error",
    title="Credentials were dropped at a redirect to another origin",
    means="The index sent the client to another scheme, host or port. Credentials are not carried there, and the "
    "target refuses to answer without any. The status comes from the target, though clients blame the index.",
    told="The last request for the index was one that a redirect to another origin led to; credentials were sent "
    "before it and not with it; its answer was 401, 403, or a 404 that no other index made up for.",
    remedies={
        "uv": "Write a netrc entry for the target's host, which uv 0.7.14 and newer consult there, or use the "
        "target's URL for the index's.",
        "pip": "Write a netrc entry for the target's host, which pip takes at each redirect, or use the "
        "target's URL for the index's.",
        "poetry": "Write a netrc entry for the target's host, which poetry takes at each redirect, or use the target's "
        "URL for the source's.",
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/5595",
        "https://github.com/astral-sh/uv/pull/14126",
        "https://github.com/psf/requests/blob/main/src/requests/sessions.py",
    ),
    find=_find,
)
