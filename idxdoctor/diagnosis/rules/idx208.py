"""IDX208: More than the secret was pasted."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused import flaws_in, refused
from idxdoctor.diagnosis.fixes.renewal import mend, renew
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.flaw import JSON, PREFIXED, QUOTED, WHITESPACE


def _find(case: Case) -> Iterator[Evidence]:
    for one in refused(case):
        for part, flaw in flaws_in(case, one, JSON, PREFIXED, QUOTED, WHITESPACE):
            yield Evidence(
                f"the {part} in {one.credential.provenance} {flaw.text}; it was sent as it stands, and answered "
                f"{one.status}",
                one.at,
                (
                    mend(one.index, one.credential, f"{flaw.remedy} ({one.credential.provenance})"),
                    renew(case, one.refusal, f"if the {part} is meant so, renew it"),
                ),
            )


RULE = Rule(
    code="IDX208",
    severity="error",
    title="More than the secret was pasted",
    means="The username or password has something about it that belongs to where it was copied from: a line break, "
    "quotes, a word such as `Bearer`, the whole JSON answer of a command. All of it is sent.",
    told="Credentials were answered with 401 or 403, and one of them begins or ends with white space, has a line "
    "break, stands in quotes, begins with `Bearer`, `token:` or the like, or is a JSON document.",
    remedies={
        "uv": "Take out what does not belong to the secret; with the AWS command, add "
        "`--query authorizationToken --output text`.",
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/indexes/#providing-credentials-directly",
        "https://github.com/astral-sh/uv/issues/13895",
    ),
    find=_find,
    instead_of=frozenset({"IDX201", "IDX202", "IDX203", "IDX205", "IDX209", "IDX216", "IDX217"}),
)
