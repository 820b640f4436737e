"""The rows that stand: resubmissions supersede, increments add, the same row counts once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from schemas.codes import CUMULATIVE
from schemas.contract import ROSTER
from schemas.finding import Finding, issues_of
from schemas.issue import no_issues
from schemas.sheets import Sheet

_ORDER = ["reported_in", "workbook", "source_row"]

_NOW = "_now"
"""Ends the names of columns that tell of the version which stands now."""

SUBMISSION_SCHEMA = {
    "workbook": pl.String(),
    "table": pl.String(),
    "reported_in": pl.String(),
    "submit_mode": pl.String(),
    "version": pl.Int64(),
}
"""One row per workbook and sheet of the contract that it holds."""


@dataclass(frozen=True)
class Settled:
    """The rows of a sheet that stand, those at odds with one of them, what was found (Issue)."""

    rows: pl.DataFrame
    at_odds: pl.DataFrame
    issues: pl.DataFrame


def settle_rows(accepted: pl.DataFrame, submissions: pl.DataFrame, sheet: Sheet) -> Settled:
    """Return the rows of one sheet that stand; shapes and rules as settle_sheets has them."""
    return settle_sheets({sheet: accepted}, submissions)[sheet.name]


def settle_sheets(
    accepted: Mapping[Sheet, pl.DataFrame], submissions: pl.DataFrame
) -> dict[str, Settled]:
    """Return the rows that stand and what was found on the way, by the name of the sheet.

    `accepted` holds the rows of every submission up to the period; `submissions` follows
    SUBMISSION_SCHEMA. A higher version of the same month replaces the lower, and rows that it
    lacks are told (W-T06); a cumulative ledger replaces all that came before it; an increment
    adds. Of rows with one business key a register keeps the latest month's; every other sheet
    the first, unless a later submission of a higher version states it anew (DOMAIN.md §5.1).
    Where rows contradict one another otherwise, the first stands and the others wait.
    """
    standing, doubled = stand_workbooks(submissions), doubled_workbooks(submissions)
    versions: dict[str, dict[str, int]] = {}
    for table, workbook, version in standing.select("table", "workbook", "version").iter_rows():
        versions.setdefault(table, {})[workbook] = version
    twice, anew = set(doubled["table"]), set(standing.filter(pl.col("version") > 1)["table"])
    settled = {}
    for sheet, rows in _in_order(accepted, standing).items():
        one = _one_row_a_key(rows, versions.get(sheet.name, {}), sheet)
        first = [_doubled(doubled, sheet)] if sheet.name in twice else []
        last = (
            [_dropped(accepted[sheet], submissions, standing, sheet)] if sheet.name in anew else []
        )
        if first or last:
            one = replace(one, issues=pl.concat([*first, one.issues, *last]))
        settled[sheet.name] = one
    return settled


def _in_order(
    accepted: Mapping[Sheet, pl.DataFrame], standing: pl.DataFrame
) -> dict[Sheet, pl.DataFrame]:
    """Return the rows of the workbooks that stand, by month, workbook and row.

    All sheets are looked at together; what is in order and stands as a whole is not copied.
    """
    if not accepted:
        return {}
    tables = [(sheet.name, rows.height) for sheet, rows in accepted.items() if rows.height]
    told = pl.DataFrame(tables, schema={"table": pl.String, "rows": pl.Int64}, orient="row")
    each = told.select("table", _at=pl.int_ranges("rows")).explode("_at")
    kept = (
        pl.concat(rows[_ORDER] for rows in accepted.values())
        .hstack(each.get_columns())
        .join(standing, on=["table", "workbook"], how="semi", maintain_order="left")
        .sort(_ORDER, maintain_order=True)
        .partition_by("table", as_dict=True)
    )
    return {
        sheet: _at(rows, kept[sheet.name,]["_at"]) if (sheet.name,) in kept else rows.clear()
        for sheet, rows in accepted.items()
    }


def _at(rows: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    """Return the rows at some places; all of them in their order are the rows themselves."""
    is_all = places.len() == rows.height and places.is_sorted()
    return rows if is_all else rows[places]


def settle_rosters(
    accepted: pl.DataFrame, submissions: pl.DataFrame, returns: Mapping[str, str]
) -> dict[str, Settled]:
    """Return the roster rows that stand, and what was found, by table code.

    A roster stands with its workbook. `returns` gives each workbook's table code: two
    departments may number their batches alike.
    """
    standing = stand_workbooks(submissions)
    versions = dict(standing.select("workbook", "version").iter_rows())
    held = accepted.join(standing, on="workbook", how="semi", maintain_order="left")
    code = pl.col("workbook").replace_strict(returns, default="", return_dtype=pl.String)
    ordered = held.sort(_ORDER, maintain_order=True).with_columns(_code=code)
    parts = ordered.partition_by("_code", as_dict=True, include_key=False)
    return {
        str(key): _one_row_a_key(part, versions, ROSTER) for (key,), part in sorted(parts.items())
    }


def stand_workbooks(submissions: pl.DataFrame) -> pl.DataFrame:
    """Return the submissions that stand, sheet by sheet: SUBMISSION_SCHEMA.

    Of each month the highest version (of two equals the first by name), and of those the
    latest cumulative ledger with the increments after it.
    """
    highest = _highest_versions(submissions)
    single = pl.col("workbook") == pl.col("workbook").min().over("table", "reported_in")
    ledger = pl.col("reported_in").filter(pl.col("submit_mode") == CUMULATIVE).max().over("table")
    since = pl.col("reported_in") >= ledger.fill_null("")
    return highest.filter(single).filter(since)


def _highest_versions(submissions: pl.DataFrame) -> pl.DataFrame:
    latest = pl.col("version").max().over("table", "reported_in")
    return submissions.filter(pl.col("version") == latest)


def doubled_workbooks(submissions: pl.DataFrame) -> pl.DataFrame:
    """Return the submissions that share month, version and sheet with another workbook."""
    several = pl.col("workbook").n_unique().over("table", "reported_in") > 1
    return _highest_versions(submissions).filter(several)


def _doubled(doubled: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Return rule E-F03: two workbooks of one month and version hold the same sheet.

    `doubled` are those workbooks, as doubled_workbooks gives them.
    """
    own = doubled.filter(pl.col("table") == sheet.name)
    second = own.filter(pl.col("workbook") != pl.col("workbook").min().over("reported_in"))
    sentence = f"“{sheet.title}”同一报送期有两份同版本的报表，本份未计入"
    return issues_of(Finding("E-F03", sentence, workbook) for workbook in second["workbook"])


