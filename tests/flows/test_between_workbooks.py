"""A difference between workbooks goes back to the department, marked at its cell."""

from __future__ import annotations

import openpyxl
import polars as pl

from tests.flows.copies import copy_sample
from tests.flows.test_command import say

OCTOBER = "raw/2024-10"
NAME, ID, PHONE, CARD = "样本〇九九", "999999190001010015", "13800000027", "6222000000000000271"


def pay_one_head_less(workspace):
    """One of the 16 heads of October (DOMAIN.md §7) is left out, and a roster lists one head."""
    (path,) = (workspace / OCTOBER).glob("*_W05_*")
    book = openpyxl.load_workbook(path)
    page = book["四送与慰问"]
    for row, heads in ((4, 15), (5, 15)):
        page.cell(row, 9, heads)
        page.cell(row, 11, heads * 1000)
    for line in book["封面"].iter_rows():
        for cell in line:
            if cell.value == 16000:
                cell.value = 15000
    roster = book.create_sheet("名册")
    roster.append(["批次号", "姓名", "身份证号", "电话", "银行卡号", "金额(元)"])
    roster.append(["BF-202410-01", NAME, ID, PHONE, CARD, 15000])
    book.save(path)


def test_the_department_is_told_at_the_cell_and_no_person_is_named(tmp_path, capsys):
    workspace = copy_sample(tmp_path)
    pay_one_head_less(workspace)

    code, out, _ = say(capsys, "check", "2024-10", "--workspace", str(workspace))

    issues = pl.read_csv(workspace / "out/2024-10/check/issues.csv")
    errors = issues.filter(severity="E").select("rule", "cell", "found", "expected")
    assert code == 1
    assert errors.rows() == [("E-X01", "I4", "15", "1"), ("E-X02", "K4", "169000", "170000")]
    (reply,) = (workspace / "out/2024-10/replies").iterdir()
    page = openpyxl.load_workbook(reply)["四送与慰问"]
    assert "名册1人" in page["I4"].comment.text
    assert "部门累计169000元，财务账累计170000元" in page["K4"].comment.text
    told = out + issues.write_csv()
    assert [value for value in (NAME, ID, PHONE, CARD) if value in told] == []
