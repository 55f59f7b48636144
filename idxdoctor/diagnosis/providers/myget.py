"""MyGet."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.provider import Convention, Meaning, Provider, Sign

PROVIDER: Final = Provider(
    name="MyGet",
    signs=(Sign(host=r"(.+\.)?myget\.org"),),
    shape="https://www.myget.org/F/FEED/python/",
    username=Convention("the user's name, or the access token", sure=False),
    obtained="an access token is on the user's profile page",
    answers=(
        Meaning(401, "no credentials", sure=False),
        Meaning(401, "wrong credentials", sure=False),
        Meaning(404, "no such package", sure=False),
    ),
    sources=(
        "https://docs.myget.org/docs/how-to/using-python-packages-with-myget",
        "https://github.com/python-poetry/poetry/issues/5651",
    ),
)
