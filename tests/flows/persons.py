"""Five hundred persons whom nobody is, planted wherever a department might put a person."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet
from stdnum.cn import ric

from data.sample.persons import luhn_digit
from schemas.roster import ROSTER

SURNAME = "亓官"
"""A surname that exists and that no word of the sample or of the program holds."""

REGION_AND_BIRTH = "99999919011231"
"""No region has the code 999999."""

UNASSIGNED = "1610000"
"""No operator has the numbers that begin with 161."""

NO_ISSUER = "9990000000000"
"""The check digit of every card is wrong as well."""

_GIVEN = "垚璟玥烜翀骞彧翊昶禛琮珣瑄旻曦玮琚瑗"


@dataclass(frozen=True)
class Person:
    """A person: a name, a resident ID with a right check digit, a phone and a card."""

    name: str
    id: str
    phone: str
    card: str


def five_hundred() -> list[Person]:
    """Return the persons, always the same."""
    names = [SURNAME + first + second for first in _GIVEN for second in _GIVEN]
    names += [SURNAME + first for first in _GIVEN]
    chance = random.Random(500)
    chance.shuffle(names)
    names += [name + "一" for name in names]
    return [_person(number, name) for number, name in enumerate(names[:500])]


def _person(number: int, name: str) -> Person:
    body = f"{REGION_AND_BIRTH}{number:03d}"
    card = f"{NO_ISSUER}{number:05d}"
    wrong = str((luhn_digit(card) + 1) % 10)
    return Person(
        name, body + ric.calc_check_digit(body + "0"), f"{UNASSIGNED}{number:04d}", card + wrong
    )


@dataclass(frozen=True)
class Planted:
    """The month's folder after planting, and how many persons stand in it."""

    folder: Path
    count: int


def plant(raw: Path) -> Planted:
    """Put the persons into the workbooks of a month, and into files beside them."""
    persons = iter(five_hundred())
    books = {path.name[7:10]: path for path in sorted(raw.glob("*.xlsx"))}
    _spoil_aid(books["W05"], persons)
    for code in ("W01", "W02", "W03", "W04", "W06", "W07", "W08", "W09"):
        _spoil(books[code], persons)
    _beside(raw, persons)
    return Planted(raw, 500 - sum(1 for _ in persons))


def _spoil_aid(path: Path, persons: Iterator[Person]) -> None:
    """Fill the register of families, a roster and every other place of the aid centre's book."""
    book = openpyxl.load_workbook(path)
    register = book["困难职工档案"]
    titles = [cell.value for cell in register[3]]
    for area in list(register.merged_cells.ranges):
        register.unmerge_cells(str(area))
    for row in range(4, 124):
        person = next(persons)
        filled = _family(person, row)
        for column, title in enumerate(titles, start=1):
            register.cell(row, column, filled.get(title))
    roster = book.create_sheet(ROSTER.title)
    roster.append(["批次号", "姓名", "身份证号", "电话", "银行卡号", "开户行", "金额(元)", "备注"])
    for _ in range(100):
        p = next(persons)
        told = f"{p.name}本人领取，{p.phone}"
        batch = "BF-202410-01"
        roster.append([batch, p.name, p.id, p.phone, p.card, "某银行", 1000, told])
    _spoil_sheets(book, persons)
    book.save(path)


def _family(person: Person, row: int) -> dict[str, object]:
    """Return one line of the register: IDs right and wrong, as text and as numbers."""
    ids = (person.id, person.id.lower(), int(person.id[:17] + "0"), f"{person.id[:-1]}?", person.id)
    cards = (person.card, int(person.card[:15]), person.card)
    return {
        "序号": row - 3,
        "乡镇/单位": "高溪乡",
        "身份证号": ids[row % 5],
        "姓名": person.name,
        "电话": (person.phone, int(person.phone))[row % 2],
        "档案类别": "深度困难",
        "状态": "在档",
        "建档时间": "2024-10-08",
        "家庭人口": 3,
        "致困原因": "本人大病",
        "申报金额(元)": 1000,
        "开户行": f"某银行{person.name}",
        "银行卡号": cards[row % 3],
        "备注": (f"{person.name}之子", f"卡号{person.card}", f"证件 {person.id}")[row % 3],
    }


def _spoil(path: Path, persons: Iterator[Person]) -> None:
    book = openpyxl.load_workbook(path)
    _spoil_sheets(book, persons)
    book.save(path)


def _spoil_sheets(book: openpyxl.Workbook, persons: Iterator[Person]) -> None:
    _spoil_cover(book["封面"], persons)
    for sheet in book.worksheets[1:]:
        _spoil_sheet(sheet, persons)
    p = next(persons)
    strange = book.create_sheet(f"{p.name}{p.phone}")
    strange.append([p.name, p.id, int(p.phone), p.card])
    book.create_sheet(p.name).append([p.phone])
    hidden = book.create_sheet(f"名单{p.id}")
    hidden.sheet_state = "hidden"
    hidden.append([p.name, p.id])
    book.properties.creator = book.properties.lastModifiedBy = p.name
    book.properties.description = f"{p.name} {p.id} {p.phone}"
    book.defined_names["联系人"] = DefinedName("联系人", attr_text=f'"{p.name}{p.phone}"')


