"""Amounts that are possible but unlikely: each rule fires, and each can be silent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.transforms.by_hand import SETTINGS, evidence
from transforms.plausibility_money import find_doubtful_amounts


def told(settings=SETTINGS, period="2024-07", **rows):
    found = list(find_doubtful_amounts(evidence(period, settings, **rows)))
    return [(finding.rule, finding.cell) for finding in found]


def rules(**rows):
    return [rule for rule, _ in told(**rows)]


def batch(heads, standard, project="P-WN02", **more):
    amount = more.pop("amount", Decimal(heads) * Decimal(standard))
    return {
        "batch_id": more.pop("batch_id", f"{heads}×{standard}"),
        "project_code": project,
        "headcount": heads,
        "unit_amount_cny": str(standard),
        "amount_cny": str(amount),
        **more,
    }


PREMIUM = {"insured_count": 100, "premium_cny": "6000.00"}
CLAIM = {"amount_cny": "3000.00"}


def test_nothing_is_said_of_what_is_usual():
    assert told() == []
    assert told(reliefs=[{}], enrolments=[PREMIUM], claims=[CLAIM], gifts=[]) == []


@pytest.mark.parametrize(
    ("project", "standard", "fires"),
    [
        ("P-WN02", 199, True),
        ("P-WN02", 200, False),
        ("P-WN02", 3000, False),
        ("P-WN02", 3001, True),
        ("P-ZX01", 999, True),
        ("P-ZX01", 10_000, False),
        ("P-QL01", 19, True),
        ("P-QL01", 500, False),
    ],
)
def test_an_amount_a_head_outside_its_band_is_doubted_at_its_cell(project, standard, fires):
    found = told(reliefs=[batch(10, standard, project)])

    assert found == ([("W-P01", "I2")] if fires else [])


def test_the_band_of_another_project_does_not_hold():
    assert rules(reliefs=[batch(10, 168, "P-QL01")]) == []
    assert rules(reliefs=[batch(10, 168, "P-WN02")]) == ["W-P01"]


@pytest.mark.parametrize(
    ("premium", "fires"), [("2999.99", True), ("3000", False), ("50000", False), ("50001", True)]
)
def test_a_premium_a_head_outside_30_to_500_is_doubted(premium, fires):
    found = rules(enrolments=[{**PREMIUM, "premium_cny": premium}])

    assert ("W-P02" in found) is fires


def test_the_published_premium_is_doubted_and_the_corrected_one_is_not():
    # FACTS F433, F434: 20 380 元 for 20 586 人次 is 0.99 元; 2 038 000 元 is 99.0 元.
    assert rules(enrolments=[{"insured_count": 20586, "premium_cny": "20380"}]) == ["W-P02"]
    assert rules(enrolments=[{"insured_count": 20586, "premium_cny": "2038000"}]) == []


def test_a_policy_that_ended_is_no_longer_part_of_the_premium():
    ended = {**PREMIUM, "premium_cny": "1", "end_date": "2024-07-30"}

    assert rules(enrolments=[ended]) == []


@pytest.mark.parametrize(
    ("paid", "fires"), [("599.99", True), ("600", False), ("9000", False), ("9000.01", True)]
)
def test_claims_outside_a_tenth_to_one_and_a_half_of_the_premium_are_doubted(paid, fires):
    found = rules(enrolments=[PREMIUM], claims=[{"amount_cny": paid}])

    assert ("W-P03" in found) is fires


def test_a_claim_under_review_is_not_counted_against_the_premium():
    review = {"status": "审核中", "amount_cny": "99999.00"}

    assert rules(enrolments=[PREMIUM], claims=[review]) == []


@pytest.mark.parametrize(
    ("insured", "fires"), [(9, True), (10, False), (1000, False), (1001, True)]
)
def test_a_claim_rate_outside_a_thousandth_to_a_tenth_is_doubted(insured, fires):
    rows = {"insured_count": insured, "premium_cny": str(insured * 60)}
    found = rules(enrolments=[rows], claims=[CLAIM])

    assert ("W-P04" in found) is fires


def test_the_published_claim_rate_is_low_but_possible():
    # 111 of 20 586 is 0.54 % (DOMAIN.md, A22)
    premium = {"insured_count": 20586, "premium_cny": "2038000"}
    claims = [{"claim_id": str(n), "amount_cny": "7071.94"} for n in range(111)]

    assert rules(enrolments=[premium], claims=claims) == []


@pytest.mark.parametrize(
    ("reliefs", "fires"),
    [
        ([batch(35, 3428, "P-ZX01", amount=120_000)], True),  # 120 000 ÷ 35, no tiers (A04)
        ([batch(15, 4000, "P-ZX01"), batch(20, 3000, "P-ZX01")], False),  # the tiers explain it
        ([batch(35, 3000, "P-ZX01")], False),
    ],
)
def test_an_uneven_average_without_tiers_is_doubted(reliefs, fires):
    assert ("W-P05" in rules(reliefs=reliefs)) is fires


@pytest.mark.parametrize(
    ("amounts", "fires"),
    [([7080] * 27, True), ([7080] * 26 + [7081], False), ([7080] * 5, True), ([7080] * 4, False)],
)
def test_households_that_all_apply_for_the_same_are_doubted(amounts, fires):
    files = [{"family_key": str(n), "applied_cny": str(amount)} for n, amount in enumerate(amounts)]

    assert ("W-P06" in rules(hardship_files=files)) is fires


def test_a_household_that_left_is_not_looked_at():
    files = [{"family_key": str(n)} for n in range(5)]
    left = {"family_key": "x", "applied_cny": "1", "status": "注销", "close_date": "2024-07-01"}

    assert rules(hardship_files=[*files, left]) == ["W-P06"]


@pytest.mark.parametrize(
    ("reliefs", "fires"),
    [
        ([batch(173, 1000, amount=170_000)], True),  # 170余名 and exactly 170 × 1000 (A03)
        ([batch(173, 1000)], False),
        ([batch(170, 1000)], False),
        ([batch(173, 1000, "P-WN01", amount=170_000)], False),  # is not printed with 余
    ],
)
def test_a_rounded_count_that_fits_its_amount_exactly_is_doubted(reliefs, fires):
    found = [entry for entry in told(reliefs=reliefs) if entry == ("W-P07", "H2")]

    assert bool(found) is fires


def test_a_project_with_two_standards_is_asked_for_its_tiers():
    rows = [batch(15, 4000, "P-ZX01"), batch(20, 3000, "P-ZX01")]

    assert rules(reliefs=rows) == ["W-P07"]
    assert rules(reliefs=[rows[0], {**batch(20, 1000), "batch_id": "x"}]) == []


@pytest.mark.parametrize(
    ("before", "now", "fires"),
    [
        (52_200, 149_000, True),  # July to August of DOMAIN.md §7: +185 %
        (149_000, 16_000, True),
        (16_000, 16_000, False),
        (200_000, 100_000, False),  # 50 % is not beyond 50 %
        (200_000, 99_000, True),
        (20_000, 70_000, False),  # 50 000 is not beyond the floor
        (0, 500_000, False),  # no month to compare with
    ],
)
def test_a_month_far_from_the_one_before_is_doubted(before, now, fires):
    rows = [
        batch(amount // 1000 or 1, 1000, pay_date=day, amount=amount, batch_id=day)
        for day, amount in (("2024-06-15", before), ("2024-07-15", now))
        if amount
    ]
    found = told(reliefs=rows)

    assert [entry for entry in found if entry[0] == "W-P08"] == (
        [("W-P08", f"J{len(rows) + 1}")] if fires else []
    )


@pytest.mark.parametrize(("given", "fires"), [("6000", False), ("6001", True)])
def test_gifts_dearer_than_all_premium_are_doubted(given, fires):
    gift = {"headcount": 1, "unit_price_cny": given, "amount_cny": given}
    found = rules(enrolments=[PREMIUM], gifts=[gift])

    assert ("W-P09" in found) is fires


@pytest.mark.parametrize(("price", "fires"), [("230", True), ("172.50", False), ("172.51", True)])
def test_a_gift_half_as_dear_again_as_the_neighbours_is_doubted(price, fires):
    peer = SETTINGS.thresholds.model_copy(update={"peer_gift_price": Decimal(115)})
    settings = SETTINGS.model_copy(update={"thresholds": peer})

    assert ("W-P10" in rules(settings=settings, gifts=[{"unit_price_cny": price}])) is fires


def test_without_a_price_to_compare_with_a_gift_is_not_judged_and_that_is_said():
    found = find_doubtful_amounts(evidence(gifts=[{"unit_price_cny": "9999"}]))

    assert [finding.message for finding in found] == [
        "bulletin.toml 没有参照价 peer_gift_price，赠送单价（W-P10）无法判断",
        "“单位参保”没有有效的参保，与理赔、赠送的比例（W-P03、W-P04、W-P09）无法判断",
    ]


def test_last_years_rows_are_not_judged_again():
    assert rules(reliefs=[batch(10, 1, pay_date="2023-12-01")]) == []
