"""The baseline of a workspace: csv files of earlier figures, read strictly, line by line.

A message names file, line and column, and never what stands in them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

import polars as pl

from schemas.baseline import BASELINE_SCHEMA, FOLDER, OPTIONAL, REQUIRED
from schemas.faults import WorkspaceError
from schemas.figure import AT_THE_END, BASES, BASIS_NAMES, NO_DATA, STATED, STATUSES
from schemas.indicator import Indicator, Nature
from schemas.indicators import INDICATORS
from schemas.period import Period
from workbooks.privacy import holds_personal_number

_NUMBER = re.compile(r"-?\d{1,13}(\.\d{1,2})?")
_RATE = re.compile(r"-?\d{1,13}(\.\d{1,6})?")
_SHARE = re.compile(r"0(\.\d+)?|1(\.0+)?")
_STATES = ("as_of",)
_BASES = {Nature.STOCK: _STATES, Nature.STATUS: _STATES, Nature.PLAN: ("plan",)}
_OF_FLOWS = tuple(basis for basis in BASES if basis not in ("as_of", "plan"))
_MONEY = ("元", "元/份")
_WRITTEN = {"month": "2023-10", "quarter": "2023Q3", "half": "2023H1", "year": "2023"}
"""How the periods are written of which a basis adds up the whole."""

Line = dict[str, str]


def read_baseline(files: Mapping[str, bytes]) -> pl.DataFrame:
    """Return the figures of all files of a baseline (BASELINE_SCHEMA), by their names.

    UTF-8 or GB18030; the first line names the columns. Raises WorkspaceError, which names
    the line, where one cannot be followed, says again what another has said, or another value
    of what the same stretch is called elsewhere (the year so far at the end of September 2023
    is told in 2023-09 and 2023Q3).
    """
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    places: dict[tuple[str, ...], str] = {}
    stretches: dict[tuple[str, ...], tuple[str, Line]] = {}
    for name in sorted(files):
        for number, line in _lines(name, files[name]):
            place = f"{FOLDER}/{name} 第{number}行"
            _require_sound(place, line)
            line["period"] = str(Period.parse(line["period"]))
            key = (line["code"], line["basis"], line["period"], line["dimension"])
            if key in places:
                raise WorkspaceError(
                    f"{place}与{places[key]}重复：同一指标、口径、报告期和分项只能有一行，请删去一行。"
                )
            places[key] = place
            _require_agreement(place, line, stretches)
            found[key] = (*key, *(line[column] for column in ("value", *OPTIONAL)))
    frame = pl.DataFrame(list(found.values()), schema=BASELINE_SCHEMA, orient="row")
    return frame.with_columns(value=pl.col("value").replace("", None))


def _require_agreement(
    place: str, line: Line, stretches: dict[tuple[str, ...], tuple[str, Line]]
) -> None:
    """Note the line; raise WorkspaceError where another gives its stretch another value."""
    if not line["value"]:
        return
    period = Period.parse(line["period"])
    basis = "ytd" if line["basis"] == period.basis and period.opens_year else line["basis"]
    is_of_its_own = basis not in AT_THE_END
    end = line["period"] if is_of_its_own else str(period.closing_month)
    other_place, other = stretches.setdefault(
        (line["code"], basis, end, line["dimension"]), (place, line)
    )
    if _exact(other["value"]) != _exact(line["value"]):
        raise WorkspaceError(
            f"{place}与{other_place}不一致：{other['period']}的{BASIS_NAMES[other['basis']]}和"
            f"{line['period']}的{BASIS_NAMES[line['basis']]}是同一个数，两行的 value 却不同，"
            "请核对后改为相同，或删去不准的一行。"
        )


def _exact(value: str) -> Decimal | str:
    return Decimal(value) if _RATE.fullmatch(value) else value


def _lines(name: str, content: bytes) -> Iterator[tuple[int, Line]]:
    reader = csv.reader(io.StringIO(_decoded(name, content), newline=""))
    header: list[str] | None = None
    try:
        for row in reader:
            fields = [field.strip() for field in row]
            if not any(fields):
                continue
            if header is None:
                header = _header(name, fields)
            else:
                yield (
                    reader.line_num,
                    _line(f"{FOLDER}/{name} 第{reader.line_num}行", header, fields),
                )
    except csv.Error:
        raise WorkspaceError(
            f"{FOLDER}/{name} 第{reader.line_num}行无法读取，请检查引号。"
        ) from None
    if header is None:
        raise WorkspaceError(f"{FOLDER}/{name} 是空的：请填写，或删去这个文件。")


def _decoded(name: str, content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WorkspaceError(f"{FOLDER}/{name} 无法读取：请另存为 CSV（UTF-8）。")


def _header(name: str, fields: list[str]) -> list[str]:
    lacking = [column for column in REQUIRED if column not in fields]
    if lacking:
        raise WorkspaceError(
            f"{FOLDER}/{name} 首行缺少{'、'.join(lacking)}：首行应写明各列名称，"
            f"至少有 {','.join(REQUIRED)}。"
        )
    doubled = [column for column in (*REQUIRED, *OPTIONAL) if fields.count(column) > 1]
    if doubled:
        raise WorkspaceError(f"{FOLDER}/{name} 首行的{doubled[0]}写了两次，请删去一列。")
    return fields


def _line(place: str, header: list[str], fields: list[str]) -> Line:
    if len(fields) > len(header):
        raise WorkspaceError(f"{place}有{len(fields)}项，首行只有{len(header)}项，请检查逗号。")
    told = dict(zip(header, fields, strict=False))
    line = {column: told.get(column, "") for column in (*REQUIRED, *OPTIONAL)}
    default = STATED if line["value"] else NO_DATA
    unit = INDICATORS[line["code"]].unit if line["code"] in INDICATORS else ""
    return line | {
        "status": line["status"] or default,
        "coverage": line["coverage"] or "1",
        "unit": line["unit"] or unit,
    }


def _require_sound(place: str, line: Line) -> None:
    """Raise WorkspaceError where a line does not say which figure it is, or no number."""
    indicator = INDICATORS.get(line["code"])
    if indicator is None:
        raise WorkspaceError(f"{place}的 code 不是本程序的指标代码，请对照 figures.csv 更正。")
    bases = _BASES.get(indicator.nature, _OF_FLOWS)
    if line["basis"] not in bases:
        raise WorkspaceError(f"{place}的 basis 有误：这个指标的口径是 {'、'.join(bases)}。")
    _require_fitting(place, line)
    if not _is_part(line["dimension"], indicator):
        raise WorkspaceError(
            f"{place}的 dimension 有误：合计留空，分项写作 种类=名称，"
            f"{_parts_of(indicator)}；也不得有个人信息。"
        )
    if line["status"] not in STATUSES or not _SHARE.fullmatch(line["coverage"]):
        raise WorkspaceError(f"{place}的 status 或 coverage 有误，请照原来的 figures.csv 填写。")
    _require_number(place, line["value"], indicator)


def _require_fitting(place: str, line: Line) -> None:
    """Raise WorkspaceError where the period is none, or not of the kind that the basis adds up."""
    try:
        period = Period.parse(line["period"])
    except WorkspaceError:
        raise WorkspaceError(
            f"{place}的 period 无法识别：月份写作 2023-10，"
            "季度、半年、全年写作 2023Q3、2023H1、2023。"
        ) from None
    basis, other = line["basis"], period.basis
    if basis in _WRITTEN and basis != other:
        raise WorkspaceError(
            f"{place}的 basis 与 period 不符：basis 写 {basis}（{BASIS_NAMES[basis]}）的，"
            f"period 写作 {_WRITTEN[basis]} 的样子；如果 period 没有写错，"
            f"请把 basis 改为 {other}（{BASIS_NAMES[other]}）。"
        )


def _require_number(place: str, value: str, indicator: Indicator) -> None:
    if not value or indicator.form.style == "date":
        return
    is_rate = indicator.form.style == "percent"
    if not (_RATE if is_rate else _NUMBER).fullmatch(value):
        raise WorkspaceError(
            f"{place}的 value 不是数：请写基本单位（{indicator.unit}）的数，"
            f"不带单位和千分号，小数至多{'六' if is_rate else '两'}位。"
        )
    if not is_rate and indicator.unit not in _MONEY and Decimal(value) % 1:
        raise WorkspaceError(f"{place}的 value 应为整数（单位：{indicator.unit}）。")


def _is_part(dimension: str, indicator: Indicator) -> bool:
    kind, _, label = dimension.partition("=")
    known = not dimension or (kind in indicator.by and bool(label))
    return known and not holds_personal_number(dimension)


def _parts_of(indicator: Indicator) -> str:
    kinds = "、".join(indicator.by)
    return f"这个指标的种类有 {kinds}" if kinds else "这个指标没有分项"
