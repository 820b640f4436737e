"""The ledger against the departments' own sheets, project by project (X-1, 2, 3, 6 and 7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from schemas.codes import PROJECTS
from schemas.contract import sheet_named
from schemas.finding import Finding
from transforms.doubts import Evidence, plain
from transforms.reconciling import stand_items
from transforms.spending import LEDGER, SPENDING, Spending, voucher_key

HARDSHIP = "P-BF01"

_FEW = 5
_PROJECT = pl.col("project_code")


@dataclass(frozen=True)
class _Account:
    """One project's two sides, year to date: what departments and the ledger state."""

    project: str
    spent: pl.DataFrame
    paid: pl.DataFrame
    listed: Decimal


def paid_lines(evidence: Evidence) -> pl.DataFrame:
    """Return the ledger's lines of the year to date that were paid."""
    rows = evidence.on_record("ledger_lines", "post_date")
    return rows.filter(pl.col("pay_status") == "已支付")


def unassigned_lines(evidence: Evidence) -> pl.DataFrame:
    """Return the paid lines without a project whose voucher a department names, with its project.

    The project of programme spending is required (DOMAIN.md §5.10).
    """
    lines = paid_lines(evidence).filter(_PROJECT.is_null())
    if lines.is_empty():
        return lines
    spent = _all_spent(evidence).select("voucher_no", "project_code").drop_nulls()
    keyed = lines.drop("project_code").with_columns(voucher_no=voucher_key(LEDGER.dated))
    by_voucher = spent.unique("voucher_no", keep="first", maintain_order=True)
    return keyed.join(by_voucher, on="voucher_no", maintain_order="left")


def reconcile_ledger(evidence: Evidence) -> Iterator[Finding]:
    """Yield rule E-X02: projects whose ledger and departments differ by more than is listed.

    A line of the ledger that lacks its project is told instead (E-C01).
    Year to date, to the cent; 调节事项 lists ledger minus department. Where the ledger or
    a department's sheet is not all there, the rule cannot decide and says so once.
    """
    gap = evidence.gaps.get("ledger_lines", "")
    if gap:
        yield evidence.undecided(
            "ledger_lines", f"“支出明细账”{gap}，各部门支出与财务账的核对（E-X02）无法判断"
        )
        return
    open_projects = yield from _undecidable(evidence)
    for row in unassigned_lines(evidence).iter_slices(1):
        code = str(row["project_code"][0])
        open_projects.add(code)
        yield evidence.at(
            "E-C01",
            (LEDGER.sheet, "project_code"),
            row,
            f"部门台账的{code}{PROJECTS.get(code, '')}列有本行凭证，项目支出须填写项目编码",
            ("缺失", code),
        )
    if _told_by_files(evidence):
        open_projects.add(HARDSHIP)
    spent = _all_spent(evidence)
    paid = LEDGER.lines(paid_lines(evidence)).filter(_PROJECT.is_not_null())
    stated, posted, listed = _by_project(spent), _by_project(paid), _listed(evidence)
    for code in sorted({*stated, *posted} - open_projects):
        if posted[code] - stated[code] != listed[code]:
            ours = (spent.filter(code == _PROJECT), paid.filter(code == _PROJECT))
            yield _difference(evidence, _Account(code, *ours, listed[code]))


def reconcile_households(evidence: Evidence) -> Iterator[Finding]:
    """Yield rule X-7 (E-X02): what the hardship files call paid is not what the ledger paid.

    What was applied for is never compared. Where files leave 已发放 blank the ledger may
    have paid more than the files tell.
    """
    files = evidence.rows["hardship_files"]
    if HARDSHIP in _touched(evidence, LEDGER):
        return  # reconcile_ledger says so
    why = evidence.why_incomplete("hardship_files")
    if why:
        yield evidence.undecided(
            "hardship_files",
            f"“困难职工档案”{why}，已发放金额与财务账{HARDSHIP}的核对（E-X02）无法判断",
            evidence.set_aside("hardship_files"),
        )
    elif files.height:
        yield from _compare_households(evidence, files)


def _compare_households(evidence: Evidence, files: pl.DataFrame) -> Iterator[Finding]:
    told = files.filter(pl.col("paid_cny").is_not_null())
    blank = files.filter(pl.col("paid_cny").is_null(), pl.col("status") == "在档")
    lines = paid_lines(evidence).filter(_PROJECT == HARDSHIP)
    paid = _sum(lines) - _listed(evidence)[HARDSHIP]
    stated = Decimal(told["paid_cny"].sum() or 0)
    if blank.height and stated <= paid:
        yield evidence.undecided(
            "hardship_files",
            f"在档{blank.height}户未填已发放金额，与财务账{HARDSHIP}的核对（E-X02）无法判断",
        )
    elif stated != paid:
        own = told.height > 0
        yield evidence.at(
            "E-X02",
            ("hardship_files", "paid_cny") if own else ("ledger_lines", "amount_cny"),
            told if own else lines,
            f"档案已发放金额累计{plain(stated)}元，财务账{HARDSHIP}累计（计入调节事项）"
            f"{plain(paid)}元，请职工服务（帮扶）中心与财务部核对；申报数不参与核对",
            (plain(stated), plain(paid)),
        )


