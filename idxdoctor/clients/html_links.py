"""The links of an HTML page. Apart, since the parser takes its time to import and few pages need it."""

from __future__ import annotations

from contextlib import suppress
from html.parser import HTMLParser


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value}
        if tag == "a" and "href" in given:
            self.found.append(given)


def anchors_of(page: str) -> list[dict[str, str]]:
    """Return the attributes of a page's anchors that have an `href`, as they stand there."""
    parser = _Anchors()
    # The parser raises AssertionError at a malformed `<![...`; what came before it counts.
    with suppress(AssertionError):
        parser.feed(page)
    return parser.found
