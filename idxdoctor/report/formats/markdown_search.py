"""One search in the Markdown report, folded: the requests as a table, what the client did at each index, a diagram."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Final

from idxdoctor.diagnosis.providers import Providers
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.trace import Client, Lookup
from idxdoctor.report.formats.markdown_text import block, code, inline
from idxdoctor.report.formats.mermaid import sequence_diagram
from idxdoctor.report.phrases import about, asked, status, who, why
from idxdoctor.report.steps import steps_at
from idxdoctor.report.told import files_to_tell

_MOST_ROWS: Final = 200
_LONGEST_DIAGRAM: Final = 20_000


def search_in_markdown(lookup: Lookup, providers: Providers, clean: Callable[[str], str]) -> str:
    """Return one search, secrets masked by `clean`."""
    count = len(lookup.exchanges)
    lines = [
        "| # | index | request | as | status | why |",
        "|--:|--:|---|---|--:|---|",
        *(_row(lookup, number, one, clean) for number, one in enumerate(lookup.exchanges[:_MOST_ROWS], start=1)),
        *([f"\n{count - _MOST_ROWS} more requests are in the JSON."] if count > _MOST_ROWS else []),
        "",
        *(_index(lookup, position, providers, clean) for position in range(len(lookup.ending.indexes))),
        "",
        *_files(lookup, clean),
    ]
    return _folded(clean(f"{lookup.package}: {count} request{'' if count == 1 else 's'}"), "\n".join(lines))


def diagram_in_markdown(lookup: Lookup, client: Client, clean: Callable[[str], str]) -> str:
    """Return one search as a diagram, secrets masked by `clean`; nothing where it is too long to be read."""
    diagram = sequence_diagram(client, lookup, clean) if lookup.exchanges else ""
    if not diagram or len(diagram) > _LONGEST_DIAGRAM:
        return ""
    return _folded(clean(f"{lookup.package}: as a diagram"), block(diagram, "mermaid"))


def _row(lookup: Lookup, number: int, exchange: Exchange, clean: Callable[[str], str]) -> str:
    position = exchange.request.index
    request = code(clean(asked(lookup.ending.indexes[position], exchange)))
    cells = (str(number), str(position + 1), request, *_answer(exchange, clean))
    return f"| {' | '.join(cells)} |"


def _files(lookup: Lookup, clean: Callable[[str], str]) -> Iterator[str]:
    files = files_to_tell(lookup)
    if not files:
        return
    yield from ("| file request | URL | as | status | why |", "|--:|---|---|--:|---|")
    for number, one in enumerate(files[:_MOST_ROWS], start=1):
        yield f"| {number} | {code(clean(str(one.request.url)))} | {' | '.join(_answer(one, clean))} |"
    yield ""


def _answer(exchange: Exchange, clean: Callable[[str], str]) -> tuple[str, str, str]:
    return code(clean(who(exchange))), status(exchange), inline(clean(why(exchange)))


def _index(lookup: Lookup, position: int, providers: Providers, clean: Callable[[str], str]) -> str:
    index = lookup.ending.indexes[position]
    known = inline(clean(about(index, providers)))
    steps = (
        f"{f'**{step.lead}:** ' if step.lead else ''}{inline(clean(step.text))}" for step in steps_at(lookup, position)
    )
    return f"{position + 1}. {code(clean(str(index.url.bare())))} ({known}): {'; '.join(steps)}"


def _folded(summary: str, text: str) -> str:
    """Return a text that is shown on demand; its summary is HTML, in which Markdown means nothing.

    The HTML goes on to the next empty line.
    """
    return f"\n<details><summary>{escape(summary)}</summary>\n\n{text}\n</details>\n\n"
