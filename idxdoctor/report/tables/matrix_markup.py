"""The table of many packages in Markdown and in HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from idxdoctor.report.formats.markdown_text import code, inline
from idxdoctor.report.tables.matrix import NEVER, Column, Matrix, Row


def markdown_head(matrix: Matrix) -> str:
    """Return what stands before the rows: the summary, the indexes, the head of the table."""
    indexes = [f"{number}. {code(one.url)} ({inline(_where(one))})" for number, one in enumerate(matrix.columns, 1)]
    heads = ["package", "result", *(str(number + 1) for number in _asked(matrix))]
    marks = ["---"] * len(heads)
    return "\n".join(
        [f"{inline(matrix.summary)}\n", *indexes, "", f"| {' | '.join(heads)} |", f"|{'|'.join(marks)}|", ""]
    )


def markdown_row(matrix: Matrix, row: Row) -> str:
    """Return one row, with its line's end."""
    cells = (code(row.cells[number]) if row.cells[number] != NEVER else NEVER for number in _asked(matrix))
    mark = "❌" if row.failed else "✅"
    return f"| {' | '.join([code(row.package), f'{mark} {inline(row.result)}', *cells])} |\n"


def html_table(matrix: Matrix, link: Callable[[int], str | None]) -> Iterator[str]:
    """Return the table with its indexes; `link` gives where the lookup at a position is told in detail, if it is."""
    yield "<section><ol>"
    for column in matrix.columns:
        yield f"<li><code>{escape(column.url)}</code> <small>{escape(_where(column))}</small></li>"
    yield '</ol><div class="scroll" role="region" tabindex="0" aria-label="Packages and indexes"><table><thead><tr>'
    yield '<th scope="col">package</th><th scope="col">result</th>'
    yield from (f'<th scope="col">{number + 1}</th>' for number in _asked(matrix))
    yield "</tr></thead><tbody>"
    yield from (_html_row(matrix, row, link(row.position)) for row in matrix.rows)
    yield "</tbody></table></div></section>"


def _html_row(matrix: Matrix, row: Row, target: str | None) -> str:
    name = escape(row.package)
    named = name if target is None else f'<a href="#{target}">{name}</a>'
    cells = "".join(f'<td class="who">{escape(row.cells[number])}</td>' for number in _asked(matrix))
    mark, style = ("✗", "bad") if row.failed else ("✓", "good")
    result = f'<span class="{style}" aria-hidden="true">{mark}</span> {escape(row.result)}'
    return f'<tr><th scope="row">{named}</th><td>{result}</td>{cells}</tr>'


def _asked(matrix: Matrix) -> list[int]:
    return [number for number, column in enumerate(matrix.columns) if column.asked]


def _where(column: Column) -> str:
    return column.provenance if column.asked else f"{column.provenance}, never asked"
