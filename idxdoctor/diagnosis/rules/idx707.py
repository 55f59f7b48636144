"""IDX707: netrc's default entry gives its password to any host."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.sent import sent_credentials
from idxdoctor.diagnosis.fixes.proposals import correct_machine
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    defaults = [entry.credential for entry in case.trace.plan.netrc if entry.host is None]
    for sent in sent_credentials(case):
        if any(sent.credential is default for default in defaults):
            yield Evidence(
                f"{sent.credential} goes to {sent.origin.host}, since the `default` entry at "
                f"{sent.credential.provenance} is for every host that has none of its own",
                sent.exchanges,
                (correct_machine(sent.credential.provenance, sent.origin.host),),
                sent.files,
            )


RULE = Rule(
    code="IDX707",
    severity="note",
    title="netrc's `default` entry gives its password to any host",
    means="Every host that has no entry of its own and refuses a request without credentials gets this password, also "
    "one that a redirect leads to.",
    told="Credentials were sent that stand in the `default` entry of netrc.",
    remedies={"uv": "Write `machine HOST` in place of `default`."},
    sources=(
        "https://docs.astral.sh/uv/concepts/authentication/http/#netrc-files",
        "https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html",
    ),
    find=_find,
)
