"""Plausibility of statements (W-S, W-T, W-N, W-D rules): plans, overlaps, cadence, names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from schemas.codes import PROJECTS
from schemas.contract import sheet_named, sheets
from schemas.finding import Finding
from schemas.period import Period
from schemas.settings import Cadence, OverlapGroup
from schemas.sheets import Sheet
from transforms.doubts import Evidence
from transforms.ledger import is_single

_NATURAL = {
    "culture_activities": ("event_date", "category", "activity_name"),
    "rights_activities": ("event_date", "category", "venue", "roles"),
    "skill_contests": ("event_date", "contest_name"),
    "demo_sites": ("enterprise_name",),
    "norm_sites": ("standard", "unit_name"),
    "model_worker_services": ("start_date", "service_type", "batch_no", "destination", "headcount"),
    "reliefs": ("pay_date", "project_code", "target_group", "site", "headcount", "unit_amount_cny"),
    "women_reliefs": ("pay_date", "target_group", "headcount", "unit_amount_cny"),
    "health_checks": ("check_date", "provider", "total"),
    "child_cares": ("event_date", "village", "headcount"),
    "gifts": ("gift_date", "target_group", "headcount"),
    "job_fairs": ("event_date", "venue"),
    "palace_activities": ("event_date", "category", "activity_name"),
    "stations": ("location", "build_type", "open_date"),
}
"""What makes two rows look like one thing entered twice, by sheet (rule W-N05)."""


def find_doubtful_statements(evidence: Evidence) -> Iterable[Finding]:
    """Return the findings of every rule about what rows say, beside their amounts."""
    for rule in (
        _statements_without_number,
        _other_standard,
        _overlaps,
        _back_filled,
        _back_filled_in_ledgers,
        _gaps,
        _look_alikes,
        _named_persons,
    ):
        yield from rule(evidence)


def _statements_without_number(evidence: Evidence) -> Iterator[Finding]:
    """W-S02: a service that the account speaks of, for which no row gives a number."""
    aids = evidence.this_year("medical_aids", "pay_date")
    visits = evidence.this_year("model_worker_services", "start_date").filter(
        pl.col("service_type") == "走访慰问"
    )
    for sheet, rows, what in (
        ("medical_aids", aids, "“二次医疗”救助"),
        ("model_worker_services", visits, "劳模走访慰问"),
    ):
        why = evidence.why_incomplete(sheet) if rows.is_empty() else ""
        if why:
            told = f"“{sheet_named(sheet).title}”{why}，{what}有没有数据（W-S02）无法判断"
            yield evidence.undecided(sheet, told, evidence.set_aside(sheet))
        elif rows.is_empty():
            yield evidence.about(
                "W-S02", sheet, "", rows, f"{what}本年没有数据，文中只能不印数字；请部门补报"
            )


def _other_standard(evidence: Evidence) -> Iterator[Finding]:
    """W-S04: a plan and the results beside it follow different standards."""
    confirmed = {frozenset(pair) for pair in evidence.settings.same_standards}
    sites = evidence.this_year("norm_sites", "done_date")
    for plan in evidence.rows["plans"].iter_slices(1):
        wanted, unit_type = plan["standard"][0], plan["unit_type"][0]
        held = sites.filter(pl.col("unit_type") == unit_type)["standard"].unique().sort()
        for standard in held:
            if standard != wanted and frozenset((wanted, standard)) not in confirmed:
                yield evidence.about(
                    "W-S04",
                    "plans",
                    "standard",
                    plan,
                    f"{unit_type}建设规划按“{wanted}”，建成点按“{standard}”，"
                    "标准不同，不计算完成比例；经确认为同一标准后方可计算",
                )


def _overlaps(evidence: Evidence) -> Iterator[Finding]:
    """W-S05: projects that may have reached the same people in the same window."""
    gifts = evidence.this_year("gifts", "gift_date").select(
        "workbook", "sheet", "source_row", project_code=pl.lit("P-HB01"), paid="gift_date"
    )
    relief = evidence.this_year("reliefs", "pay_date").select(
        "workbook", "sheet", "source_row", "project_code", paid="pay_date"
    )
    months = pl.concat([relief, gifts]).select("project_code", month=pl.col("paid").dt.month())
    for group in evidence.settings.overlap_groups:
        yield from _overlap(evidence, group, months)


def _overlap(evidence: Evidence, group: OverlapGroup, months: pl.DataFrame) -> Iterator[Finding]:
    active = months.filter(pl.col("project_code").is_in(group.projects)).unique()
    pairs = active.join(active, how="cross", suffix="_other").filter(
        pl.col("project_code") < pl.col("project_code_other"),
        (pl.col("month").cast(pl.Int64) - pl.col("month_other").cast(pl.Int64)).abs()
        < group.window_months,
    )
    met = sorted({*pairs["project_code"], *pairs["project_code_other"]})
    if met:
        names = "、".join(f"{code}{PROJECTS.get(code, '')}" for code in met)
        nothing = evidence.rows["reliefs"].clear()
        yield evidence.about(
            "W-S05",
            "reliefs",
            "",
            nothing,
            f"{names}在同一时段发放，对象可能重复，人次未剔除重复，请确认",
        )


def _back_filled(evidence: Evidence) -> Iterator[Finding]:
    """W-T01: a row of an increment that is dated in another month than its report."""
    for sheet in sheets():
        for row in _of_other_months(evidence, sheet).iter_slices(1):
            if row["workbook"][0] not in evidence.ledgers:
                told = "发生月份与报送月份不同，按发生月份补计，请确认"
                yield evidence.about("W-T01", sheet.name, sheet.dated or "", row, told)


def _back_filled_in_ledgers(evidence: Evidence) -> Iterator[Finding]:
    """W-T01: a row that is new in a cumulative ledger, of a month that the last one told of.

    A ledger repeats the months before (DOMAIN.md §8 no. 14), so that only a row that its
    predecessor did not have is a back-fill. Without a predecessor nobody can tell.
    """
    for sheet in sheets():
        stood = evidence.replaced_rows(sheet.name)
        if stood.is_empty():
            continue
        rows = _of_other_months(evidence, sheet)
        if rows.is_empty():
            continue
        last = stood["reported_in"].max()
        new = rows.filter(_month_of(rows, sheet.dated or "") <= pl.lit(last))
        new = new.join(stood, on=list(sheet.key), how="anti", maintain_order="left")
        for row in new.iter_slices(1):
            if row["workbook"][0] in evidence.ledgers:
                told = "上次台账没有或未采用这一行，发生月份早于报送月份，按发生月份补计，请确认"
                yield evidence.about("W-T01", sheet.name, sheet.dated or "", row, told)


def _of_other_months(evidence: Evidence, sheet: Sheet) -> pl.DataFrame:
    """Return the rows of this month's reports that are dated in another; of a register, none."""
    rows = evidence.rows[sheet.name]
    if sheet.dated is None or sheet.register or rows.is_empty():
        return rows.clear()
    return rows.filter(
        _month_of(rows, sheet.dated) != pl.col("reported_in"),
        pl.col("reported_in") == str(evidence.period),
    )


