"""Gemfury."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.provider import Convention, Meaning, Provider, Sign

PROVIDER: Final = Provider(
    name="Gemfury",
    signs=(Sign(host=r"(.+\.)?fury\.io"),),
    shape="https://pypi.fury.io/ORGANIZATION/, without /simple",
    username=Convention("the token itself, with an empty password"),
    obtained="a deploy token is on the account's page of tokens",
    answers=(
        Meaning(401, "no credentials"),
        Meaning(401, "wrong credentials"),
        Meaning(404, "no such package", sure=False),
    ),
    sources=(
        "https://gemfury.com/help/pypi-server/",
        "https://github.com/astral-sh/uv/issues/15082",
    ),
)
