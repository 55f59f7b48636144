"""Scenarios as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from idxdoctor.scenario.catalogue import scenario_files
from idxdoctor.scenario.loader import load_scenario, parse_scenario
from idxdoctor.scenario.write import scenario_text

SHIPPED = sorted(scenario_files([Path(__file__).parents[2] / "scenarios"]))
EVERYTHING = """
id: everything
title: "A title: with a colon"
sources: [https://a.example/1]
about: |
  Two lines,
  the second here.
given:
  packages: [foo]
  env: {A: "no", B: "1.0", C: ""}
  command: {uv: lock}
  args: {uv: [--no-index], pip: []}
  files: {"~/.netrc": "machine h\\n  login ci \\n", empty: ""}
  keyring: [{service: h, username: ci, password: "yes"}]
servers:
  - url: https://h:8443
    accounts: {ci: "123", "": "x"}
    rules:
      - {path: /a/*, as: ci, times: 2, answer: {status: 503, headers: {Retry-After: "1"}, delay: 1.5}}
      - {answer: {page: ["1.0"], json: true, files: "https://u:p@files/x"}}
      - {answer: {page: []}}
      - {answer: {redirect: /x}}
      - {answer: {redirect: /x, status: 200}}
      - {answer: {body: ""}}
      - {answer: {drop: tls}}
      - {as: nobody, answer: 401}
expect:
  - clients: ["uv >=0.7.0,<0.7.4", uv]
    package: foo
    ends: stopped
    at: https://h:8443/simple
    status: 401
    exchanges: [{get: "https://h:8443/a/foo/", as: ci, status: 503}, {get: "https://h/x", as: nobody, status: null}]
    files: []
    findings: [IDX106]
"""


def test_every_key_survives() -> None:
    world = parse_scenario(EVERYTHING, "text")
    assert parse_scenario(scenario_text(world), "text") == world


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_scenarios_that_are_shipped_survive(path: Path) -> None:
    world = load_scenario(path)
    assert parse_scenario(scenario_text(world), str(path)) == world._replace(file=str(path))


def test_what_fits_stands_in_one_line_and_no_text_is_folded() -> None:
    url = f"https://pypi.acme.example/{'a/' * 40}simple https://pypi.org/simple"
    text = EVERYTHING.replace('{A: "no", B: "1.0", C: ""}', f'{{A: "no", B: "{url}"}}')
    written = scenario_text(parse_scenario(text, "text"))
    assert f"  env:\n    A: 'no'\n    B: {url}\n" in written
    assert "  packages: [foo]\n  env:" in written
    assert "  - {as: nobody, answer: 401}" in written.replace("path: '*', ", "")


def test_notes_stand_before_their_keys() -> None:
    world = parse_scenario(EVERYTHING, "text")
    text = scenario_text(world, {"servers": "One\nTwo", "nothing": "Three"})
    assert "\n\n# One\n# Two\nservers:\n" in text
    assert "Three" not in text
    assert parse_scenario(text, "text") == world
