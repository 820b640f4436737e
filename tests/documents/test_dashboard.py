"""What Prefect's dashboard shows of a run: where, how often and who, never a value."""

from __future__ import annotations

import polars as pl

from documents.dashboard import (
    link_documents,
    list_outcomes,
    tabulate_changes,
    tabulate_coverage,
    tabulate_findings,
)
from documents.narrative import read_kinds
from schemas.figure import CHANGE_SCHEMA
from schemas.issue import ISSUE_SCHEMA
from schemas.period import Period

OCTOBER = Period(2024, 10)


def issue(severity: str, rule: str, cell: str) -> tuple[str, ...]:
    return (severity, rule, "2024-10/帮扶.xlsx", "四送与慰问", cell, "金额", "文本", "金额", "…")


def found(*issues: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(issues, schema=ISSUE_SCHEMA, orient="row")


def test_findings_are_counted_by_rule_the_gravest_first():
    rows = tabulate_findings(
        found(issue("W", "W-P02", "B2"), issue("E", "E-F01", "C3"), issue("W", "W-P02", "B4"))
    )

    assert [(row["级别"], row["规则"], row["条数"]) for row in rows] == [
        ("错误", "E-F01", 1),
        ("提醒", "W-P02", 2),
    ]
    assert rows[0]["问题"] == "文件无法读取或类型与扩展名不符"
    assert (
        rows[1]["位置"]
        == "2024-10/帮扶.xlsx › 四送与慰问 › B2；2024-10/帮扶.xlsx › 四送与慰问 › B4"
    )


def test_of_many_places_five_are_named_and_all_are_counted():
    (row,) = tabulate_findings(found(*[issue("W", "W-P02", f"B{n}") for n in range(1, 8)]))

    assert row["位置"].count("；") == 4
    assert row["位置"].endswith("B5等 7 处")


def test_coverage_is_that_of_the_period(sample_edition):
    rows = tabulate_coverage(sample_edition("2024-10").coverage, OCTOBER)

    assert len(rows) == 9
    assert rows[0] | {"收到行": 0, "采用行": 0} == {
        "部门": "组织宣教部",
        "报表": "W01",
        "报送": "已报送",
        "份数": 1,
        "收到行": 0,
        "采用行": 0,
        "搁置行": 0,
    }


def test_changes_tell_which_figures_and_no_value():
    changes = pl.DataFrame(
        [
            ("A01", "慰问人次", "month", "", "150人次（150）", "160人次（160）"),
            ("A02", "体检人次", "ytd", "project=P-TJ01", "", "3人次（3）"),
            ("A03", "助学人次", "ytd", "", "7人次（7）", ""),
        ],
        schema=CHANGE_SCHEMA,
        orient="row",
    )

    rows = tabulate_changes(changes)

    assert [tuple(row.values()) for row in rows] == [
        ("慰问人次", "本月", "", "改变"),
        ("体检人次", "本年累计", "project=P-TJ01", "新增"),
        ("助学人次", "本年累计", "", "取消"),
    ]


def test_documents_that_are_there_are_linked(tmp_path):
    (tmp_path / "bulletin.docx").touch()

    page = link_documents(tmp_path, read_kinds())

    assert f"- [统计公报]({(tmp_path / 'bulletin.docx').as_uri()})　`bulletin.docx`" in page
    assert f"`{tmp_path}`" in page
    assert "review.html" not in page


def test_outcomes_tell_which_month_was_not_made():
    rows = list_outcomes([Period(2024, 9), OCTOBER], [OCTOBER])

    assert [row["结果"] for row in rows] == ["初稿已写好", "没有写成"]
