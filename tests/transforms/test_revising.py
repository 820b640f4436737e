"""Revisions: every figure that was released and is another one with what is known now."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import polars as pl
import pytest

from schemas.indicators import hash_definitions
from schemas.period import Period
from schemas.settings import Statement
from tests.transforms.by_hand import SETTINGS, good, release_of, submission
from transforms.examination import examine
from transforms.issuing import issue_edition
from transforms.revising import list_revisions

JULY, AUGUST, SEPTEMBER = Period(2024, 7), Period(2024, 8), Period(2024, 9)
BOOK = "2024-07/W05.xlsx"
AGAIN = "2024-07/W05_v2.xlsx"


def sent(name, *rows, workbook=BOOK, **on_cover):
    return submission(name, *rows, workbook=workbook, **on_cover)


def visit(batch, heads, **more):
    row = {"batch_id": batch, "headcount": heads, "amount_cny": heads * 168, "unit_amount_cny": 168}
    return good("reliefs", **{**row, **more})


def nothing(workbook="2024-08/W05.xlsx", name="reliefs"):
    return sent(name, workbook=workbook)


def revised(books, released, period=AUGUST, settings=SETTINGS):
    """Return the revisions of a period whose workbooks and releases are these."""
    examined = examine(books, settings, period, released)
    return list_revisions(examined, issue_edition(examined, settings, period, None))


def one(revisions, code, basis="ytd", dimension=""):
    (row,) = revisions.filter(code=code, basis=basis, dimension=dimension).to_dicts()
    return row


JULY_BOOK = sent("reliefs", visit("QL-1", 150), visit("QL-2", 50))


@cache
def july():
    return release_of([JULY_BOOK], JULY)


TEN_FEWER = sent("reliefs", visit("QL-1", 140), visit("QL-2", 50), workbook=AGAIN, version=2)


@cache
def ten_fewer(period=JULY):
    """Return the revisions after July's workbook came again: 190 heads, not 200."""
    books = [JULY_BOOK, TEN_FEWER] + ([nothing()] if period == AUGUST else [])
    return revised(books, [july()], period)


def test_what_nobody_sent_again_is_not_revised():
    assert revised([JULY_BOOK, nothing()], [july()]).is_empty()
    assert revised([JULY_BOOK], [july()], JULY).is_empty()
    assert revised([JULY_BOOK], []).is_empty()


@pytest.mark.parametrize("period", [JULY, AUGUST])
def test_a_workbook_that_came_again_is_named_with_its_cells_and_its_version(period):
    # 150 + 50 = 200 heads were released; 140 + 50 = 190 are known now: 10 fewer.
    row = one(ten_fewer(period), "aid_persons")

    assert (row["period"], row["release"]) == ("2024-07", "v1")
    assert (row["before"], row["after"], row["change"]) == ("200", "190", "-10")
    assert (row["category"], row["decided"]) == ("更正", "自动")
    assert row["reason"] == "职工服务（帮扶）中心重报2024年7月报表（第2版）"
    assert (row["workbook"], row["cells"]) == (AGAIN, "四送与慰问!H2、H3")
    assert (row["stated_before"], row["stated_after"]) == ("200人次", "190人次")


def test_every_basis_and_part_of_what_changed_is_listed():
    told = set(ten_fewer().filter(code="aid_persons").select("basis", "dimension").rows())

    assert {("month", ""), ("ytd", ""), ("ytd", "project=P-QL01")} <= told


def test_a_workbook_that_comes_late_is_an_update():
    # July's return of the palace was missing when July was released.
    palace = "2024-07/W08.xlsx"
    late = submission("palace_activities", good("palace_activities"), workbook=palace)
    row = one(revised([JULY_BOOK, nothing(), late], [july()]), "palace_sessions", "month")

    assert (row["before"], row["after"], row["category"]) == ("数据未报送", "1", "更新")
    assert row["reason"] == "工人文化宫补报2024年7月报表"
    assert row["workbook"] == palace


def test_rows_of_july_that_august_sends_are_an_update_of_july():
    more = sent("reliefs", visit("QL-3", 30), workbook="2024-08/W05.xlsx")
    row = one(revised([JULY_BOOK, more], [july()]), "aid_persons", "month")

    assert (row["before"], row["after"], row["category"]) == ("200", "230", "更新")
    assert row["reason"] == "职工服务（帮扶）中心在2024年8月报表中补报"
    assert (row["workbook"], row["cells"]) == ("2024-08/W05.xlsx", "四送与慰问!H2")


