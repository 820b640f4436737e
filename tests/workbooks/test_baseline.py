"""The baseline's csv files: read strictly, every fault told by file and line, no value told."""

from __future__ import annotations

import pytest

from schemas.faults import WorkspaceError
from workbooks.baseline import read_baseline

HEAD = "code,basis,period,dimension,value"
GOOD = "aid_amount,ytd,2023-10,,700000"


def read(*lines, head=HEAD):
    return read_baseline({"2023.csv": "\n".join([head, *lines]).encode()})


def test_the_five_columns_are_enough():
    (row,) = read(GOOD, "").rows(named=True)

    assert (row["code"], row["basis"], row["period"]) == ("aid_amount", "ytd", "2023-10")
    assert (row["dimension"], row["value"], row["unit"]) == ("", "700000", "元")
    assert (row["status"], row["coverage"]) == ("正常", "1")


def test_a_former_figures_csv_fits_as_it_is(october):
    content = (october.folder / "figures.csv").read_bytes()

    frame = read_baseline({"figures.csv": content})

    assert frame.height == october.edition.figures.height
    for name in ("code", "basis", "period", "dimension", "value", "status", "unit"):
        assert frame[name].to_list() == october.edition.figures[name].to_list()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-8"])
def test_what_excel_saves_can_be_read(encoding):
    text = f"{HEAD},备注\r\n{GOOD},去年\r\naid_persons,ytd,2023-10,project=P-WN02,160,\r\n"

    assert read_baseline({"a.csv": text.encode(encoding)})["value"].to_list() == ["700000", "160"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("no_such_code,ytd,2023-10,,1", "code"),
        ("aid_amount,as_of,2023-10,,1", "month、quarter、half、year、ytd"),
        ("mutual_units,ytd,2023-10,,1", "as_of"),
        ("aid_amount,ytd,2023年10月,,1", "period"),
        ("aid_amount,ytd,2023-13,,1", "period"),
        ("aid_amount,month,2023Q3,,1", "请把 basis 改为 quarter（本季度）"),
        ("aid_amount,quarter,2023-09,,1", "period 写作 2023Q3 的样子"),
        ("aid_amount,half,2023,,1", "period 写作 2023H1 的样子"),
        ("aid_amount,year,2023-12,,1", "period 写作 2023 的样子"),
        ("aid_amount,ytd,2023-10,,七十万", "value 不是数"),
        ("aid_amount,ytd,2023-10,,70万元", "value 不是数"),
        ('aid_amount,ytd,2023-10,,"700,000"', "value 不是数"),
        ("aid_amount,ytd,2023-10,,=1+1", "value 不是数"),
        ("aid_amount,ytd,2023-10,,NaN", "value 不是数"),
        ("aid_amount,ytd,2023-10,,1e5", "value 不是数"),
        ("aid_amount,ytd,2023-10,,999999190001010015", "value 不是数"),
        ("aid_persons,ytd,2023-10,,1.5", "整数"),
        ("aid_persons,ytd,2023-10,township=某乡,1", "dimension"),
        ("aid_persons,ytd,2023-10,project=999999190001010015,1", "dimension"),
        ("aid_amount,ytd,2023-10,,1,2", "请检查逗号"),
        (GOOD, "重复"),
    ],
)
def test_a_faulty_line_is_told_by_file_and_line_and_never_by_its_value(line, says):
    with pytest.raises(WorkspaceError) as told:
        read(GOOD, line)

    assert "baseline/2023.csv 第3行" in str(told.value)
    assert says in str(told.value)
    for field in ("999999190001010015", "七十万", "no_such_code", "某乡"):
        assert field not in str(told.value)


@pytest.mark.parametrize("period", ["2023-09", "2023Q3", "2023H1", "2023"])
def test_the_year_so_far_and_what_stands_may_be_kept_of_any_period(period):
    frame = read(f"aid_amount,ytd,{period},,1", f"mutual_units,as_of,{period},,1")

    assert frame["period"].to_list() == [period, period]


def test_a_period_is_known_however_it_is_written():
    assert read("aid_amount,quarter,2023q3,,1")["period"].to_list() == ["2023Q3"]
    with pytest.raises(WorkspaceError, match="重复"):
        read("aid_amount,quarter,2023q3,,1", "aid_amount,quarter,2023Q3,,2")


def test_a_repetition_in_another_file_names_both():
    files = {name: f"{HEAD}\n{GOOD}\n".encode() for name in ("a.csv", "b.csv")}

    with pytest.raises(WorkspaceError, match=r"b\.csv 第2行与baseline/a\.csv 第2行重复"):
        read_baseline(files)


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [
        ("mutual_units,as_of,2023-09,,178", "mutual_units,as_of,2023Q3,,179", "期末"),
        ("aid_amount,ytd,2023Q3,,100", "aid_amount,ytd,2023-09,,100.5", "本年累计"),
        ("aid_amount,ytd,2023-06,,100", "aid_amount,half,2023H1,,90", "本半年"),
        ("aid_amount,year,2023,,100", "aid_amount,ytd,2023H2,,90", "全年"),
        ("aid_amount,month,2023-01,,100", "aid_amount,ytd,2023-01,,90", "本月"),
        ("budget_adjusted,plan,2023-12,,100", "budget_adjusted,plan,2023Q4,,90", "规划"),
    ],
)
def test_two_values_of_one_stretch_are_refused_and_both_lines_named(one, other, names):
    """The year so far at the end of June is the first half; the end of a quarter a month's."""
    with pytest.raises(WorkspaceError, match=r"第3行与baseline/2023\.csv 第2行不一致") as told:
        read(one, other)

    assert names in str(told.value)
    assert "请核对" in str(told.value)


def test_what_the_same_stretch_is_told_alike_or_of_another_stretch_stands():
    frame = read(
        "mutual_units,as_of,2023-09,,178",
        "mutual_units,as_of,2023Q3,,178",
        "aid_amount,quarter,2023Q2,,60",  # April to June, not January to June
        "aid_amount,ytd,2023-06,,100",
        "aid_amount,half,2023H1,,100.0",
        "aid_amount,month,2023-06,,40",
        "aid_amount,ytd,2023-06,project=P-WN02,20",
        "aid_amount,ytd,2023Q2,,",  # not known then
    )

    assert frame.height == 8


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "是空的"),
        (b"code,basis,value\n", "缺少period、dimension"),
        (f"{HEAD},value\n".encode(), "value写了两次"),
        (b"\xff\xfe\x00\x81", "CSV"),
        (f'{HEAD}\n"aid'.encode() + b"\x00" * 3 + b"x" * 140_000, "baseline/a.csv 第"),
    ],
)
def test_a_file_that_is_no_baseline_is_told_so(content, says):
    with pytest.raises(WorkspaceError, match=says):
        read_baseline({"a.csv": content})


def test_what_was_not_known_then_is_not_known_now():
    head = f"{HEAD},status,coverage"
    frame = read("aid_amount,ytd,2023-10,,,数据未报送,0.5", head=head)

    assert frame.row(0, named=True)["value"] is None
    assert frame["status"].to_list() == ["数据未报送"]
