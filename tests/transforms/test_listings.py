"""The names behind figures: only printable ones, each once, in the order of their dates."""

from __future__ import annotations

import polars as pl

from schemas.indicators import INDICATORS
from schemas.period import Period
from tests.transforms.by_hand import evidence
from transforms.listings import list_names

SHOW = {"category": "送文艺下基层", "publishable": True}


def names(code, basis="ytd", **given):
    seen = evidence(**given)
    listed = list_names({code: INDICATORS[code]}, seen.rows, seen.addresses, Period(2024, 7))
    return listed.filter(pl.col("basis") == basis).select("name", "cell").rows()


def test_names_stand_in_the_order_of_their_dates_with_their_cells():
    shows = [
        {**SHOW, "activity_id": "2", "activity_name": "后一场", "event_date": "2024-07-20"},
        {**SHOW, "activity_id": "1", "activity_name": "前一场", "event_date": "2024-03-01"},
    ]

    assert names("culture_to_grassroots_events", culture_activities=shows) == [
        ("前一场", "C3"),
        ("后一场", "C2"),
    ]
    assert names("culture_to_grassroots_events", "month", culture_activities=shows) == [
        ("后一场", "C2")
    ]


def test_the_short_name_goes_before_the_long_one():
    show = {**SHOW, "activity_name": "全称很长的演出", "display_name": "演出"}

    assert names("culture_to_grassroots_events", culture_activities=[show]) == [("演出", "D2")]


def test_what_is_not_to_be_published_is_counted_and_not_named():
    shows = [{**SHOW, "publishable": False}]

    assert names("culture_to_grassroots_events", culture_activities=shows) == []


def test_a_name_stands_once():
    places = [
        {"batch_id": "1", "project_code": "P-QL02", "site": "养老中心项目"},
        {"batch_id": "2", "project_code": "P-QL02", "site": "养老中心项目"},
        {"batch_id": "3", "project_code": "P-QL02", "site": None},
    ]

    assert names("cool_builder_persons", reliefs=places) == [("养老中心项目", "F2")]


def test_the_sample_lists_the_seven_performances_of_the_account(sample_edition):
    listed = sample_edition("2024-10").listings.filter(
        code="culture_to_grassroots_events", basis="ytd"
    )

    assert listed["name"].to_list() == [  # FACTS F103
        "三湾公园慰问一线职工文艺晚会",
        "仰山社区庆“五一”文艺汇演",
        "工人文化宫慰问园区企业产业工人文艺演出",
        "传统文化进景区",
        "技能大师进景区",
        "书画文化进景区",
        "民俗文化进景区",
    ]


def test_no_key_of_a_person_is_ever_listed(sample_edition):
    listed = sample_edition("2024-10").listings

    assert not listed["name"].str.contains("^[0-9a-f]{32}$").any()
    assert "刘松" not in listed.write_csv()
