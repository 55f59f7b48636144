"""The JSON Schema of scenarios says what the loader does."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import jsonschema
import pytest
import yaml

from idxdoctor.model.errors import InputErrors
from idxdoctor.scenario.loader import parse_scenario
from idxdoctor.scenario.schema import SCENARIO, scenario_schema
from idxdoctor.scenario.shapes.collections import Record

LEAST: dict[str, Any] = {
    "id": "a",
    "title": "b",
    "given": {"packages": ["foo"], "env": {"A": "b"}},
    "servers": [{"url": "https://h", "accounts": {"ci": "x"}, "rules": [{"as": "ci", "answer": {"page": ["1"]}}]}],
    "expect": [{"clients": ["uv"], "ends": "found", "exchanges": [{"get": "https://h/", "status": None}]}],
}


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(scenario_schema())
    assert scenario_schema()["title"] == "idxdoctor scenario"


def loads(document: object) -> bool:
    try:
        parse_scenario(yaml.safe_dump(document), "s.yaml")
    except InputErrors:
        return False
    return True


def is_valid(document: object) -> bool:
    return jsonschema.Draft202012Validator(scenario_schema()).is_valid(document)


def changed(path: str, value: object) -> dict[str, Any]:
    """Return the least scenario with one value put in its place; `...` takes the key away."""
    document = deepcopy(LEAST)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    part: Any = document
    for step in way:
        part = part[step]
    if value is ...:
        del part[last]
    else:
        part[last] = value
    return document


def test_the_least_scenario_is_good_to_both() -> None:
    assert loads(LEAST)
    assert is_valid(LEAST)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("about", "more"),
        ("expect", ...),
        ("given.packages", ...),
        ("servers", []),
        ("servers.0.rules.0.answer", 404),
        ("servers.0.rules.0.answer", {"drop": "tls"}),
        ("servers.0.rules.0.answer", {"drop": "proxy"}),
        ("servers.0.rules.0.times", 3),
        ("expect.0.exchanges.0.status", 999),
        ("expect.0.status", 100),
    ],
)
def test_what_is_good_to_both(path: str, value: object) -> None:
    assert loads(changed(path, value))
    assert is_valid(changed(path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id", ...),
        ("title", ...),
        ("given", ...),
        ("servers", ...),
        ("id", "A b"),
        ("other", "x"),
        ("given.packages", "foo"),
        ("given.env.A", ["b"]),
        ("servers.0.url", ...),
        ("servers.0.rules.0.answer", ...),
        ("servers.0.rules.0.answer", 99),
        ("servers.0.rules.0.answer", {"drop": "gone"}),
        ("servers.0.rules.0.answer", {"other": 1}),
        ("servers.0.rules.0.times", 0),
        ("expect.0.ends", "well"),
        ("expect.0.clients", ...),
        ("expect.0.status", None),
        ("expect.0.exchanges.0.status", 1000),
    ],
)
def test_what_is_bad_to_both(path: str, value: object) -> None:
    assert not loads(changed(path, value))
    assert not is_valid(changed(path, value))


def records(shape: Any) -> list[Record[Any]]:  # noqa: ANN401 - shapes of every kind
    """Return the records of a shape, all the way down."""
    if isinstance(shape, Record):
        return [shape, *(found for key in shape.keys.values() for found in records(key.shape))]
    inner = [getattr(shape, name) for name in ("item", "value", "shape", "short", "long") if hasattr(shape, name)]
    return [found for one in inner for found in records(one)]


def test_every_key_says_what_it_is_for() -> None:
    keys = [key for record in records(SCENARIO) for key in record.keys.values()]
    assert len(keys) > 30
    assert all(key.means and not key.means.endswith(".") for key in keys)
