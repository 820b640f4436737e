"""What notices say: period, counts, departments and where to look."""

from __future__ import annotations

import datetime as dt

import pytest

from documents.notices import write_notice
from schemas.notice import EVENTS, Counts, Notice
from schemas.period import Period

OCTOBER = Period(2024, 10)


def written(notice: Notice, *, sample: bool = False) -> tuple[str, str]:
    return tuple(write_notice(notice, "示例县总工会", sample=sample))


def test_a_draft_is_told_with_its_counts_and_its_place():
    notice = Notice("初稿", OCTOBER, by="张三", counts=Counts(0, 7), place="file:///draft")

    assert written(notice) == (
        "示例县总工会2024年10月：初稿已写好，请审阅",
        "由谁：张三\n检查结果：错误 0 条，提醒 7 条\n位置：file:///draft",
    )


def test_a_reminder_names_the_day_and_the_departments_that_have_not_reported():
    lacking = ("财务部", "女职工委员会")
    notice = Notice("催报", OCTOBER, missing=lacking, deadline=dt.date(2024, 11, 5))

    assert written(notice) == (
        "示例县总工会2024年10月：报表催报",
        "截止日期：2024年11月5日\n没有收到：财务部、女职工委员会",
    )


def test_a_release_names_its_version_who_released_it_and_where_it_lies():
    notice = Notice("发布", OCTOBER, by="李四", version="v2", reason="更正帮扶人数", place="/v2")

    assert written(notice) == (
        "示例县总工会2024年10月：已发布",
        "版次：v2\n姓名：李四\n理由：更正帮扶人数\n位置：/v2",
    )


def test_missed_months_are_listed():
    notice = Notice("补做", OCTOBER, months=(Period(2024, 9), OCTOBER), reason="逐月补做")

    assert written(notice)[1] == "2024年9月、2024年10月\n说明：逐月补做"


def test_a_notice_of_the_sample_says_so():
    assert written(Notice("批准", OCTOBER), sample=True)[0].endswith("（示例数据）")


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_has_a_title_of_one_line(event):
    notice = Notice(event, OCTOBER, deadline=dt.date(2024, 11, 5))

    subject, body = written(notice)

    assert subject.startswith("示例县总工会2024年10月：")
    assert "\n" not in subject + body
