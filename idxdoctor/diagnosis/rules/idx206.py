"""IDX206: A placeholder stands where the secret belongs."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused import flaws_in, refused
from idxdoctor.diagnosis.fixes.renewal import renew
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.flaw import PLACEHOLDER


def _find(case: Case) -> Iterator[Evidence]:
    for one in refused(case):
        for part, _ in flaws_in(case, one, PLACEHOLDER):
            yield Evidence(
                f"the {part} in {one.credential.provenance} looks like a placeholder or a masked text; it was sent as "
                f"it stands, and answered {one.status}",
                one.at,
                (renew(case, one.refusal, f"put the {part} itself into {one.credential.provenance}"),),
            )


RULE = Rule(
    code="IDX206",
    severity="error",
    title="A placeholder stands where the secret belongs",
    means="The username or password is a text that stands for another: `${TOKEN}`, `%TOKEN%`, `<token>`, `****`, "
    "`changeme`. The client puts nothing in its place and sends it.",
    told="Credentials were answered with 401 or 403, and one of them has the form of a variable, a word in brackets, "
    "asterisks, or one of the words that examples have.",
    remedies={
        "uv": "uv replaces no variables in index URLs and configuration files: set UV_INDEX_<NAME>_USERNAME and "
        "UV_INDEX_<NAME>_PASSWORD, which the shell or the job fills in.",
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/indexes/#providing-credentials-directly",
        "https://github.com/pdm-project/pdm/issues/1905",
        "https://github.com/pdm-project/pdm/issues/1281",
    ),
    find=_find,
    instead_of=frozenset({"IDX201", "IDX202", "IDX203", "IDX205", "IDX209", "IDX216", "IDX217"}),
)
