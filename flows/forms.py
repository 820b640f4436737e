"""The blank forms of a month, one workbook for each return that is expected."""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from flows import steps
from flows.drafts import replace_folder
from flows.locking import locked
from flows.progress import Direct
from flows.workspace import Workspace
from schemas.codes import DEPARTMENTS
from schemas.contract import RETURNS
from schemas.period import Period
from schemas.sheets import Return
from transforms.coverage import expected_tables
from transforms.examination import examine
from workbooks.forms import write_form

FORMS = "forms"

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')  # in the name of a file on Windows


def write_blank_forms(period: str, folder: str) -> str:
    """Write the forms below `out/<period>/forms/`; return the sentence that says where."""
    workspace, month = Workspace.at(folder), Period.parse_month(period)
    settings, step = workspace.settings, Direct()
    standing = step("读取以前月份", _standing_rows, workspace, month)
    wanted = [RETURNS[code] for code in expected_tables(settings)]
    files = {
        name_of_form(form, month): step(
            f"{form.code} {form.title}", write_form, form, month, settings, standing
        )
        for form in wanted
    }
    with locked(workspace, month):
        written = step(
            "写出空白表", replace_folder, workspace.out(month), FORMS, files, private=True
        )
    carried = f"登记表页和累计台账已带出截至{month.previous.label}的内容。\n" if standing else ""
    inbox = workspace.root / "raw" / str(month)
    return (
        f"{month.label}的空白表已写好，共{len(files)}份：{written.as_posix()}\n{carried}"
        f"请发给各部门填报，{month.following.label}{settings.calendar.deadline_day}日前收回，"
        f"放入 {inbox.as_posix()}。"
    )


def _standing_rows(workspace: Workspace, month: Period) -> Mapping[str, pl.DataFrame]:
    """Return the rows that stand at the end of the month before, where it was reported."""
    if not workspace.workbooks(month.previous):
        return {}
    earlier = steps.read_earlier_months(workspace, month)
    return examine(earlier, workspace.settings, month.previous).rows


def name_of_form(form: Return, month: Period) -> str:
    """Return the name of a form's file: 202411_W05_职工服务（帮扶）中心_v1.xlsx."""
    department = _UNSAFE.sub("", DEPARTMENTS[form.department])
    return f"{month.year:04d}{month.month:02d}_{form.code}_{department}_v1.xlsx"
