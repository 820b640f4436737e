from __future__ import annotations

import csv
from pathlib import Path

import pytest

from documents.narrative.entries import Entries, Entry
from documents.narrative.phrases import (
    enumerate_names,
    enumerate_places,
    join_clauses,
    join_words,
    say_unreported,
)
from schemas.bulletin import Name, plain
from schemas.period import Period
from tests.published import figure, figures


def entry(code: str, value: str | None, basis: str = "ytd", **other: str | None) -> Entry:
    return Entries(figures(figure(code, value, basis, **other)), Period.parse("2024-10")).find(
        code, basis
    )


def month(value: str, before: str | None, change: str | None, percent: str | None) -> Entry:
    return entry(
        "aid_amount",
        value,
        "month",
        previous_period_value=before,
        period_change=change,
        period_change_pct=percent,
    )


def names(*texts: str) -> list[Name]:
    return [Name(text, "表页!C3") for text in texts]


def listed(count: str, *texts: str, count_follows: bool = False) -> str:
    shows = entry("culture_to_grassroots_events", count)
    return plain(enumerate_names(names(*texts), shows, count_follows=count_follows))


def test_a_complete_list_goes_without_deng():
    assert listed("3", "甲", "乙", "丙") == "甲、乙、丙"


def test_deng_stands_before_a_count_that_follows():
    assert listed("2", "甲", "乙", count_follows=True) == "甲、乙等"


def test_deng_is_compulsory_where_the_figure_counts_more():
    assert listed("3", "甲", "乙") == "甲、乙等"


def test_a_list_longer_than_its_figure_is_left_out():
    assert listed("1", "甲", "乙") == ""


def test_a_name_that_comes_twice_is_listed_once():
    assert listed("2", "甲", "甲") == "甲等"


def test_no_names_give_no_words():
    assert listed("3") == ""


def test_quoted_names_stand_side_by_side():
    assert listed("2", "“甲”", "“乙”") == "“甲”“乙”"
    assert listed("2", "《甲》", "《乙》") == "《甲》《乙》"


def test_a_name_that_only_holds_a_quotation_takes_the_mark():
    assert listed("2", "产改“回头看”", "“乙”") == "产改“回头看”、“乙”"


def test_a_figure_in_doubt_cannot_say_that_its_list_is_complete():
    doubtful = entry("culture_to_grassroots_events", "1", status="数据待核")

    assert plain(enumerate_names(names("甲", "乙"), doubtful)) == "甲、乙等"


def test_places_are_not_counted():
    assert (
        plain(enumerate_places(names("养老中心项目", "智能物流项目")))
        == "养老中心项目、智能物流项目"
    )


def test_clauses_leave_out_what_did_not_happen():
    clauses = [
        ["举办招聘会", entry("job_fairs", "5"), "，为企业招工", entry("job_hires", "0")],
        ["劳模宣讲", entry("model_worker_lectures", "0")],
        ["慰问", entry("hard_ent_persons", "50"), "，慰问金", entry("hard_ent_amount", "50000")],
    ]

    assert plain(join_clauses(clauses, "；")) == "举办招聘会5场；慰问50名，慰问金5万元"


def test_clauses_of_which_none_happened_are_nothing():
    assert join_clauses([["劳模宣讲", entry("model_worker_lectures", "0")]]) == ()


def test_words_after_the_last_figure_stay():
    assert plain(join_clauses([["为", entry("health_check_persons", "200"), "职工体检"]])) == (
        "为200名职工体检"
    )


def test_a_clause_in_doubt_says_so_in_place_of_the_number():
    doubtful = entry("job_fairs", "5", status="数据待核")

    assert plain(join_clauses([["举办招聘会", doubtful]])) == "举办招聘会数据待核"


def test_a_clause_says_only_once_that_it_is_in_doubt():
    fairs = entry("job_fairs", "5", status="数据待核")
    hires = entry("job_hires", "627", status="数据待核")

    assert (
        plain(join_clauses([["举办招聘会", fairs, "，为企业招工", hires]])) == "举办招聘会数据待核"
    )


def test_clauses_side_by_side_in_doubt_say_so_together():
    lectures = entry("model_worker_lectures", "7")
    doubtful = [entry(code, "5", status="数据待核") for code in ("job_fairs", "job_hires")]
    hopeful = entry("mutual_claims", "3", status="数据待核")
    clauses = [
        ["举办招聘会", doubtful[0]],
        ["为企业招工", doubtful[1]],
        ["劳模宣讲", lectures],
        ["办理理赔", hopeful],
    ]

    assert (
        plain(join_clauses(clauses))
        == "举办招聘会、为企业招工数据待核，劳模宣讲7场，办理理赔数据待核"
    )


def test_a_clause_in_doubt_that_ends_in_words_says_so_itself():
    doubtful = entry("health_check_persons", "200", status="数据待核")
    clauses = [["为", doubtful, "职工体检"], ["为", doubtful, "职工体检"]]

    assert plain(join_clauses(clauses)) == "为数据待核职工体检，为数据待核职工体检"


@pytest.mark.parametrize(
    ("words", "said"),
    [(("甲", "乙", "丙"), "甲、乙和丙"), (("甲", "", "丙"), "甲和丙"), (("甲",), "甲"), ((), "")],
)
def test_words_are_joined_with_one_he(words, said):
    assert join_words(*words) == said


def test_a_missing_return_names_its_department_and_month():
    month_name = Name("10月", "报告期")

    missing = say_unreported("财务部", month_name, unreadable=False)
    unreadable = say_unreported("财务部", month_name, unreadable=True)

    assert plain(missing) == "财务部10月数据未报送，本部分暂缺。"
    assert plain(unreadable) == "财务部10月数据未报送（工作簿无法读取），本部分暂缺。"


with (Path(__file__).parent / "enumerations.csv").open(encoding="utf-8", newline="") as _stream:
    ENUMERATIONS = list(csv.DictReader(_stream))


@pytest.mark.parametrize("case", ENUMERATIONS, ids=[str(n) for n, _ in enumerate(ENUMERATIONS)])
def test_an_enumeration_is_written_as_the_rules_say(case):
    """DOMAIN.md §2.6 and GB/T 15834-2011, 4.5.3.5: 顿号, marks, and 等 by the count."""
    follows = case["count_follows"] == "yes"

    assert listed(case["count"], *case["names"].split("|"), count_follows=follows) == case["says"]
