"""IDX203: Credentials of another index on the host were tried, and refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.refused import Refused, refused
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import name, set_policy, together
from idxdoctor.diagnosis.fixes.renewal import renew
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with

_OWN_NAME: Final = "second-account"


def _find(case: Case) -> Iterator[Evidence]:
    for one in refused(case):
        request = one.refusal.exchange.request
        if not ends_with(request.decision.code, "realm-credentials") or one.index.credential is not None:
            continue
        first = next((exchange for _, exchange in case.lookup.exchanges_of(one.refusal.visit.index)), None)
        status = first.answer.status if first is not None else None
        text = (
            f"{one.credential} ({one.credential.provenance}) is known for another index on {request.url.origin}; it "
            f"was tried at {one.index.label} too, after its {status}, and answered {one.status}"
        )
        yield Evidence(text, one.at, tuple(_fixes(case, one, status)))


def _fixes(case: Case, one: Refused, status: int | None) -> Iterator[Fix]:
    title = f"give {one.index.label} an account of its own"
    if one.index.name is not None:
        yield renew(case, one.refusal, title)
    else:
        given = renew(case, one.refusal, title, index=one.index._replace(name=_OWN_NAME))
        yield together(f"name the index, and {given.title}", name(one.index, _OWN_NAME), given)
    if status == 404:
        yield set_policy(one.index, "never", ": it answers without credentials")


RULE = Rule(
    code="IDX203",
    severity="error",
    title="Credentials of another index on the host were tried, and refused",
    means="Several indexes stand on one scheme, host and port, and this one has no credentials of its own. After its "
    "first answer the client tried those that it knew for the host. They are another account's, which may not read "
    "this index; and where the first answer was 404, the refusal ends a search that would have gone on.",
    told="The last request to the index carried complete credentials that the client took from what it knows of the "
    "host, the index has none itself, and the answer was 401 or 403.",
    remedies={
        "uv": "Name the index and set UV_INDEX_<NAME>_USERNAME and UV_INDEX_<NAME>_PASSWORD; or set `authenticate = "
        '"never"` for an index that needs none.',
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/authentication/http/",
        "https://github.com/astral-sh/uv/pull/13463",
        "https://github.com/astral-sh/uv/issues/11244",
    ),
    find=_find,
    instead_of=frozenset({"IDX201", "IDX202"}),
)