def _dropped(
    accepted: pl.DataFrame, submissions: pl.DataFrame, standing: pl.DataFrame, sheet: Sheet
) -> pl.DataFrame:
    """Return rule W-T06: rows of the version before that the one which stands does not have.

    A row that the new version has and that waits for its correction is among them.
    """
    both = ["table", "reported_in"]
    pairs = (
        submissions.filter(table=sheet.name)
        .join(standing, on=both, suffix=_NOW)
        .filter(pl.col("version") < pl.col("version" + _NOW))
        .filter(pl.col("version") == pl.col("version").max().over("reported_in"))
    )
    numbered, key = accepted.with_columns(_year=_year(sheet)), [*sheet.key, "_year"]
    lacking = (
        numbered.join(pairs, on="workbook", maintain_order="left")
        .join(
            numbered.select(*key, "workbook"),
            left_on=[*key, "workbook" + _NOW],
            right_on=[*key, "workbook"],
            how="anti",
            nulls_equal=True,
            maintain_order="left",
        )
        .group_by("workbook" + _NOW, "version", "version" + _NOW, maintain_order=True)
        .agg(pl.struct(key).n_unique())
    )
    return issues_of(
        Finding(
            "W-T06",
            f"“{sheet.title}”第{before}版中有{rows}行不在第{now}版采用的行中，请核对是否漏报",
            workbook,
        )
        for workbook, before, now, rows in lacking.iter_rows()
    )


def _one_row_a_key(ordered: pl.DataFrame, versions: Mapping[str, int], sheet: Sheet) -> Settled:
    """Return one row of each business key, and a finding for each of the others.

    `ordered` are the rows of the workbooks that stand, in their order; `versions` tells the
    version of each.

    A row is superseded in a register by a later month, elsewhere by a later submission of a
    higher version. What happens is numbered anew each year (vouchers, batches, activities, and
    in registers cases and claims): its key holds for the year of its date.
    """
    if is_single(ordered, sheet.key):
        return Settled(ordered, ordered.clear(), no_issues())
    columns = ordered.columns
    told = pl.col("workbook").replace_strict(versions, return_dtype=pl.Int64)
    ordered, key = ordered.with_columns(version=told, _year=_year(sheet)), [*sheet.key, "_year"]
    month, version = pl.col("reported_in"), pl.col("version")
    corrects = (version.last() == version.max()).over(key)
    older = (
        month < month.max().over(key)
        if sheet.register
        else corrects & (version < version.max().over(key))
    )
    content = pl.struct(_content(sheet)).n_unique()
    marked = ordered.with_columns(_superseded=older, _differs=content.over(key) > 1)
    one = [*key, "_superseded", *(["reported_in"] if sheet.register else [])]
    marked = marked.with_columns(
        _clashes=content.over(one) > 1, _first=pl.int_range(pl.len()).over(one) == 0
    )
    keeps = pl.col("_first") & ~pl.col("_superseded")
    again = marked.filter(~keeps).with_columns(_rule=_rule())
    return Settled(
        rows=marked.filter(keeps).select(columns),
        at_odds=again.filter(pl.col("_rule") == "E-R04").select(columns),
        issues=_repetitions(again, sheet),
    )


