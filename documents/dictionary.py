"""The dictionary of a draft's figures: what every column, code, basis and part of them means."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from documents.data_note import COLUMNS
from documents.definition import define
from documents.narrative.labels import part_name
from schemas.edition import Edition
from schemas.figure import BASIS_NAMES, STATUSES
from schemas.indicator import Indicator

DICTIONARY = "figures-dictionary.csv"
SCHEMA = dict.fromkeys(("entry", "code", "name", "unit", "basis", "definition"), pl.String)
"""`entry` says what a row explains: 栏 a column, 指标 an indicator, 分项 a part, 口径 a basis,
状态 a status; `code` is the word as figures.csv holds it."""

_STATUSES = (
    "数已核定，可以使用",
    "依据的报表有错误，或数据对不上，待部门更正",
    "应报的报表没有收到，累计数不完整",
    "报表已报送，其中没有这个数",
    "文稿不印精确值：人数过少、案件过少，或可以推算出这样的数",
)

_Row = tuple[str, str, str, str, str, str]


def list_terms(edition: Edition) -> pl.DataFrame:
    """Return the terms of the edition's figures (SCHEMA): columns, codes, parts, bases, statuses.

    Indicators stand in the order of their definitions, the union's own among them; parts are
    those that the figures hold, in the order of their codes.
    """
    rows: list[_Row] = [("栏", code, "", "", "", told) for code, told in COLUMNS.items()]
    rows += [_indicator(one, edition) for one in edition.settings.indicators.values()]
    rows += _parts(edition)
    rows += [("口径", code, told, "", "", "") for code, told in BASIS_NAMES.items()]
    told = zip(STATUSES, _STATUSES, strict=True)
    rows += [("状态", code, "", "", "", meaning) for code, meaning in told]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _indicator(indicator: Indicator, edition: Edition) -> _Row:
    lines = [f"{name}：{told}" for name, told in define(indicator) if name != "单位"]
    bases = "、".join(indicator.bases_in(edition.period))
    unit = indicator.unit
    return "指标", indicator.code, indicator.name, unit, bases, "；".join(lines)


def _parts(edition: Edition) -> Iterator[_Row]:
    for part in sorted({*edition.figures["dimension"]} - {""}):
        kind, _, label = part.partition("=")
        yield "分项", part, part_name(kind, label, edition.settings).text, "", "", ""
