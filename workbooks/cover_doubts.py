"""What on a cover is doubtful and does not keep the workbook from being read."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.codes import DEPARTMENTS
from schemas.contract import RETURNS
from schemas.finding import Finding
from schemas.period import Period
from schemas.sheets import Return
from schemas.stamps import form_stamp
from schemas.submission import Cover
from workbooks.cells import squeeze
from workbooks.cover import place_of
from workbooks.grid import Grid

_SHORTEST = 3
"""Characters of a department's short name: 宣教部, not 中心."""

_UNREAD = {
    "版本": "按第1版处理；请填写1、2、3……",
    "金额单位": "未予采用；请填写元、百元、千元或万元",
    "数据截止日": "按报送期最后一天处理；请填写日期，如 2024-10-31",
    "控制行数": "未核对；请只填数字",
    "控制总金额": "未核对；请只填数字",
    "控制数": "未核对；请只填数字",
}


def find_cover_doubts(workbook: str, grid: Grid, cover: Cover) -> Iterator[Finding]:
    """Yield what a clerk should look at again; `cover` is of a return that is known."""
    for key in cover.unread:
        yield _doubt("W-F10", f"封面的“{key}”无法识别，{_UNREAD[key]}", workbook, grid, key)
    form = RETURNS[cover.table_code]
    department = DEPARTMENTS[form.department]
    if cover.department and not _is_called(cover.department, department):
        told = f"封面的填报单位不是{form.code}的填报部门“{department}”，请核对表号和填报单位"
        yield _doubt("W-F10", told, workbook, grid, "填报单位")
    if cover.cutoff and cover.cutoff > Period.parse(cover.reported_in).last_day:
        told = "封面的“数据截止日”晚于报送期，按报送期最后一天处理；请核对报送期和截止日"
        yield _doubt("W-F10", told, workbook, grid, "数据截止日")
    if told := _doubtful_controls(cover, form):
        yield _doubt("W-F10", told, workbook, grid, "表页")
    if cover.stamp and cover.stamp != squeeze(form_stamp(form)):
        told = "表式版本与现行规定不同，已按现行规定读取；请使用本月空白表"
        yield _doubt("W-F09", told, workbook, grid, "表式版本")


def _doubtful_controls(cover: Cover, form: Return) -> str:
    """Return why a control cannot be compared with anything, or nothing."""
    sheets = {squeeze(sheet.title): sheet for sheet in form.sheets}
    if any(control.sheet not in sheets for control in cover.controls):
        return f"封面的控制数所指的表页不在{form.code}中，未核对；请改为规定的表页名称"
    amounts = [c.sheet for c in cover.controls if c.amount and not sheets[c.sheet].amount]
    return f"“{amounts[0]}”没有金额栏，封面的控制金额未核对；请删去" if amounts else ""


def _doubt(rule: str, told: str, workbook: str, grid: Grid, key: str) -> Finding:
    return Finding(rule, told, workbook, grid.name, place_of(grid, key), key, "不符")


def _is_called(written: str, department: str) -> bool:
    """Return whether a name is the department's, or its last words: 帮扶中心, 文化宫.

    The union's name may stand before it.
    """
    own, told = _letters(department), _letters(written)
    return told.endswith(own) or (len(told) >= _SHORTEST and own.endswith(told))


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, squeeze(name)))