def test_a_row_that_is_gone_takes_its_figures_to_blank():
    warm = visit("WN-1", 20, project_code="P-WN02", unit_amount_cny=1000, amount_cny=20000)
    released = release_of([sent("reliefs", visit("QL-1", 150), warm)], JULY)
    again = sent("reliefs", visit("QL-1", 150), workbook=AGAIN, version=2)
    book = sent("reliefs", visit("QL-1", 150), warm)
    found = revised([book, again, nothing()], [released])

    total = one(found, "warm_regular_persons")
    part = one(found, "aid_persons", dimension="project=P-WN02")
    assert (total["before"], total["after"], total["change"]) == ("20", "0", "-20")
    assert (total["stated_before"], total["stated_after"]) == ("20名", "—")
    assert (part["before"], part["after"], part["change"]) == ("20", "", "")
    assert {row["workbook"] for row in (total, part)} == {AGAIN}


def test_a_file_that_was_exchanged_and_one_that_is_gone_are_told():
    released = release_of([JULY_BOOK], JULY)
    changed = replace(sent("reliefs", visit("QL-1", 140), visit("QL-2", 50)), sha256="other")
    row = one(revised([changed, nothing()], [released]), "aid_persons")
    assert row["reason"] == "职工服务（帮扶）中心2024年7月报表已更换"

    june = nothing("2024-06/W05.xlsx")
    released = release_of([june, JULY_BOOK], JULY)
    row = one(revised([june, nothing()], [released]), "aid_persons")
    assert (row["before"], row["after"]) == ("200", "数据未报送")
    assert row["reason"] == "职工服务（帮扶）中心2024年7月报表已从报送文件夹撤走"


def ledger(month, *rows, **on_cover):
    book = f"{month}/W07.xlsx"
    return submission("gifts", *rows, workbook=book, submit_mode="累计台账", **on_cover)


def test_a_later_ledger_that_tells_otherwise_of_an_earlier_month_revises_it():
    early = {"gift_id": "HB-1", "gift_date": "2024-07-18"}
    books = [ledger("2024-07", good("gifts", **early, headcount=60, amount_cny=13800))]
    released = release_of(books, JULY)
    later = ledger("2024-08", good("gifts", **early, headcount=66, amount_cny=15180))
    row = one(revised([*books, later], [released]), "mutual_gift_persons")

    assert (row["before"], row["after"]) == ("60", "66")
    assert (row["category"], row["reason"]) == ("更正", "互助保障办在2024年8月台账中更正")
    assert row["workbook"] == "2024-08/W07.xlsx"


def test_a_ledger_whose_rows_wait_to_be_mended_revises_nothing_yet():
    early = {"gift_id": "HB-1", "gift_date": "2024-07-18", "headcount": 60}
    books = [ledger("2024-07", good("gifts", **early, amount_cny=13800))]
    wrong = ledger("2024-08", good("gifts", **early, amount_cny=13801))  # 60 × 230 = 13 800

    assert revised([*books, wrong], [release_of(books, JULY)]).is_empty()


def test_what_became_of_a_thing_later_does_not_rewrite_the_month_in_which_it_was_told():
    # In July the household is on file, in August it is not any more.
    file = "2024-07/W05.xlsx"
    then = submission("hardship_files", good("hardship_files"), workbook=file)
    left = good("hardship_files", status="解困脱困", close_date="2024-08-20")
    later = submission("hardship_files", left, workbook="2024-08/W05.xlsx")
    released = release_of([then], JULY)

    assert released.exact.filter(code="hardship_households", dimension="")["value"][0] == "1"
    assert revised([then, later], [released]).is_empty()


def claims(*amounts, months="07"):
    return [
        good(
            "claims",
            claim_id=f"LP-{number}",
            amount_cny=amount,
            accept_date=f"2024-{months}-02",
            pay_date=f"2024-{months}-09",
        )
        for number, amount in enumerate(amounts)
    ]


@pytest.mark.parametrize(("more", "stated"), [(2, False), (3, True)])
def test_a_case_like_amount_moved_by_few_cases_is_listed_without_numbers(more, stated):
    few = [30000] * 10
    book = "2024-07/W07.xlsx"
    first = submission("claims", *claims(*few), workbook=book)
    second = submission(
        "claims", *claims(*few, *[80000] * more), workbook=book.replace(".", "_v2."), version=2
    )
    released = release_of([first], JULY)
    row = one(revised([first, second], [released], JULY), "mutual_claims_amount")

    forms = row["stated_before"], row["stated_after"]
    assert (row["before"], row["after"]) == ("300000", str(300000 + 80000 * more))
    assert forms == (("30万元", "54万元") if stated else ("…", "…"))


