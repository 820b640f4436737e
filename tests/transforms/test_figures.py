"""Values become figures: compared, printed, and given a standing."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.settings import Settings
from tests.transforms.by_hand import SETTINGS
from transforms.bases import BASE_SCHEMA, Bases
from transforms.figures import state_figures
from transforms.measures import VALUE_SCHEMA
from transforms.weighing import weigh_values

JULY = Period(2024, 7)


def values_of(*rows):
    return pl.DataFrame(list(rows), schema=VALUE_SCHEMA, orient="row")


def standing_of(values, **how):
    sound = {"coverage": 1.0, "absent": False, "pending": False, "since": 1} | how
    return (
        values.select("code", "basis")
        .unique()
        .with_columns(**{k: pl.lit(v) for k, v in sound.items()})
    )


def weigh(values, **standing):
    return weigh_values(values, standing_of(values, **standing), INDICATORS, SETTINGS.thresholds)


def state(*rows, before=(), last_year=(), settings: Settings = SETTINGS, **standing):
    previous, year = (
        weigh(values_of(*earlier)).select(*BASE_SCHEMA) for earlier in (before, last_year)
    )
    weighed = weigh(values_of(*rows), **standing)
    return state_figures(weighed, Bases(previous, year), INDICATORS, (JULY, settings))


def only(frame):
    (row,) = frame.rows(named=True)
    return row


def test_a_figure_says_what_it_is_and_is_printed():
    figure = only(state(("warm_regular_persons", "ytd", "", "173")))

    assert figure["name"] == "常态化送温暖走访慰问"
    assert (figure["unit"], figure["kind"], figure["period"]) == ("名", "flow", "2024-07")
    assert (figure["value"], figure["printed"]) == ("173", "170余名")
    assert (figure["status"], figure["coverage"]) == ("正常", "1")


def test_zero_and_nothing_are_printed_as_a_dash():
    zero = only(state(("job_fairs", "month", "", "0")))
    nothing = only(state(("newform_gift_unit_price", "as_of", "", None)))

    assert (zero["printed"], zero["status"]) == ("—", "正常")
    assert (nothing["printed"], nothing["status"]) == ("—", "无数据")


def test_a_month_is_compared_with_the_month_before():
    before = [("aid_amount", "month", "", "52200")]
    figure = only(state(("aid_amount", "month", "", "149000"), before=before))

    assert figure["previous_period_value"] == "52200"
    assert figure["period_change"] == "96800"
    # 96800 / 52200 = 185.44 %
    assert Decimal(figure["period_change_pct"]).quantize(Decimal("0.1")) == Decimal("185.4")


def test_a_fall_is_negative_and_an_unchanged_month_zero():
    fall = state(("aid_amount", "month", "", "0"), before=[("aid_amount", "month", "", "16000")])
    same = state(("aid_amount", "month", "", "1"), before=[("aid_amount", "month", "", "1")])

    assert (only(fall)["period_change"], only(fall)["period_change_pct"]) == ("-16000", "-100")
    assert only(same)["period_change"] == "0"


@pytest.mark.parametrize("base", ["0", "9"])
def test_on_a_small_base_only_the_difference_is_stated(base):
    before = [("job_fairs", "month", "", base)]
    figure = only(state(("job_fairs", "month", "", "12"), before=before))

    assert figure["period_change"] == str(12 - int(base))
    assert figure["period_change_pct"] is None


def test_without_a_month_before_nothing_is_compared():
    figure = only(state(("job_fairs", "month", "", "12")))

    assert figure["previous_period_value"] is None
    assert figure["period_change"] is None


def test_the_year_to_date_is_not_compared_with_the_month_before():
    before = [("aid_amount", "ytd", "", "1"), ("aid_amount", "month", "", "1")]

    assert only(state(("aid_amount", "ytd", "", "2"), before=before))["period_change"] is None


def test_a_part_is_compared_with_the_same_part():
    before = [("aid_persons", "month", "project=P-WN02", "16")]
    figures = state(("aid_persons", "month", "project=P-WN02", "20"), before=before)

    assert only(figures)["period_change"] == "4"


def dispute_month(cases, amount, basis="month"):
    rows = [("disputes_resolved", basis, "", cases), ("disputes_amount", basis, "", amount)]
    return only(state(*rows).filter(code="disputes_amount"))


@pytest.mark.parametrize("cases", ["1", "2"])
def test_the_amount_of_a_month_with_fewer_than_three_cases_is_withheld(cases):
    figure = dispute_month(cases, "79000")

    assert (figure["printed"], figure["status"]) == ("…", "不单独公布")


def test_the_amount_of_three_cases_is_printed_in_its_rounded_form():
    figure = dispute_month("3", "312600")

    assert (figure["printed"], figure["status"]) == ("30余万元", "正常")


def test_an_amount_of_no_case_is_nothing_to_withhold():
    assert dispute_month("0", "0")["printed"] == "—"


@pytest.mark.parametrize(("cases", "printed"), [("2", "…"), ("3", "30余万元")])
def test_a_year_of_fewer_than_three_cases_gives_no_amount_either(cases, printed):
    assert dispute_month(cases, "312600", "ytd")["printed"] == printed


def test_a_return_that_did_not_arrive_gives_no_value():
    figure = only(state(("job_fairs", "ytd", "", "5"), absent=True, coverage=0.9))

    assert (figure["value"], figure["printed"]) == (None, "数据未报送")
    assert (figure["status"], figure["coverage"]) == ("数据未报送", "0.9")


def test_a_sheet_that_waits_to_be_mended_keeps_its_value_and_does_not_print_it():
    figure = only(state(("job_fairs", "ytd", "", "5"), pending=True))

    assert (figure["value"], figure["printed"]) == ("5", "数据待核")


def test_a_target_gives_progress_on_the_total_of_the_year_alone():
    settings = SETTINGS.model_copy(update={"targets": {"aid_persons": Decimal(200)}})
    rows = [
        ("aid_persons", "month", "", "16"),
        ("aid_persons", "ytd", "", "173"),
        ("aid_persons", "ytd", "project=P-WN02", "173"),
    ]
    figures = state(*rows, settings=settings)

    assert figures["target"].to_list() == [None, "200", None]
    assert figures["progress"].to_list() == [None, "0.865", None]


def test_a_target_of_zero_gives_no_progress():
    settings = SETTINGS.model_copy(update={"targets": {"aid_persons": Decimal(0)}})

    assert only(state(("aid_persons", "ytd", "", "1"), settings=settings))["progress"] is None


def test_the_rounding_that_the_union_chose_is_used():
    even = SETTINGS.model_copy(
        update={"display": SETTINGS.display.model_copy(update={"rounding": "GB/T 8170"})}
    )
    row = ("mutual_premium", "as_of", "", "20450")

    assert only(state(row))["printed"] == "约2.05万元"
    assert only(state(row, settings=even))["printed"] == "约2.04万元"


def test_figures_stand_in_the_order_of_their_indicators():
    rows = [("ledger_expenditure", "ytd", "", "1"), ("model_worker_lectures", "ytd", "", "1")]

    assert state(*rows)["code"].to_list() == ["model_worker_lectures", "ledger_expenditure"]


def test_the_same_month_of_last_year_is_compared_beside_the_month_before():
    figure = only(
        state(
            ("aid_amount", "month", "", "149000"),
            before=[("aid_amount", "month", "", "52200")],
            last_year=[("aid_amount", "month", "", "120000")],
        )
    )

    assert (figure["previous_year_value"], figure["year_change"]) == ("120000", "29000")
    assert figure["year_change_pct"] == "24.2"  # 29 000 ÷ 120 000 = 24.166… %
    assert figure["previous_period_value"] == "52200"


def test_the_year_to_date_and_a_state_are_compared_with_last_year():
    for code, basis in (("aid_amount", "ytd"), ("mutual_units", "as_of")):
        row = only(state((code, basis, "", "150"), last_year=[(code, basis, "", "120")]))

        assert (row["year_change"], row["year_change_pct"]) == ("30", "25")


def test_a_plan_and_a_date_are_not_compared():
    plan = ("norm_plan_township_target", "plan", "", "23")
    opening = ("palace_opening_date", "as_of", "", "2024-04-30")
    figures = state(plan, opening, last_year=[plan, opening], before=[plan, opening])

    assert figures["year_change"].null_count() == figures["period_change"].null_count() == 2


def test_an_opening_of_an_earlier_year_is_printed_with_its_year():
    for opened, printed in (("2023-04-30", "2023年4月30日"), ("2024-04-30", "4月30日")):
        assert only(state(("palace_opening_date", "as_of", "", opened)))["printed"] == printed


def test_an_incomplete_month_is_compared_with_nothing():
    before = [("aid_amount", "month", "", "100")]
    row = only(state(("aid_amount", "month", "", "200"), before=before, coverage=0.95))

    assert (row["period_change"], row["period_change_pct"]) == (None, None)
