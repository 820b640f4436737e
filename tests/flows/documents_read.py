"""Everything that a draft publishes, read as an attacker would: files, pictures, alt texts.

He knows what words name which projects, and takes every number that stands beside one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
from docx.oxml.ns import qn

from schemas.bulletin import Chart

Table = list[list[str]]

_NUMBER = re.compile(r"(约?)(\d+(?:\.\d+)?)(余?)(万元|元|名|人次|%|件)")
_CLAUSE = re.compile(r"[，。；：]")
_PLAIN = re.compile(r"\d+(\.\d+)?")
_DESCRIBED = (qn("wp:docPr"), qn("w:tblCaption"), qn("w:tblDescription"))


@dataclass(frozen=True)
class Said:
    """A number that stands somewhere: beside which words, and what it is."""

    place: str
    beside: str
    number: str
    unit: str
    column: str = ""


def read_documents(folder: Path) -> Iterator[Said]:
    """Yield the numbers of every Word document, clean or for review: tables, text, alt texts."""
    for path in sorted(folder.glob("*.docx")):
        document = docx.Document(io.BytesIO(path.read_bytes()))
        for table in document.tables:
            rows = [[cell.text.strip() for cell in row.cells] for row in table.rows]
            yield from read_table(path.name, rows)
        for paragraph in document.paragraphs:
            yield from read_sentence(path.name, paragraph.text)
        for one in document.element.body.iter(*_DESCRIBED):
            told = one.get("descr") or one.get(qn("w:val")) or ""
            yield from read_sentence(f"{path.name} 替代文字", told)


def read_workbook(folder: Path) -> Iterator[Said]:
    """Yield the numbers of the statistical tables."""
    for sheet in openpyxl.load_workbook(folder / "tables.xlsx"):
        rows = [["" if v is None else str(v) for v in row] for row in sheet.values]
        headers = [at for at, row in enumerate(rows) if sum(map(bool, row)) > 2]
        if headers:
            yield from read_table(f"tables.xlsx {sheet.title}", rows[headers[0] :])


def read_public(folder: Path) -> Iterator[Said]:
    """Yield the numbers of the public figures: exact, else in their words."""
    with (folder / "figures-public.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            beside = f"{row['code']} {row['dimension']}".strip()
            for column in ("value", "previous_period_value", "period_change", "progress"):
                if row[column]:
                    yield Said("figures-public.csv", beside, row[column], row["unit"], column)
            yield from read_sentence("figures-public.csv", row["printed"], beside)


def read_pictures(charts: Iterable[Chart]) -> Iterator[Said]:
    """Yield the numbers that pictures draw: the lengths of their bars, the heights of points."""
    for chart in charts:
        for series in chart.series:
            for label, value in zip(chart.labels, series.values, strict=True):
                if value is not None:
                    yield Said(f"图{chart.number}", label, f"{value:f}", chart.unit, series.name)


def read_table(place: str, rows: Table) -> Iterator[Said]:
    """Yield the plain numbers of a table, beside the first cell of their rows."""
    header, *body = rows
    for row in body:
        unit = row[1] if "计量单位" in header[1:2] else ""
        for column, text in zip(header, row, strict=False):
            if _PLAIN.fullmatch(text):
                yield Said(place, row[0], text, unit, column)


def read_sentence(place: str, text: str, beside: str = "") -> Iterator[Said]:
    """Yield the numbers of a sentence with their units, beside the words of their clause."""
    for clause in _CLAUSE.split(text):
        for found in _NUMBER.finditer(clause):
            words = beside or clause[: found.start()]
            yield Said(place, words, found[0], found[4], "text")


def named(said: Said, names: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return what the words beside a number name: the longest name that stands there."""
    there = [name for name in names if name in said.beside]
    return names[max(there, key=len)] if there else frozenset()
