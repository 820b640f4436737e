"""The columns of a return: one constructor for each kind of cell a department fills in.

A column's heading is written once, here and in the sheet's model; reading, replies,
forms and tables all take it from there. Each constructor gives a Pandera field whose
metadata holds the `Column`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Annotated, Any

import pandera.polars as pa
import polars as pl

Yuan = Annotated[pl.Decimal, 38, 2]
"""Exact money in yuan, two places."""

Percent = Annotated[pl.Decimal, 38, 4]
"""A percentage as the department states it: 85.5 means 85.5 %."""


class Kind(StrEnum):
    """What a cell of a column holds, and so how its text is read."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    YEAR = "year"
    DATE = "date"
    MONTH = "month"
    CHOICE = "choice"
    FLAG = "flag"
    LIST = "list"
    PLACE = "place"
    SUBJECT = "subject"
    PERSON = "person"


class Need(StrEnum):
    """Whether a column and its cells must be there."""

    REQUIRED = "R"
    OPTIONAL = "O"
    CONDITIONAL = "C"


@dataclass(frozen=True)
class Column:
    """One heading of a return and what may stand beneath it.

    `says` is the sentence that the clerk is told when a cell breaks the column's rule.
    `synonyms` maps older or local words to the code list's own. `fill_down` marks the
    only columns whose merged cells are filled. `printable` is false where a value may
    never be printed without approval. `numbering` is how an identifier is usually written
    (XJ-YYYY-nnn), where the contract says so.
    """

    title: str
    aliases: tuple[str, ...]
    kind: Kind
    need: Need
    says: str
    choices: tuple[str, ...] = ()
    synonyms: Mapping[str, str] = field(default_factory=dict)
    fill_down: bool = False
    printable: bool = True
    default: bool | None = None
    numbering: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the official heading and its aliases, official first."""
        return (self.title, *self.aliases)


def _field(column: Column, **checks: Any) -> Any:
    return pa.Field(
        nullable=column.need is not Need.REQUIRED,
        title=column.title,
        description=column.says,
        metadata={"column": column},
        **checks,
    )


def text(
    title: str,
    *aliases: str,
    need: Need = Need.REQUIRED,
    says: str = "须填写文字",
    fill_down: bool = False,
    printable: bool = True,
) -> Any:
    """Return a field of free text, trimmed and NFKC-normalised when read."""
    column = Column(title, aliases, Kind.TEXT, need, says, fill_down=fill_down, printable=printable)
    return _field(column)


def identifier(
    title: str,
    *aliases: str,
    need: Need = Need.REQUIRED,
    fill_down: bool = False,
    numbering: str = "",
) -> Any:
    """Return a field that names a row, a batch or a voucher; digits stay text."""
    says = "须填写编号（文本格式）"
    column = Column(title, aliases, Kind.IDENTIFIER, need, says, fill_down=fill_down)
    return _field(replace(column, numbering=numbering))


def count(
    title: str,
    *aliases: str,
    need: Need = Need.REQUIRED,
    minimum: int = 0,
    maximum: int | None = None,
) -> Any:
    """Return a field of whole numbers between `minimum` and `maximum`, both included."""
    says = f"须为不小于{minimum}的整数" if minimum else "须为非负整数"
    limits: dict[str, int] = {"ge": minimum}
    if maximum is not None:
        says, limits["le"] = f"须为{minimum}至{maximum}的整数", maximum
    return _field(Column(title, aliases, Kind.COUNT, need, says), **limits)


def money(
    title: str,
    *aliases: str,
    need: Need = Need.REQUIRED,
    positive: bool = False,
    signed: bool = False,
) -> Any:
    """Return a field of money; read in the declared unit, kept exactly in yuan.

    `signed` admits negative amounts (red entries, reconciling items); `positive`
    excludes zero.
    """
    says = "金额" if signed else "大于零的金额" if positive else "非负金额"
    column = Column(title, aliases, Kind.MONEY, need, f"须为{says}，最小到分")
    if signed:
        return _field(column)
    return _field(column, gt=0) if positive else _field(column, ge=0)


def percent(title: str, *aliases: str, need: Need = Need.OPTIONAL) -> Any:
    """Return a field of percentages, without the sign: 85.5 means 85.5 %."""
    return _field(Column(title, aliases, Kind.PERCENT, need, "须为百分数，如 85.5"))


def year(title: str, *aliases: str, need: Need = Need.OPTIONAL) -> Any:
    """Return a field of calendar years."""
    column = Column(title, aliases, Kind.YEAR, need, "须为四位年份，如 2024")
    return _field(column, ge=2000, le=2100)


def date(title: str, *aliases: str, need: Need = Need.REQUIRED) -> Any:
    """Return a field of calendar dates."""
    return _field(Column(title, aliases, Kind.DATE, need, "须为日期，如 2024-03-08"))


def month(title: str, *aliases: str, need: Need = Need.REQUIRED) -> Any:
    """Return a field of months, kept as `YYYY-MM`."""
    return _field(Column(title, aliases, Kind.MONTH, need, "须为月份，如 2024-03"))


def choice(
    title: str,
    *aliases: str,
    among: tuple[str, ...],
    need: Need = Need.REQUIRED,
    synonyms: Mapping[str, str] | None = None,
    **marks: Any,
) -> Any:
    """Return a field that takes one entry of a code list.

    `marks` are `fill_down` and `printable` of the column.
    """
    column = Column(
        title,
        aliases,
        Kind.CHOICE,
        need,
        "须为下列之一：" + "、".join(among),
        choices=among,
        synonyms=dict(synonyms or {}),
        **marks,
    )
    return _field(column, isin=list(among))


def flag(title: str, *aliases: str, need: Need = Need.REQUIRED, default: bool | None = None) -> Any:
    """Return a field of 是 or 否; a blank cell takes `default` where there is one."""
    column = Column(title, aliases, Kind.FLAG, need, "须填“是”或“否”", default=default)
    return _field(column)


def listing(title: str, *aliases: str, need: Need = Need.OPTIONAL) -> Any:
    """Return a field of several names divided by 、, kept as one text."""
    return _field(Column(title, aliases, Kind.LIST, need, "须用顿号分隔各项"))


def place(title: str, *aliases: str, need: Need = Need.REQUIRED) -> Any:
    """Return a field that names one of the workspace's townships."""
    says = "须为本县乡镇名称"
    return _field(Column(title, aliases, Kind.PLACE, need, says, fill_down=True))


def subject(title: str, *aliases: str, need: Need = Need.REQUIRED) -> Any:
    """Return a field that names a code of the workspace's chart of accounts."""
    return _field(Column(title, aliases, Kind.SUBJECT, need, "须为本单位会计科目编码"))


def person(title: str, *aliases: str, need: Need = Need.REQUIRED) -> Any:
    """Return a field of persons' keys: the ID is keyed before it leaves the reader."""
    says = "须为文本格式、校验位正确的18位身份证号"
    column = Column(title, aliases, Kind.PERSON, need, says, printable=False)
    return _field(column)


def columns_of(model: type[pa.DataFrameModel]) -> dict[str, Column]:
    """Return the columns that a department fills in, by code, in the sheet's order."""
    found = {
        code: (spec.metadata or {}).get("column")
        for code, spec in model.to_schema().columns.items()
    }
    return {code: column for code, column in found.items() if isinstance(column, Column)}
