"""IDX217: netrc gave other credentials than were meant."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused import Refused, refused
from idxdoctor.diagnosis.fixes.renewal import drop_machine, renew
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.plan import NetrcEntry


def _find(case: Case) -> Iterator[Evidence]:
    for one in refused(case):
        host = one.refusal.exchange.request.url.host
        entry = next((entry for entry in case.trace.plan.netrc if entry.credential is one.credential), None)
        if entry is None:
            continue
        if entry.host is None:
            yield Evidence(
                f"{one.where}; it comes from the entry `default`, which counts for every host without one of its own",
                one.at,
                (renew(case, one.refusal, f"give {host} credentials of its own"),),
            )
        for other in _before(case, one, entry):
            yield Evidence(
                f"{one.where}; netrc has another entry for {host} at {other.credential.provenance}, and of two the "
                "later counts",
                one.at,
                (drop_machine(entry.credential.provenance, ", so that the first one counts"),),
            )


def _before(case: Case, one: Refused, entry: NetrcEntry) -> list[NetrcEntry]:
    """Return the entries for the same host that do not count."""
    same = [other for other in case.trace.plan.netrc if other.host == entry.host and other is not entry]
    return [other for other in same if entry.host is not None and other.credential != one.credential]


RULE = Rule(
    code="IDX217",
    severity="error",
    title="netrc gave other credentials than were meant",
    means="The credentials come from an entry of the netrc file that is not about this index: the `default` one, which "
    "counts for every host, or the later of two for the same host.",
    told="Credentials from netrc were answered with 401 or 403, and their entry is `default`, or there is another for "
    "the same host.",
    remedies={"uv": "Write one `machine` entry for the host, or set UV_INDEX_<NAME>_USERNAME and its password."},
    sources=(
        "https://docs.astral.sh/uv/concepts/authentication/http/#netrc-files",
        "https://github.com/pypa/pip/issues/10979",
    ),
    find=_find,
    instead_of=frozenset({"IDX201", "IDX202"}),
)