def _month_of(rows: pl.DataFrame, dated: str) -> pl.Expr:
    """Return the month of the rows as text: YYYY-MM."""
    month = pl.col(dated)
    return month.dt.strftime("%Y-%m") if rows.schema[dated] == pl.Date else month


def _gaps(evidence: Evidence) -> Iterator[Finding]:
    """W-T02: a service declared to be monthly has a month without an event."""
    for cadence in evidence.settings.cadences:
        missed = _missed_months(evidence, cadence)
        open_months = [m for m in missed if evidence.why_incomplete_in(cadence.sheet, [m])]
        if open_months:
            title = sheet_named(cadence.sheet).title
            told = f"“{title}”{_listed(open_months)}的报表不全，{cadence.name}（W-T02）无法判断"
            yield evidence.undecided(cadence.sheet, told)
        silent = [month for month in missed if month not in open_months]
        if silent:
            yield evidence.about(
                "W-T02",
                cadence.sheet,
                "event_date",
                _held(evidence, cadence),
                f"{cadence.name}应每月开展，{_listed(silent)}没有记录，请核对",
            )


def _listed(months: Iterable[Period]) -> str:
    return "、".join(str(month.month) for month in months) + "月"


def _held(evidence: Evidence, cadence: Cadence) -> pl.DataFrame:
    conditions = [pl.col(column).is_in(values) for column, values in cadence.where.items()]
    return evidence.this_year(cadence.sheet, "event_date").filter(*conditions)


def _missed_months(evidence: Evidence, cadence: Cadence) -> list[Period]:
    held = set(_held(evidence, cadence)["event_date"].dt.month())
    due = [m for m in evidence.period.year_to_date if str(m) >= cadence.starts]
    return [month for month in due if month.month not in held]


def _look_alikes(evidence: Evidence) -> Iterator[Finding]:
    """W-N05: rows of different keys that look like one thing."""
    for name, columns in _NATURAL.items():
        rows = evidence.rows[name]
        if is_single(rows, columns):
            continue
        alike = rows.filter(rows[list(columns)].is_duplicated()).sort(*columns, "source_row")
        for _, group in alike.group_by(columns, maintain_order=True):
            yield evidence.about(
                "W-N05",
                name,
                columns[-1],
                group,
                f"有{group.height}行除编号外相同，可能是同一事项，请核对",
            )


def _named_persons(evidence: Evidence) -> Iterator[Finding]:
    """W-D03: a studio named after a person is marked to be published."""
    for row in evidence.rows["studios"].filter(pl.col("publishable")).iter_slices(1):
        yield evidence.about(
            "W-D03", "studios", "publishable", row, "工作室以个人命名，公开前须经批准"
        )
