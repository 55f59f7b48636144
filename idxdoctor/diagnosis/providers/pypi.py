"""The Python Package Index itself, and its twin for tests."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.provider import Meaning, Provider, Sign

PROVIDER: Final = Provider(
    name="PyPI",
    signs=(Sign(host=r"(test\.)?pypi\.org"),),
    shape="https://pypi.org/simple",
    obvious=True,
    answers=(Meaning(404, "no such package"),),
    sources=("https://docs.pypi.org/api/index-api/",),
)
