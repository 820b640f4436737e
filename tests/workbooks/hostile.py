"""Files that a department might send by mistake or in malice, each made when it is asked for.

Every builder writes one file (or folder, or link) at the path that it is given. They are
small on disk: what is large about them is what a careless reader would make of them.
"""

from __future__ import annotations

import copy
import io
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msoffcrypto
import openpyxl

from tests.workbooks.by_hand import HEADING, relief, write_return
from tests.workbooks.old_formats import (
    END,
    FAT,
    compound_file,
    compound_header,
    write_ods,
    write_xls,
)

Builder = Callable[[Path], object]

SAMPLE = Path(__file__).parents[2] / "data/raw/2024-07/202407_W05_职工服务(帮扶)中心_v1.xlsx"
LAST_ROW, LAST_COLUMN = 1_048_576, "XFD"
LEAKED = "秘密文件的内容"
"""What stands in the file that an external entity points at."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET = "xl/worksheets/sheet2.xml"
"""The sheet after the cover: 四送与慰问 in a book of `whole`."""


def whole(path: Path) -> Path:
    """Write a W05 without fault: a cover, one row of 四送与慰问, and an empty register."""
    target = path.with_name("whole.tmp")
    write_return(target, "W05", {"四送与慰问": [HEADING, relief()]})
    return target.replace(path)


def _rewrite(path: Path, part: str, change: Callable[[str], str]) -> None:
    """Write a good workbook with one of its parts changed."""
    _change_part(whole(path), part, change)


def _change_part(path: Path, part: str, change: Callable[[str], str]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def torn(path: Path) -> None:
    """Write the first half of a workbook."""
    path.write_bytes(whole(path).read_bytes()[:4000])


def corrupt(path: Path) -> None:
    """Write a workbook in whose sheets some bytes were changed on the way."""
    content = bytearray(whole(path).read_bytes())
    with zipfile.ZipFile(path) as archive:
        places = [archive.getinfo(n).header_offset for n in archive.namelist() if "sheet" in n]
    for place in places:
        content[place + 80 : place + 120] = bytes(40)
    path.write_bytes(content)


def bomb(path: Path) -> None:
    """Write 128 sheets that share one packed part: 50 KB that inflate to 2 GB."""
    many = 128
    book = openpyxl.Workbook()
    for _ in range(many - 1):
        book.create_sheet()
    book.save(path)
    cell = f'<c t="inlineStr"><is><t>{"x" * 30_000}</t></is></c>'
    rows = f"<row>{cell}</row>" * 550
    page = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist() if "worksheets/" not in n}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.writestr("xl/worksheets/sheet1.xml", page)
        packed = archive.getinfo("xl/worksheets/sheet1.xml")
        for number in range(2, many + 1):
            twin = copy.copy(packed)
            twin.filename = f"xl/worksheets/sheet{number}.xml"
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin


def lying_bomb(path: Path) -> None:
    """Write the same 2 GB, and say of each part that it holds a hundred bytes."""
    bomb(path)
    content = bytearray(path.read_bytes())
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + 24 : place + 28] = (100).to_bytes(4, "little")
        place = content.find(b"PK\x01\x02", place + 4)
    path.write_bytes(content)


def laughs(path: Path) -> None:
    """Write entities that name entities: a thousand characters that expand to ten billion."""
    inner = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' if n else '<!ENTITY e0 "ha">' for n in range(11)
    )
    _rewrite(path, _SHEET, lambda page: _with_entity(page, inner, "&e10;"))


def entity_in_sheet(path: Path) -> None:
    """Write a sheet with a cell that is an external entity: the file beside, `leak.txt`."""
    _rewrite(path, _SHEET, lambda page: _with_entity(page, _external(path), "&leak;"))


def entity_in_strings(path: Path) -> None:
    """Write a sample workbook of whose shared strings one is an external entity."""
    shutil.copyfile(SAMPLE, path)
    _change_part(
        path,
        "xl/sharedStrings.xml",
        lambda page: _declared(page, _external(path)).replace(">环卫工人<", ">&leak;<"),
    )


def entity_in_workbook(path: Path) -> None:
    """Write a list of sheets in which a name is an external entity."""
    _rewrite(
        path,
        "xl/workbook.xml",
        lambda page: _declared(page, _external(path)).replace('name="封面"', 'name="&leak;"'),
    )


def _external(path: Path) -> str:
    leak = path.with_name("leak.txt")
    leak.write_text(LEAKED, "utf-8")
    return f'<!ENTITY leak SYSTEM "{leak.as_uri()}">'


def _with_entity(page: str, entities: str, reference: str) -> str:
    row = f'<row r="9"><c r="A9" t="inlineStr"><is><t>{reference}</t></is></c></row>'
    return _declared(page, entities).replace("</sheetData>", f"{row}</sheetData>")


def _declared(page: str, entities: str) -> str:
    head, rest = page.split("?>", 1) if page.startswith("<?xml") else ('<?xml version="1.0"', page)
    return f"{head}?><!DOCTYPE x [{entities}]>{rest}"


def locked(path: Path) -> None:
    """Write a workbook that asks for a password."""
    plain = io.BytesIO(whole(path).read_bytes())
    with path.open("wb") as file:
        msoffcrypto.OfficeFile(plain).encrypt("gonghui", file)


def with_macros(path: Path) -> None:
    """Write a workbook that carries a macro project."""
    _rewrite(path, "[Content_Types].xml", _as_macro_workbook)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", compound_file({"VBA": b"Sub Auto_Open()"}))


def _as_macro_workbook(types: str) -> str:
    main = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    known = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    binary = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    return types.replace(known, main).replace("</Types>", f"{binary}</Types>")


def empty_rows(path: Path) -> None:
    """Write a table above a million rows that are formatted and hold nothing."""
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" s="0"/><c r="B{row}" s="0"/></row>'
        for row in range(3, LAST_ROW + 1)
    )
    _rewrite(path, _SHEET, lambda page: page.replace("</sheetData>", f"{rows}</sheetData>"))


def all_columns(path: Path) -> None:
    """Write a table beside which every column up to the last is formatted."""
    cells = "".join(f'<c r="{name}3" s="0"/>' for name in _column_names())
    row = f'<row r="3">{cells}</row>'
    _rewrite(path, _SHEET, lambda page: page.replace("</sheetData>", f"{row}</sheetData>"))


def _column_names() -> Iterator[str]:
    for number in range(1, 16_385):
        yield openpyxl.utils.get_column_letter(number)


def far_cell(path: Path) -> None:
    """Write a small table, and one word in the very last cell that a sheet has."""
    _rewrite(path, _SHEET, lambda page: _with_word(page, LAST_ROW))


def many_declared(path: Path) -> None:
    """Write a small table that declares itself 16,384 columns wide and 1,024 rows high."""
    wide = f"A1:{LAST_COLUMN}1024"
    _rewrite(path, _SHEET, lambda page: _with_word(page, 1024).replace("A1:L2", wide))


def slow_and_large(path: Path) -> None:
    """Write 20,000 times that every column is hidden, beside a picture of 30 MB."""
    hidden = '<col min="1" max="16384" hidden="1"/>' * 20_000
    _rewrite(
        path, _SHEET, lambda page: page.replace("<sheetData>", f"<cols>{hidden}</cols><sheetData>")
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/picture.jpg", bytes(30 << 20))


def many_sheets(path: Path) -> None:
    """Write 1,001 sheets, which would each be compared with every sheet of the contract."""
    book = openpyxl.Workbook()
    for _ in range(1_000):
        book.create_sheet().append(["批次号"])
    book.save(path)


def _with_word(page: str, row: int) -> str:
    word = f'<c r="{LAST_COLUMN}{row}" t="inlineStr"><is><t>漏</t></is></c>'
    return page.replace("</sheetData>", f'<row r="{row}">{word}</row></sheetData>')


def repeated_cells(path: Path) -> None:
    """Write an OpenDocument table whose one cell stands there two milliards of times."""
    write_ods(path, {"四送与慰问": [["批次号"]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["content.xml"] = (
        parts["content.xml"]
        .replace(b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="16384" ')
        .replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="131072">')
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def page_as_workbook(path: Path) -> None:
    """Write a page of a web system, as it exports what it calls Excel."""
    cells = "".join(f"<td>{title}</td>" for title in HEADING)
    path.write_bytes(f"<html><table><tr>{cells}</tr></table></html>".encode("gbk"))


def tabs_as_workbook(path: Path) -> None:
    """Write text divided by tabs under the name of a workbook."""
    path.write_bytes("\t".join(HEADING).encode("gbk"))


def old_as_new(path: Path) -> None:
    """Write an old binary workbook under the name of a new one."""
    write_xls(path, {"四送与慰问": [HEADING, _plain_relief()]})


def _plain_relief() -> list[str | float]:
    row = relief(发放日期="2024-07-09")
    return [value if isinstance(value, str) else float(value) for value in row]


def looped_table(path: Path) -> None:
    """Write an OLE2 file of 1.5 KB whose directory comes after itself, for ever."""
    table = FAT.to_bytes(4, "little") + (1).to_bytes(4, "little")
    path.write_bytes(compound_header() + table.ljust(512, b"\xff") + bytes(512))


def looped_stream(path: Path) -> None:
    """Write an old workbook whose content comes after itself, for ever."""
    write_xls(path, {"四送与慰问": [HEADING, _plain_relief()]})
    content = bytearray(path.read_bytes())
    last = content.rindex(END.to_bytes(4, "little"), 512, 1024)
    first = int.from_bytes(content[1024 + 128 + 116 : 1024 + 128 + 120], "little")
    content[last : last + 4] = first.to_bytes(4, "little")
    path.write_bytes(content)


def panicking(path: Path) -> None:
    """Write an old workbook whose sheet begins beyond its end: its Rust reader panics."""
    write_xls(path, {"四送与慰问": [HEADING, _plain_relief()]})
    content = bytearray(path.read_bytes())
    record = content.index(b"\x85\x00", 1536)
    content[record + 4 : record + 8] = (0x7FFF_FFFF).to_bytes(4, "little")
    path.write_bytes(content)


def folder(path: Path) -> None:
    """Make a folder under the name of a workbook."""
    path.mkdir()
    (path / "inside.txt").write_text("内", "utf-8")


def dangling(path: Path) -> None:
    """Make a link to nothing."""
    path.symlink_to(path.with_name("nowhere.xlsx"))


def outside(path: Path) -> None:
    """Make a link to a good workbook that lies outside `raw/`."""
    target = path.parents[2] / "elsewhere.xlsx"
    whole(target)
    path.symlink_to(target)


def looped_link(path: Path) -> None:
    """Make a link to itself."""
    path.symlink_to(path)


def pipe(path: Path) -> None:
    """Make a pipe, from which a reader waits for ever."""
    os.mkfifo(path)


UNREADABLE: dict[str, Builder] = {
    "torn.xlsx": torn,
    "corrupt.xlsx": corrupt,
    "bomb.xlsx": bomb,
    "lying_bomb.xlsx": lying_bomb,
    "locked.xlsx": locked,
    "repeated.ods": repeated_cells,
    "many_sheets.xlsx": many_sheets,
    "page.xls": page_as_workbook,
    "tabs.xls": tabs_as_workbook,
    "looped_table.xls": looped_table,
    "beyond_its_end.xls": panicking,
    "empty.xlsx": Path.touch,
    "folder.xlsx": folder,
    "dangling.xlsx": dangling,
    "looped_link.xlsx": looped_link,
    "pipe.xlsx": pipe,
}
"""What no reader can or should read: each is one E-F01."""

EITHER: dict[str, Builder] = {
    "laughs.xlsx": laughs,
    "entity_in_sheet.xlsx": entity_in_sheet,
    "entity_in_strings.xlsx": entity_in_strings,
    "entity_in_workbook.xlsx": entity_in_workbook,
    "far_cell.xlsx": far_cell,
    "many_declared.xlsx": many_declared,
    "looped_stream.xls": looped_stream,
    "old_as_new.xlsx": old_as_new,
    "outside.xlsx": outside,
}
"""What may be read with care, or refused as one E-F01; never more than is in it."""

READABLE: dict[str, Builder] = {
    "macros.xlsm": with_macros,
    "empty_rows.xlsx": empty_rows,
    "all_columns.xlsx": all_columns,
    "new_as_old.xls": whole,
}
"""What looks dangerous and holds a return all the same."""

ODD_NAMES = (
    "a  b.xlsx",
    "😀.xlsx",
    "two\nlines.xlsx",
    "\"quoted\" 'twice'.xlsx",
    "-rf.xlsx",
    "=1+1.xlsx",
    "@SUM(A1).xlsx",
    "【加急】{month}{{ month }}.xlsx",
    "<b>&amp;.xlsx",
    "%s%n$HOME.xlsx",
    "长" * 83 + ".xlsx",
    os.fsdecode(b"\xb1\xa8\xb1\xed.xlsx"),
)
"""Names that break careless formatting; the last is GBK bytes, which are no UTF-8."""
