"""IDX132: pdm does not read a netrc file that others may read."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import advice, give_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with, refusals


def _find(case: Case) -> Iterator[Evidence]:
    for refusal in refusals(case.lookup):
        decision, index = refusal.exchange.request.decision, case.ending.indexes[refusal.visit.index]
        if ends_with(decision.code, "netrc-unread"):
            mend = "chmod 600 ~/.netrc" if "permissive" in decision.text else "correct ~/.netrc"
            yield Evidence(
                f"{index.label} ({index.provenance}) answered {refusal.visit.status} to a request without credentials; "
                f"{decision.text}",
                (refusal.position,),
                (advice(f"{mend}: what it has for {index.url.host} is then sent"), give_credentials(index)),
            )


RULE = Rule(
    code="IDX132",
    severity="error",
    title="A netrc file could not be read, and an index refused",
    means="pdm reads netrc by Python's own module, which refuses a file at home that the group or others may read, and "
    "one with a mistake anywhere in it. pdm warns once and asks every index without what the file holds; pip, curl and "
    "others read the same file.",
    told="The log says that netrc could not be parsed; after that an index without credentials of its own answered 401 "
    "or 403.",
    remedies={"pdm": "Let nobody but the owner read the file (`chmod 600 ~/.netrc`), or mend the line that it names."},
    sources=(
        "https://docs.python.org/3/library/netrc.html",
        "https://github.com/frostming/unearth/blob/main/src/unearth/utils.py",
    ),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX109"}),
)
