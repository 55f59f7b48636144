"""AWS CodeArtifact."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.provider import Convention, Keyring, Meaning, Provider, Sign

PROVIDER: Final = Provider(
    name="AWS CodeArtifact",
    signs=(Sign(host=r".*\bcodeartifact\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|on\.aws)"),),
    shape="https://DOMAIN-ACCOUNT.d.codeartifact.REGION.amazonaws.com/pypi/REPOSITORY/simple/",
    username=Convention("`aws`", accepts="aws", usual="aws"),
    obtained="`aws codeartifact get-authorization-token --domain DOMAIN --query authorizationToken --output text` "
    "prints a token, good for 12 hours unless asked otherwise",
    answers=(
        Meaning(401, "no credentials"),
        Meaning(401, "wrong credentials", sure=False),
        Meaning(404, "wrong credentials", sure=False, note="it was reported for tokens that had expired"),
        Meaning(404, "no such package"),
    ),
    keyring=Keyring("keyrings.codeartifact", "aws", "whole URLs with /pypi/REPOSITORY, no bare host"),
    sources=(
        "https://docs.astral.sh/uv/guides/integration/aws/",
        "https://docs.aws.amazon.com/codeartifact/latest/ug/python-configure-pip.html",
        "https://github.com/astral-sh/uv/issues/11899",
    ),
)
