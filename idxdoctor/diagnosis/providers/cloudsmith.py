"""Cloudsmith."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.provider import Convention, Meaning, Provider, Sign

PROVIDER: Final = Provider(
    name="Cloudsmith",
    signs=(Sign(host=r"(.+\.)?cloudsmith\.(io|com)"),),
    shape="https://dl.cloudsmith.io/basic/ORGANIZATION/REPOSITORY/python/simple/",
    username=Convention("the account's name with an API key, `token` with an entitlement token", sure=False),
    obtained="an API key is on the account's settings page, an entitlement token on the repository's",
    answers=(
        Meaning(401, "no credentials", sure=False),
        Meaning(404, "no credentials", sure=False),
        Meaning(401, "wrong credentials", sure=False),
        Meaning(404, "no such package"),
    ),
    sources=(
        "https://help.cloudsmith.io/docs/python-repository",
        "https://github.com/astral-sh/uv/issues/8221",
    ),
)
