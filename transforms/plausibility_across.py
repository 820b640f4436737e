"""Sheets beside one another: units, places, names and heads that should agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from schemas.contract import sheet_named
from schemas.finding import Finding
from transforms.doubts import Evidence

_FIRST_GIFTS = "P-WN03"
_STUDENTS = "P-ZX01"
_NO_MARKS = r"[\s“”\"'《》()（）·\-—]"


def find_disagreements(evidence: Evidence) -> Iterable[Finding]:
    """Return the findings of every rule about sheets that speak of the same thing."""
    for rule in (
        _townships_twice,
        _unit_names,
        _unknown_units,
        _before_opening,
        _services_of_rights,
        _subject_names,
        _first_gifts,
        _students,
    ):
        yield from rule(evidence)


def _townships_twice(evidence: Evidence) -> Iterator[Finding]:
    """E-R04: a township has more than one site of its own (DOMAIN.md §5.4)."""
    sites = evidence.rows["norm_sites"].filter(pl.col("unit_type") == "乡镇")
    several = sites.filter(pl.len().over("township") > 1).sort("township", "reported_in")
    for _, rows in several.group_by("township", maintain_order=True):
        place = ("norm_sites", "township")
        told = f"同一乡镇有{rows.height}个建设点，每个乡镇只能列一个，请核对"
        yield evidence.at("E-R04", place, rows, told, (str(rows.height), "1"))


def _unit_names(evidence: Evidence) -> Iterator[Finding]:
    """W-D04: one unit code under two names."""
    rows = evidence.rows["enrolments"].with_columns(_name=_bare("unit_name"))
    several = rows.filter(pl.col("_name").n_unique().over("unit_id") > 1).sort("unit_id")
    for _, part in several.group_by("unit_id", maintain_order=True):
        told = f"同一单位编码有{part['_name'].n_unique()}个名称，请核对编码或统一名称"
        yield evidence.at("W-D04", ("enrolments", "unit_name"), part, told)


def _bare(column: str) -> pl.Expr:
    return pl.col(column).str.normalize("NFKC").str.replace_all(_NO_MARKS, "")


def _unknown_units(evidence: Evidence) -> Iterator[Finding]:
    """W-D01: a claim of a unit that is not enrolled."""
    claims = evidence.this_year("claims", "accept_date")
    known = evidence.rows["enrolments"].select("unit_id").unique()
    unknown = claims.join(known, on="unit_id", how="anti", maintain_order="left")
    why = evidence.why_incomplete("enrolments")
    if unknown.height and why:
        yield evidence.undecided(
            "claims", f"“单位参保”{why}，{unknown.height}件理赔的单位编码（W-D01）无法判断", unknown
        )
        return
    for row in unknown.iter_slices(1):
        yield evidence.at(
            "W-D01", ("claims", "unit_id"), row, "理赔的单位编码在单位参保中查不到，请核对"
        )


def _before_opening(evidence: Evidence) -> Iterator[Finding]:
    """W-T05: an activity dated before the new building was opened."""
    held = evidence.this_year("palace_activities", "event_date")
    openings = evidence.rows["venue_events"].filter(pl.col("item") == "启用")["item_date"].sort()
    if openings.is_empty() and held.height:
        yield evidence.undecided(
            "palace_activities", "场馆事项没有启用日期，活动日期是否在启用之后（W-T05）无法判断"
        )
    for opened in openings[:1]:
        for row in held.filter(pl.col("event_date") < opened).iter_slices(1):
            place = ("palace_activities", "event_date")
            yield evidence.at("W-T05", place, row, f"活动日期早于场馆启用日期{opened}，请核对")


def _services_of_rights(evidence: Evidence) -> Iterator[Finding]:
    """W-D05: a 三师服务日 in the palace that W04, which counts it, does not have."""
    held = evidence.this_year("palace_activities", "event_date").filter(category="三师服务日")
    known = evidence.rows["rights_activities"].select("activity_id")
    alone = held.join(known, on="activity_id", how="anti", maintain_order="left")
    why = evidence.why_incomplete("rights_activities")
    if alone.height and why:
        yield evidence.undecided(
            "palace_activities", f"“法律心理活动”{why}，三师服务日的对应（W-D05）无法判断", alone
        )
        return
    for row in alone.iter_slices(1):
        place = ("palace_activities", "activity_id")
        yield evidence.at("W-D05", place, row, "三师服务日的活动编号在法律心理活动中查不到，请核对")


def _subject_names(evidence: Evidence) -> Iterator[Finding]:
    """W-D06: a subject under a name that is not its own in the chart of accounts."""
    lines = evidence.this_year("ledger_lines", "post_date")
    chart = evidence.settings.chart_of_accounts
    if not chart and lines.height:
        yield evidence.undecided(
            "ledger_lines", "bulletin.toml 没有会计科目表，科目编码与名称（W-D06）无法判断"
        )
        return
    due = pl.col("subject_code").replace_strict(chart, default=None, return_dtype=pl.String)
    named = lines.with_columns(_due=due.str.replace_all(_NO_MARKS, ""), _name=_bare("subject_name"))
    wrong = named.filter(~pl.col("_name").str.contains(pl.col("_due"), literal=True))
    for (code,), rows in wrong.group_by("subject_code", maintain_order=True):
        yield evidence.at(
            "W-D06",
            ("ledger_lines", "subject_name"),
            rows,
            f"科目{code}应为“{chart[str(code)]}”，有{rows.height}行名称不符，请核对",
            ("", chart[str(code)]),
        )


def _first_gifts(evidence: Evidence) -> Iterator[Finding]:
    """W-X04: the first gift batch reaches as many heads as the visit that it goes with."""
    visits = evidence.this_year("reliefs", "pay_date").filter(project_code=_FIRST_GIFTS)
    gifts = evidence.this_year("gifts", "gift_date")
    if visits.is_empty() and gifts.is_empty():
        return
    for sheet, rows, what in (
        ("reliefs", visits, f"本年没有{_FIRST_GIFTS}的批次"),
        ("gifts", gifts, "本年没有赠送参保的批次"),
    ):
        why = evidence.why_incomplete(sheet) or (what if rows.is_empty() else "")
        if why:
            title = sheet_named(sheet).title
            yield evidence.undecided(sheet, f"“{title}”{why}，首批赠送人数的核对（W-X04）无法判断")
            return
    first = gifts.filter(pl.col("gift_date") == pl.col("gift_date").min())
    given, visited = int(first["headcount"].sum()), int(visits["headcount"].sum())
    if given != visited:
        yield evidence.at(
            "W-X04",
            ("gifts", "headcount"),
            first,
            f"首批赠送{given}人，{_FIRST_GIFTS}慰问{visited}人，两者一般相同，请核对",
            (str(given), str(visited)),
        )


def _students(evidence: Evidence) -> Iterator[Finding]:
    """W-X12: more students were helped than families on file can have children.

    The files hold no children, so the most that a family can have stands in for them: all
    its members but one.
    """
    helped = evidence.this_year("reliefs", "pay_date").filter(project_code=_STUDENTS)
    if helped.is_empty():
        return
    files = evidence.rows["hardship_files"].filter(pl.col("status") == "在档")
    why = evidence.why_incomplete("hardship_files") or ("没有在档家庭" if files.is_empty() else "")
    if why:
        yield evidence.undecided(
            "hardship_files",
            f"“困难职工档案”{why}，{_STUDENTS}人数与子女数的核对（W-X12）无法判断",
        )
        return
    heads, most = int(helped["headcount"].sum()), int((files["family_size"] - 1).sum())
    if heads > most:
        yield evidence.at(
            "W-X12",
            ("reliefs", "headcount"),
            helped,
            f"金秋助学{heads}人，多于在档{files.height}户可能的子女数{most}人，请核对",
            (str(heads), f"不超过{most}"),
        )
