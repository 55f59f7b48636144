"""Sonatype Nexus Repository."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.provider import Convention, Meaning, Provider, Sign

PROVIDER: Final = Provider(
    name="Sonatype Nexus",
    signs=(
        Sign(realm=r"Sonatype Nexus Repository Manager.*"),
        Sign(server=r"Nexus/"),
        Sign(path=r"^(/nexus)?/repository/[^/]+/simple", sure=False),
    ),
    shape="https://HOST/repository/REPOSITORY/simple",
    username=Convention("the user's name, or the name code of a user token"),
    obtained="a user token has a name code for the username and a pass code for the password",
    answers=(
        Meaning(401, "no credentials"),
        Meaning(401, "wrong credentials"),
        Meaning(404, "no such package"),
        Meaning(401, "blocked", sure=False, note="names that a content selector leaves out were answered so"),
        Meaning(403, "blocked", sure=False, note="older releases answered so to names that are not allowed"),
    ),
    sources=(
        "https://help.sonatype.com/en/pypi-repositories.html",
        "https://github.com/sonatype-nexus-community/nexus-repository-cargo/issues/39",
        "https://github.com/alan-turing-institute/data-safe-haven/issues/1481",
    ),
)
