"""Where departments state what they spent: sheet, amount, date and project of each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from schemas.aid import AID_PROJECTS
from schemas.codes import PROJECTS
from schemas.culture import CULTURE_PROJECTS
from schemas.women import WOMEN_PROJECTS

_PROJECT = pl.col("project_code")
_YEAR = r"^20\d\d$"
_SERVICES = {"走访慰问": "P-LM01", "疗休养": "P-LM02"}


@dataclass(frozen=True)
class Spending:
    """Where a department states what it spent: sheet, amount, date, project of each row."""

    sheet: str
    amount: str
    dated: str
    project: pl.Expr
    projects: tuple[str, ...]

    def projects_of(self, rows: pl.DataFrame) -> pl.Series:
        """Return the project of each row; null where nothing tells it."""
        return rows.with_columns(project_code=self.project)["project_code"]

    def lines(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows that state an amount: table and column, place, voucher, project, date."""
        return _stated(self.written(rows))

    def written(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return all rows as `lines` has them, but with vouchers as they are written.

        With the month of the report beside them.
        """
        return rows.select(
            pl.lit(self.sheet).alias("table"),
            pl.lit(self.amount).alias("column"),
            *("workbook", "sheet", "source_row", "voucher_no"),
            self.project.alias("project_code"),
            pl.col(self.amount).alias("amount_cny"),
            pl.col(self.dated).alias("dated"),
            "reported_in",
        )


def _one(sheet: str, amount: str, dated: str, project: str) -> Spending:
    return Spending(sheet, amount, dated, pl.lit(project), (project,))


SPENDING = (
    Spending("reliefs", "amount_cny", "pay_date", _PROJECT, AID_PROJECTS),
    Spending("women_reliefs", "amount_cny", "pay_date", _PROJECT, WOMEN_PROJECTS),
    _one("gifts", "amount_cny", "gift_date", "P-HB01"),
    Spending("culture_activities", "expense_cny", "event_date", _PROJECT, CULTURE_PROJECTS),
    _one("demo_sites", "subsidy_cny", "completed_date", "P-CG01"),
    _one("skill_contests", "expense_cny", "event_date", "P-JS01"),
    Spending(
        "model_worker_services",
        "amount_cny",
        "start_date",
        pl.col("service_type").replace_strict(_SERVICES, default="P-TJ01"),
        (*_SERVICES.values(), "P-TJ01"),
    ),
    Spending(
        "stations",
        "invest_cny",
        "open_date",
        pl.col("build_type").replace_strict({"新建": "P-YZ01"}, default="P-YZ02"),
        ("P-YZ01", "P-YZ02"),
    ),
    _one("norm_sites", "subsidy_cny", "done_date", "P-DX01"),
    _one("rights_activities", "expense_cny", "event_date", "P-FL01"),
    _one("palace_activities", "expense_cny", "event_date", "P-WG01"),
    _one("medical_aids", "amount_cny", "pay_date", "P-BF02"),
    _one("health_checks", "amount_cny", "check_date", "P-TJ01"),
    _one("child_cares", "amount_cny", "event_date", "P-ET01"),
)
"""Every sheet of a department that states money which finance has paid."""

LEDGER = Spending("ledger_lines", "amount_cny", "post_date", _PROJECT, tuple(PROJECTS))


def state_spending(rows: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the lines of every department's sheet, in the order of SPENDING."""
    return _stated(pl.concat(spending.written(rows[spending.sheet]) for spending in SPENDING))


def _stated(written: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that state an amount, with what their vouchers mean."""
    amount = pl.col("amount_cny")
    given = written.filter(amount.is_not_null(), amount != 0)
    return given.with_columns(voucher_no=voucher_key("dated")).drop("reported_in")


def voucher_key(dated: str) -> pl.Expr:
    """Return a voucher number as departments and finance both mean it; `dated` is a date column.

    记-2024-07-003, 记 2024-7-3 and 记字第2024-07-3号 are one voucher: its first letter and its
    numbers count, not what stands between them. Numbers begin anew each year: 记-15 is meant of
    the year of its row's date (else of the report), which a number that tells its year needs not.
    """
    tidy = pl.col("voucher_no").str.normalize("NFKC").str.to_uppercase()
    numbers = tidy.str.extract_all(r"\d+").list.eval(pl.element().str.strip_chars_start("0"))
    letter = tidy.str.extract(r"([\p{Han}A-Z])", 1).fill_null("")
    tells_year = numbers.list.first().str.contains(_YEAR)
    day, report = pl.col(dated).dt.year().cast(pl.String), pl.col("reported_in").str.slice(0, 4)
    year = pl.when(tells_year).then(pl.lit("")).otherwise(pl.coalesce(day, report) + "-")
    key = letter + year + numbers.list.join("-")
    return pl.when(numbers.list.len() > 0).then(key).otherwise(tidy)
