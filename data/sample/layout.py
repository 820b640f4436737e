"""Lays a department's rows out as cells: title, unit, headings, body, total, signatures."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import groupby

from sample.days import chinese_date, filing_day
from sample.hand import UNION, Hand
from sample.manners import in_unit, typed_value
from sample.page import Cell, Formula, Page
from sample.table import Value


def lay_out(page: Page) -> list[Cell]:
    """Return every cell of one sheet."""
    foot = page.total_row + page.has_total
    return [*preamble(page), *headings(page), *body(page), *total(page), *closing(page, foot)]


def _line(page: Page, row: int, text: str, look: str) -> Cell:
    return Cell(row, page.hand.first_column, text, look, across=len(page.headings))


def preamble(page: Page) -> list[Cell]:
    """Return the title, who reports, and the unit of money."""
    hand, table, width = page.hand, page.table, len(page.headings)
    mark = "（示例数据）" if hand.as_csv else ""
    title = f"{UNION}{table.title}（2024年{page.month}月）{mark}"
    lines = [_line(page, hand.blank_lines, title, "title")]
    if hand.explanation:
        lines.append(_line(page, hand.blank_lines + 1, hand.explanation, "note"))
    row = hand.blank_lines + 1 + bool(hand.explanation)
    who, unit = f"填报单位：{UNION}{hand.department}", f"单位：{hand.unit}"
    if not table.holds_money():
        return [*lines, _line(page, row, who, "note")]
    if hand.own_unit_line:
        return [*lines, _line(page, row, who, "note"), _line(page, row + 1, unit, "unit")]
    left, right = hand.first_column, hand.first_column + width - 2
    return [
        *lines,
        Cell(row, left, who, "note", across=width - 2),
        Cell(row, right, unit, "unit", across=2),
    ]


def headings(page: Page) -> list[Cell]:
    """Return the heading cells: one row, or two where the department groups some of them."""
    name, left, row = page.table.name, page.hand.first_column, page.head_row
    written = [page.hand.heading(name, heading) for heading in page.headings]
    group = page.hand.groups.get(name)
    if group is None:
        return [Cell(row, left + place, text, "head") for place, text in enumerate(written)]
    cells = [
        Cell(row + 1, left + place, text, "head")
        if heading in group.members
        else Cell(row, left + place, text, "head", down=2)
        for place, (heading, text) in enumerate(zip(page.headings, written, strict=True))
    ]
    place = page.headings.index(group.members[0])
    return [*cells, Cell(row, left + place, group.heading, "head", across=len(group.members))]


def body(page: Page) -> list[Cell]:
    """Return the rows as typed; a sheet without rows says so, or stays empty."""
    hand, top, left = page.hand, page.body_row, page.hand.first_column
    if not page.table.rows:
        return [_line(page, top, hand.nothing, "text")] if hand.nothing else _blank(page, top, 1)
    cells = []
    for place, heading in enumerate(page.headings):
        column = [row[place] for row in page.rows]
        if (page.table.name, heading) in hand.merged:
            cells += _merged_column(column, top, left + place)
        else:
            cells += [
                Cell(top + n, left + place, *_typed(page, heading, n, value))
                for n, value in enumerate(column)
            ]
    return cells + _blank(page, top + len(page.rows), hand.spare_rows)


def _blank(page: Page, row: int, count: int) -> list[Cell]:
    left = page.hand.first_column
    return [
        Cell(row + n, left + place, None, "text")
        for n in range(count)
        for place in range(len(page.headings))
    ]


def _merged_column(column: list[Value], top: int, left: int) -> list[Cell]:
    """Return one column in which equal neighbours are one merged cell."""
    cells = []
    for value, run in groupby(column):
        height = len(list(run))
        cells.append(Cell(top, left, value, "text", down=height))
        top += height
    return cells


def _typed(page: Page, heading: str, row: int, value: Value) -> tuple[Value, str]:
    """Return one cell as the department types it, and its look."""
    hand = page.hand
    manner = hand.manner(page.table.name, heading, row)
    if isinstance(value, Decimal):
        return typed_value(in_unit(value, hand.unit), manner), "money"
    if isinstance(value, dt.date):
        manner = manner or hand.date_manner
    typed = typed_value(value, manner)
    return typed, "date" if isinstance(typed, dt.date) else "text"


def total(page: Page) -> list[Cell]:
    """Return the total row: its word, the sums, and blanks between them."""
    if not page.has_total:
        return []
    hand, row = page.hand, page.total_row
    label = Cell(row, hand.first_column, hand.total_word, "total", across=1 + hand.total_merged)
    return [
        label,
        *(
            Cell(row, hand.first_column + place, _sum(page, heading), "total")
            for place, heading in enumerate(page.headings)
            if place >= label.across
        ),
    ]


def _sum(page: Page, heading: str) -> Value | Formula:
    if heading not in page.table.summed:
        return None
    added = page.table.total(heading)
    value = in_unit(added, page.hand.unit) if isinstance(added, Decimal) else added
    if not page.hand.total_by_formula:
        return value
    return Formula(page.body_row, page.body_row + len(page.rows) - 1, value)


def closing(page: Page, row: int) -> list[Cell]:
    """Return the footnote, if there is one, and the signatures."""
    footnote = page.hand.footnotes.get(page.table.name, "")
    notes = [_line(page, row, footnote, "note")] if footnote else []
    row += len(notes)
    signatures = _signatures(page.hand, page.month)
    if not page.hand.footer_apart:
        return [*notes, _line(page, row, "　　".join(signatures), "note")]
    step = max(1, len(page.headings) // len(signatures))
    left = page.hand.first_column
    return [*notes, *(Cell(row, left + n * step, s, "foot") for n, s in enumerate(signatures))]


def _signatures(hand: Hand, month: int) -> list[str]:
    stem = f"示例{hand.signer}"
    filed = chinese_date(filing_day(month, hand.filing_slot))
    return [f"填表人：{stem}一", f"审核人：{stem}二", f"负责人：{stem}三", f"填表日期：{filed}"]