def is_single(rows: pl.DataFrame, key: Sequence[str]) -> bool:
    """Return whether no two rows have one key; a column of it often tells by itself."""
    return any(rows[column].n_unique() == rows.height for column in key) or (
        len(key) > 1 and not rows[list(key)].is_duplicated().any()
    )


def _year(sheet: Sheet) -> pl.Expr:
    """Return the year in which a row's number was given; none of a thing that has no end.

    A roster has no date: it names batches of the year in which it is reported.
    """
    if sheet.name == ROSTER.name:
        return pl.col("reported_in").str.slice(0, 4)
    day = sheet.begun if sheet.register else sheet.dated
    return pl.lit(None, pl.String) if day is None else pl.col(day).cast(pl.String).str.slice(0, 4)


def same_thing(sheet: Sheet) -> list[pl.Expr]:
    """Return what two rows of a sheet have in common that tell of one thing: join on these."""
    began = [] if sheet.begun is None else [_year(sheet)]
    return [*map(pl.col, sheet.key), *began]


def find_restated(
    rows: pl.DataFrame, before: pl.DataFrame, standing: pl.DataFrame, sheet: Sheet
) -> pl.DataFrame:
    """Return rule N-REG: rows that a new ledger states otherwise than the one it replaces.

    `rows` stand now, `before` stood a month ago; `standing` follows SUBMISSION_SCHEMA. Of a
    ledger that still stands settle_rows has told already.
    """
    if not sheet.register:
        return no_issues()
    replaced = before.join(
        standing.filter(pl.col("table") == sheet.name), on="workbook", how="anti"
    )
    both = rows.join(replaced, on=same_thing(sheet), suffix=_BEFORE, maintain_order="left")
    stated = [code for code in _content(sheet) if code not in sheet.key]
    changed = {code: pl.col(code).ne_missing(pl.col(code + _BEFORE)) for code in stated}
    titles = pl.concat_list(
        pl.when(differs).then(pl.lit(sheet.columns[code].title))
        for code, differs in changed.items()
    )
    told = both.filter(pl.any_horizontal(changed.values())).select(
        "workbook", "sheet", "source_row", titles.list.drop_nulls().list.join("、")
    )
    return issues_of(
        Finding(
            "N-REG", f"与上次台账不同，以本次为准：{named}", workbook, name, f"第{row}行", named
        )
        for workbook, name, row, named in told.iter_rows()
    )


_BEFORE = "_before"


def _content(sheet: Sheet) -> list[str]:
    """Return the columns whose values make a row: all but remarks."""
    return [code for code in sheet.columns if code not in ("remark", "note", "summary")]


def _repetitions(again: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Return a finding for each row that does not count: sent twice, changed, or at odds."""
    if again.is_empty():
        return no_issues()
    titles = "、".join(sheet.columns[code].title for code in sheet.key if code in sheet.columns)
    told = again.select("workbook", "sheet", "source_row", "_rule")
    return issues_of(
        Finding(rule, _MESSAGES[rule], workbook, name, f"第{row}行", titles)
        for workbook, name, row, rule in told.iter_rows()
    )


def _rule() -> pl.Expr:
    return (
        pl.when(pl.col("_superseded") & pl.col("_differs"))
        .then(pl.lit("N-REG"))
        .when(pl.col("_clashes") & ~pl.col("_superseded"))
        .then(pl.lit("E-R04"))
        .otherwise(pl.lit("N-DUP"))
    )


_MESSAGES = {
    "N-DUP": "与前面报送的行相同，只计一次",
    "N-REG": "内容已变更，以最近报送的为准",
    "E-R04": "同一编号已有内容不同的行，本行未计入，请核对",
}
