"""Few people are not told of: neither in documents nor in the figures that go out."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.indicators import INDICATORS
from tests.transforms.test_figures import state
from transforms.publishing import publish_figures

HIDDEN = "不单独公布"


def of_groups(code: str, basis: str, kind: str, **cells: int):
    total = (code, basis, "", str(sum(cells.values())))
    return [total, *((code, basis, f"{kind}={name}", str(n)) for name, n in cells.items())]


def hidden_in(figures: pl.DataFrame, code: str) -> list[str]:
    rows = figures.filter(code=code, status=HIDDEN)
    return sorted(label.partition("=")[2] for label in rows["dimension"])


def test_a_small_group_is_hidden_together_with_the_next_smallest():
    """5 people at least where a return is sensitive; 4 would be 104 - 60 - 40 from the total."""
    figures = state(*of_groups("mutual_gift_persons", "ytd", "group", 甲=60, 乙=4, 丙=40))

    assert hidden_in(figures, "mutual_gift_persons") == ["丙", "乙"]
    assert figures.filter(status=HIDDEN)["printed"].unique().to_list() == ["…"]


@pytest.mark.parametrize(("count", "hidden"), [(4, ["乙", "甲"]), (5, []), (0, [])])
def test_five_people_are_enough_and_nobody_is_nothing_to_hide(count, hidden):
    figures = state(*of_groups("mutual_gift_persons", "ytd", "group", 甲=60, 乙=count))

    assert hidden_in(figures, "mutual_gift_persons") == hidden


def test_a_breakdown_of_too_few_is_hidden_as_a_whole():
    figures = state(*of_groups("mutual_gift_persons", "ytd", "group", 甲=1, 乙=2, 丙=1))

    assert hidden_in(figures, "mutual_gift_persons") == ["丙", "乙", "甲"]


def test_small_groups_that_add_up_to_too_few_take_another_one_with_them():
    """甲 and 乙 together are 4, which the total gives away."""
    figures = state(*of_groups("mutual_gift_persons", "ytd", "group", 甲=2, 乙=2, 丙=9, 丁=30))

    assert hidden_in(figures, "mutual_gift_persons") == ["丙", "乙", "甲"]


def test_no_amount_stands_beside_a_hidden_count_nor_can_be_worked_out():
    """P-ZX01 is hidden with the next smallest count; the amounts of both go with them."""
    counts = {"P-WN01": 240, "P-ZX01": 2, "P-WN04": 50}
    amounts = {"P-WN01": 240_000, "P-ZX01": 6_000, "P-WN04": 50_000}
    spent = {**amounts, "P-HB01": 135_240}
    figures = state(
        *of_groups("aid_persons", "ytd", "project", **counts),
        *of_groups("aid_amount", "ytd", "project", **amounts),
        *of_groups("ledger_expenditure", "ytd", "project", **spent),
    )

    for code in ("aid_persons", "aid_amount", "ledger_expenditure"):
        assert hidden_in(figures, code) == ["P-WN04", "P-ZX01"]


def test_an_amount_that_is_hidden_alone_takes_the_smallest_other_amount_with_it():
    """20 000 and 6 000 are hidden, for 6 000 alone would be what is left of the total."""
    figures = state(
        *of_groups("aid_persons", "ytd", "project", **{"P-ZX01": 2, "P-WN04": 50}),
        *of_groups(
            "ledger_expenditure",
            "ytd",
            "project",
            **{"P-WN01": 240_000, "P-ZX01": 6_000, "P-NG01": 20_000},
        ),
    )

    assert hidden_in(figures, "ledger_expenditure") == ["P-NG01", "P-ZX01"]


def test_events_places_and_totals_of_the_county_are_public():
    figures = state(
        *of_groups("palace_sessions", "ytd", "category", 交友联谊=2, 文体比赛=1),
        ("children_care_persons", "ytd", "", "2"),
    )

    assert figures.filter(status=HIDDEN).is_empty()


def test_a_hidden_count_of_a_month_cannot_be_read_off_two_years_to_date():
    """Last month's edition printed 26 for 乙; 30 now would be 4 more. 甲 would tell it too."""
    figures = state(
        *of_groups("mutual_gift_persons", "month", "group", 甲=60, 乙=4),
        *of_groups("mutual_gift_persons", "ytd", "group", 甲=90, 乙=30),
    )

    assert hidden_in(figures, "mutual_gift_persons") == ["乙", "乙", "甲", "甲"]


@given(st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.integers(1, 12), min_size=1))
def test_what_is_public_gives_no_small_cell_away(cells):
    figures = state(*of_groups("mutual_gift_persons", "ytd", "group", **cells))
    public = publish_figures(figures, INDICATORS).filter(pl.col("dimension") != "")
    shown = {row["dimension"][-1]: row["value"] for row in public.rows(named=True)}
    hidden = {label: cells[label] for label, value in shown.items() if value is None}

    assert {label for label, count in cells.items() if count < 5} <= hidden.keys()
    if hidden and len(hidden) < len(cells):  # what the total leaves is of several, and of many
        assert len(hidden) >= 2
        assert sum(hidden.values()) >= 5


def public(*rows, **more):
    return publish_figures(state(*rows, **more), INDICATORS).rows(named=True)


def test_a_case_like_amount_goes_out_in_its_rounded_words_alone():
    rows = public(
        ("mutual_claims", "ytd", "", "111"), ("mutual_claims_amount", "ytd", "", "784512")
    )

    assert [(row["printed"], row["value"]) for row in rows] == [
        ("111人次", "111"),
        ("约78.5万元", None),
    ]


def test_what_is_withheld_or_awaits_data_goes_out_without_a_value():
    (withheld,) = [
        row
        for row in public(
            ("disputes_resolved", "month", "", "2"), ("disputes_amount", "month", "", "79000")
        )
        if row["code"] == "disputes_amount"
    ]
    (pending,) = public(("job_fairs", "ytd", "", "5"), pending=True)

    assert (withheld["printed"], withheld["value"]) == ("…", None)
    assert (pending["printed"], pending["value"]) == ("数据待核", None)


def test_a_part_goes_out_without_the_month_before_in_which_it_may_have_been_hidden():
    before = [("aid_persons", "month", "project=P-WN01", "2"), ("aid_persons", "month", "", "70")]
    rows = [("aid_persons", "month", "", "80"), ("aid_persons", "month", "project=P-WN01", "80")]
    total, part = public(*rows, before=before)

    assert (total["previous_period_value"], total["period_change"]) == ("70", "10")
    assert (part["value"], part["previous_period_value"], part["period_change"]) == (
        "80",
        None,
        None,
    )


def test_a_count_that_is_printed_roughly_goes_out_exactly_for_others_to_add():
    """DOMAIN.md §4.3 item 6 binds amounts of cases alone to their rounded form."""
    part, total = public(
        ("mutual_insured", "as_of", "plan=住院补充", "12870"),
        ("mutual_insured", "as_of", "", "25770"),
    )

    assert (part["printed"], part["value"]) == ("约1.29万人次", "12870")
    assert (total["printed"], total["value"]) == ("约2.58万人次", "25770")
    assert (total["previous_period_value"], total["progress"]) == (None, None)


def test_an_amount_that_is_printed_roughly_goes_out_in_its_words():
    """Prices of plans being fixed, an exact one would tell how many are in a hidden plan."""
    (row,) = public(("mutual_premium", "as_of", "", "1266300"))

    assert (row["printed"], row["value"]) == ("约127万元", None)
