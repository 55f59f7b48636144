"""IDX132: A netrc file could not be read, and an index refused."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import advice, give_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with, refusals


def _find(case: Case) -> Iterator[Evidence]:
    for refusal in refusals(case.lookup):
        index = case.ending.indexes[refusal.visit.index]
        said = (refusal.exchange.request.decision, refusal.visit.search)
        for decision in (one for one in said if one is not None and ends_with(one.code, "netrc-unread")):
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
    "others read the same file. uv refuses one with a mistake anywhere in it, warns once too, and asks without.",
    told="The log says that netrc could not be parsed; after that an index without credentials of its own answered 401 "
    "or 403.",
    remedies={
        "uv": "Mend the line that the log names: uv takes nothing from a netrc file that has a mistake anywhere.",
        "pdm": "Let nobody but the owner read the file (`chmod 600 ~/.netrc`), or mend the line that it names.",
    },
    sources=(
        "https://docs.python.org/3/library/netrc.html",
        "https://github.com/frostming/unearth/blob/main/src/unearth/utils.py",
    ),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX109"}),
    only_in_logs=True,
)
