"""`bulletin fix`: a reviewed correction is read in the place of a cell, the file as it came."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import openpyxl
import pytest

from flows.records import add_correction, read_corrections
from schemas.decision import Correction
from tests.flows.small_union import (
    SHEET,
    WORKBOOK,
    check,
    last_line,
    make_union,
    send,
    severities,
    type_in,
)
from tests.workbooks.by_hand import HOUSEHOLD, relief, write_return

SIGNED = ("--by", "李四", "--reason", "核对名册")


@pytest.fixture
def union(tmp_path: Path) -> Path:
    """A workspace whose one row says 15 heads where 150 × 168 yuan were paid (E-R01)."""
    root = make_union(tmp_path)
    send(root, WORKBOOK, relief(人数=15))
    return root


def fix(union: Path, *words: str) -> int:
    return type_in(union, "fix", "2024-07", *words)


def test_a_correction_is_read_and_the_file_stays_as_it_came(union, capsys):
    raw = (union / "raw" / WORKBOOK).read_bytes()
    assert severities(check(union), "E-R01") == ["E"]

    code = fix(union, "帮扶.xlsx", "G2", "--sheet", SHEET, "--new", "150", *SIGNED)
    told = capsys.readouterr().out
    after = check(union)

    assert code == 0
    assert f"{WORKBOOK} › {SHEET} › G2（人数）：15 → 150（李四，理由：核对名册）" in told
    assert severities(after, "E-R01") == []
    (note,) = (row for row in after if row["rule"] == "N-FIX")
    assert (note["severity"], note["sheet"], note["cell"]) == ("I", SHEET, "G2")
    assert "李四，理由：核对名册" in note["message"]
    assert (union / "raw" / WORKBOOK).read_bytes() == raw


def test_the_record_holds_old_and_new_and_who_and_why(union):
    fix(union, WORKBOOK, f"{SHEET}!$g$2", "--new", "150", "--old", "15", *SIGNED)
    content = (union / "corrections.csv").read_bytes()
    head, line = csv.reader(content.decode("utf-8-sig").splitlines())

    assert content.startswith(b"\xef\xbb\xbf")
    assert ",".join(head) == "工作簿,表页,单元格,原值,新值,姓名,理由,日期"
    assert line[:7] == [WORKBOOK, SHEET, "G2", "15", "150", "李四", "核对名册"]


def test_once_the_old_value_is_gone_the_correction_fails_and_the_cell_is_read(union, capsys):
    fix(union, "帮扶.xlsx", "G2", "--sheet", SHEET, "--new", "150", *SIGNED)
    send(union, WORKBOOK, relief(人数=149))

    after = check(union)

    assert severities(after, "E-C12") == ["E"]
    assert severities(after, "N-FIX") == []
    assert severities(after, "E-R01") == ["E"]
    assert "更正（李四，理由：核对名册）已过时，未采用" in capsys.readouterr().out


def test_a_correction_of_a_workbook_that_is_gone_is_told(union):
    fix(union, "帮扶.xlsx", "G2", "--sheet", SHEET, "--new", "150", *SIGNED)
    (union / "raw" / WORKBOOK).rename(union / "raw/2024-07/帮扶2.xlsx")

    assert severities(check(union), "E-C12") == ["E"]


@pytest.mark.parametrize("typed", ["=1+1", "'=1+1", "@SUM(1)", "+86"])
def test_a_value_like_a_formula_stays_text_in_the_list_and_is_found_again(union, typed):
    send(union, WORKBOOK, relief(项目名称=f" {typed}"))

    fix(union, "帮扶.xlsx", "C2", "--sheet", SHEET, "--new", "夏送清凉", "--old", typed, *SIGNED)
    _, line = csv.reader((union / "corrections.csv").read_text("utf-8-sig").splitlines())

    assert line[3] == f"'{typed}"
    assert severities(check(union), "N-FIX") == ["I"]


def test_a_negative_number_stays_one_in_the_list(union):
    red = Correction(WORKBOOK, SHEET, "I2", "150", "-150", "李四", "红字", "2024-08-01")
    add_correction(union, red)
    _, line = csv.reader((union / "corrections.csv").read_text("utf-8-sig").splitlines())

    assert line[4] == "-150"
    assert read_corrections(union) == (red,)


def test_a_file_named_after_a_person_is_found_and_not_told_by_its_name(union, capsys):
    (union / "raw" / WORKBOOK).rename(union / "raw/2024-07/张三13812345678.xlsx")

    code = fix(union, "张三13812345678.xlsx", "G2", "--sheet", SHEET, "--new", "150", *SIGNED)

    assert code == 0
    assert "13812345678" not in capsys.readouterr().out
    assert "13812345678" not in (union / "corrections.csv").read_text("utf-8-sig")
    assert severities(check(union), "N-FIX") == ["I"]
    assert fix(union, "别的.xlsx", "G2", "--new", "150", *SIGNED) == 2
    assert "13812345678" not in capsys.readouterr().err


def test_a_sheet_named_after_a_person_is_corrected_by_the_name_that_is_told(union, capsys):
    path = union / "raw" / WORKBOOK
    book = openpyxl.load_workbook(path)
    book[SHEET].title = "张三13812345678"
    book.save(path)
    (told,) = (row["sheet"] for row in check(union) if row["rule"] == "E-R01")
    capsys.readouterr()

    code = fix(union, "帮扶.xlsx", "G2", "--sheet", told, "--new", "150", *SIGNED)

    assert code == 0
    assert "13812345678" not in capsys.readouterr().out
    assert severities(check(union), "N-FIX") == ["I"]


def test_a_corrected_cell_can_be_corrected_again(union):
    fix(union, "帮扶.xlsx", "G2", "--sheet", SHEET, "--new", "160", *SIGNED)
    again = ("--new", "150", "--old", "160", "--by", "王五", "--reason", "复核")
    code = fix(union, "帮扶.xlsx", "G2", "--sheet", SHEET, *again)

    after = check(union)
    assert code == 0
    assert severities(after, "E-R01") == []
    assert len(severities(after, "N-FIX")) == 2


def test_the_ledger_of_the_next_month_has_to_be_right_itself(union):
    fix(union, "帮扶.xlsx", "G2", "--sheet", SHEET, "--new", "150", *SIGNED)
    send(union, "2024-08/台账.xlsx", relief(人数=15), 报送方式="累计台账")

    found = [row["workbook"] for row in check(union, "2024-08") if row["rule"] == "E-R01"]
    assert found == ["2024-08/台账.xlsx"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("帮扶.xlsx", "G2", "--new", "150", "--reason", "好"), "没有姓名"),
        (("帮扶.xlsx", "G2", "--new", "150", "--by", "李四"), "没有理由"),
        (("帮扶.xlsx", "G2", "--new", "150", "--by", "李四", "--reason", "问13812345678"), "电话"),
        (("帮扶.xlsx", "G2", "--sheet", SHEET, "--new", "15", *SIGNED), "与原值相同"),
        (("帮扶.xlsx", "G2", "--sheet", SHEET, *SIGNED), "新值为空"),
        (("帮扶.xlsx", "G2", "--sheet", SHEET, "--new", "1", "--old", "9", *SIGNED), "--old"),
        (("帮扶.xlsx", "G1", "--sheet", SHEET, "--new", "1", *SIGNED), "不是已读取的数据单元格"),
        (("帮扶.xlsx", "G9", "--sheet", SHEET, "--new", "1", *SIGNED), "不是已读取的数据单元格"),
        (("帮扶.xlsx", "Z2", "--sheet", SHEET, "--new", "1", *SIGNED), "不是已读取的数据单元格"),
        (("帮扶.xlsx", "人数", "--sheet", SHEET, "--new", "1", *SIGNED), "不是已读取的数据单元格"),
        (("帮扶.xlsx", "B2", "--sheet", "封面", "--new", "1", *SIGNED), "没有读到表页“封面”"),
        (("帮扶.xlsx", "G2", "--new", "150", *SIGNED), "没有说明是哪个表页"),
        (("别的.xlsx", "G2", "--new", "150", *SIGNED), "没有工作簿“别的.xlsx”：可选 帮扶.xlsx"),
        (
            ("帮扶.xlsx", "D2", "--sheet", SHEET, "--new", "问13812345678", *SIGNED),
            "疑似证件、电话或卡号",
        ),
    ],
)
def test_what_cannot_be_corrected_is_refused_in_one_sentence(union, capsys, words, told):
    code = fix(union, *words)

    assert code == 2
    assert told in last_line(capsys.readouterr().err)
    assert not (union / "corrections.csv").exists()


def test_cells_that_name_a_person_are_for_the_department_to_correct(union, capsys):
    file = {"困难职工档案": [list(HOUSEHOLD), list(HOUSEHOLD.values())]}
    write_return(union / "raw/2024-07/档案.xlsx", "W05", file, 版本=2)

    code = fix(union, "档案.xlsx", "A2", "--sheet", "困难职工档案", "--new", "1", *SIGNED)

    err = capsys.readouterr().err
    assert code == 2
    assert "可能有个人信息，不能在这里更正" in last_line(err)
    assert HOUSEHOLD["户主身份证号"] not in err


def test_a_workbook_that_cannot_be_read_is_named(union, capsys):
    (union / "raw/2024-07/坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")

    assert fix(union, "坏.xlsx", "G2", "--new", "150", *SIGNED) == 2
    assert "坏.xlsx" in last_line(capsys.readouterr().err)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("2024-07/帮扶.xlsx,四送与慰问,G2", "corrections.csv 第3行有3项，应为8项"),
        ("帮扶.xlsx,四送与慰问,G2,15,150,李四,核对,", "corrections.csv 第3行看不出指的是什么"),
        ("2024-07/帮扶.xlsx,四送与慰问,G2,15,150,李四,,", "corrections.csv 第3行：没有理由"),
    ],
)
def test_a_broken_line_is_told_with_its_number(union, capsys, line, told):
    fix(union, "帮扶.xlsx", "G2", "--sheet", SHEET, "--new", "150", *SIGNED)
    with (union / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line}\r\n")

    assert type_in(union, "check", "2024-07") == 2
    assert told in last_line(capsys.readouterr().err)


def test_a_draft_is_made_from_the_corrected_value_and_names_the_list(union):
    fix(union, "帮扶.xlsx", "G2", "--sheet", SHEET, "--new", "150", *SIGNED)
    type_in(union, "run", "2024-07", "--direct")
    draft = union / "out/2024-07/draft"

    with (draft / "figures.csv").open(encoding="utf-8", newline="") as stream:
        figures = {
            (row["code"], row["basis"]): row["value"]
            for row in csv.DictReader(stream)
            if not row["dimension"]
        }
    settings = json.loads((draft / "manifest.json").read_text("utf-8"))["settings"]
    record = (union / "corrections.csv").read_bytes()
    assert figures["aid_persons", "ytd"] == "150"
    assert settings["corrections.csv"] == hashlib.sha256(record).hexdigest()


@pytest.mark.parametrize(
    ("cell", "new"), [("G2", "abc"), ("G2", "-3"), ("E2", "2024-13-45"), ("D2", "路人")]
)
def test_a_value_that_the_cell_may_not_hold_is_refused(union, capsys, cell, new):
    assert fix(union, "帮扶.xlsx", cell, "--sheet", SHEET, "--new", new, *SIGNED) == 2

    assert f"{cell} 不能改成这个值，没有更正：" in last_line(capsys.readouterr().err)
    assert not (union / "corrections.csv").exists()
