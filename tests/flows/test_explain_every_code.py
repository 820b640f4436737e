"""`bulletin explain` of every code of figures.csv: told as it is in the files, cell by cell.

What is told is held against the draft's figures.csv and sources.parquet, the workbooks as
openpyxl and the csv module read them, and the finished Word files.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from itertools import chain
from pathlib import Path

import docx
import openpyxl
import polars as pl
import pytest
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from benchmarks.unions import make_unions
from flows import explaining
from flows.explaining import Asked, explain
from schemas.figure import BASIS_NAMES
from schemas.indicators import INDICATORS
from tests.flows.copies import copy_sample, draft_of

SAMPLE_PERIODS = ("2024-01", "2024-10", "2024Q3", "2024H1", "2024")
YEAR = "2024年"
FILES = {"统计公报": "bulletin", "工作情况报告": "report", "统计快报": "flash"}
YUAN_IN = {"2024-05/202405_W04": 1000, "2024-07/202407_W09": 10_000}
"""The workbooks of the sample that are not in yuan (data/README.md)."""

_SPENT = ("本月支出(元)", "累计支出(元)", "金额(元)")
_RUNNING = ("Body Text", "公报引言")
_BLOCK = re.compile(r"^(\S+?)（[^）]*）.*?：(.*)$")
_PLACE = re.compile(r"^    (\S+) (.+?)，印作“(.*?)”：(.*)$")


@dataclass(frozen=True)
class Printed:
    """A finished Word file: its paragraphs, tables and charts under their names."""

    texts: dict[str, str]
    tables: dict[str, tuple[str, list[list[str]]]]
    charts: dict[str, tuple[str, str]]

    @classmethod
    def of(cls, path: Path) -> Printed:
        """Read a file: “heading”第1段, 表1, 图1."""
        texts, tables, charts = dict[str, str](), dict[str, tuple[str, list[list[str]]]](), {}
        heading, number, caption, alt = "正文", 0, "", ""
        for block in docx.Document(str(path)).iter_inner_content():
            match block:
                case Table():
                    name, _, title = caption.partition("　")
                    rows = [[cell.text for cell in row.cells] for row in block.rows]
                    tables[name] = (title.strip(), rows)
                case Paragraph(style=style, text=text) if style.name.startswith("Heading"):
                    heading, number = f"“{text}”", 0
                case Paragraph(style=style, text=text) if style.name in _RUNNING:
                    number += 1
                    texts[f"{heading}第{number}段"] = text
                case Paragraph(style=style, text=text) if style.name == "公报表题":
                    caption = text
                case Paragraph(style=style, text=text) if style.name == "Caption":
                    name, _, title = text.partition("　")
                    charts[name] = (title.strip(), alt)
                case Paragraph():
                    alt = next(iter(block._p.xpath(".//wp:docPr/@descr")), alt)
        return cls(texts, tables, charts)

    def shows(self, place: str, text: str, within: str) -> bool:
        """Return whether the text stands at the place, as told."""
        if place in self.texts:
            return within in self.texts[place] and text in within
        label, _, column = within.partition("：")[2].rpartition(" · ")
        if place in self.tables:
            title, (header, *rows) = self.tables[place]
            cells = [row[header.index(column)] for row in rows if row[0] == label]
            return within.startswith(f"{title}：") and cells == [text]
        title, alt = self.charts[place]
        return within.startswith(f"{title}：") and _drawn(alt, title, label) == _scaled(text)


def _drawn(alt: str, title: str, label: str) -> Decimal | None:
    """Return the number that a chart's words give for a label; 虚线 is told with its name."""
    told = alt.removeprefix(f"{title}：").split("；")
    found = [part.removeprefix(label) for part in told if part.startswith(label)]
    return _scaled(found[0]) if len(found) == 1 else None


def _scaled(text: str) -> Decimal:
    number = re.search(r"-?\d+(\.\d+)?", text)
    factor = 10_000 if "万" in text else 1
    return Decimal(number[0]) * factor if number else Decimal("NaN")


@dataclass(frozen=True)
class Block:
    """One figure as told: its printed form, its lines, its rows (place and amount)."""

    basis: str
    printed: str
    lines: tuple[str, ...]

    @cached_property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """Workbook, sheet, cells (with headings) and what the row contributes."""
        told = [re.split(r" {2,}", line.strip()) for line in self.lines]
        return [(*row[:3], row[-1]) for row in told if re.match(r"\d{4}-\d\d/", row[0])]

    @cached_property
    def places(self) -> list[tuple[str, ...]]:
        """Document, place, printed form and what stands around it."""
        return [found.groups() for line in self.lines if (found := _PLACE.match(line))]

    def amount(self, name: str, title: str = "") -> str | None:
        """Return what 合计, or 小计 under a heading, says."""
        told = [re.split(r" {2,}", line.strip()) for line in self.lines]
        found = [row[-1] for row in told if row[0] == name and (not title or row[1] == title)]
        return found[0] if found else None


