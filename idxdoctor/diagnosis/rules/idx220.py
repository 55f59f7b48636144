"""IDX220: The credentials are refused, and a page that was had before is cached."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused import refused
from idxdoctor.diagnosis.fixes.renewal import renew
from idxdoctor.diagnosis.rule import Case, Evidence, Rule

_DAY = 86400


def _find(case: Case) -> Iterator[Evidence]:
    for one in refused(case):
        for position, exchange in case.lookup.exchanges_of(one.refusal.visit.index):
            if exchange.copy_age is not None:
                yield Evidence(
                    f"{one.where} with {one.status}, and {exchange.request.url} was let in "
                    f"{_ago(exchange.copy_age)}: the page is cached since then. The credentials, or what they may "
                    "read, have changed since, or others were used then",
                    tuple(dict.fromkeys((position, *one.at))),
                    (renew(case, one.refusal, f"renew the credentials of {one.credential}"),),
                )
                break


def _ago(seconds: int) -> str:
    days = seconds / _DAY
    return f"{days:.1f} days ago" if days >= 1 else f"{seconds // 60} minutes ago"


RULE = Rule(
    code="IDX220",
    severity="error",
    title="The index let a request in before, and refuses it now",
    means="A cached copy of the page shows that the index answered this request with a page some time ago. Now it "
    "refuses: a token that has expired, an account or a right that was taken away. The URL and the name of the "
    "package are not at fault.",
    told="The client's log names the age of the cached copy that it wants to revalidate, and the request ends with 401 "
    "or 403 though complete credentials were sent.",
    remedies={
        "uv": "Renew the token, or ask for the right to read; the URL need not change.",
        "pip": "Renew the token, or ask for the right to read; the URL need not change.",
    },
    sources=("https://github.com/astral-sh/uv/issues/13216",),
    find=_find,
    instead_of=frozenset({"IDX201", "IDX202"}),
    only_in_logs=True,
)
