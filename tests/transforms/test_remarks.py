"""Doubts are told at the figures that they touch, with the cells of which they speak."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def remarks(sample_edition):
    return sample_edition("2024-10").remarks


def told_at(remarks, code, basis):
    return {r.rule for r in remarks if (r.reference.code, r.reference.basis) == (code, basis)}


@pytest.mark.parametrize(
    ("code", "basis", "rule"),
    [
        ("mutual_premium", "as_of", "W-P02"),  # A01
        ("warm_regular_persons", "ytd", "W-P07"),  # A03
        ("hardship_applied_amount", "as_of", "W-P06"),  # A05
        ("award_city_pioneer", "ytd", "W-S03"),  # A08
        ("newform_gift_unit_price", "as_of", "W-P10"),  # A19
    ],
)
def test_what_is_doubtful_in_the_account_is_told_at_its_figure(remarks, code, basis, rule):
    assert rule in told_at(remarks, code, basis)


def test_a_figure_that_nothing_touches_has_no_remark(remarks):
    assert told_at(remarks, "model_worker_lectures", "ytd") == set()
    assert told_at(remarks, "award_prov_mayday_medal", "ytd") == set()


def test_a_remark_names_a_few_cells_and_no_more(remarks):
    assert remarks
    assert all(1 <= len(remark.cells) <= 5 for remark in remarks)


def test_information_is_no_remark(remarks):
    assert {remark.severity for remark in remarks} <= {"E", "W"}
