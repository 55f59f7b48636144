"""Shapes: what each reads, what it refuses, and that its JSON Schema agrees."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
import yaml

from idxdoctor.scenario.loader import Loader
from idxdoctor.scenario.shapes.collections import Key, ListOf, MapOf, Record
from idxdoctor.scenario.shapes.forms import Mapped, Nullable, ScalarOr
from idxdoctor.scenario.shapes.scalars import Choice, Flag, Seconds, Text, Whole
from idxdoctor.scenario.shapes.shape import Faults, Shape, suggestion


def read(shape: Shape[Any], text: str) -> tuple[Any, list[str]]:
    """Return the value that a text has in a shape, and its faults."""
    faults = Faults("f")
    node = yaml.compose(text, Loader)
    assert node is not None
    return shape.read(node, faults), [str(fault) for fault in faults.found]


def even(text: str) -> int:
    if int(text) % 2:
        raise ValueError("an even number is wanted")
    return int(text)


PAIR: Record[tuple[int, str]] = Record(
    lambda size, label="none": (size, label),
    {"size": Key(Whole(1, 9), "how big", required=True), "label": Key(Text(str), "what it is called")},
)


@pytest.mark.parametrize(
    ("shape", "text", "value"),
    [
        (Text(str), "no", "no"),
        (Text(str), "1.0", "1.0"),
        (Text(str), "2024-01-01", "2024-01-01"),
        (Text(str), '""', ""),
        (Text(str), '"null"', "null"),
        (Text(str), "0x1F", "0x1F"),
        (Text(even), "4", 4),
        (Text(str, pattern="^a+$"), "aa", "aa"),
        (Choice(("one", "two")), "two", "two"),
        (Whole(0, 10), "10", 10),
        (Whole(0, 10), "007", 7),
        (Seconds(), "1", 1.0),
        (Seconds(), "0.25", 0.25),
        (Flag(), "true", True),
        (Flag(), "false", False),
        (Nullable(Whole(0, 9), -1), "null", -1),
        (Nullable(Whole(0, 9), -1), "3", 3),
        (ListOf(Text(str)), "[a, no]", ("a", "no")),
        (ListOf(Text(str)), "[]", ()),
        (MapOf(Whole(0, 9)), "{a: 1, no: 2}", {"a": 1, "no": 2}),
        (Mapped(Whole(0, 9), str), "3", "3"),
        (ScalarOr(Whole(1, 9), PAIR), "3", 3),
        (ScalarOr(Whole(1, 9), PAIR), "{size: 3}", (3, "none")),
        (PAIR, "{label: no, size: 3}", (3, "no")),
    ],
)
def test_what_a_shape_reads(shape: Shape[Any], text: str, value: object) -> None:
    assert read(shape, text) == (value, [])


@pytest.mark.parametrize(
    ("shape", "text", "fault"),
    [
        (Text(str), "~", "f:1:1: a text is wanted, and this is empty"),
        (Text(str), "[a]", "f:1:1: a text is wanted, and this is a list"),
        (Text(even), "3", "f:1:1: an even number is wanted"),
        (Text(str, pattern="^a+$"), "ab", "f:1:1: a text that matches ^a+$ is wanted"),
        (Choice(("one", "two")), "three", "f:1:1: one of one, two is wanted; known are one, two"),
        (Choice(("one", "two")), "twoo", "f:1:1: one of one, two is wanted; 'two' was meant?"),
        (Choice(("one", "two")), "[two]", "f:1:1: one of one, two is wanted"),
        (Whole(0, 10), "11", "f:1:1: a whole number from 0 to 10 is wanted"),
        (Whole(0, 10), "-1", "f:1:1: a whole number from 0 to 10 is wanted"),
        (Whole(0, 10), "1.0", "f:1:1: a whole number from 0 to 10 is wanted"),
        (Whole(0, 10), '"1"', "f:1:1: a whole number from 0 to 10 is wanted"),
        (Whole(0, 10), "1" * 5000, "f:1:1: a whole number from 0 to 10 is wanted"),
        (Seconds(), "-1", "f:1:1: a number of seconds is wanted"),
        (Seconds(), ".inf", "f:1:1: a number of seconds is wanted"),
        (Flag(), "yes", "f:1:1: true or false is wanted"),
        (Flag(), '"true"', "f:1:1: true or false is wanted"),
        (ListOf(Text(str)), "a", "f:1:1: a list is wanted, and this is a text"),
        (ListOf(Text(str)), "[a, [b]]", "f:1:5: a text is wanted, and this is a list"),
        (MapOf(Text(str)), "[a]", "f:1:1: a mapping is wanted, and this is a list"),
        (MapOf(Text(str)), "{a: b, a: c}", "f:1:8: the key 'a' stands here a second time"),
        (MapOf(Text(str)), "{[a]: b}", "f:1:2: a key must be a text"),
        (Nullable(Whole(0, 9), -1), "x", "f:1:1: a whole number from 0 to 9 is wanted"),
        (Mapped(Whole(0, 9), str), "x", "f:1:1: a whole number from 0 to 9 is wanted"),
        (PAIR, "{}", "f:1:1: the key 'size' is missing"),
        (PAIR, "{size: 1, lable: a}", "f:1:18: there is no key 'lable' here; 'label' was meant?"),
        (PAIR, "[1]", "f:1:1: a mapping is wanted, and this is a list"),
    ],
)
def test_what_a_shape_refuses(shape: Shape[Any], text: str, fault: str) -> None:
    _, faults = read(shape, text)
    assert faults == [fault]


def test_a_record_that_cannot_be_built_is_at_fault_where_it_stands() -> None:
    refuses: Record[int] = Record(lambda size: even(str(size)), {"size": Key(Whole(0, 9), "how big")})
    assert read(refuses, "\n\n  {size: 3}") == (None, ["f:3:3: an even number is wanted"])


def test_a_record_is_not_built_of_faulty_parts() -> None:
    def build(**_: object) -> None:
        raise AssertionError

    record: Record[None] = Record(build, {"size": Key(Whole(0, 9), "how big")})
    assert read(record, "{size: x}")[0] is None


def test_keys_with_a_hyphen_are_arguments_with_an_underscore() -> None:
    record: Record[int] = Record(lambda how_big: how_big, {"how-big": Key(Whole(0, 9), "how big")})
    assert read(record, "{how-big: 3}") == (3, [])


def test_a_suggestion_is_a_close_word_or_all_words() -> None:
    assert suggestion("titel", ("title", "id")) == "; 'title' was meant?"
    assert suggestion("x", ("title", "id")) == "; known are title, id"


@pytest.mark.parametrize(
    ("shape", "good", "bad"),
    [
        (Text(str, pattern="^a+$"), "aa", "b"),
        (Text(str), "aa", 1),
        (Choice(("one", "two")), "one", "three"),
        (Whole(1, 9), 9, 10),
        (Seconds(), 0.5, -1),
        (Flag(), True, "yes"),
        (Nullable(Whole(1, 9), 0), None, 0),
        (ListOf(Whole(1, 9)), [1], [0]),
        (MapOf(Whole(1, 9)), {"a": 1}, {"a": 0}),
        (ScalarOr(Whole(1, 9), PAIR), {"size": 1}, {"size": 0}),
        (Mapped(Whole(1, 9), str), 1, 0),
        (PAIR, {"size": 1}, {"size": 1, "other": 2}),
        (PAIR, {"size": 1, "label": "a"}, {"label": "a"}),
    ],
)
def test_the_json_schema_of_a_shape_agrees(shape: Shape[Any], good: object, bad: object) -> None:
    validator = jsonschema.Draft202012Validator(shape.schema())
    assert validator.is_valid(good)
    assert not validator.is_valid(bad)
