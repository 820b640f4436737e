"""The first sheet of a marked copy: its faults by cause, each with a link to its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from lxml import etree

from workbooks.cells import address
from workbooks.marking.fault import Fault
from workbooks.marking.package import SPREADSHEET, spreadsheet
from workbooks.marking.styles import Styles
from workbooks.marking.widths import lines_of
from workbooks.naming import legible

TITLE = "退回更正："
"""How the first line of a list begins."""

HEAD_ROW = 4
_HEAD = ("序号", "规则", "表页", "单元格", "栏目", "说明")
_WIDTHS = (6, 9, 22, 14, 24, 72)
_LINK = 3  # the column of the addresses
_LINE_POINTS = 17
_SETTINGS = (
    f'<worksheet xmlns="{SPREADSHEET}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
    f'<pane ySplit="{HEAD_ROW}" topLeftCell="A{HEAD_ROW + 1}" activePane="bottomLeft" '
    'state="frozen"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15"/><cols/><sheetData/><mergeCells/><hyperlinks/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
)


def list_faults(
    name: str, faults: Sequence[Fault], targets: Mapping[Fault, str], styles: Styles
) -> bytes:
    """Return the sheet of a workbook's list; `targets` says where the link of a fault leads."""
    page = _Page(styles)
    page.write_titles(name, faults)
    number = 0
    for (severity, cause), group in groupby(faults, key=attrgetter("severity", "cause")):
        held = list(group)
        page.write_cause(severity, cause, held)
        for fault in held:
            number += 1
            page.write_fault(number, fault, targets.get(fault))
    return page.content()


class _Page:
    """The sheet, written from the top, row after row."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._root: Any = etree.fromstring(_SETTINGS)
        self._row = 0
        for number, width in enumerate(_WIDTHS, start=1):
            values = {"min": number, "max": number, "width": width, "customWidth": 1}
            self._add(self._root.find(spreadsheet("cols")), "col", **values)

    def write_titles(self, name: str, faults: Sequence[Fault]) -> None:
        grave = sum(fault.severity == "E" for fault in faults)
        self._write([(f"{TITLE}{legible(name)}", self._styles.title(size=14, bold=True))], 22)
        told = (
            f"错误{grave}处（涂红），须更正；提醒{len(faults) - grave}处（涂黄），请核对。"
            "点“单元格”一栏即到该处，批注写明原因和办法。"
        )
        self._write([(told, self._styles.title())])
        again = "请在原表或本表中更正，封面版本号加1，重新报送。本表只发回填报部门。"
        self._write([(again, self._styles.title())])
        head = self._styles.written(bold=True)
        self._write([(title, head) for title in _HEAD])

    def write_cause(self, severity: str, cause: str, faults: Sequence[Fault]) -> None:
        """Write what a group of faults has in common, over the whole width."""
        first = faults[0]
        told = f"【{first.grave}】{cause}（{len(faults)}处）　怎么办：{first.advice}"
        style = self._styles.written(bold=True, severity=severity)
        self._write(
            [(told, style), *[("", style)] * (len(_HEAD) - 1)],
            _LINE_POINTS * lines_of(told, sum(_WIDTHS) - len(_WIDTHS)),
        )
        area = f"A{self._row}:{address(self._row, len(_HEAD) - 1)}"
        self._add(self._root.find(spreadsheet("mergeCells")), "mergeCell", ref=area)

    def write_fault(self, number: int, fault: Fault, target: str | None) -> None:
        """Write one fault, its address a link where it leads somewhere."""
        rule = fault.cause.split()[0]
        texts = (str(number), rule, fault.sheet, fault.cell, fault.column, fault.message)
        plain, link = self._styles.written(), self._styles.link()
        height = _LINE_POINTS * max(map(lines_of, texts, _WIDTHS))
        self._write(
            [(t, link if target and i == _LINK else plain) for i, t in enumerate(texts)], height
        )
        if target:
            values = {"ref": address(self._row, _LINK), "location": target, "display": fault.cell}
            self._add(self._root.find(spreadsheet("hyperlinks")), "hyperlink", **values)

    def content(self) -> bytes:
        """Return the sheet; a list without entries is not allowed in it."""
        for name in ("mergeCells", "hyperlinks"):
            held = self._root.find(spreadsheet(name))
            if not len(held):
                self._root.remove(held)
        return etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _write(self, cells: Iterable[tuple[str, int]], height: float = _LINE_POINTS) -> None:
        self._row += 1
        row = self._add(
            self._root.find(spreadsheet("sheetData")), "row", r=self._row, ht=height, customHeight=1
        )
        for column, (text, style) in enumerate(cells):
            cell = self._add(row, "c", r=address(self._row, column), s=style)
            if text:
                cell.set("t", "inlineStr")
                written = self._add(self._add(cell, "is"), "t")
                written.text = _legible(text)
                written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def _add(self, parent: Any, name: str, **values: object) -> Any:
        return etree.SubElement(parent, spreadsheet(name), {k: str(v) for k, v in values.items()})


def _legible(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t\u3000")
