"""`bulletin waive`: a warning is answered once, signed, until its row changes or the year ends."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.flows.copies import hashes
from tests.flows.small_union import (
    HIGH,
    SHEET,
    WORKBOOK,
    check,
    issues_in,
    last_line,
    make_union,
    send,
    severities,
    type_in,
)
from tests.workbooks.by_hand import relief

SIGNED = ("--by", "张三", "--reason", "已对照采购合同")
ACCEPTED = "（已接受：张三，理由：已对照采购合同）"


@pytest.fixture
def union(tmp_path: Path) -> Path:
    return make_union(tmp_path)


def waive(union: Path, *words: str, period: str = "2024-07") -> int:
    return type_in(union, "waive", period, *words)


def test_an_accepted_warning_is_information_from_then_on(union, capsys):
    assert severities(check(union), "W-P01") == ["W"]

    code = waive(union, "W-P01", *SIGNED)
    told = capsys.readouterr().out
    after = check(union)

    assert code == 0
    assert "已接受提醒 1 条（张三，理由：已对照采购合同）" in told
    assert f"W-P01　{WORKBOOK} › {SHEET} › H2" in told
    assert severities(after, "W-P01") == ["I"]
    (message,) = (row["message"] for row in after if row["rule"] == "W-P01")
    assert message.endswith(ACCEPTED)
    assert "（含已接受的提醒 1 条）" in capsys.readouterr().out


def test_what_is_left_is_counted(union, capsys):
    left = [row for row in check(union) if row["severity"] == "W" and row["rule"] != "W-P01"]
    capsys.readouterr()

    waive(union, "W-P01", *SIGNED)

    assert f"还有提醒 {len(left)} 条待核对" in capsys.readouterr().out


def test_the_list_is_one_line_a_finding_that_excel_and_a_person_can_read(union):
    waive(union, "W-P01", *SIGNED)
    content = (union / "waivers.csv").read_bytes()
    head, line = csv.reader(content.decode("utf-8-sig").splitlines())

    assert content.startswith(b"\xef\xbb\xbf")
    assert ",".join(head) == "报告期,规则,位置,问题,姓名,理由,日期,标识"
    assert line[:2] == ["2024年7月", "W-P01"]
    assert line[4:6] == ["张三", "已对照采购合同"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", line[6])


def test_several_rules_are_accepted_at_once_and_the_list_grows_at_its_end(union):
    waive(union, "W-P01", *SIGNED)
    waive(union, "w-t03", "W-S02", "--by", "李四", "--reason", "尚未开展")
    rules = [line.split(",")[1] for line in (union / "waivers.csv").read_text().splitlines()[1:]]

    assert rules[0] == "W-P01"
    assert set(rules[1:]) == {"W-T03", "W-S02"}
    assert not [row for row in check(union) if row["severity"] == "W"]


@pytest.mark.parametrize(
    ("place", "left"),
    [
        ((), 0),
        (("帮扶",), 0),
        ((WORKBOOK,), 0),
        ((WORKBOOK, "H3"), 1),
        ((WORKBOOK, f"{SHEET}!H3"), 1),
        (("帮扶.xlsx", "h3", "--sheet", SHEET), 1),
    ],
)
def test_workbook_and_cell_narrow_down_what_is_meant(union, place, left):
    send(union, WORKBOOK, relief(**HIGH), relief(批次号="BF-2", **HIGH))

    assert waive(union, "W-P01", *place, *SIGNED) == 0
    assert severities(check(union), "W-P01").count("W") == left


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("W-P01", "--reason", "已核实"), "没有姓名"),
        (("W-P01", "--by", " ", "--reason", "已核实"), "没有姓名"),
        (("W-P01", "--by", "张三"), "没有理由"),
        (("W-P01", "--by", "张三", "--reason", "　"), "没有理由"),
        (("W-P01", "--by", "张三", "--reason", "已问13812345678"), "疑似证件、电话或卡号"),
        (("W-P01", "--by", "362430197001011234", "--reason", "好"), "疑似证件、电话或卡号"),
        (("E-R01", *SIGNED), "E-R01 是错误，须由部门更正，不能接受"),
        (("N01", *SIGNED), "N01 是说明，无须接受"),
        (("W-X99", *SIGNED), "没有规则 W-X99"),
        (SIGNED, "请写明规则"),
        (("W-P10", *SIGNED), "W-P10 没有待核对的提醒"),
        (("W-P01", "别的.xlsx", *SIGNED), f"待核对的在：{WORKBOOK} › {SHEET} › H2"),
        (("W-P01", "帮扶.xlsx", "Z9", *SIGNED), f"待核对的在：{WORKBOOK} › {SHEET} › H2"),
    ],
)
def test_what_cannot_be_accepted_is_refused_in_one_sentence(union, capsys, words, told):
    code = waive(union, *words)

    assert code == 2
    assert told in last_line(capsys.readouterr().err)
    assert not (union / "waivers.csv").exists()


def test_a_finding_is_not_accepted_twice(union, capsys):
    waive(union, "W-P01", *SIGNED)

    assert waive(union, "W-P01", *SIGNED) == 2
    assert "没有待核对的提醒" in last_line(capsys.readouterr().err)


def test_the_same_row_in_a_later_ledger_at_another_line_is_not_asked_again(union):
    waive(union, "W-P01", *SIGNED)
    usual = relief(批次号="BF-0", 发放日期="2024-08-01")
    send(union, "2024-08/台账.xlsx", usual, relief(**HIGH), 报送方式="累计台账")

    assert severities(check(union, "2024-08"), "W-P01") == ["I"]


@pytest.mark.parametrize("changed", [{"人数": 151, "金额(元)": 90_600}, {"对象类别": "其他"}])
def test_a_row_that_changed_is_asked_again(union, changed):
    waive(union, "W-P01", *SIGNED)
    send(union, WORKBOOK, relief(**{**HIGH, **changed}))

    assert severities(check(union), "W-P01") == ["W"]


def test_other_limits_are_asked_about_again(union):
    waive(union, "W-P01", *SIGNED)
    with (union / "bulletin.toml").open("a", encoding="utf-8") as settings:
        settings.write("[thresholds]\nmonthly_change = 0.6\n")

    assert severities(check(union), "W-P01") == ["W"]


def test_the_year_s_end_ends_it(union):
    waive(union, "W-T03", *SIGNED)
    before = severities(check(union), "W-T03")
    book = (
        (union / "waivers.csv").read_text("utf-8-sig").replace("2024年7月,W-T03", "2023年7月,W-T03")
    )
    (union / "waivers.csv").write_text(book, "utf-8-sig")

    assert set(before) == {"I"}
    assert set(severities(check(union), "W-T03")) == {"W"}


def test_no_secret_decides_what_was_accepted(union, monkeypatch):
    monkeypatch.setenv("BULLETIN_SECRET", "one")
    waive(union, "W-P01", *SIGNED)
    monkeypatch.setenv("BULLETIN_SECRET", "another")

    assert severities(check(union), "W-P01") == ["I"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("2024-07,W-P01,张三", "waivers.csv 第3行有3项，应为8项"),
        ("2024年7月,W-P01,,,,已核实,,0", "waivers.csv 第3行：没有姓名"),
        ("2024年7月,W-P01,,,张三,,,0", "waivers.csv 第3行：没有理由"),
        ("2024年7月,W-P01,,,张三,已问13812345678,,0", "第3行：姓名或理由中有疑似证件、电话"),
        ("Jul-24,W-P01,,,张三,已核实,,0", "waivers.csv 第3行看不出指的是什么"),
        ("2024年7月,W-P01,,,张三,已核实,,", "waivers.csv 第3行看不出指的是什么"),
    ],
)
def test_a_broken_line_is_told_with_its_number(union, capsys, line, told):
    waive(union, "W-P01", *SIGNED)
    with (union / "waivers.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line}\r\n")

    assert type_in(union, "check", "2024-07") == 2
    assert told in last_line(capsys.readouterr().err)


def test_a_list_that_excel_saved_in_its_own_encoding_is_read(union):
    waive(union, "W-P01", *SIGNED)
    path = union / "waivers.csv"
    path.write_bytes(path.read_text("utf-8-sig").encode("gb18030"))

    assert severities(check(union), "W-P01") == ["I"]


def test_an_accepted_cell_is_not_marked_in_the_workbook_that_goes_back(union):
    send(union, WORKBOOK, relief(**HIGH), relief(批次号="BF-2", 人数="若干"))
    waive(union, "W-P01", *SIGNED)
    check(union)

    (reply,) = (union / "out/2024-07/replies").iterdir()
    sheet = openpyxl.load_workbook(reply)[SHEET]
    assert [c.coordinate for row in sheet.iter_rows() for c in row if c.comment] == ["G3"]


def test_a_draft_says_how_many_were_accepted_and_by_whom(union):
    waive(union, "W-P01", "W-S02", *SIGNED)
    count = (union / "waivers.csv").read_text("utf-8-sig").count("张三")
    type_in(union, "run", "2024-07", "--direct")
    draft = union / "out/2024-07/draft"

    notes = "\n".join(p.text for p in docx.Document(str(draft / "bulletin.docx")).paragraphs)
    page = (draft / "review.html").read_text("utf-8")
    manifest = json.loads((draft / "manifest.json").read_text("utf-8"))
    waivers = (union / "waivers.csv").read_bytes()
    assert f"本期有{count}条核对提醒经核实后接受。" in notes
    assert page.count("<td>张三</td><td>已对照采购合同</td>") == count
    assert manifest["accepted"] == count
    assert manifest["settings"]["waivers.csv"] == hashlib.sha256(waivers).hexdigest()
    assert severities(issues_in(draft / "issues.csv"), "W-P01") == ["I"]


def test_the_same_decisions_give_the_same_bytes(union):
    waive(union, "W-P01", *SIGNED)
    type_in(union, "run", "2024-07", "--direct")
    first = hashes(union / "out/2024-07/draft")

    type_in(union, "run", "2024-07", "--direct")

    assert hashes(union / "out/2024-07/draft") == first


def test_a_draft_without_waivers_says_nothing_of_them(union):
    type_in(union, "run", "2024-07", "--direct")
    draft = union / "out/2024-07/draft"

    notes = "\n".join(p.text for p in docx.Document(str(draft / "bulletin.docx")).paragraphs)
    assert "接受" not in notes
    assert "已接受的提醒" not in (draft / "review.html").read_text("utf-8")
