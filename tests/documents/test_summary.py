from __future__ import annotations

import polars as pl

from documents.summary import summarise_check, summarise_run, summarise_waivers
from schemas.issue import ISSUE_SCHEMA, no_issues
from schemas.period import Period
from schemas.submission import Balance, WorkbookAccount
from tests.published import PRINTED, coverage, edition, figure, figures, published_edition

DOCUMENTS = {"bulletin": "统计公报", "report": "工作情况报告"}
FOLDER = "data/out/2024-10/draft"


OUT = (Period.parse("2024-10"), "out/check")


def issues(**counts: int) -> pl.DataFrame:
    empty = dict.fromkeys(ISSUE_SCHEMA, "")
    rows = [
        {
            **empty,
            "severity": severity,
            "rule": f"{severity}-X",
            "workbook": "甲.xlsx",
            "sheet": "招聘会",
            "cell": f"C{number}",
            "message": f"第{number}处",
        }
        for severity, count in reversed(counts.items())
        for number in range(count)
    ]
    return pl.DataFrame(rows, schema=ISSUE_SCHEMA)


def test_a_run_says_where_its_files_lie():
    told = summarise_run(published_edition(), FOLDER, DOCUMENTS)

    assert told.startswith("永新县总工会2024年10月：初稿已写好（示例数据）")
    for name in (FOLDER, "bulletin.docx", "report.docx", "review.html", "tables.xlsx"):
        assert name in told


def test_a_run_states_every_published_figure():
    told = summarise_run(published_edition(), FOLDER, DOCUMENTS)

    assert [form for form in PRINTED.values() if f" {form}" not in told] == []


def test_a_run_fits_on_a_screen():
    told = summarise_run(published_edition(issues=issues(E=2, W=30, I=222)), FOLDER, DOCUMENTS)

    assert len(told.splitlines()) <= 60


def test_errors_stand_before_warnings_and_information_is_only_counted():
    told = summarise_run(published_edition(issues=issues(E=1, W=1, I=5)), FOLDER, DOCUMENTS)
    found = [line.strip() for line in told.splitlines() if "甲.xlsx" in line]

    assert found == [
        "错误 E-X　甲.xlsx › 招聘会 › C0：第0处",
        "提醒 W-X　甲.xlsx › 招聘会 › C0：第0处",
    ]
    assert "错误 1 条，提醒 1 条，说明 5 条" in told


def test_what_does_not_fit_is_counted():
    told = summarise_run(published_edition(issues=issues(W=33)), FOLDER, DOCUMENTS)

    assert "另有 13 条，见 issues.csv" in told


def test_a_missing_department_is_named_in_its_place_and_to_be_urged():
    rows = figures(figure("job_fairs", None, status="数据未报送", printed="数据未报送"))
    gone = edition(figures=rows, coverage=coverage(missing=(("2024-10", "W05"),)))
    told = summarise_run(gone, FOLDER, DOCUMENTS)

    assert "四送帮扶  数据未报送" in told
    assert "催报：职工服务（帮扶）中心" in told


def test_what_is_in_doubt_or_did_not_happen_is_not_stated_as_a_number():
    rows = figures(figure("job_fairs", "5", status="数据待核"), figure("job_hires", "0"))
    told = summarise_run(edition(figures=rows), FOLDER, DOCUMENTS)

    assert "招聘会场次 数据待核" in told
    assert "为企业招工" not in told
    assert "宣教文体  暂无" in told


def test_next_steps_follow_from_what_was_found():
    clean = summarise_run(published_edition(issues=no_issues()), FOLDER, DOCUMENTS)
    doubtful = summarise_run(published_edition(issues=issues(E=1, W=1)), FOLDER, DOCUMENTS)

    assert clean.split("下一步：\n")[1] == "  · 打开审阅页通读文稿：bulletin review 2024-10"
    assert len(doubtful.split("下一步：\n")[1].splitlines()) == 3


def test_a_check_tells_its_errors_and_who_is_missing():
    told = summarise_check(issues(E=1), coverage(missing=(("2024-10", "W09"),)), OUT)

    assert "错误 1 条" in told
    assert "没有收到：财务部" in told
    assert "out/check/issues.csv" in told
    assert "退回部门更正" in told


def test_a_clean_check_says_that_a_draft_can_be_made():
    assert "没有错误，可以生成初稿。" in summarise_check(no_issues(), coverage(), OUT)


def test_a_return_that_cannot_be_read_is_not_called_missing():
    torn = coverage().with_columns(
        status=pl.when(pl.col("table_code") == "W09").then(pl.lit("无法读取")).otherwise("status")
    )
    checked = summarise_check(no_issues(), torn, OUT)
    told = summarise_run(edition(coverage=torn), FOLDER, DOCUMENTS)

    assert "无法读取：财务部" in checked
    assert "没有收到" not in checked
    assert "请重报：财务部（2024-10，工作簿无法读取）" in told
    assert "催报" not in told


def test_a_check_accounts_for_every_cell_and_row_of_a_workbook():
    cells = Balance(31, 25, {"合计行": 2, "标题与表头": 4})
    accounts = (
        WorkbookAccount("2024-10/甲.xlsx", True, cells, 3, 1),
        WorkbookAccount("2024-10/乙.xlsx", False, Balance(0, 0), 0, 0),
    )
    told = summarise_check(no_issues(), coverage(), OUT, accounts).splitlines()

    assert (
        "  2024-10/甲.xlsx：读到 31 格 = 采用 25 + 搁置 6（合计行 2，标题与表头 4）；"
        "4 行 = 采用 3 + 退回 1"
    ) in told
    assert "  2024-10/乙.xlsx：无法读取" in told


def test_accepted_warnings_are_counted_beside_what_is_still_open():
    told = summarise_check(issues(W=1, I=3), coverage(), OUT, accepted=2)

    assert "提醒 1 条，说明 3 条（含已接受的提醒 2 条）" in told
    assert "已接受" not in summarise_check(issues(W=1, I=3), coverage(), OUT)


def test_what_was_accepted_is_told_with_its_place_and_what_is_left():
    accepted = issues(W=2).to_dicts()
    told = summarise_waivers(accepted, ("张三", "已核实"), 5, "data/waivers.csv")

    assert told.splitlines() == [
        "已接受提醒 2 条（张三，理由：已核实）：",
        "  W-X　甲.xlsx › 招聘会 › C0：第0处",
        "  W-X　甲.xlsx › 招聘会 › C1：第1处",
        "记在 data/waivers.csv，下次检查、运行或汇总起作用。还有提醒 5 条待核对。",
    ]
