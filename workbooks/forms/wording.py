"""What a form tells the clerk: about a row, a column, and the whole."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.columns import Need
from schemas.sheets import Sheet

NEEDS = {Need.REQUIRED: "必填", Need.CONDITIONAL: "按情形填写", Need.OPTIONAL: "选填"}

SIGNATURES = "填报人：　　　　　　审核人：　　　　　　负责人：　　　　　　填报日期："

GENERAL = (
    "1. 一行填一件事。请不要改动表头、合并单元格、加写合计行；签名在封面和页脚，不占填报行。",
    "2. 本月没有事项的表页，留空即可，请不要删除表页。",
    "3. 表头深色的栏必填，浅色的栏按说明的情形填写，白色的栏选填；鼠标停在表头上可以看到说明。",
    "4. 数字栏只填数字，不带单位，不写公式；金额一律以元填报，说明可以留空的，由程序计算。",
    "5. 日期写作 2024-03-08 的样子；编号、证件号各栏已是文本格式。",
    "6. 从别处粘贴，请用“选择性粘贴—数值”，以免冲掉格式和选项。",
    "7. 除表头所列以外，请不要填写姓名、电话、证件号、银行卡号等个人信息。",
    "8. 封面的行数、合计金额可以不填；填写的，须与表页一致。",
    "9. 填好后按原文件名报送。更正重报的，请把封面的“版本”加1，文件名末尾的 v1 也相应改为 v2。",
)


def describe_row(sheet: Sheet) -> Iterator[str]:
    """Yield what one row of a sheet is, which month it counts for, what may not stand there."""
    titles = [sheet.columns[code].title for code in sheet.key if code in sheet.columns]
    key = "、".join(f"“{title}”" for title in titles)
    yield f"每行登记一条，以{key}相区别。"
    if sheet.register:
        yield "登记的是最近的情况：同一条再次报送时，以最近一次为准。"
    if sheet.dated:
        yield f"按“{sheet.columns[sheet.dated].title}”计入月份。"
    if not sheet.required:
        yield "有则报，没有可以不报。"
    if sheet.forbidden:
        yield f"不得填报{'、'.join(sheet.forbidden)}，否则整页退回。"
    if sheet.personal:
        yield f"{'、'.join(sheet.personal)}由部门留存，请不要填入本表。"


def explain_column(sheet: Sheet, code: str) -> Iterator[str]:
    """Yield what the clerk is told of a column, the rules of its row included."""
    column = sheet.columns[code]
    yield column.says
    if column.default is not None:
        yield f"留空按“{'是' if column.default else '否'}”处理"
    rules = [rule for rule in sheet.rules if rule.column == code]
    yield from dict.fromkeys(rule.says for rule in rules)
    for rule in rules:
        if rule.factors:
            heads, standard = (sheet.columns[factor].title for factor in rule.factors)
            yield f"“{heads}”“{standard}”都已填写的，可以留空，由程序计算；填写的，程序逐行核对"


def need_on_form(sheet: Sheet, code: str) -> Need:
    """Return how far a cell must be filled in: not always, where the program can compute it."""
    need = sheet.columns[code].need
    return Need.CONDITIONAL if code in sheet.computable and need is Need.REQUIRED else need


def comment_on(sheet: Sheet, code: str) -> str:
    """Return the comment of a heading: how far it is needed, and what to fill in."""
    need = NEEDS[need_on_form(sheet, code)]
    return "\n".join(f"{told}。" for told in (need, *explain_column(sheet, code)))
