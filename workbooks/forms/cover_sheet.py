"""The cover of a form (DOMAIN.md §5.1): filled in where known, blank for people and controls."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas.codes import SUBMIT_MODES
from schemas.columns import Kind
from schemas.stamps import form_stamp
from workbooks.explaining import INSTRUCTIONS
from workbooks.forms.blank import Blank
from workbooks.forms.checks import Check, at_least, between_days, messages, one_of
from workbooks.forms.looks import HEIGHT, Looks, cell_look, entry_look
from workbooks.statistical_tables import SAMPLE

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

YUAN = "元"
_WIDTHS = (26, 34, 20, 26)


@dataclass(frozen=True)
class _Entry:
    """One line of the cover: its key, its value, what a cell of its kind takes."""

    key: str
    value: str | int | dt.date = ""
    kind: Kind = Kind.TEXT
    check: Check | None = None


def write_cover(page: Worksheet, blank: Blank, looks: Looks) -> None:
    """Write the cover of a form."""
    page.set_default_row(HEIGHT)
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width)
    titles = [f"{blank.union}统计报表封面", f"{blank.form.title}（{blank.period.label}）"]
    lines = [*((text, "title") for text in titles), (f"填写前请先看“{INSTRUCTIONS}”。", "line")]
    if blank.settings.sample:
        lines.append((SAMPLE, "sample"))
    for row, (text, look) in enumerate(lines):
        page.write_string(row, 0, text, looks[look])
    entries = _entries(blank)
    for row, entry in enumerate(entries, len(lines) + 1):
        _write_entry(page, row, entry, looks)
    _write_controls(page, len(lines) + len(entries) + 2, blank, looks)


def _entries(blank: Blank) -> list[_Entry]:
    first, last = blank.period.first_day, blank.cutoff
    mode = messages("报送方式", "增量：只报本月；累计台账：报年初以来全部，本次替换以前各次")
    version = messages("版本", "首次报送填1；更正重报的，每次加1")
    cutoff = messages("数据截止日", f"须为日期，不晚于{last}")
    return [
        _Entry("表号", blank.form.code),
        _Entry("填报单位", blank.department),
        _Entry("报送期", str(blank.period)),
        _Entry("报送方式", blank.submit_mode, check={**one_of(SUBMIT_MODES, {}), **mode}),
        _Entry("版本", 1, Kind.COUNT, {**at_least(1), **version}),
        *([_money_unit()] if blank.form.has_amounts else []),
        _Entry("填报人"),
        _Entry("审核人"),
        _Entry("负责人"),
        _Entry("填报日期", kind=Kind.DATE),
        _Entry("数据截止日", last, Kind.DATE, {**between_days(first, last), **cutoff}),
        _Entry("表式版本", form_stamp(blank.form)),
    ]


def _money_unit() -> _Entry:
    """Return the unit of money: the headings of the form say 元, so nothing else may stand here."""
    told = messages("金额单位", "本表各金额栏一律以元填报，请不要改为万元等")
    return _Entry("金额单位", YUAN, check={**one_of((YUAN,), {}), **told})


def _write_entry(page: Worksheet, row: int, entry: _Entry, looks: Looks) -> None:
    look = looks[entry_look(entry.kind)]
    page.write_string(row, 0, entry.key, looks["label"])
    if isinstance(entry.value, dt.date):
        page.write_datetime(row, 1, entry.value, look)
    elif isinstance(entry.value, int):
        page.write_number(row, 1, entry.value, look)
    elif entry.value:
        page.write_string(row, 1, entry.value, look)
    else:
        page.write_blank(row, 1, None, look)
    if entry.check:
        page.data_validation(row, 1, row, 1, entry.check)


def _write_controls(page: Worksheet, row: int, blank: Blank, looks: Looks) -> None:
    """Write a control line a sheet; left blank, it controls nothing."""
    note = "控制数（可以不填；填写的，须与表页一致）"
    page.write_string(row, 0, note, looks["section"])
    for column, label in enumerate(("表页", "行数", "合计金额", "合计的栏目")):
        page.write_string(row + 1, column, label, looks["label"])
    for line, sheet in enumerate(blank.form.sheets, row + 2):
        page.write_string(line, 0, sheet.title, looks["label"])
        page.write_blank(line, 1, None, looks[cell_look(Kind.COUNT)])
        rows = messages("行数", "须为非负整数；不填则不核对")
        page.data_validation(line, 1, line, 1, {**at_least(0), **rows})
        if sheet.amount:
            page.write_blank(line, 2, None, looks[cell_look(Kind.MONEY)])
            page.write_string(line, 3, sheet.columns[sheet.amount].title, looks["line"])
