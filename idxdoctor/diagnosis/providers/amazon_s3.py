"""A static index in Amazon S3, with or without CloudFront before it."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.provider import Meaning, Provider, Sign

PROVIDER: Final = Provider(
    name="Amazon S3",
    signs=(
        Sign(server=r"AmazonS3"),
        Sign(body=r"<Code>(AccessDenied|NoSuchKey)</Code>", body_says="its answer is an XML error as S3 has them"),
        Sign(host=r"(.+\.)?s3([.-][a-z0-9-]+)?\.amazonaws\.com"),
        Sign(host=r".+\.cloudfront\.net", sure=False),
    ),
    shape="any folder of static files",
    answers=(
        Meaning(403, "no such package", note="unless everybody may list what is in it"),
        Meaning(403, "no permission"),
    ),
    sources=(
        "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html",
        "https://github.com/pytorch/pytorch/issues/81900",
        "https://github.com/astral-sh/uv/issues/13248",
    ),
)
