"""Which hosts everybody knows, and which belong to a provider that gives each customer a host of its own."""

from __future__ import annotations

import re
from typing import Final

_PUBLIC: Final = frozenset(
    {
        *("localhost", "127.0.0.1", "[::1]"),
        *("pypi.org", "pypi.python.org", "test.pypi.org", "files.pythonhosted.org", "test-files.pythonhosted.org"),
        *("mirrors.aliyun.com", "mirrors.cloud.tencent.com", "mirrors.ustc.edu.cn", "pypi.doubanio.com"),
        *("pypi.mirrors.ustc.edu.cn", "pypi.tuna.tsinghua.edu.cn"),
        *("download.pytorch.org", "huggingface.co", "pypi.nvidia.com", "github.com", "gitlab.com"),
        *("pkgs.dev.azure.com", "login.microsoftonline.com", "dl.cloudsmith.io", "python.cloudsmith.io"),
        *("pypi.fury.io", "packagecloud.io", "www.myget.org", "releases.jfrog.io"),
    }
)
_REGIONAL: Final = re.compile(r"[a-z0-9-]+-(?:python|pypi)\.pkg\.dev")
_OF_CUSTOMERS: Final = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (r".+\.jfrog\.io", "org-{}.jfrog.io"),
        (r".+\.pkgs\.visualstudio\.com", "org-{}.pkgs.visualstudio.com"),
        (r".+\.d\.codeartifact\.[^.]+\.amazonaws\.com", "org-{}-111122223333.d.codeartifact.us-east-1.amazonaws.com"),
        (r".*codeartifact\.[^.]+\.on\.aws", "org-{}.codeartifact.us-east-1.on.aws"),
        (r".+\.cloudsmith\.(?:io|com)", "org-{}.cloudsmith.io"),
        (r".+\.fury\.io", "org-{}.fury.io"),
        (r".+\.myget\.org", "org-{}.myget.org"),
        (r".+\.packagecloud\.io", "org-{}.packagecloud.io"),
        (r".*s3[.-].*amazonaws\.com", "bucket-{}.s3.us-east-1.amazonaws.com"),
        (r".+\.cloudfront\.net", "org-{}.cloudfront.net"),
        (r".+\.blob\.core\.windows\.net", "org-{}.blob.core.windows.net"),
        (r".+\.pytorch\.org", "mirror-{}.pytorch.org"),
    )
)


def is_public(host: str) -> bool:
    """Say whether a host's name tells nothing of whoever uses it."""
    return host in _PUBLIC or _REGIONAL.fullmatch(host) is not None


def of_provider(host: str, number: int) -> str | None:
    """Return another customer's host at the same provider, or None where the host is nobody's that is known."""
    return next((form.format(number) for pattern, form in _OF_CUSTOMERS if pattern.fullmatch(host)), None)
