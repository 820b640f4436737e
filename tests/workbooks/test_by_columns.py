"""A large sheet is read by its columns, a small one by its rows: both give the same reading."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from dataclasses import fields
from random import Random

import openpyxl
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from schemas.decision import Correction
from schemas.period import Period
from tests.workbooks.by_hand import HEADING, SECRET, relief, write_return
from tests.workbooks.mutations import MUTATIONS, Book
from workbooks import columns, grid, ooxml, reader
from workbooks.columns import Columns, in_columns
from workbooks.grid import Grid, Sight, make_grid
from workbooks.opening import open_file
from workbooks.privacy import Keyring
from workbooks.reader import Desk, read_workbook

WAYS = {"rows": None, "values that come again": 1 << 40, "values that differ": 0}
"""How a sheet is held, with how many cells decide whether the values of a column differ."""

ROSTER = ["批次号", "姓名", "身份证号", "电话", "金额(元)"]
PHONE = "13900000027"


@pytest.fixture
def read(monkeypatch):
    """A function that reads a workbook in one of the ways, here and not in the child."""

    def read_in(way, path, month="2024-07", corrections=()):
        monkeypatch.setattr(reader, "read_file", open_file)
        monkeypatch.setattr(grid, "are_many", lambda rows: WAYS[way] is not None and bool(rows))
        monkeypatch.setattr(columns, "_LOOKED_AT", WAYS[way] or 0)
        desk = Desk(Period.parse(month), Keyring(SECRET), {}, tuple(corrections))
        return read_workbook(path, f"{month}/{path.name}", desk)

    return read_in


def require_alike(read, path, **told):
    first, *others = (read(way, path, **told) for way in WAYS)
    for other in others:
        for field in fields(first):
            one, same = getattr(first, field.name), getattr(other, field.name)
            if isinstance(one, pl.DataFrame):
                assert_frame_equal(one, same)
            else:
                assert one == same, field.name
    return first


def test_every_workbook_of_the_sample_is_read_alike(read, sample_files):
    for name, path in sample_files.items():
        require_alike(read, path, month=name[:7])


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda one: one.__name__)
def test_spoilt_workbooks_are_read_alike(read, mutate, sample_files, sample_books, tmp_path):
    chance = Random(f"by columns {mutate.__name__}")
    names = [name for name in sample_files if name.endswith(".xlsx")]
    for name in chance.sample(names, len(names)):
        opened = openpyxl.load_workbook(sample_files[name], data_only=True)
        try:
            mutate(Book(opened, sample_books[name], chance))
        except IndexError:  # it has no place for this
            continue
        opened.save(tmp_path / "spoilt.xlsx")
        require_alike(read, tmp_path / "spoilt.xlsx", month=name[:7])
        return


ODD = (
    *(None, "", " ", "　", "-", "无", "—", 0, 0.0, 1, 1.0, True, False, -0.0, 0.1, 1e20),
    *("1", "１５０", "150名", "一百五十", "约150", "2.52万元", "25,200", "15\n20", PHONE),
    *(
        dt.date(2024, 7, 9),
        dt.datetime.fromisoformat("2024-07-09T08:30"),
        dt.time(8, 30),
        "2024.7.9",
        "7月9日",
    ),
    *("=1/0", "=A1", "#N/A", "是", "环卫工人", "①慰问", "张三（样本）", "其中：慰问", "\0"),
)
"""What departments type where something else belongs."""

LINES = (
    [],
    ["合计", *[None] * 5, 300, None, 50400],
    ["小计", None, None, None, None, None, "=SUM(G3:G4)"],
    ["其中：夏送清凉", *[None] * 5, 150],
    ["本年累计", *[None] * 5, 900],
    ["单位：万元"],
    ["填表人：样本", None, "审核人：样本"],
    ["备注：以上为全部"],
    ["本月无", 0],
    ["-", "-", 0, None, "—"],
    HEADING,
    [HEADING[0], HEADING[4], HEADING[6], HEADING[8]],
    [1, 2, 3, 4, 5, 6],
    [None, None, "环卫工人"],
    ROSTER,
)
"""Lines that are no data, or may be."""


def awkward(chance: Random) -> list[list[object]]:
    """Return a sheet whose columns mix kinds, between lines that are something else."""
    rows: list[list[object]] = [["慰问发放表"], [], HEADING]
    for number in range(chance.randrange(3, 40)):
        row = relief(批次号=f"BF-202407-{number:02d}", 人数=chance.randrange(1, 900))
        for _ in range(chance.choice((0, 0, 1, 3))):
            row[chance.randrange(len(row))] = without_end(chance.choice(ODD))
        if chance.random() < 0.1:
            row += [None] * chance.randrange(3) + ["栏外"]
        rows.append(row)
        if chance.random() < 0.15:
            rows.append(list(chance.choice(LINES)))
    return [*rows, *chance.sample(LINES, 3)]


def without_end(value):
    return None if value == "\0" else value  # no workbook can hold it


@pytest.mark.parametrize("seed", range(40))
def test_awkward_sheets_are_read_alike(read, seed, tmp_path):
    chance = Random(seed)
    merged = [f"A{row}:A{row + 2}" for row in chance.sample(range(4, 30, 3), 2)]
    merged += ["A1:L1", "I5:I6"] if seed % 2 else []
    people = [["BF-1", f"样本{n:02d}", f"9999991900010100{n:02d}", PHONE, n] for n in range(9)]
    sheets = {"四送与慰问": awkward(chance), "名册": [ROSTER, *people]}
    path = write_return(
        tmp_path / "帮扶.xlsx", "W05", sheets, {"四送与慰问": merged} if seed % 3 else None
    )
    if seed % 4 == 0:
        hide(path, chance)
    fixed = Correction(
        "2024-07/帮扶.xlsx", "四送与慰问", "G4", "150", "151", "样本", "核对", dt.date(2024, 8, 1)
    )
    require_alike(read, path, corrections=[fixed] if seed % 5 == 0 else ())


def hide(path, chance):
    book = openpyxl.load_workbook(path)
    sheet = book["四送与慰问"]
    for row in chance.sample(range(1, sheet.max_row + 1), 3):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.save(path)


def test_what_is_told_of_awkward_sheets_is_not_nothing(read, tmp_path):
    rows = [HEADING, relief(人数="=1/0"), relief(凭证号=PHONE), ["合计", *[None] * 5, 300]]
    path = write_return(tmp_path / "帮扶.xlsx", "W05", {"四送与慰问": rows})
    book = require_alike(read, path)
    told = book.issues.filter(sheet="四送与慰问").select("rule", "cell").rows()
    assert ("E-C04", "G2") in told  # a formula that was never calculated
    assert book.cells.filter(part="total")["cell"].to_list() == ["G4"]


def test_rows_of_columns_are_the_rows_that_were_given():
    rows = [["a", 1, None], [], [True, 1.0], [None, "", "c"], ["a", 1, 2.5]]
    held = in_columns(rows)
    assert list(held) == [("a", 1), (), (True, 1.0), (None, "", "c"), ("a", 1, 2.5)]
    assert [*map(repr, held)] == [repr(held[at]) for at in range(len(held))]
    assert repr(held[2]) == "(True, 1.0)"  # and not (True, 1)
    assert held[-1] == ("a", 1, 2.5)
    assert held[3:] == ((None, "", "c"), ("a", 1, 2.5))
    assert held == tuple(held)
    assert held != tuple(held)[1:]


def test_only_large_sheets_are_held_by_columns_and_none_that_a_far_cell_makes_wide():
    small, large = [["a", 1]] * 10, [["a", 1]] * 5000
    assert isinstance(make_grid("甲", small, Sight()).rows, tuple)
    assert isinstance(make_grid("甲", large, Sight()).rows, Columns)
    far = [*large, [None] * 16_000 + ["b"]]
    assert isinstance(make_grid("甲", far, Sight()).rows, tuple)


def test_what_is_seen_of_a_large_sheet_is_what_is_seen_of_its_rows():
    rows = [*[["a", 1, " ", None, "合计"]] * 5000, ["b"], [None, None, "c"]]
    large = make_grid("甲", rows, Sight())
    small = Grid("甲", tuple(large.rows))
    assert large.columns
    assert large.count_filled() == small.count_filled() == 5000 * 3 + 2
    assert large.filled(0) == small.filled(0) == (0, 1, 4)
    assert large.rows_with(["b", "c"]) == small.rows_with(["b", "c"]) == [5000, 5001]
    assert large.count_outside([0, 5001], [0]) == small.count_outside([0, 5001], [0]) == 3
    assert large.each(2, str) == small.each(2, str)


@pytest.mark.parametrize("secret", [b"", b"short", b"x" * 64, b"x" * 65, bytes(range(200))])
def test_a_key_is_the_hmac_of_a_text(secret):
    expected = hmac.new(secret, "样本〇二七".encode(), hashlib.sha256).hexdigest()[:32]
    assert Keyring(secret).key("样本〇二七") == expected


@pytest.mark.parametrize("sign", [b"<f>", b"t='e'", b'hidden="'])
def test_a_sign_is_seen_wherever_a_piece_of_a_sheet_ends(sign):
    content = b"<worksheet>" + b" " * 90 + sign + b" " * 90
    for at in range(20, len(content)):
        assert not ooxml._is_plain([content[:at], content[at:]])
    assert ooxml._is_plain([content[:80], b" " * 50])
    assert not ooxml._is_plain([b"<x:worksheet>", b""])
