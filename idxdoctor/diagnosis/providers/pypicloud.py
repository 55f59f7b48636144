"""pypicloud."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.provider import Convention, Meaning, Provider, Sign

PROVIDER: Final = Provider(
    name="pypicloud",
    signs=(Sign(body=r"(?i)\bpypi ?cloud\b", body_says="its answer names pypicloud", sure=False),),
    shape="https://HOST/simple/ or https://HOST/pypi/",
    username=Convention("the pypicloud user's name"),
    obtained="the pypicloud user's password",
    answers=(
        Meaning(200, "no credentials", sure=False, note="with a page that lists nothing"),
        Meaning(404, "no such package", sure=False),
    ),
    sources=(
        "https://pypicloud.readthedocs.io/",
        "https://github.com/stevearc/pypicloud/issues/101",
        "https://github.com/astral-sh/uv/issues/2025",
    ),
)