def test_a_case_whose_amount_is_mended_is_nobody_s_to_work_out():
    book = "2024-07/W07.xlsx"
    first = submission("claims", *claims(*[30000] * 10), workbook=book)
    mended = claims(*[30000] * 9, 90000)
    second = submission("claims", *mended, workbook="2024-07/W07_v2.xlsx", version=2)
    row = one(revised([first, second], [release_of([first], JULY)], JULY), "mutual_claims_amount")

    assert (row["stated_before"], row["stated_after"]) == ("…", "…")


def test_what_is_floored_in_print_is_never_opened():
    fair = good("job_fairs", hired=627)
    first = sent("job_fairs", fair)
    released = release_of([first], JULY)
    near = sent("job_fairs", {**fair, "hired": 650}, workbook=AGAIN, version=2)
    far = sent("job_fairs", {**fair, "hired": 727}, workbook=AGAIN, version=2)

    row = one(revised([first, near], [released], JULY), "job_hires")
    assert (row["before"], row["after"], row["stated_after"]) == ("627", "650", "")
    row = one(revised([first, far], [released], JULY), "job_hires")
    assert (row["stated_before"], row["stated_after"]) == ("600余人", "700余人")


def test_parts_are_listed_for_the_office_and_never_printed():
    parts = ten_fewer().filter(pl.col("dimension") != "")

    assert parts.height
    assert set(parts["stated_before"]) | set(parts["stated_after"]) == {""}


def test_a_programme_s_own_count_that_was_hidden_is_not_listed():
    # Two of 冬送温暖 and three of 常态化 were hidden; six of 冬送温暖 are known now.
    def book(heads, **place):
        told = {"unit_amount_cny": 1000, "target_group": "特殊群体"}
        rows = [
            visit("WN-1", heads, project_code="P-WN01", amount_cny=heads * 1000, **told),
            visit("WN-2", 3, project_code="P-WN02", amount_cny=3000, **told),
            visit("QL-1", 150),
        ]
        return sent("reliefs", *rows, **place)

    first, again = book(2), book(6, workbook=AGAIN, version=2)
    released = release_of([first], JULY)
    found = revised([first, again], [released], JULY)
    row = one(found, "warm_special_persons")

    assert row["printed_before"] == "…"
    assert (row["before"], row["after"]) == ("2", "6")
    assert (row["stated_before"], row["stated_after"]) == ("", "")
    assert one(found, "aid_persons")["stated_after"] == "159人次"


def announcing(released, *books, period):
    """Return the release of a later period that printed the revisions of an earlier one."""
    examined = examine(books, SETTINGS, period, [released])
    edition = issue_edition(examined, SETTINGS, period, None)
    return release_of(books, period, announced=list_revisions(examined, edition))


def test_what_a_later_bulletin_announced_is_not_announced_again():
    books = [JULY_BOOK, TEN_FEWER, nothing()]
    august = announcing(july(), *books, period=AUGUST)
    september = nothing("2024-09/W05.xlsx")

    assert august.announced.height
    assert revised([*books, september], [july(), august], SEPTEMBER).is_empty()
    third = sent(
        "reliefs", visit("QL-1", 130), visit("QL-2", 50), workbook="2024-07/z.xlsx", version=3
    )
    row = one(
        revised([*books, third, september], [july(), august], SEPTEMBER).filter(period="2024-07"),
        "aid_persons",
    )
    assert (row["before"], row["after"]) == ("190", "180")


def test_an_announcement_from_before_a_further_release_says_nothing_of_it():
    books = [JULY_BOOK, TEN_FEWER, nothing()]
    august = announcing(july(), *books, period=AUGUST)
    later = release_of([JULY_BOOK], JULY, number=2, at="2024-09-20T00:00:00+00:00")
    september = nothing("2024-09/W05.xlsx")

    row = one(
        revised([*books, september], [later, august], SEPTEMBER).filter(period="2024-07"),
        "aid_persons",
    )
    assert (row["before"], row["after"], row["release"]) == ("200", "190", "v2")


def test_a_rerun_of_what_was_released_again_prints_what_that_release_prints():
    books = [JULY_BOOK, TEN_FEWER]
    first = ten_fewer()
    second = release_of(books, JULY, number=2, at="2024-08-20T00:00:00+00:00", announced=first)

    assert revised(books, [july(), second], JULY).equals(first)