def blocks_in(text: str) -> list[Block]:
    """Return the figures that an explanation tells of."""
    found = []
    for part in text.split("\n■ ")[1:]:
        first, *lines = part.splitlines()
        if head := _BLOCK.match(first):
            found.append(Block(head[1], head[2], tuple(lines)))
    return found


@dataclass
class Told:
    """A period of a workspace, and what there is to hold its explanations against."""

    root: Path
    period: str

    def ask(self, code: str, dimension: str = "") -> str:
        return explain(self.period, str(self.root), Asked(code, dimension))

    @property
    def folder(self) -> Path:
        return self.root / "out" / self.period / "draft"

    @cached_property
    def figures(self) -> list[dict[str, str]]:
        """The rows of figures.csv, without the ' that keeps -1 from being a formula."""
        with (self.folder / "figures.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        return [{**row, "printed": row["printed"].removeprefix("'")} for row in rows]

    @cached_property
    def behind(self) -> dict[tuple[str, str, str], set[tuple[str, str, str]]]:
        kept = pl.read_parquet(self.folder / "sources.parquet")
        found: dict[tuple[str, str, str], set[tuple[str, str, str]]] = {}
        for code, basis, part, *place in kept.select(
            "code", "basis", "dimension", "workbook", "sheet", "cell"
        ).iter_rows():
            found.setdefault((code, basis, part), set()).add(tuple(place))
        return found

    @cached_property
    def documents(self) -> dict[str, Printed]:
        paths = {name: self.folder / f"{file}.docx" for name, file in FILES.items()}
        return {name: Printed.of(path) for name, path in paths.items() if path.exists()}


@cache
def _sheets(path: Path) -> object:
    if path.suffix == ".csv":
        with path.open(encoding="gbk", newline="") as stream:
            return list(csv.reader(stream))
    return openpyxl.load_workbook(path, data_only=True)


def typed_at(root: Path, workbook: str, sheet: str, cell: str) -> str:
    """Return what a department typed into a cell."""
    book = _sheets(root / "raw" / workbook)
    if isinstance(book, list):
        column, row = coordinate_from_string(cell)
        return str(book[row - 1][column_index_from_string(column) - 1])
    value = book[sheet][cell].value
    return "" if value is None else str(value)


def number_at(root: Path, place: tuple[str, str, str], heading: str) -> Decimal:
    """Return a cell's number, in yuan where it is money."""
    factor = next((f for name, f in YUAN_IN.items() if place[0].startswith(name)), 1)
    text = unicodedata.normalize("NFKC", typed_at(root, *place))
    number = Decimal(re.sub(r"[^\d.\-]", "", text))
    return number * (factor if "元" in heading and "元/" not in heading else 1)


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    root = copy_sample(tmp_path_factory.mktemp("sample"))
    for period in SAMPLE_PERIODS:
        draft_of(root, period)
    return root


@pytest.fixture(scope="module")
def year(tmp_path_factory) -> Path:
    (root,) = make_unions(tmp_path_factory.mktemp("year"), 1)
    draft_of(root, "2024")
    return root


@pytest.fixture(params=[*SAMPLE_PERIODS, YEAR])
def told(request, monkeypatch) -> Told:
    """A period whose workbooks are read and checked once, not once a code."""
    root = request.getfixturevalue("year" if request.param == YEAR else "sample")
    read, check, kept = explaining.steps.read_up_to, explaining.steps.check_returns, {}

    def read_once(workspace, period):
        if "read" not in kept:
            kept["read"] = read(workspace, period)
        return kept["read"]

    def check_once(workspace, period, submissions):
        if "check" not in kept:
            kept["check"] = check(workspace, period, submissions)
        return kept["check"]

    monkeypatch.setattr(explaining.steps, "read_up_to", read_once)
    monkeypatch.setattr(explaining.steps, "check_returns", check_once)
    return Told(root, request.param.removesuffix("年"))


def test_every_code_is_told_as_it_is_in_the_files(told):
    codes = list(dict.fromkeys(figure["code"] for figure in told.figures))
    wrong = list(chain.from_iterable(_faults(told, code) for code in codes))

    assert len(codes) > 70
    assert "\n".join(wrong) == ""


def _faults(told: Told, code: str) -> Iterator[str]:
    """Yield what is told of a code's totals and parts, and is not so."""
    own = [figure for figure in told.figures if figure["code"] == code]
    text = told.ask(code)
    totals = {block.basis: block for block in blocks_in(text)}
    if f"【{own[0]['name']}】　{code}" not in text:
        yield f"{code}: no head"
    for figure in own:
        if not figure["dimension"]:
            yield from _faults_of(told, figure, totals.get(BASIS_NAMES[figure["basis"]]))
        elif not any(_is_line_of(figure, line) for line in text.splitlines()):
            yield f"{_named(figure)}: not among the parts"
    for dimension in dict.fromkeys(figure["dimension"] for figure in own if figure["dimension"]):
        blocks = {block.basis: block for block in blocks_in(told.ask(code, dimension))}
        for figure in own:
            if figure["dimension"] == dimension:
                yield from _faults_of(told, figure, blocks.get(BASIS_NAMES[figure["basis"]]))


def _named(figure: dict[str, str]) -> str:
    return f"{figure['code']} {figure['basis']} {figure['dimension']}"


def _is_line_of(figure: dict[str, str], line: str) -> bool:
    words = re.split(r" {2,}", line.strip())
    own = [BASIS_NAMES[figure["basis"]], figure["dimension"]]
    return words[:2] == own and {figure["value"] or "—", figure["printed"]} <= set(words)


def _faults_of(told: Told, figure: dict[str, str], block: Block | None) -> Iterator[str]:
    if block is None:
        yield f"{_named(figure)}: not told"
        return
    checks = {
        "printed": block.printed == figure["printed"],
        "value": _tells_value(figure, block),
        "rows": _has_its_rows(told, figure, block),
        "cells": _cells_hold_what_is_told(told, figure["code"], block),
        "sum": _adds_up(told, figure, block),
        "places": all(_is_printed(told, place) for place in block.places),
        "nowhere": bool(block.places) != any("没有印出" in line for line in block.lines),
    }
    yield from (f"{_named(figure)}: {name}" for name, is_so in checks.items() if not is_so)


def _tells_value(figure: dict[str, str], block: Block) -> bool:
    lines, unit = "\n".join(block.lines), figure["unit"].removesuffix("date")
    exact = f"精确值 {figure['value']}{unit}；" if figure["value"] else "  状态 "
    before = [figure["previous_period_value"], figure["previous_year_value"]]
    compared = [f"：{value}{unit}" in lines for value in before if value]
    return exact in lines and f"状态 {figure['status']}；" in lines and all(compared)


def _places_of(block: Block) -> Iterator[tuple[str, tuple[str, str, str], str]]:
    """Yield each cell that is told: its heading, its place, what its row contributes."""
    for workbook, sheet, cells, amount in block.rows:
        for cell in cells.split("、"):
            address, _, heading = cell.partition("（")
            yield heading.removesuffix("）"), (workbook, sheet, address), amount


def _has_its_rows(told: Told, figure: dict[str, str], block: Block) -> bool:
    own = told.behind.get((figure["code"], figure["basis"], figure["dimension"]), set())
    counted = [line for line in block.lines if line.strip() == f"出自 {len(block.rows)} 行："]
    return {place for _, place, _ in _places_of(block)} == own and bool(counted) == bool(own)


def _cells_hold_what_is_told(told: Told, code: str, block: Block) -> bool:
    measure, unit = INDICATORS[code].measure, INDICATORS[code].unit
    for heading, place, amount in _places_of(block):
        held = typed_at(told.root, *place)
        if not held:
            return False
        if measure.how in ("rows", "distinct"):
            continue
        of_money = "元" in heading or (not heading and unit == "元")
        if (of_money or measure.how in ("total", "listed")) and (
            number_at(told.root, place, heading or unit) != Decimal(amount)
        ):
            return False
        if not of_money and measure.how not in ("total", "listed") and amount not in held:
            return False
    return True


def _adds_up(told: Told, figure: dict[str, str], block: Block) -> bool:
    if not figure["value"] or not block.rows:
        return True
    how, value = INDICATORS[figure["code"]].measure.how, figure["value"]
    places = [place for _, place, _ in _places_of(block)]
    match how:
        case "total" | "listed":
            unit = figure["unit"]
            held = sum((number_at(told.root, place, unit) for place in places), Decimal(0))
            return Decimal(value) == held == Decimal(block.amount("合计") or "NaN")
        case "rows":
            return Decimal(value) == len(places) == Decimal(block.amount("合计") or "NaN")
        case "distinct":
            different = {_plain(typed_at(told.root, *place)) for place in places}
            return Decimal(value) == len(different) == Decimal(block.amount("合计") or "NaN")
        case "budget":
            return _budget_adds_up(figure, block)
    return block.amount("合计") is None


def _plain(text: str) -> str:
    """Return a name without the spaces and kinds of brackets that clerks type differently."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _budget_adds_up(figure: dict[str, str], block: Block) -> bool:
    """Return whether the subtotals that are told give the figure (no subject was adjusted).

    What was spent in a quarter or half-year the ledger tells alone.
    """
    budget = Decimal(block.amount("小计", "年初预算(元)") or 0)
    spent = sum(Decimal(block.amount("小计", title) or 0) for title in _SPENT)
    given = {
        "budget_initial": budget,
        "budget_adjusted": budget,
        "budget_executed": spent,
        "budget_balance": budget - spent,
        "budget_rate": spent / budget * 100 if budget else None,
    }.get(figure["code"])
    return given is None or abs(given - Decimal(figure["value"])) < Decimal("0.000001")


def _is_printed(told: Told, place: tuple[str, ...]) -> bool:
    document, where, text, within = place
    return told.documents[document].shows(where, text, within)
