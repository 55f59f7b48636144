"""Environment markers: what no Python on this machine can want is not looked up."""

from __future__ import annotations

import os
import sys

import pytest

from idxdoctor.config.markers import may_apply_here


@pytest.mark.parametrize(
    "requirement",
    [
        "flask",
        "flask>=3",
        f"flask; sys_platform == '{sys.platform}'",
        f"flask; os_name == '{os.name}' and python_version >= '3.12'",
        "tomli ; python_version < '3.11' --hash=sha256:ab",
        "flask; extra == 'dev'",
        "flask; this is no marker",
    ],
)
def test_what_may_be_wanted_here(requirement: str) -> None:
    assert may_apply_here(requirement)


@pytest.mark.parametrize(
    "requirement",
    [
        "flask; sys_platform == 'plan9'",
        "flask ; python_version < '3'",
        "flask==1.0 ; platform_system == 'Plan 9' and python_version >= '3.9' --hash=sha256:ab",
    ],
)
def test_what_no_python_here_wants(requirement: str) -> None:
    assert not may_apply_here(requirement)
