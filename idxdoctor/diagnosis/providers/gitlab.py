"""The package registry of GitLab, on gitlab.com or a server of one's own."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.provider import Convention, Meaning, Provider, Sign

PROVIDER: Final = Provider(
    name="GitLab",
    signs=(
        Sign(realm="GitLab Packages Registry"),
        Sign(path=r"/api/v4/(projects|groups)/[^/]+/(-/)?packages/pypi\b"),
    ),
    shape="https://HOST/api/v4/projects/ID/packages/pypi/simple, or groups/ID/-/packages",
    username=Convention(
        "`gitlab-ci-token` with a job token, the deploy token's username with that, `__token__` or any with a "
        "personal access token"
    ),
    obtained="a personal access token needs the scope `read_api`, a deploy token `read_package_registry`; in a job, "
    "$CI_JOB_TOKEN is one while the job runs",
    answers=(
        Meaning(401, "no credentials"),
        Meaning(302, "no credentials", note="it forwards to pypi.org unless that is switched off"),
        Meaning(302, "no such package", note="it forwards to pypi.org unless that is switched off"),
        Meaning(401, "wrong credentials"),
        Meaning(404, "no permission", note="a project that one may not see is answered so"),
        Meaning(404, "no such package"),
    ),
    sources=(
        "https://docs.gitlab.com/user/packages/pypi_repository/",
        "https://github.com/astral-sh/uv/issues/8565",
        "https://github.com/astral-sh/uv/issues/7359",
    ),
)
