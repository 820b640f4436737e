"""What else the ledger must bear out: vouchers (X-9), grants (X-5), the budget (X-8, X-11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

import polars as pl

from schemas.codes import PROJECTS
from schemas.contract import sheet_named
from schemas.finding import Finding
from transforms.doubts import Evidence, plain
from transforms.reconciliation import paid_lines, unassigned_lines
from transforms.spending import LEDGER, SPENDING, Spending, voucher_key

_GRANTS = Spending("grants", "amount_cny", "pay_date", pl.col("project_code"), ("P-DX01",))
_UNIT = r"[\s“”\"'《》()（）·]|(总工会|工会联合会|工会委员会|工会)$"
"""What a unit's name may carry or leave out: marks, and that it is the unit's union."""


def check_ledger(evidence: Evidence) -> Iterable[Finding]:
    """Return rules E-X02 and E-X03 about vouchers, grants and the budget.

    Where the ledger of a month is missing they cannot decide; reconcile_ledger says so.
    """
    if "ledger_lines" in evidence.gaps:
        return
    for rule in (_vouchers, _budget_against_ledger, _budget_over_months):
        yield from rule(evidence)


def _vouchers(evidence: Evidence) -> Iterator[Finding]:
    """X-9 (E-X02): a voucher that the ledger does not hold, or holds for another project."""
    lines = evidence.rows["ledger_lines"].select(voucher_key(LEDGER.dated), "project_code")
    told = unassigned_lines(evidence)
    whole = not evidence.set_aside("ledger_lines").height
    stated = pl.concat([evidence.spent, _GRANTS.lines(evidence.rows[_GRANTS.sheet])])
    given = stated.filter(pl.col("voucher_no").is_not_null(), _now(evidence))
    unknown = given.join(lines, on="voucher_no", how="anti", maintain_order="left")
    named = given.join(lines, on="voucher_no", how="semi", maintain_order="left")
    other = named.join(
        lines, on=["voucher_no", "project_code"], how="anti", maintain_order="left"
    ).join(told, on="voucher_no", how="anti", maintain_order="left")
    for spending in (*SPENDING, _GRANTS) if unknown.height or other.height else ():
        lacking = unknown.filter(table=spending.sheet)
        if whole:
            yield from _each(evidence, lacking, "在财务支出明细账中查不到")
        elif lacking.height:
            yield evidence.undecided(
                "ledger_lines",
                f"“支出明细账”有待更正的行，“{sheet_named(spending.sheet).title}”"
                f"{lacking.height}行凭证号（E-X02）无法判断",
                evidence.set_aside("ledger_lines"),
            )
        of_others = other.filter(table=spending.sheet)
        yield from _each(evidence, of_others, "在财务支出明细账中不属于项目")


def _now(evidence: Evidence) -> pl.Expr:
    """Return which lines are of the year to date; a register's may be without a date yet."""
    window = evidence.first_day, evidence.period.last_day
    return pl.col("dated").is_between(*window).fill_null(value=True)


def _each(evidence: Evidence, rows: pl.DataFrame, what: str) -> Iterator[Finding]:
    if rows.is_empty():
        return
    for row in rows.sort("workbook", "source_row").iter_slices(1):
        code = str(row["project_code"][0])
        project = f"{code}{PROJECTS.get(code, '')}"
        told = f"凭证号{what}" + (project if what.endswith("项目") else f"（{project}）")
        place = (str(row["table"][0]), "voucher_no")
        yield evidence.at("E-X02", place, row, f"{told}，请与财务部核对")


def _budget_against_ledger(evidence: Evidence) -> Iterator[Finding]:
    """X-8 (E-X02): 本月 and 累计 of a subject are what its paid lines add up to.

    A subject holds the lines of every code that begins with its own.
    """
    budget = _stated_in(evidence, str(evidence.period))
    why = evidence.why_incomplete("ledger_lines")
    if why and budget.height:
        yield evidence.undecided(
            "budget_lines", f"“支出明细账”{why}，预算执行与明细账的核对（E-X02）无法判断"
        )
        return
    paid = paid_lines(evidence)
    if budget.height and not evidence.is_whole_year:
        yield evidence.undecided(
            "budget_lines", "年初各月没有支出明细账，预算执行累计数与明细账的核对（E-X02）无法判断"
        )
    for row in budget.iter_slices(1):
        for column, word, ledger in _by_ledger(evidence, paid, row):
            yield from _subject(evidence, row, column, (ledger, word))
    yield from _subjects_without_budget(evidence, paid, budget)


def _by_ledger(
    evidence: Evidence, paid: pl.DataFrame, row: pl.DataFrame
) -> Iterator[tuple[str, str, Decimal]]:
    """Yield 本月 and 累计 of a budget line: column, word, and what the paid lines add up to.

    累计 only where the ledger tells of the whole year.
    """
    month = paid.filter(pl.col("post_date") >= evidence.period.first_day)
    yield "month_cny", "本月", _of_subject(month, row)
    if evidence.is_whole_year:
        yield "ytd_cny", "累计", _of_subject(paid, row)


def _stated_in(evidence: Evidence, month: str) -> pl.DataFrame:
    rows = evidence.rows["budget_lines"].filter(pl.col("reported_in") == month)
    return rows.sort("workbook", "source_row")


def _of_subject(lines: pl.DataFrame, row: pl.DataFrame) -> Decimal:
    held = lines.filter(pl.col("subject_code").str.starts_with(str(row["subject_code"][0])))
    return Decimal(held["amount_cny"].sum() or 0)


