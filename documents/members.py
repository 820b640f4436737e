"""Whose releases a city's edition adds up, who is missing, and where a sum comes from."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from schemas.figure import BASIS_NAMES
from schemas.indicators import INDICATORS
from schemas.rollup import MEMBER, Membership


def tell_members(members: Membership) -> str:
    """Return who is in the sum, and a line for each that is not and why."""
    total = len(members.included) + len(members.absent)
    lines = [f"汇总 {len(members.included)}/{total} 个工会：{'、'.join(members.included)}"]
    for one in members.absent:
        rest = f"（具名继续：{one.reason}）" if one.reason else f"：{one.advice}"
        lines.append(f"  未包括  {one.union}　{one.why}{rest}")
    return "\n".join(lines)


def explain_sum(figures: pl.DataFrame, sources: pl.DataFrame, title: str) -> str:
    """Return where the figures (Figure) of one indicator come from, as a person reads it.

    `sources` (Source) name the line of each release; `title` is union and period.
    """
    code = figures["code"][0]
    lines = [title, "", f"【{INDICATORS[code].name}】　{code}　由各工会的发布件汇总"]
    for row in figures.iter_rows(named=True):
        lines += ["", *_of_figure(row, figures, sources)]
    return "\n".join(lines)


def _of_figure(row: dict[str, str], figures: pl.DataFrame, sources: pl.DataFrame) -> Iterator[str]:
    basis, dimension = row["basis"], row["dimension"]
    part = f"（{dimension}）" if dimension else ""
    yield f"■ {BASIS_NAMES[basis]}{part}：{row['printed']}"
    exact = f"精确值 {row['value']}{row['unit']}；" if row["value"] else ""
    yield f"  {exact}状态 {row['status']}；应汇总数据已计入 {row['coverage']}"
    if not dimension:
        yield from (
            f"    {one['dimension'].partition('=')[2]}　{one['printed']}"
            for one in figures.filter(basis=basis).iter_rows(named=True)
            if one["dimension"].startswith(f"{MEMBER}=")
        )
    for workbook, cell in (
        sources.filter(code=row["code"], basis=basis, dimension=dimension)
        .select("workbook", "cell")
        .iter_rows()
    ):
        yield f"  出自 {workbook} {cell}"
