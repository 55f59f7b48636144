"""IDX131: The keyring could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with, refusals
from idxdoctor.model.credential import shown_service
from idxdoctor.model.exchange import REFUSALS
from idxdoctor.model.trace import Outcome
from idxdoctor.model.url import Url

_FIXES: Final = (
    advice("unlock the keyring, as the user and in the session that the client runs in"),
    advice("where there is none (a pipeline, a container), give the credentials by variables"),
)


def _find(case: Case) -> Iterator[Evidence]:
    yield from _of_a_service(case)
    yield from _of_the_run(case)


def _of_a_service(case: Case) -> Iterator[Evidence]:
    """Tell of a client that says for what it asked the keyring."""
    failed = [call.request for call in case.lookup.keyring if ends_with(call.request.decision.code, "keyring-failed")]
    for refusal in refusals(case.lookup):
        index = case.ending.indexes[refusal.visit.index]
        names = {index.url.bare().reveal().rstrip("/"), index.url.origin.netloc}
        asked = next((one for one in failed if _bare(one.service) in names), None)
        if asked is not None:
            yield Evidence(
                f"{index.label} answered {refusal.visit.status}; its password was looked for in the keyring, under "
                f"{shown_service(asked.service)}: {asked.decision.text}",
                (refusal.position,),
                _FIXES,
            )


def _of_the_run(case: Case) -> Iterator[Evidence]:
    """Tell of a client that says no more than that the keyring failed; whom that left out, a refusal shows."""
    failed = [visit for visit in case.ending.visits if visit.search and ends_with(visit.search.code, "keyring-failed")]
    refused = [visit for visit in failed if visit.status in REFUSALS]
    for visit in refused or failed[:1] if case.ending.outcome is not Outcome.FOUND else ():
        positions = [position for position, _ in case.lookup.exchanges_of(visit.index)]
        answered = f"{case.ending.indexes[visit.index].label} answered {visit.status}; " if refused else ""
        yield Evidence(f"{answered}{visit.search.text if visit.search else ''}", tuple(positions[-1:]), _FIXES)


def _bare(service: str) -> str:
    """Return a service without userinfo and without a slash at its end."""
    return Url.parse(service).bare().reveal().rstrip("/") if "://" in service else service


RULE = Rule(
    code="IDX131",
    severity="error",
    title="The keyring could not be read",
    means="No password is configured for the index, so the client looked for one in the keyring, which is locked or "
    "failed. It warns at most, and asks the index all the same: without credentials, or with what netrc has.",
    told="The log says that the keyring failed when it was asked for the index's URL or host, and the index answered "
    "401 or 403; or pip, which does not name what it asked for, that it failed, and the package was not had.",
    remedies={
        "pip": "Unlock or mend the keyring, or give the credentials in the index's URL or netrc; "
        "`--keyring-provider disabled` (from 23.1 on) keeps pip from asking it.",
        "poetry": "Unlock the keyring, or set POETRY_HTTP_BASIC_<NAME>_USERNAME and POETRY_HTTP_BASIC_<NAME>_PASSWORD; "
        "`poetry config keyring.enabled false` keeps poetry from asking it.",
        "pdm": "Unlock or mend the keyring, or give the credentials in the source's URL, in `pdm config` or netrc.",
    },
    sources=(
        "https://github.com/python-poetry/poetry/blob/main/src/poetry/utils/password_manager.py",
        "https://github.com/frostming/unearth/blob/main/src/unearth/auth.py",
    ),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX109", "IDX219"}),
    only_in_logs=True,
)
