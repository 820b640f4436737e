"""The roster (名册) that any workbook may carry: who was paid, known only by a key."""

from __future__ import annotations

from schemas import columns as c
from schemas.columns import Yuan
from schemas.sheets import Row, Sheet


class RosterEntry(Row):
    """One person of one batch and what that person was paid."""

    batch_id: str = c.identifier("批次号", "批次", "名册编号", fill_down=True)
    person_key: str = c.person("身份证号", "身份证号码", "公民身份号码")
    amount_cny: Yuan = c.money("金额(元)", "金额", "慰问金额", "慰问金", "发放金额")


ROSTER = Sheet(
    name="roster_entries",
    title="名册",
    model=RosterEntry,
    key=("batch_id", "person_key"),
    required=False,
    amount="amount_cny",
    personal=(
        "姓名",
        "电话",
        "联系电话",
        "手机号",
        "开户行",
        "银行卡号",
        "卡号",
        "住址",
        "家庭住址",
    ),
)
