"""IDX128: pip asks for a username, and nobody answers."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice, give_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with
from idxdoctor.model.trace import Visit


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        if ends_with(visit.decision.code, "prompt-unanswered", "prompt-open"):
            index = case.ending.indexes[visit.index]
            asked = [position for position, _ in case.lookup.exchanges_of(visit.index)]
            yield Evidence(
                f"{index.label} ({index.provenance}) answered 401, and pip asked for a username {_answer(case, visit)}",
                tuple(asked[-1:]),
                tuple(_fixes(case, visit.index)),
            )


def _answer(case: Case, visit: Visit) -> str:
    if ends_with(visit.decision.code, "prompt-open"):
        return "that the log ends without"
    left = len(case.ending.indexes) - len(case.ending.visits)
    further = f"; {left} more {'index was' if left == 1 else 'indexes were'} not asked" if left else ""
    return f"where there is nobody to type one{further}"


def _fixes(case: Case, position: int) -> Iterator[Fix]:
    index = case.ending.indexes[position]
    yield give_credentials(index)
    if position < len(case.ending.indexes) - 1:
        yield advice("run pip with --no-input (PIP_NO_INPUT=1), which then asks the next index")


RULE = Rule(
    code="IDX128",
    severity="error",
    title="pip asked for a username, and nobody answered",
    means="After a 401 for which it finds no credentials, pip asks for a username and a password. In a pipeline nobody "
    "can answer: the run waits until somebody ends it, or ends with `EOFError`, and indexes that come later are never "
    "asked.",
    told="The log has the prompt `User for HOST:` and ends there, or has after it the exception with which it ends "
    "where there is no terminal.",
    remedies={
        "pip": "Give the index credentials, in its URL, netrc or the keyring; --no-input or PIP_NO_INPUT=1 keeps pip "
        "from asking."
    },
    sources=(
        "https://pip.pypa.io/en/stable/topics/authentication/",
        "https://pip.pypa.io/en/stable/cli/pip/#cmdoption-no-input",
    ),
    find=_find,
    whoever_asked=True,
    instead_of=frozenset({"IDX101", "IDX109", "IDX129", "IDX219"}),
)
