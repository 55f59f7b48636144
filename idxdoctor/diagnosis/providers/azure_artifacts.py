"""Azure Artifacts in the cloud."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.provider import Convention, Keyring, Meaning, Provider, Sign

PROVIDER: Final = Provider(
    name="Azure Artifacts",
    signs=(
        Sign(host=r"pkgs\.dev\.azure\.com|.+\.pkgs\.visualstudio\.com"),
        Sign(realm=r"https://pkgsprod[^/]*\.pkgs\.visualstudio\.com/"),
    ),
    shape="https://pkgs.dev.azure.com/ORGANIZATION/PROJECT/_packaging/FEED/pypi/simple/",
    username=Convention(
        "any that is not empty with a personal access token, `VssSessionToken` with the keyring", accepts=".+"
    ),
    obtained="a personal access token needs the scope Packaging (read); in a pipeline, $(System.AccessToken) is one",
    answers=(
        Meaning(401, "no credentials"),
        Meaning(401, "wrong credentials", sure=False),
        Meaning(401, "no such package", sure=False, note="it was reported for names that a feed does not have"),
        Meaning(404, "no such package", sure=False),
    ),
    keyring=Keyring(
        "artifacts-keyring", "VssSessionToken", "URLs below pkgs.dev.azure.com and pkgs.visualstudio.com, no bare host"
    ),
    sources=(
        "https://docs.astral.sh/uv/guides/integration/azure/",
        "https://github.com/astral-sh/uv/issues/3291",
        "https://github.com/microsoft/azure-pipelines-tasks/issues/10967",
    ),
)
