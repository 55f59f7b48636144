"""Google Artifact Registry."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.provider import Convention, Keyring, Meaning, Provider, Sign

PROVIDER: Final = Provider(
    name="Google Artifact Registry",
    signs=(Sign(host=r".+-(python|pypi)\.pkg\.dev"),),
    shape="https://REGION-python.pkg.dev/PROJECT/REPOSITORY/simple/",
    username=Convention(
        "`oauth2accesstoken` with an access token, `_json_key_base64` with the key of a service account",
        accepts="oauth2accesstoken|_json_key_base64|_json_key",
        usual="oauth2accesstoken",
    ),
    obtained="`gcloud auth application-default print-access-token` prints an access token, good for about an hour",
    answers=(
        Meaning(401, "no credentials"),
        Meaning(401, "wrong credentials"),
        Meaning(403, "no permission"),
        Meaning(403, "no credentials", sure=False, note="the old hosts *-pypi.pkg.dev are said to answer so"),
        Meaning(404, "no such package"),
    ),
    keyring=Keyring("keyrings.google-artifactregistry-auth", "oauth2accesstoken", "URLs below *.pkg.dev, no bare host"),
    sources=(
        "https://docs.astral.sh/uv/guides/integration/google/",
        "https://github.com/GoogleCloudPlatform/artifact-registry-python-tools/issues/38",
        "https://github.com/GoogleCloudPlatform/artifact-registry-python-tools/issues/7",
        "https://github.com/astral-sh/uv/issues/11244",
    ),
)
