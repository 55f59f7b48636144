"""packagecloud."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.provider import Convention, Meaning, Provider, Sign

PROVIDER: Final = Provider(
    name="packagecloud",
    signs=(Sign(host=r"(.+\.)?packagecloud\.io"),),
    shape="https://packagecloud.io/USER/REPOSITORY/pypi/simple",
    username=Convention("the token itself, with an empty password"),
    obtained="a read token is on the repository's page of tokens",
    answers=(
        Meaning(401, "no credentials"),
        Meaning(401, "wrong credentials"),
        Meaning(404, "no such package"),
    ),
    sources=(
        "https://packagecloud.io/docs",
        "https://github.com/pypa/pip/issues/3931",
    ),
)
