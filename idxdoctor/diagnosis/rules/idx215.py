"""IDX215: The token is known, and lacks a scope or role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.refused import refused
from idxdoctor.diagnosis.fixes.renewal import renew
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.exchange import Answer

_LACKS: Final = re.compile(
    r"insufficient[_ ]scope|not authorized to perform: [\w:-]+|permission '[\w.]+' denied|PERMISSION_DENIED",
    re.IGNORECASE,
)
_WANTED: Final = re.compile(r'\bscope="([^"]{1,80})"')
_LOOKED_AT: Final = 4096


def _find(case: Case) -> Iterator[Evidence]:
    for one in refused(case):
        answer = one.refusal.exchange.answer
        found = _LACKS.search(_said(answer))
        if found:
            scope = _WANTED.search(answer.headers.get("www-authenticate", ""))
            wanted = f"the scope {scope[1]}" if scope else "what it lacks"
            yield Evidence(
                f"{one.where}, whose answer says `{found[0]}`",
                one.at,
                (renew(case, one.refusal, f"use a token with {wanted}"),),
            )


def _said(answer: Answer) -> str:
    return f"{answer.headers.get('www-authenticate', '')} {answer.body[:_LOOKED_AT].decode('latin-1')}"


RULE = Rule(
    code="IDX215",
    severity="error",
    title="The token is known, and lacks a scope or role",
    means="The server knows who asks, and says that this is not enough to read the index: the token was made without "
    "the scope for packages, or the account has no role that may read them.",
    told="Credentials were answered with 401 or 403, and the answer says so: `insufficient_scope` in WWW-Authenticate "
    "or the body, or a permission that is denied, as AWS and Google name it.",
    remedies={"uv": "Make a token with the scope, or give the account the role; uv can't do anything about it."},
    sources=(
        "https://www.rfc-editor.org/rfc/rfc6750#section-3.1",
        "https://docs.gitlab.com/user/packages/pypi_repository/",
        "https://docs.aws.amazon.com/codeartifact/latest/ug/auth-and-access-control-permissions-reference.html",
    ),
    find=_find,
    instead_of=frozenset(
        {"IDX201", "IDX202", "IDX203", "IDX204", "IDX205", "IDX206", "IDX207", "IDX208", "IDX209", "IDX216", "IDX217"}
    ),
)