def _sum(rows: pl.DataFrame) -> Decimal:
    return Decimal(rows["amount_cny"].sum() or 0)


def _by_project(rows: pl.DataFrame) -> Mapping[str, Decimal]:
    """Return what rows add up to, by project; 0 of a project that has none."""
    sums = rows.group_by("project_code").agg(pl.col("amount_cny").sum())
    return defaultdict(Decimal, sums.iter_rows())


def _listed(evidence: Evidence) -> Mapping[str, Decimal]:
    """Return what 调节事项 lists at the end of the period, by project."""
    return _by_project(stand_items(evidence.rows["reconciling_items"], evidence.period))


def _undecidable(evidence: Evidence) -> Generator[Finding, None, set[str]]:
    """Yield what keeps projects from being compared; return those projects."""
    undecided: set[str] = set()
    for spending in (*SPENDING, LEDGER):
        touched = _touched(evidence, spending)
        if touched:
            undecided |= touched
            why = evidence.why_incomplete(spending.sheet) or "有金额而无日期的行"
            title = sheet_named(spending.sheet).title
            yield evidence.undecided(
                spending.sheet,
                f"“{title}”{why}，{_named(touched)}与财务账的核对（E-X02）无法判断",
                evidence.set_aside(spending.sheet),
            )
    return undecided


def _named(projects: Iterable[str]) -> str:
    codes = sorted(projects)
    few = "、".join(codes[:_FEW])
    return f"项目{few}" if len(codes) <= _FEW else f"项目{few}等{len(codes)}项"


def _touched(evidence: Evidence, spending: Spending) -> set[str]:
    """Return the projects of a sheet for which rows, months or dates are missing."""
    if spending.sheet in evidence.gaps:
        return set(spending.projects)
    rejected = evidence.set_aside(spending.sheet)
    waiting = set(spending.projects_of(rejected)) if rejected.height else set()
    if None in waiting:
        return set(spending.projects)
    is_ledger = spending.sheet == LEDGER.sheet
    lines = LEDGER.lines(evidence.rows[LEDGER.sheet]) if is_ledger else evidence.spent
    if not lines["dated"].null_count():
        return waiting
    undated = lines.filter(
        pl.col("dated").is_null(), pl.col("table") == spending.sheet, _PROJECT.is_not_null()
    )
    return {*waiting, *undated["project_code"]}


def _all_spent(evidence: Evidence) -> pl.DataFrame:
    """Return what departments state of the year to date, from the first month on record."""
    window = evidence.first_day, evidence.period.last_day
    return evidence.spent.filter(pl.col("dated").is_between(*window))


def _told_by_files(evidence: Evidence) -> bool:
    """Return whether only the hardship files can say what was paid to their households."""
    batches = evidence.on_record("reliefs", "pay_date").filter(_PROJECT == HARDSHIP)
    files = evidence.rows["hardship_files"].height or evidence.why_incomplete("hardship_files")
    return batches.is_empty() and bool(files)


def _difference(evidence: Evidence, account: _Account) -> Finding:
    """Return rule E-X02 about a project, at the row that most likely is the wrong one.

    What was found is the sum on that row's side, what was expected follows from the other.
    """
    paid, spent = _sum(account.paid), _sum(account.spent)
    name = f"{account.project}{PROJECTS.get(account.project, '')}"
    suspects = _suspects(account)
    table = str(suspects["table"][0])
    of_ledger = (plain(paid), plain(spent + account.listed))
    of_department = (plain(spent), plain(paid - account.listed))
    return evidence.at(
        "E-X02",
        (table, str(suspects["column"][0])),
        suspects,
        f"{name}：部门累计{plain(spent)}元，财务账累计{plain(paid)}元，"
        f"调节事项{plain(account.listed)}元，请部门与财务部核对",
        of_ledger if table == LEDGER.sheet else of_department,
    )


def _suspects(account: _Account) -> pl.DataFrame:
    """Return the rows of one sheet whose voucher is posted with another amount, or not.

    A department's row goes before the ledger's; where every voucher agrees, all rows of
    the project's first sheet are named.
    """
    sides = ((account.spent, account.paid), (account.paid, account.spent))
    odd = [_unmatched(own, other) for own, other in sides]
    rows = next(part for part in (*odd, account.spent, account.paid) if part.height)
    return rows.filter(pl.col("table") == rows["table"][0])


def _unmatched(own: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """Return the rows whose voucher adds up to another amount on the other side."""
    theirs = other.group_by("voucher_no").agg(theirs=pl.col("amount_cny").sum())
    ours = own.with_columns(ours=pl.col("amount_cny").sum().over("voucher_no"))
    matched = ours.join(theirs, on="voucher_no", how="left", maintain_order="left")
    equal = (pl.col("ours") == pl.col("theirs")).fill_null(value=False)
    return matched.filter(~equal).select(own.columns)
