"""IDX209: The index says 403 to a wrong password."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused import refused
from idxdoctor.diagnosis.fixes.renewal import renew
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    for one in refused(case, 403):
        seen = case.provider_of(one.refusal.visit.index)
        if seen is None or not seen.provider.may_mean(403, "wrong credentials"):
            continue
        this_is, means = ("this is", "means") if seen.sure else ("this may be", "would mean")
        yield Evidence(
            f"{one.where}; {this_is} {seen.provider.name} ({seen.by}), where 403 {means} that the username or the "
            "password is wrong",
            one.at,
            (renew(case, one.refusal, f"correct what {one.credential.provenance} holds"),),
        )


RULE = Rule(
    code="IDX209",
    severity="error",
    title="The index says 403 to a wrong password",
    means="pypiserver answers 401 only to requests without credentials; to wrong ones it says 403. So the 403 does "
    "not mean that the account may not read, or that the package is missing.",
    told="Complete credentials were answered with 403, by an index that shows itself as pypiserver: by its realm and "
    "its Server header, or by its error page.",
    remedies={"uv": "Correct the password. `ignore-error-codes = [403]` would let other indexes serve the package."},
    sources=(
        "https://github.com/pypiserver/pypiserver",
        "https://github.com/astral-sh/uv/issues/13216",
    ),
    find=_find,
    instead_of=frozenset({"IDX202", "IDX203", "IDX216", "IDX217"}),
)
