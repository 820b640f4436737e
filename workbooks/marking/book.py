"""A received workbook: its worksheets, and the list that becomes its first sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from workbooks.explaining import FAULT_LIST
from workbooks.marking.fault_list import HEAD_ROW, TITLE
from workbooks.marking.package import DOCUMENT, Package, insert_before, spreadsheet
from workbooks.marking.rebuilding import name_in_excel
from workbooks.marking.styles import EMPTY, Styles
from workbooks.naming import sheet_to_tell

WORKBOOK = "xl/workbook.xml"
FOR_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
"""The type of the workbook of an .xlsm."""

_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_AFTER_NAMES = frozenset(
    {"calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes"}
    | {"webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst", "AlternateContent"}
)
_SELECTED = re.compile(rb"(<(?:\w+:)?sheetView\b[^>]*?)\s+tabSelected=[\"'](?:1|true)[\"']")
_ID = f"{{{DOCUMENT}}}id"


@dataclass(frozen=True)
class Page:
    """A worksheet: its own name, the name that findings use, its part."""

    name: str
    told: str
    part: str


class Book:
    """A workbook whose parts are changed in place; KeyError where it is not as Excel has it."""

    def __init__(self, package: Package) -> None:
        """Find the worksheets; the list of an earlier copy is none of them."""
        self._package = package
        self._sheets = package.tree(WORKBOOK).find(spreadsheet("sheets"))
        if self._sheets is None:
            raise KeyError(WORKBOOK)
        parts = {link.id: link for link in package.relations(WORKBOOK)}
        worksheets = [
            (sheet, parts[sheet.get(_ID)].target)
            for sheet in self._sheets
            if sheet.get(_ID) in parts and parts[sheet.get(_ID)].kind == "worksheet"
        ]
        self._earlier = next((found for found in worksheets if self._is_list(*found)), None)
        received = [found for found in worksheets if found != self._earlier]
        self.pages = [
            Page(sheet.get("name"), sheet_to_tell(sheet.get("name"), number), part)
            for number, (sheet, part) in enumerate(received, start=1)
        ]

    @property
    def is_marked(self) -> bool:
        """Return whether it is an earlier copy that came back."""
        return self._earlier is not None

    def page(self, told: str) -> Page | None:
        """Return the worksheet that a finding names."""
        names = (told, name_in_excel(told))
        return next((page for page in self.pages if page.told in names), None)

    def styles(self) -> Styles:
        """Return the workbook's styles; where it has none, new ones."""
        found = [link for link in self._package.relations(WORKBOOK) if link.kind == "styles"]
        part = found[0].target if found else "xl/styles.xml"
        if part not in self._package:
            self._package.put(part, EMPTY)
            self._package.declare(part, f"{_MAIN}.styles+xml")
            if not found:
                self._package.relate(WORKBOOK, "styles", part)
        return Styles(self._package.tree(part))

    def show_only_the_first(self) -> None:
        """Let no received sheet be selected, so that nothing is typed into several at once."""
        links = self._package.relations(WORKBOOK)
        for part in (link.target for link in links if link.kind.endswith("sheet")):
            if part in self._package and _SELECTED.search(content := self._package.content(part)):
                self._package.put(part, _SELECTED.sub(rb"\1", content, count=1))

    def put_first(self, content: bytes) -> None:
        """Make this sheet the first, in place of the list of an earlier copy."""
        before = [sheet.get("name") for sheet in self._sheets]
        self._drop_earlier()
        part = self._package.unused("xl/worksheets/reply{}.xml")
        self._package.put(part, content)
        self._package.declare(part, f"{_MAIN}.worksheet+xml")
        numbers = [int(sheet.get("sheetId")) for sheet in self._sheets]
        values = {"name": self._free_name(), "sheetId": str(max(numbers, default=0) + 1)}
        values[_ID] = self._package.relate(WORKBOOK, "worksheet", part)
        self._sheets.insert(0, etree.Element(spreadsheet("sheet"), values))
        self._renumber_names(before)
        self._repeat_headings(values["name"])
        for view in self._package.tree(WORKBOOK).iterfind(f"*/{spreadsheet('workbookView')}"):
            view.set("activeTab", "0")
            view.set("firstSheet", "0")

    @property
    def is_for_macros(self) -> bool:
        """Return whether it says that it is an .xlsm."""
        return self._package.type_of(WORKBOOK) == FOR_MACROS

    def drop_macros(self) -> None:
        """Take out what an .xlsx may not hold, and call it one."""
        for link in self._package.relations(WORKBOOK):
            if link.kind == "vbaProject":
                self._package.unrelate(WORKBOOK, link.id)
                self._package.drop(link.target)
        self._package.declare(WORKBOOK, f"{_MAIN}.sheet.main+xml")

    def _is_list(self, sheet: Any, part: str) -> bool:
        """Return whether a sheet is our list; a department may have one of this name."""
        if sheet.get("name") != FAULT_LIST or part not in self._package:
            return False
        first = self._package.look(part).find(f"{spreadsheet('sheetData')}//{spreadsheet('c')}")
        return first is not None and self._text(first).startswith(TITLE)

    def _text(self, cell: Any) -> str:
        """Return the text of a cell, also where it stands among the shared ones."""
        links = self._package.relations(WORKBOOK)
        shared = [link.target for link in links if link.kind == "sharedStrings"]
        value = cell.findtext(spreadsheet("v")) or ""
        if cell.get("t") == "s" and shared:
            cell = self._package.look(shared[0]).findall(spreadsheet("si"))[int(value)]
        return "".join(text.text or "" for text in cell.iter(spreadsheet("t")))

    def _drop_earlier(self) -> None:
        if self._earlier is not None:
            sheet, part = self._earlier
            self._package.unrelate(WORKBOOK, sheet.get(_ID))
            self._package.drop(part)
            self._sheets.remove(sheet)

    def _free_name(self) -> str:
        names = {sheet.get("name").casefold() for sheet in self._sheets}
        wanted = [FAULT_LIST, *(f"{FAULT_LIST}{number}" for number in range(2, len(names) + 3))]
        return next(name for name in wanted if name not in names)

    def _renumber_names(self, before: list[str]) -> None:
        """Let names that belong to a sheet follow it to its new place."""
        after = {sheet.get("name"): index for index, sheet in enumerate(self._sheets)}
        lists = self._package.tree(WORKBOOK).findall(spreadsheet("definedNames"))
        for name in [name for names in lists for name in names if name.get("localSheetId")]:
            place = int(name.get("localSheetId"))
            owner = before[place] if place < len(before) else ""
            if owner in after and not (self._earlier and owner == self._earlier[0].get("name")):
                name.set("localSheetId", str(after[owner]))
            else:
                name.getparent().remove(name)

    def _repeat_headings(self, name: str) -> None:
        """Have the headings of the list printed on every page."""
        root = self._package.tree(WORKBOOK)
        names = root.find(spreadsheet("definedNames"))
        if names is None:
            names = etree.Element(spreadsheet("definedNames"))
            insert_before(root, names, _AFTER_NAMES)
        values = {"name": "_xlnm.Print_Titles", "localSheetId": "0"}
        titles = etree.SubElement(names, spreadsheet("definedName"), values)
        titles.text = f"'{name}'!${HEAD_ROW}:${HEAD_ROW}"