def _spoil_cover(cover: Worksheet, persons: Iterator[Person]) -> None:
    p = next(persons)
    for row in cover.iter_rows():
        if row[0].value in ("填报单位", "填报人", "审核人"):
            cover.cell(row[0].row, 2, f"{p.name}，电话{p.phone}，{p.id}")
    cover.cell(cover.max_row + 1, 1, "联系方式")
    cover.cell(cover.max_row, 2, int(p.phone))
    cover.cell(cover.max_row + 2, 4, f"{p.name} {p.card}")


def _spoil_sheet(sheet: Worksheet, persons: Iterator[Person]) -> None:
    """Put persons around a table: title, foot, notes, columns that nobody asked for."""
    p, q, r = (next(persons) for _ in range(3))
    head = _heading_row(sheet)
    right = sheet.max_column + 1
    sheet.cell(head, right, f"{p.name}{p.phone}")
    sheet.cell(head + 1, right, p.name)
    sheet.cell(head, right + 1, "经手人")
    sheet.cell(head + 1, right + 1, q.name)
    sheet.cell(head, right + 2, "经手人账户")
    sheet.cell(head + 1, right + 2, int(q.card[:15]))
    sheet.cell(head, right + 3, f"领取人{r.id}")
    sheet.cell(head + 1, right + 3, q.id)
    for column, title in enumerate((q.name, f"填表人：{r.name}"), right + 4):
        sheet.cell(head, column, title)
        sheet.cell(head + 1, column, p.name)
    sheet.cell(head + 2, right + 6, f"{r.name}{r.card}")
    sheet.cell(sheet.max_row + 2, 1, f"联系人：{r.name} {r.phone[:3]}-{r.phone[3:7]}-{r.phone[7:]}")
    sheet.cell(sheet.max_row + 1, 1, f"{r.name} {r.id}")
    sheet.cell(1, 1).value = f"{sheet.cell(1, 1).value or ''}（{r.name} {r.phone}）"
    sheet.cell(head, 2).comment = Comment(f"问{q.name} {q.phone}", q.name)
    sheet.oddFooter.center.text = f"{q.name} {q.phone}"
    _spoil_texts(sheet, head, p)


def _spoil_texts(sheet: Worksheet, head: int, p: Person) -> None:
    """Write a person, number and all, behind the texts of the first row of the table."""
    ways = (p.phone, p.id, p.card, f"{p.phone[:3]} {p.phone[3:7]} {p.phone[7:]}")
    ways += (f"{p.phone[:3]}-{p.phone[3:7]}-{p.phone[7:]}", _wide(p.phone), p.id.lower())
    for number, cell in enumerate(sheet[head + 1][1:8]):
        if isinstance(cell.value, str):
            cell.value = f"{cell.value}{p.name}{ways[number % len(ways)]}"


def _wide(digits: str) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in digits)


def _heading_row(sheet: Worksheet) -> int:
    texts = {r: sum(isinstance(c.value, str) for c in sheet[r]) for r in range(1, 9)}
    return max(texts, key=lambda row: texts[row])


def _beside(raw: Path, persons: Iterator[Person]) -> None:
    """Leave files beside the workbooks: named after persons, unreadable, csv."""
    p, q, r, s, t = (next(persons) for _ in range(5))
    (raw / f"202410_W05_{t.name}_v1.xlsx").write_bytes(f"{t.name} {t.id}".encode())
    (raw / f"{p.name}_{p.phone}.xlsx").write_bytes(f"{p.name} {p.id} {p.card}".encode())
    (raw / f"W05_{q.id}.xls").write_bytes(f"<td>{q.name}{q.id}</td>".encode("gb18030"))
    (raw / f"W01_{r.card}.csv").write_bytes(_table(persons).encode("gb18030"))
    (raw / f"{s.phone}.txt").write_bytes(s.name.encode("utf-16"))
    book = openpyxl.Workbook()
    book.active.title = "宣教活动"
    book.active.append(["活动编号", s.name, s.phone])
    book.save(raw / f"{s.id}.xlsx")


def _table(persons: Iterator[Person]) -> str:
    """Return every person that is left as a csv of activities with its participants."""
    buffer = io.StringIO()
    rows = csv.writer(buffer)
    asked = ["活动编号", "活动类别", "活动名称", "活动日期", "活动地点", "场次"]
    rows.writerow([*asked, "姓名", "电话"])
    for number, p in enumerate(persons):
        day = f"2024-10-{number % 28 + 1:02d}"
        name = f"球赛（{p.name}{p.phone}）"
        rows.writerow([f"XJ-P{number}", "文体赛事", name, day, p.id, "1", p.name, p.phone])
    return buffer.getvalue()
