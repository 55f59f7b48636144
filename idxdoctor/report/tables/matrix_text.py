"""The table of many packages in lines of a terminal's width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.report.layout import GAP, Cell, Line, Span, headed, paragraph, row
from idxdoctor.report.tables.matrix import NEVER, Matrix, Row

_WIDEST_CELL: Final = 16
_NARROWEST_PACKAGE: Final = 12


def matrix_lines(matrix: Matrix, width: int) -> Iterator[Line]:
    """Return the summary, the indexes by number, and the table, beside each other as many indexes as fit."""
    yield from paragraph(matrix.summary, width, style="bold")
    yield ()
    for number, column in enumerate(matrix.columns, start=1):
        never = "" if column.asked else ", never asked"
        head = Span(f"{number:>2}  {column.url}", "bold")
        yield from headed([head, Span(f"  {column.provenance}{never}", "dim")], width, indent=4)
    first = True
    for numbers in _blocks(matrix, width):
        yield ()
        yield from _block(matrix, numbers, width, with_result=first)
        first = False


def _blocks(matrix: Matrix, width: int) -> list[list[int]]:
    """Return the columns that were asked at all, those together that fit side by side; one block there is always."""
    asked = [number for number, column in enumerate(matrix.columns) if column.asked]
    blocks: list[list[int]] = [[]]
    left = width - _package_width(matrix, width) - _result_width(matrix, width) - 2 * len(GAP)
    for number in asked:
        needed = _cell_width(matrix, number) + len(GAP)
        if needed > left and blocks != [[]]:
            blocks.append([])
            left = width - _package_width(matrix, width) - len(GAP)
        blocks[-1].append(number)
        left -= needed
    return blocks


def _block(matrix: Matrix, numbers: list[int], width: int, *, with_result: bool) -> Iterator[Line]:
    widths = [_cell_width(matrix, number) for number in numbers]
    package, result = _package_width(matrix, width), _result_width(matrix, width) if with_result else 0
    heads = [Cell("package", package, "dim")] + ([Cell("result", result, "dim")] if with_result else [])
    heads += [Cell(str(number + 1), one, "dim") for number, one in zip(numbers, widths, strict=True)]
    yield from row(heads, width)
    for one in matrix.rows:
        if not with_result and all(one.cells[number] == NEVER for number in numbers):
            continue
        cells = [Cell(one.package, package, "bold red" if one.failed else "")]
        cells += [Cell(one.result, result, _style(one))] if with_result else []
        cells += [Cell(one.cells[number], space) for number, space in zip(numbers, widths, strict=True)]
        yield from row(cells, width)


def _package_width(matrix: Matrix, width: int) -> int:
    longest = max(len(row.package) for row in matrix.rows)
    return max(min(longest, width // 3), min(longest, _NARROWEST_PACKAGE), len("package"))


def _result_width(matrix: Matrix, width: int) -> int:
    return max(min(max(len(row.result) for row in matrix.rows), width // 4), len("not-found IDX"))


def _cell_width(matrix: Matrix, number: int) -> int:
    longest = max(len(row.cells[number]) for row in matrix.rows)
    return max(min(longest, _WIDEST_CELL), len(str(number + 1)))


def _style(row: Row) -> str:
    return "bold red" if row.failed else "green"
