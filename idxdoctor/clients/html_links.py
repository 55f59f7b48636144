"""The links of an HTML page. Apart, since the parser takes its time to import and few pages need it."""

from __future__ import annotations

from contextlib import suppress
from html.parser import HTMLParser


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.hrefs += [value for name, value in attrs if name == "href" and value]


def links_of(page: str) -> list[str]:
    """Return the `href`s of a page's anchors, as they stand there."""
    parser = _Anchors()
    # The parser raises AssertionError at a malformed `<![...`; what came before it counts.
    with suppress(AssertionError):
        parser.feed(page)
    return parser.hrefs
