"""IDX219: An index refused, and the log does not show as whom it was asked, or how it answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice, give_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with, refusals
from idxdoctor.model.credential import whom
from idxdoctor.model.exchange import REFUSALS, Decision, Gap
from idxdoctor.model.plan import Strategy
from idxdoctor.model.trace import Outcome

_MORE: Final = {
    "poetry": "look what `poetry config --list`, the variables POETRY_HTTP_BASIC_<NAME>_USERNAME and _PASSWORD, netrc "
    "and the keyring have for this source",
}

_FULLER: Final = "run the command again with `-vvv`, and explain that log"
_AGAIN: Final = "run the command again with `-vv`, and explain that log"
_WHOLE: Final = "explain the whole log: the lines that tell are not in this one"
_UNSHOWN: Final = (
    "the log does not show as whom it was asked: either without credentials, or with some that it did not take"
)
_OR_MISSING: Final = ", and some indexes say 403 for a package that they do not have"


def _find(case: Case) -> Iterator[Evidence]:
    yield from _file(case)
    if case.trace.plan.strategy is Strategy.ALL_INDEXES and case.ending.outcome is Outcome.FOUND:
        return
    for refusal in refusals(case.lookup):
        if Gap.WHO in refusal.exchange.gaps:
            index = case.ending.indexes[refusal.visit.index]
            decision = refusal.exchange.request.decision
            masked = ends_with(decision.code, "either")
            yield Evidence(
                f"{index.label} ({index.provenance}) answered {refusal.visit.status}; "
                + (decision.text if masked or ends_with(decision.code, "refused-again") else _UNSHOWN)
                + (_OR_MISSING if refusal.visit.status == 403 else ""),
                (refusal.position,),
                (give_credentials(index) if masked else _look_closer(case, decision),),
            )
    yield from _unnumbered(case)


def _unnumbered(case: Case) -> Iterator[Evidence]:
    """Say the same of refusals of which the log does not show whether they were 401 or 403."""
    for visit in case.ending.visits:
        for position, exchange in case.lookup.exchanges_of(visit.index)[-1:]:
            if visit.status is None and ends_with(visit.decision.code, "refused-next"):
                index, credential = case.ending.indexes[visit.index], exchange.request.credential
                said = f"it was asked {whom(credential)}" if credential is not None else _UNSHOWN
                text = f"{index.label} ({index.provenance}) answered 401 or 403, the log does not show which; {said}"
                yield Evidence(text, (position,), (advice(_FULLER),))


def _file(case: Case) -> Iterator[Evidence]:
    """Say the same of the file that ended the run."""
    file = case.lookup.faulty_file
    if file is not None and file.answer.status in REFUSALS and Gap.WHO in file.gaps:
        text = f"{file.request.url} answered {file.answer.status}; {_UNSHOWN}"
        yield Evidence(text, (), (_look_closer(case, file.request.decision),), (len(case.lookup.files) - 1,))


def _look_closer(case: Case, decision: Decision) -> Fix:
    """Advise what shows as whom a request was sent: the lines that were cut out, or more of them."""
    return advice(_WHOLE if ends_with(decision.code, "cut-out") else _MORE.get(case.trace.client.name, _AGAIN))


RULE = Rule(
    code="IDX219",
    severity="error",
    title="An index refused, and the log does not show as whom it was asked, or how it answered",
    means="A search ended with 401 or 403. Whether credentials were sent, and whose, stands in a log only where the "
    "client was told to print enough.",
    told="The log shows a request for the package's page or its file and the status, and none of the lines that say as "
    "whom it was sent.",
    remedies={
        "uv": "Run the command with `-vv`; before 0.6.4, with RUST_LOG=uv_auth=trace,uv_client=trace.",
        "pip": "Run the command with -vv (before 21.2 one -v will do).",
        "poetry": "poetry logs at no verbosity as whom it asks: see what `poetry config --list`, the variables "
        "POETRY_HTTP_BASIC_<NAME>_USERNAME and POETRY_HTTP_BASIC_<NAME>_PASSWORD, netrc and the keyring have "
        "for the source.",
        "pdm": "Run the command with `-vv`, or read the log file that it names.",
    },
    sources=(
        "https://docs.astral.sh/uv/reference/cli/",
        "https://pip.pypa.io/en/stable/cli/pip/#cmdoption-v",
    ),
    find=_find,
    only_in_logs=True,
)
