"""Values taken apart and put together again."""

from __future__ import annotations

from idxdoctor.model.parts import KEEP, parts_of, rebuilt
from idxdoctor.model.url import Url
from tests.worlds import replay_of, server, world


def test_every_value_of_a_kind_is_found_once_wherever_it_stands() -> None:
    one, other = Url.parse("https://a/"), Url.parse("https://b/")
    nested = {"k": (one, [other, one]), other: frozenset({one})}
    assert list(parts_of(nested, Url)) == [other, one]


def test_a_value_is_rebuilt_with_other_parts_and_the_rest_as_it_was() -> None:
    run = replay_of(world({"UV_INDEX_URL": "https://h.example/simple"}, server("https://h.example")), "0.13.9")
    same = rebuilt(run, lambda _: KEEP)
    assert same == run
    other = rebuilt(run, lambda part: Url.parse("https://x/") if isinstance(part, Url) else KEEP)
    assert {str(url) for url in parts_of(other, Url)} == {"https://x/"}


def test_what_a_change_answers_with_is_not_looked_into() -> None:
    assert rebuilt(("a", ("b",)), lambda part: part.upper() if isinstance(part, str) else KEEP) == ("A", ("B",))
