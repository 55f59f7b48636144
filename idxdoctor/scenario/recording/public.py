"""Words that belong to nobody: they stay as they are."""

from __future__ import annotations

import re
from typing import Final

COMMON: Final = frozenset(
    str.split(
        "simple +simple legacy api pypi pip python packages package _packaging artifactory nexus repository "
        "repositories repo projects groups project group - v1 v2 v3 v4 content index indexes root files +f "
        "+e whl wheels cpu download downloads login +login signin sign_in sign-in oauth oauth2 authorize auth "
        "sso users basic public dl "
    )
)
"""Segments of which providers and index servers make their paths."""
KNOWN_INDEXES: Final = frozenset({"pypi", "testpypi", "pytorch", "pytorch-cpu"})
"""Names that people give to public indexes."""
WELL_KNOWN: Final = frozenset(
    str.split(
        "attrs boto3 certifi click cryptography django fastapi flask httpx idna jinja2 matplotlib mypy numpy "
        "packaging pandas pillow pip poetry protobuf pydantic pytest pyyaml requests rich ruff scipy "
        "setuptools six sqlalchemy torch tqdm typer typing-extensions urllib3 uv wheel "
    )
)
"""Projects whose names tell nothing of whoever needs them."""
TIMES: Final = frozenset({"x-amz-date", "x-amz-expires", "x-goog-date", "x-goog-expires", "expires", "se"})
"""Parameters of signed URLs that say from when and until when they hold."""
PARAMETERS: Final = TIMES | frozenset(
    str.split(
        "x-amz-signature x-amz-credential x-amz-security-token x-amz-algorithm x-amz-signedheaders "
        "x-goog-signature x-goog-credential x-goog-algorithm x-goog-signedheaders signature sig token "
        "key-pair-id policy sv sr sp next return_to redirect redirect_uri client_id response_type state code "
        "session "
    )
)
"""Parameters whose names are everybody's."""
TIME: Final = re.compile(r"[0-9TZ:%A-]{1,24}")
"""A moment or a number of seconds."""
