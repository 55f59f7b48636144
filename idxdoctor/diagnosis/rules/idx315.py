"""IDX315: pip takes the best version of all indexes, the public ones included."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.indexes import is_open, is_private
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    visits, indexes = case.ending.visits, case.ending.indexes
    private = [one for one in visits if ends_with(one.decision.code, "found") and is_private(case, indexes[one.index])]
    public = [one for one in visits if one.status in {200, 404} and is_open(indexes[one.index].url)]
    if private and public:
        own, other = private[0], public[0]
        has_it = ends_with(other.decision.code, "found")
        host = indexes[other.index].url.host
        who = f"so has {host}: the higher version of both is taken" if has_it else f"{host} has not, for now"
        yield Evidence(
            f"{indexes[own.index].label} ({indexes[own.index].provenance}) has {case.lookup.package}, and {who}",
            tuple(sorted(case.lookup.exchanges_of(one.index)[-1][0] for one in (own, other))),
            (advice("let one index serve both, the private one as a proxy of the public one, and name no other"),),
        )


RULE = Rule(
    code="IDX315",
    severity="warning",
    title="A public index may supply a private package",
    means="pip knows no order of indexes: it takes the highest version that any of them lists. Whoever publishes a "
    "higher one of the same name on an index that is open to anybody has it installed (dependency confusion).",
    told="A private index (one with credentials, or that asked for some) lists the package, and pypi.org or another "
    "open host was asked too.",
    remedies={
        "pip": "Give pip one index, by --index-url alone, that has the private packages and passes on the public ones; "
        "or install with --require-hashes."
    },
    sources=("https://pip.pypa.io/en/stable/cli/pip_install/#cmdoption-extra-index-url",),
    find=_find,
)
