"""IDX110: A netrc entry is nearly for the host."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.unauthenticated import unauthenticated
from idxdoctor.diagnosis.fixes.proposals import correct_machine, give_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    for lacking in unauthenticated(case):
        host = lacking.index.url.host
        for remark in case.remarks("netrc-elsewhere"):
            if remark.spelling == host:
                yield Evidence(
                    f"{lacking.what}; {remark.provenance} is not for `{host}`, though it looks so: netrc names a bare "
                    "host, without scheme, port and path, and each host by its whole name",
                    lacking.exchanges,
                    (correct_machine(remark.provenance, host), give_credentials(lacking.index)),
                )


RULE = Rule(
    code="IDX110",
    severity="error",
    title="A netrc entry is nearly for the host",
    means="netrc is read by the bare host name. An entry whose machine is a URL, has a port, or is a part of the name "
    "is for no request to this host.",
    told="An index was refused for want of credentials, and the machine of a netrc entry that is for no index is its "
    "host written otherwise, or a part of it.",
    remedies={"uv": "Write `machine HOST`, as it stands in the index URL between `://` and the next `:` or `/`."},
    sources=(
        "https://docs.astral.sh/uv/concepts/authentication/http/#netrc-files",
        "https://github.com/pypa/pip/issues/11185",
    ),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX103", "IDX104"}),
)
