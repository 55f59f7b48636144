"""devpi-server."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.provider import Convention, Meaning, Provider, Sign

PROVIDER: Final = Provider(
    name="devpi",
    signs=(
        Sign(path=r"/\+simple\b"),
        Sign(header="x-devpi-server-version"),
        Sign(header="x-devpi-api-version"),
        Sign(realm="pypi", location=r"/\+login"),
        Sign(body=r'<h1><a href="[^"]*">devpi</a></h1>', body_says="its answer is the web page of devpi"),
    ),
    shape="https://HOST/USER/INDEX/+simple/",
    username=Convention("the devpi user's name"),
    obtained="the password of the devpi user, or the token that `devpi login` gets, which expires",
    answers=(
        Meaning(401, "no credentials", note="where reading is restricted"),
        Meaning(401, "wrong credentials"),
        Meaning(403, "no permission", note="where reading is restricted"),
        Meaning(404, "no such package"),
    ),
    sources=(
        "https://devpi.net/docs/",
        "https://github.com/astral-sh/uv/issues/11136",
        "https://github.com/astral-sh/uv/issues/13737",
    ),
)
