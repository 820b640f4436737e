"""Tables and charts as data: what `templates/tables.toml` and `charts.toml` may say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from documents.narrative.codes import require_code
from schemas.faults import BulletinError

MONEY = "money"
"""What headings call the unit in which their column's money is stated: 资金（{money}）."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(_Part):
    """One column of figures: its heading, its basis, and its code in a breakdown.

    The basis `in_period` is the edition's own, `so_far` the year to date of a flow and the
    state of everything else. `alone` is its heading where the period opens the year and no
    column of the period stands beside it. Headings may ask for the period's names.
    `without` is said in a breakdown where there is no figure at all, so that a zero is
    told as what it is. A column that names another code in `unlike` is left out where it
    says the same as that one throughout. With `view` a column of a breakdown shows something of
    each part instead of its value: its share of the total, its growth since last year, or by how
    many points it moved the growth of the total.
    """

    title: str
    alone: str = ""
    basis: Literal["in_period", "ytd", "so_far"] = "so_far"
    code: str = ""
    without: str = ""
    unlike: str = ""
    view: Literal["", "占比", "同比", "拉动"] = ""


class TableDefinition(_Part):
    """A table: either `rows` of indicators, or one row per part of a `dimension`.

    A breakdown shows the total in its last row, under the name `total`.
    """

    caption: str
    stub: str
    columns: tuple[Column, ...]
    unit: str = ""
    rows: tuple[str, ...] = ()
    dimension: str = ""
    total: str = ""

    def without_period(self) -> TableDefinition:
        """Return the table of a period that is the year so far: a January, a first half."""
        columns = tuple(
            column.model_copy(update={"title": column.alone or column.title})
            for column in self.columns
            if column.basis != "in_period"
        )
        return self.model_copy(update={"columns": columns})

    def with_titles(self, names: Mapping[str, str], money: Mapping[str, str]) -> TableDefinition:
        """Return the table with the period's names, and the units of its money, in its headings.

        `money` is the unit in which each indicator's money is stated, by its code. Raises
        BulletinError where the table names one unit and its columns have several.
        """
        told = [{**names, MONEY: money.get(column.code, "")} for column in self.columns]
        columns = tuple(
            column.model_copy(update={"title": fill_in(column.title, known)})
            for column, known in zip(self.columns, told, strict=True)
        )
        return self.model_copy(update={"columns": columns, "unit": self._unit(money)})

    def _unit(self, money: Mapping[str, str]) -> str:
        if MONEY not in self.unit:
            return self.unit
        stated = {c.code: money[c.code] for c in self.columns if c.code in money}
        if len(set(stated.values())) > 1:
            told = "、".join(f"{code} {unit}" for code, unit in stated.items())
            raise BulletinError(
                f"“{self.stub}”一表各栏的金额单位不一（{told}），"
                "请在 bulletin.toml 的 [display.forms] 中改为同一单位。"
            )
        return fill_in(self.unit, {MONEY: next(iter(stated.values()), "万元")})


class Part(_Part):
    """What a chart shows along its axis: one indicator, or its parts of one dimension."""

    code: str
    dimension: str = ""
    label: str = ""


class ChartSeries(_Part):
    """One row of a chart's numbers: its name and its basis."""

    name: str
    basis: Literal["in_period", "ytd", "so_far"] = "so_far"


class ChartDefinition(_Part):
    """A chart: its kind, its unit, its series, and what stands along its axis.

    `mark` is the code of a figure that all bars of a `progress` chart are held against.
    """

    caption: str
    kind: Literal["months", "ranked", "grouped", "progress"]
    unit: str
    series: tuple[ChartSeries, ...]
    parts: tuple[Part, ...]
    mark: str = ""


_LINE = re.compile(r"at line (\d+)")

Definition = TypeVar("Definition", bound=BaseModel)


def gather_definitions(
    folders: Sequence[Path], name: str, shape: type[Definition]
) -> dict[str, Definition]:
    """Return the definitions of one file in several folders, the program's own first.

    A folder after the first may lack the file. Raises BulletinError as `read_definitions`, and
    where two folders define the same key.
    """
    first, *others = folders
    gathered = read_definitions(first / name, shape)
    for path in (folder / name for folder in others if (folder / name).exists()):
        for key, definition in read_definitions(path, shape).items():
            if key in gathered:
                place = f"{path.parent.name}/{name} 第{line_of_entry(path, key)}行"
                raise BulletinError(f"{place}：[{key}]与程序自带的重名，请另取名称。")
            gathered[key] = definition
    return gathered


def read_definitions(path: Path, shape: type[Definition]) -> dict[str, Definition]:
    """Return the definitions of a file by key.

    Raises BulletinError for a file that is not TOML, an entry of another shape, or an
    indicator code that nothing has.
    """
    try:
        text = path.read_text("utf-8-sig")
        return cast("dict[str, Definition]", {**_defined(path, text, shape)})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        found = _LINE.search(str(fault))
        where = f"第{found[1]}行" if found else ""
        raise BulletinError(f"模板文件 {path.name} {where}无法读取，请检查格式。") from None


@lru_cache(maxsize=64)
def _defined(path: Path, text: str, shape: type[BaseModel]) -> Mapping[str, BaseModel]:
    """Return the definitions in the text of a file, which several documents ask for."""
    return {key: _read(path, key, entry, shape) for key, entry in tomllib.loads(text).items()}


def fill_in(text: str, names: Mapping[str, str]) -> str:
    """Return a caption, title or heading with the period's names in their places."""
    try:
        return text.format_map(names)
    except (KeyError, IndexError, ValueError):
        raise BulletinError(f"“{text}”中的花括号有误，可用的名称：{'、'.join(names)}。") from None


def _read(path: Path, key: str, entry: object, shape: type[Definition]) -> Definition:
    try:
        definition = shape.model_validate(entry)
    except ValidationError as error:
        where = ".".join(str(step) for step in error.errors()[0]["loc"]) or "写法"
        place = f"模板文件 {path.name} 第{line_of_entry(path, key)}行的 [{key}]"
        raise BulletinError(f"{place} 有误：请检查 {where}。") from None
    for code in _codes(definition):
        try:
            require_code(code)
        except BulletinError as fault:
            place = f"{path.name} 第{_line_of(path, key, code)}行的 [{key}]"
            raise BulletinError(f"模板 {place}有误：{fault}") from None
    return definition


def line_of_entry(path: Path, key: str) -> int:
    """Return the line on which a file opens an entry; 1 where it is written otherwise."""
    lines = path.read_text("utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.strip() == f"[{key}]"), 1)


def _line_of(path: Path, key: str, code: str) -> int:
    """Return the line on which an entry of a file names a code."""
    lines = path.read_text("utf-8").splitlines()
    entry = lines.index(f"[{key}]") if f"[{key}]" in lines else 0
    return next(n for n, line in enumerate(lines[entry:], entry + 1) if f'"{code}"' in line)


def _codes(definition: BaseModel) -> tuple[str, ...]:
    if isinstance(definition, TableDefinition):
        named = (code for column in definition.columns for code in (column.code, column.unlike))
        return (*definition.rows, *filter(None, named))
    if isinstance(definition, ChartDefinition):
        marks = (definition.mark,) if definition.mark else ()
        return (*(part.code for part in definition.parts), *marks)
    return ()
