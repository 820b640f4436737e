"""A list longer than its count is told at the names' cells, and its figure waits."""

from __future__ import annotations

import polars as pl

from schemas.indicators import INDICATORS
from tests.transforms.by_hand import evidence
from transforms.enumerations import find_long_lists
from transforms.measures import measure_all
from transforms.standing import hold_doubted

SHOW = {"category": "送文艺下基层", "activity_name": "传统文化进景区", "publishable": True}
OTHER = {**SHOW, "activity_name": "书画进景区", "activity_id": "XJ-2", "sessions": 0}


def test_the_finding_names_the_cells_of_the_names_and_both_numbers():
    (found,) = find_long_lists(evidence(culture_activities=[SHOW, OTHER]))

    assert (found.rule, found.severity) == ("E-X05", "E")
    assert (found.found, found.expected) == ("2", "1")
    assert found.sheet == "宣教活动"
    assert found.cell
    assert "送文艺下基层场次" in found.message


def test_the_figure_waits_until_names_and_count_agree():
    seen = evidence(culture_activities=[SHOW, OTHER])
    code = "culture_to_grassroots_events"
    rows = measure_all({code: INDICATORS[code]}, seen.rows, seen.period).rows
    standing = pl.DataFrame({"code": [code], "basis": ["ytd"], "pending": [False]})

    held = hold_doubted(standing, rows, list(find_long_lists(seen)))

    assert held["pending"].to_list() == [True]


def test_each_row_counts_where_rows_are_counted():
    race = {**SHOW, "category": "文体赛事"}
    races = [{**race, "activity_name": f"赛事{n}", "activity_id": f"XJ-{n}"} for n in range(3)]

    assert list(find_long_lists(evidence(culture_activities=races))) == []


def test_a_name_that_comes_twice_counts_once():
    twice = {**OTHER, "activity_name": SHOW["activity_name"]}

    assert list(find_long_lists(evidence(culture_activities=[SHOW, twice]))) == []


def test_names_that_are_not_to_be_published_are_not_listed():
    hidden = {**OTHER, "publishable": False}

    assert list(find_long_lists(evidence(culture_activities=[SHOW, hidden]))) == []
