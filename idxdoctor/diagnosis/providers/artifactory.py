"""JFrog Artifactory, in the cloud or on a server of one's own."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.provider import Convention, Meaning, Provider, Sign

PROVIDER: Final = Provider(
    name="JFrog Artifactory",
    signs=(
        Sign(host=r".+\.jfrog\.io"),
        Sign(realm="Artifactory Realm"),
        Sign(server="Artifactory/"),
        Sign(header="x-artifactory-id"),
        Sign(header="x-jfrog-version"),
        Sign(path=r"/artifactory/api/pypi/"),
        Sign(path=r"^/api/pypi/", sure=False),
        Sign(
            body=r'^\s*\{\s*"errors"\s*:\s*\[\s*\{\s*"status"',
            body_says="its answer lists errors as it does",
            sure=False,
        ),
    ),
    shape="https://HOST/artifactory/api/pypi/REPOSITORY/simple",
    username=Convention(
        "the name of the user, an `@` in it written %40 in a URL; with an access token it may be empty"
    ),
    obtained="an identity token can be made on the user's profile page and is used as the password",
    answers=(
        Meaning(401, "no credentials"),
        Meaning(401, "wrong credentials"),
        Meaning(404, "no such package"),
        Meaning(404, "no permission", sure=False, note="it can be set to hide what one may not see"),
        Meaning(403, "no permission"),
        Meaning(403, "no such package", sure=False, note="some virtual repositories answer so"),
        Meaning(403, "blocked", sure=False, note="Curation refuses what its policies forbid"),
    ),
    sources=(
        "https://docs.astral.sh/uv/guides/integration/jfrog/",
        "https://github.com/pypa/pip/issues/11113",
        "https://github.com/astral-sh/uv/issues/16340",
        "https://github.com/jfrog/jfrog-cli/issues/3150",
    ),
)
