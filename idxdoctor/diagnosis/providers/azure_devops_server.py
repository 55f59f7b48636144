"""Azure DevOps Server: Azure Artifacts on a server of one's own."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.provider import Convention, Meaning, Provider, Sign

PROVIDER: Final = Provider(
    name="Azure DevOps Server",
    signs=(
        Sign(
            host=r"(?!pkgs\.dev\.azure\.com$)(?!.+\.pkgs\.visualstudio\.com$).+",
            path=r"/_packaging/[^/]+/pypi/",
            sure=False,
        ),
    ),
    shape="https://HOST/tfs/COLLECTION/_packaging/FEED/pypi/simple/",
    username=Convention("any with a personal access token"),
    obtained="a personal access token needs the scope Packaging (read)",
    answers=(Meaning(401, "no credentials"), Meaning(401, "wrong credentials", sure=False)),
    sources=("https://github.com/astral-sh/uv/issues/17144",),
)
