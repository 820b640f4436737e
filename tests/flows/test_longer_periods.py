"""Quarters, half-years and years through the commands: made, told, approved, released, refused."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import docx
import pytest

from flows.freshness import is_current
from flows.workspace import Workspace
from schemas.period import Period
from tests.flows.copies import copy_sample, draft_of
from tests.flows.small_union import check, last_line, make_union, send, type_in
from tests.workbooks.by_hand import relief

QUARTER, SIGNED = "2024Q3", ("--by", "张三")
PHRASE = "correct horse"


def paid_in(root: Path, month: int, heads: int) -> None:
    """Send a month's workbook with one batch: heads at 168 yuan."""
    changes = {"人数": heads, "标准(元/人)": 168, "金额(元)": 168 * heads}
    dated = {"批次号": f"P-QL01-2024{month:02d}-01", "发放日期": dt.date(2024, month, 9)}
    send(root, f"2024-{month:02d}/帮扶.xlsx", relief(**changes, **dated))


def answer(root: Path, period: str = QUARTER) -> None:
    """Accept every warning of a period."""
    rules = sorted({row["rule"] for row in check(root, period) if row["severity"] == "W"})
    assert type_in(root, "waive", period, *rules, *SIGNED, "--reason", "已核实") == 0


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A union whose third quarter is made and approvable; not to be changed but by its end."""
    root = make_union(tmp_path_factory.mktemp("quarter"))
    for month, heads in ((7, 150), (8, 50), (9, 20)):
        paid_in(root, month, heads)
    answer(root)
    assert type_in(root, "run", QUARTER, "--direct", *SIGNED) == 0
    return root


def figures_of(draft: Path) -> dict[tuple[str, str, str], dict[str, str]]:
    rows = csv.DictReader(io.StringIO((draft / "figures.csv").read_text("utf-8")))
    return {(row["code"], row["basis"], row["dimension"]): row for row in rows}


def test_a_quarter_adds_its_months_up(quarter):
    figures = figures_of(quarter / "out" / QUARTER / "draft")

    assert figures["aid_persons", "quarter", ""]["value"] == str(150 + 50 + 20)
    assert figures["aid_amount", "quarter", ""]["value"] == str(168 * (150 + 50 + 20))
    assert figures["aid_persons", "quarter", ""]["period"] == QUARTER


def test_a_quarter_that_was_made_is_found_unchanged_until_one_of_its_months_changes(
    quarter, tmp_path, capsys
):
    workspace, period = Workspace.at(quarter), Period.parse(QUARTER)
    assert is_current(workspace, period)
    assert type_in(quarter, "run", QUARTER, "--direct") == 0
    assert "2024年三季度没有变化" in capsys.readouterr().out

    book = quarter / "raw/2024-08/帮扶.xlsx"
    kept = book.read_bytes()
    paid_in(quarter, 8, 51)
    try:
        assert not is_current(workspace, period)
    finally:
        book.write_bytes(kept)
    assert is_current(workspace, period)


def test_the_overview_lists_a_quarter_with_the_workbooks_of_its_months(quarter, capsys):
    assert type_in(quarter, "status") == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if QUARTER in line]

    assert "3 份" in line
    assert "3/27" in line  # one of nine departments reports, for three months


def test_the_marked_copies_of_a_quarter_name_their_month(tmp_path):
    root = make_union(tmp_path)
    for month in (7, 8):
        send(root, f"2024-{month:02d}/帮扶.xlsx", relief(**{"金额(元)": 1}))
    assert type_in(root, "check", QUARTER) == 1

    replies = root / "out" / QUARTER / "replies"
    assert sorted(path.name for path in replies.iterdir()) == [
        "2024-07_帮扶_退回.xlsx",
        "2024-08_帮扶_退回.xlsx",
    ]


@pytest.mark.parametrize("command", [("forms",), ("fix", "帮扶.xlsx", "J3")])
@pytest.mark.parametrize("period", [QUARTER, "2024H1", "2024"])
def test_what_goes_by_months_says_so(quarter, capsys, command, period):
    name, *rest = command
    extra = ["--new", "1", *SIGNED, "--reason", "漏填"] if name == "fix" else []

    assert type_in(quarter, name, period, *rest, *extra) == 2
    assert f"这里须是一个月，而“{period}”是" in last_line(capsys.readouterr().err)


def test_backfill_goes_from_month_to_month(quarter, capsys):
    assert type_in(quarter, "backfill", "2024Q1..2024Q3") == 2
    assert "须是一个月" in last_line(capsys.readouterr().err)


def test_a_quarter_of_which_nothing_came_is_told_where_its_workbooks_belong(quarter, capsys):
    assert type_in(quarter, "run", "2024Q1", "--direct") == 2
    told = last_line(capsys.readouterr().err)

    assert told.startswith("没有找到2024年一季度的报表")
    assert all(f"raw/2024-0{month}" in told for month in (1, 2, 3))


def test_a_quarter_is_submitted_approved_released_and_verified(quarter, monkeypatch, capsys):
    monkeypatch.setenv("BULLETIN_PASSPHRASE", PHRASE)
    assert type_in(quarter, "passphrase", "--by", "李四") == 0
    assert type_in(quarter, "review", QUARTER, *SIGNED) == 0
    assert type_in(quarter, "approve", QUARTER, "--by", "李四") == 0
    assert type_in(quarter, "release", QUARTER, *SIGNED) == 0
    assert "2024年三季度已发布，第1版" in capsys.readouterr().out

    released = quarter / "out" / QUARTER / "v1"
    assert {
        "示例县总工会2024年三季度统计公报.docx",
        "示例县总工会2024年1—9月工作情况报告.docx",
        "示例县总工会2024年三季度统计表.xlsx",
    } <= {path.name for path in released.iterdir()}
    assert type_in(quarter, "verify", QUARTER) == 0


def words_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_a_year_of_which_two_months_are_not_reported_passes_nothing_off_as_a_years(tmp_path):
    folder = draft_of(copy_sample(tmp_path), "2024").folder
    figures = figures_of(folder)
    bulletin = words_of(folder / "bulletin.docx")

    assert {f["printed"] for (_, basis, _), f in figures.items() if basis in ("year", "ytd")} == {
        "数据未报送"
    }
    assert "74.92" not in bulletin  # what January to October add up to, in 万元
    assert "财务部11—12月数据未报送，本部分暂缺。" in bulletin
    assert "截至本期，下列数据未报送，有关部分暂缺：" in bulletin
    assert "累计数不含" not in bulletin  # for there is none
    coverage = json.loads((folder / "manifest.json").read_text("utf-8"))["coverage"]
    absent = {row["period"] for row in coverage if row["status"] == "未报送"}
    assert absent == {"2024-11", "2024-12"}


def test_the_third_quarter_of_the_sample_reads_as_a_quarter(tmp_path):
    folder = draft_of(copy_sample(tmp_path), QUARTER).folder
    bulletin, report = (words_of(folder / f"{name}.docx") for name in ("bulletin", "report"))

    # DOMAIN.md §7: 52 200 + 149 000 + 16 000 = 217 200 after 53 000, that is 164 200 more
    assert "三季度四送与慰问资金合计21.72万元，比上季度增加16.42万元" in bulletin
    assert "1—9月累计71.32万元" in bulletin
    assert "本月" not in bulletin + report
    assert "永新县总工会2024年1—9月工作情况报告" in report
    assert "2024年10月8日" in bulletin
