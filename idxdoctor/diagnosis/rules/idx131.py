"""IDX131: The keyring could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with, refusals
from idxdoctor.model.credential import shown_service
from idxdoctor.model.url import Url


def _find(case: Case) -> Iterator[Evidence]:
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
                (
                    advice("unlock the keyring, as the user and in the session that the client runs in"),
                    advice("where there is none (a pipeline, a container), give the credentials by variables"),
                ),
            )


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
    "401 or 403.",
    remedies={
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