def _subject(
    evidence: Evidence, row: pl.DataFrame, column: str, held: tuple[Decimal, str]
) -> Iterator[Finding]:
    ledger, word = held
    stated = Decimal(row[column][0])
    if stated != ledger:
        yield evidence.at(
            "E-X02",
            ("budget_lines", column),
            row,
            f"科目{row['subject_code'][0]}{word}支出与支出明细账已支付之和不符："
            f"应为{plain(ledger)}，实为{plain(stated)}",
            (plain(stated), plain(ledger)),
        )


def _subjects_without_budget(
    evidence: Evidence, paid: pl.DataFrame, budget: pl.DataFrame
) -> Iterator[Finding]:
    """Say which subjects of the ledger X-8 cannot compare, for they have no budget line."""
    known = tuple(budget["subject_code"])
    codes = sorted(code for code in set(paid["subject_code"]) if not code.startswith(known))
    if known and codes:
        yield evidence.undecided(
            "budget_lines",
            f"科目{'、'.join(codes)}在明细账中有支出，而预算执行表没有该科目，无法核对（E-X02）",
        )


def _budget_over_months(evidence: Evidence) -> Iterator[Finding]:
    """X-11 (E-X03): a subject's 累计 is that of the month before and this month's.

    Of a line that the ledger does not bear out X-8 has told which of its numbers is wrong; one
    of a subject that is new this month X-8 alone can judge.
    """
    lines = _stated_in(evidence, str(evidence.period))
    before = _stated_in(evidence, str(evidence.period.previous))
    sums = before.select("subject_code", before=pl.col("ytd_cny"))
    if evidence.period.month == 1:
        sums = lines.select("subject_code", before=pl.lit(0, pl.Decimal(38, 2)))
    due = pl.col("before") + pl.col("month_cny")
    joined = lines.join(sums, on="subject_code", how="left", maintain_order="left")
    for row in joined.filter(pl.col("ytd_cny") != due).with_columns(due=due).iter_slices(1):
        if _contradicted(evidence, row):
            continue
        stated, expected = plain(row["ytd_cny"][0]), plain(row["due"][0])
        yield evidence.at(
            "E-X03",
            ("budget_lines", "ytd_cny"),
            row,
            f"科目{row['subject_code'][0]}累计支出应等于上月累计与本月之和："
            f"应为{expected}，实为{stated}",
            (stated, expected),
        )
    open_lines = joined.filter(pl.col("before").is_null())
    is_borne_out = before.height and evidence.is_whole_year
    if open_lines.height and not (is_borne_out and not evidence.why_incomplete("ledger_lines")):
        yield evidence.undecided(
            "budget_lines",
            f"{open_lines.height}个科目没有上月的预算执行，累计与各月的衔接（E-X03）无法判断",
            open_lines,
        )


def _contradicted(evidence: Evidence, row: pl.DataFrame) -> bool:
    """Return whether X-8 can decide about a budget line and finds it wrong."""
    if evidence.why_incomplete("ledger_lines"):
        return False
    sums = _by_ledger(evidence, paid_lines(evidence), row)
    return any(Decimal(row[column][0]) != ledger for column, _, ledger in sums)


def check_grants(evidence: Evidence) -> Iterator[Finding]:
    """Yield X-5 (E-X02): what a site was granted by its department and by finance."""
    sites = evidence.on_record("norm_sites", "done_date").filter(pl.col("subsidy_cny") > 0)
    grants = evidence.on_record("grants", "pay_date")
    if sites.is_empty() and grants.is_empty():
        return
    why = _why_open(evidence, grants)
    if why:
        yield evidence.undecided(
            "norm_sites", f"{why}，规范化建设点补助与对下补助的核对（E-X02）无法判断"
        )
        return
    ours, theirs = _by_unit(sites, "unit_name"), _by_unit(grants, "grantee")
    for unit in sorted({*ours["unit"], *theirs["unit"]}):
        mine, paid = ours.filter(pl.col("unit") == unit), theirs.filter(pl.col("unit") == unit)
        stated, granted = _total(mine, "subsidy_cny"), _total(paid, "amount_cny")
        if stated != granted:
            place = ("norm_sites", "subsidy_cny") if mine.height else ("grants", "amount_cny")
            yield evidence.at(
                "E-X02",
                place,
                mine if mine.height else paid,
                f"该单位补助：规范化建设点{plain(stated)}元，财务部对下补助{plain(granted)}元，"
                "请基层组织部与财务部核对单位名称和金额",
                (plain(stated), plain(granted)),
            )


def _why_open(evidence: Evidence, grants: pl.DataFrame) -> str:
    for sheet in ("norm_sites", "grants"):
        why = evidence.why_incomplete(sheet)
        if why:
            return f"“{sheet_named(sheet).title}”{why}"
    undated = evidence.rows["norm_sites"].filter(
        pl.col("subsidy_cny") > 0, pl.col("done_date").is_null()
    )
    if undated.height:
        return f"“规范化建设点”{undated.height}行有补助而无完成日期"
    return "" if grants.height else "财务部本年没有报送“对下补助”"


def _by_unit(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    unit = pl.col(name).str.normalize("NFKC").str.replace_all(_UNIT, "")
    return rows.with_columns(unit=unit)


def _total(rows: pl.DataFrame, column: str) -> Decimal:
    return Decimal(rows[column].sum() or 0)