def test_without_the_office_s_copy_public_forms_are_compared():
    fair = good("job_fairs", hired=627)
    first = sent("job_fairs", fair)
    lost = replace(release_of([first], JULY), exact=july().exact.clear(), workbooks={})
    far = sent("job_fairs", {**fair, "hired": 727}, workbook=AGAIN, version=2)
    near = sent("job_fairs", {**fair, "hired": 650}, workbook=AGAIN, version=2)

    row = one(revised([first, near], [lost], JULY), "job_hires")
    assert (row["before"], row["after"], row["change"]) == ("627", "650", "23")
    assert row["reason"].startswith("发布时的留底缺失")

    words = lost.figures.with_columns(value=pl.lit(None, pl.String))
    worded = replace(lost, figures=words)  # a release that told words alone is held to them
    assert one(revised([first, far], [worded], JULY), "job_hires")["before"] == "600余人"
    assert revised([first, near], [worded], JULY).filter(code="job_hires").is_empty()


def test_another_definition_is_told_as_one():
    given = {**hash_definitions(), "aid_persons": "another"}
    released = replace(july(), definitions=given)
    found = revised([JULY_BOOK, TEN_FEWER], [released], JULY)

    row = one(found, "aid_persons")
    assert (row["category"], row["reason"][:8]) == ("口径", "指标口径有变动；")
    assert one(found, "aid_amount")["category"] == "更正"


def stating(*said):
    told = tuple(Statement(category="更新", reason="名册补录", **about) for about in said)
    return SETTINGS.model_copy(update={"revisions": told})


def test_what_a_person_states_goes_before_what_the_program_works_out():
    settings = stating(
        {"workbook": "W05_v2.xlsx", "by": "张三"},
        {"code": "aid_amount", "period": "2024-07", "by": "李四"},
    )
    found = revised([JULY_BOOK, TEN_FEWER], [july()], JULY, settings)

    persons, amount = one(found, "aid_persons"), one(found, "aid_amount")
    assert [persons["decided"], amount["decided"]] == ["张三", "李四"]
    assert (persons["category"], persons["reason"]) == ("更新", "名册补录")


def test_a_statement_about_something_else_says_nothing_of_a_revision():
    settings = stating(
        {"workbook": "W05.xlsx"},
        {"code": "aid_persons", "period": "2024-06"},
        {"code": "job_hires"},
    )

    assert revised([JULY_BOOK, TEN_FEWER], [july()], JULY, settings).equals(ten_fewer())


def test_a_statement_must_be_about_something():
    with pytest.raises(ValueError, match="code or workbook"):
        Statement(category="更正", reason="理由")


def test_a_release_that_is_damaged_is_told_and_compared_with_nothing():
    damaged = replace(july(), is_whole=False)
    examined = examine([JULY_BOOK, TEN_FEWER], SETTINGS, JULY, [damaged])

    assert examined.issues.filter(rule="W-V01")["message"].to_list() == [
        "2024年7月的发布件（v1）与发布时不同，没有对照"
    ]
    assert list_revisions(examined, issue_edition(examined, SETTINGS, JULY, None)).is_empty()


def test_a_fall_that_a_resent_workbook_explains_is_listed_and_no_error():
    issues = examine([JULY_BOOK, TEN_FEWER, nothing()], SETTINGS, AUGUST, [july()]).issues

    assert issues.filter(rule="E-X03").is_empty()
    assert issues.filter(rule="N-REV")["message"].str.contains("已列为修订").all()
    assert issues.filter(rule="N-REV").height


def test_a_fall_because_a_ledger_is_gone_is_an_error_until_a_person_states_it():
    # June's 60 heads and July's 40 were released; July's ledger is gone, August's lacks the 40.
    early = good("gifts", gift_id="HB-1", gift_date="2024-06-18", headcount=60, amount_cny=13800)
    june = ledger("2024-06", early)
    more = good("gifts", gift_id="HB-2", headcount=40, amount_cny=9200)
    released = release_of([june, ledger("2024-07", early, more)], JULY)
    books = [june, ledger("2024-08", early)]

    told = examine(books, SETTINGS, AUGUST, [released]).issues.filter(rule="E-X03", column="人数")
    assert told.select("found", "expected").rows() == [("60", "100")]
    said = Statement(code="mutual_gift_persons", category="更正", reason="整册重复")
    settings = SETTINGS.model_copy(update={"revisions": (said,)})
    issues = examine(books, settings, AUGUST, [released]).issues
    assert issues.filter(rule="E-X03")["column"].to_list() == ["金额(元)"]
    assert issues.filter(rule="N-REV")["column"].to_list() == ["人数"]
