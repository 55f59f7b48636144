"""Real releases of uv on both sides of a change, each in the scenario that shows it."""

from __future__ import annotations

import pytest

from idxdoctor.capture.comparing.verify import Verdict, verify_all
from idxdoctor.clients.registry import client_of
from idxdoctor.scenario.catalogue import find_scenario
from idxdoctor.scenario.loader import load_scenario


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("uv-stops-at-refusal", "0.6.17", "0.7.0"),
        ("uv-credentials-by-index", "0.6.17", "0.7.0"),
        ("uv-lends-realm-credentials", "0.6.17", "0.7.0"),
        ("uv-lends-realm-credentials", "0.7.3", "0.7.4"),
        ("uv-leaks-across-origins", "0.6.14", "0.6.15"),
        ("uv-leaks-across-origins", "0.7.0", "0.7.1"),
        ("uv-follows-redirects-itself", "0.7.13", "0.7.14"),
        ("uv-retries-sixteenfold", "0.8.14", "0.8.15"),
        ("uv-retries-sixteenfold", "0.9.18", "0.9.19"),
        ("uv-index-prefix-by-segment", "0.11.8", "0.11.9"),
        ("uv-sends-hf-token", "0.8.0", "0.8.1"),
        ("uv-selects-by-name", "0.12.4", "0.12.5"),
        ("uv-scheme-change-is-cross-origin", "0.12.8", "0.12.9"),
    ],
)
def test_releases_on_both_sides_of_a_change_differ_as_their_models_do(name: str, before: str, after: str) -> None:
    scenario = load_scenario(find_scenario(name))
    one, other = verify_all([(scenario, client_of(f"uv=={release}")) for release in (before, after)])
    assert sent(one) != sent(other)


def sent(verdict: Verdict) -> list[tuple[object, ...]]:
    """Return what a release asked, as whom, and how it was answered, where that is what its model does."""
    assert verdict.comparison is not None, verdict.error
    assert verdict.comparison.agrees, verdict.comparison.parting
    seen = verdict.comparison.run.exchanges
    return [(one.url, one.credential and one.credential.username, one.answer.status) for one in seen]
