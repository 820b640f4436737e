"""The ledger against the departments' own sheets, project by project (rules X-1 … X-7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import polars as pl

from schemas.codes import PROJECTS
from schemas.finding import Finding
from schemas.period import Period
from transforms.doubts import plain

_PROJECT = pl.col("project_code")
_Place = tuple[str, str, str, pl.Expr]

_SPENT: tuple[_Place, ...] = (
    ("reliefs", "amount_cny", "pay_date", _PROJECT),
    ("women_reliefs", "amount_cny", "pay_date", _PROJECT),
    ("gifts", "amount_cny", "gift_date", pl.lit("P-HB01")),
    ("culture_activities", "expense_cny", "event_date", _PROJECT),
    ("demo_sites", "subsidy_cny", "completed_date", pl.lit("P-CG01")),
    ("skill_contests", "expense_cny", "event_date", pl.lit("P-JS01")),
    (
        "model_worker_services",
        "amount_cny",
        "start_date",
        pl.col("service_type").replace_strict(
            {"走访慰问": "P-LM01", "疗休养": "P-LM02"}, default="P-TJ01"
        ),
    ),
    (
        "stations",
        "invest_cny",
        "open_date",
        pl.col("build_type").replace_strict({"新建": "P-YZ01"}, default="P-YZ02"),
    ),
    ("norm_sites", "subsidy_cny", "done_date", pl.lit("P-DX01")),
    ("rights_activities", "expense_cny", "event_date", pl.lit("P-FL01")),
    ("palace_activities", "expense_cny", "event_date", pl.lit("P-WG01")),
    ("medical_aids", "amount_cny", "pay_date", pl.lit("P-BF02")),
    ("health_checks", "amount_cny", "check_date", pl.lit("P-TJ01")),
    ("child_cares", "amount_cny", "event_date", pl.lit("P-ET01")),
)
"""Where departments state what they spent: sheet, amount, date, project."""


def reconcile_ledger(rows: Mapping[str, pl.DataFrame], period: Period) -> Iterator[Finding]:
    """Yield rule E-X02: projects whose ledger and departments differ by more than is listed.

    Year to date, to the cent; 调节事项 lists ledger minus department.
    """
    departments = pl.concat(_spent(rows, place, period) for place in _SPENT)
    ledger = rows["ledger_lines"].filter(
        pl.col("pay_status") == "已支付", _this_year("post_date", period)
    )
    listed = rows["reconciling_items"]
    for code in sorted({*departments["project_code"], *ledger["project_code"].drop_nulls()}):
        paid, spent = _of(ledger, code), _of(departments, code)
        explained = _of(listed, code)
        if paid - spent != explained:
            yield Finding(
                rule="E-X02",
                message=f"{code}{PROJECTS.get(code, '')}：部门累计{plain(spent)}元，"
                f"财务账累计{plain(paid)}元，调节事项{plain(explained)}元，请部门与财务部核对",
                sheet="支出明细账",
                column="金额(元)",
                found=plain(paid),
                expected=plain(spent + explained),
            )


def _spent(rows: Mapping[str, pl.DataFrame], place: _Place, period: Period) -> pl.DataFrame:
    sheet, amount, dated, project = place
    given = rows[sheet].filter(_this_year(dated, period), pl.col(amount).is_not_null())
    return given.select(project_code=project, amount_cny=pl.col(amount))


def _this_year(dated: str, period: Period) -> pl.Expr:
    return pl.col(dated).is_between(period.year_to_date[0].first_day, period.last_day)


def _of(rows: pl.DataFrame, project: str) -> Decimal:
    return Decimal(rows.filter(project == _PROJECT)["amount_cny"].sum() or 0)
