"""What a version takes otherwise than it reads."""

from __future__ import annotations

import pytest

from idxdoctor.clients.uv.overview import overview
from idxdoctor.config.uv.plan import read_plan
from tests.surroundings import surroundings

CONFIGURED = '[[index]]\nname = "corp"\nurl = "https://corp/simple"\n'


def told(version: str, *args: str) -> list[tuple[str, str]]:
    """Return the code and the place of each remark."""
    plan = read_plan(surroundings("lock", *args, files={"uv.toml": CONFIGURED}))
    return [(remark.code, str(remark.provenance)) for remark in overview(plan, version, {}).remarks]


@pytest.mark.parametrize(
    ("version", "remarks"), [("0.12.4", [("name-is-folder", "--index")]), ("0.12.5", []), ("0.13.9", [])]
)
def test_a_name_that_is_taken_for_a_folder_is_told(version: str, remarks: list[tuple[str, str]]) -> None:
    assert told(version, "--index", "corp") == remarks
    assert told(version, "--index", "./corp") == []


@pytest.mark.parametrize(("version", "seen"), [("0.8.14", False), ("0.8.15", True), ("0.13.9", True)])
def test_a_store_that_can_not_be_seen_is_told(version: str, seen: bool) -> None:
    remark = ("system-store-unseen", "the preview `native-auth`")
    assert told(version, "--preview-features", "native-auth") == ([remark] if seen else [])
