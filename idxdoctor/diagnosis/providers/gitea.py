"""The package registry of Gitea and Forgejo."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.provider import Convention, Meaning, Provider, Sign

PROVIDER: Final = Provider(
    name="Gitea or Forgejo",
    signs=(
        Sign(realm=r"(Gitea|Forgejo) Package API"),
        Sign(path=r"/api/packages/[^/]+/pypi\b"),
    ),
    shape="https://HOST/api/packages/OWNER/pypi/simple",
    username=Convention("the user's name, with the password or an access token"),
    obtained="an access token is made in the user's settings under Applications; it needs to read packages",
    answers=(
        Meaning(401, "no credentials", sure=False),
        Meaning(404, "no credentials", sure=False),
        Meaning(401, "wrong credentials", sure=False),
        Meaning(401, "no permission", sure=False, note="a token without the scope for packages is refused so"),
        Meaning(404, "no such package"),
    ),
    sources=(
        "https://docs.gitea.com/usage/packages/pypi",
        "https://forgejo.org/docs/latest/user/packages/pypi/",
        "https://github.com/astral-sh/uv/issues/14989",
    ),
)
