"""How far a hidden sum could be another one: worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from transforms.leeway import Known

ALL = 50_000
"""Further apart than anything here."""


def known(rows, room):
    return Known(
        np.array(rows, dtype=float).reshape(-1, len(room)), np.array(room, dtype=float), []
    )


def of(*atoms):
    return np.array(atoms, dtype=float)


def test_two_amounts_of_a_known_sum_can_be_all_or_nothing():
    """6000 + 20 000 are known: each is 0 to 26 000."""
    two = known([[1, 1]], [6_000, 20_000])

    assert two.width(of(1, 0), ALL) == pytest.approx(26_000, rel=1e-3)
    assert two.width(of(0, 1), ALL) == pytest.approx(26_000, rel=1e-3)
    assert two.width(of(1, 1), ALL) == pytest.approx(0, abs=0.01)


def test_it_looks_no_further_than_is_enough():
    assert known([[1, 1]], [6_000, 20_000]).width(of(1, 0), 1_200) == pytest.approx(1_200)


def test_an_amount_alone_in_a_sum_is_known_and_so_is_what_it_leaves():
    """The third is known, so the two others' sum tells the second where the first is known."""
    three = known([[0, 0, 1], [1, 1, 1], [1, 0, 0]], [10, 20, 30])

    assert three.width(of(0, 1, 0), ALL) == 0


def test_rows_and_columns_leave_what_can_be_exchanged_around():
    """1 2 / 3 4 with all sums known: 1 can become 0 (its own) or 3 (for 2 becomes 0)."""
    table = known([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1]], [1, 2, 3, 4])

    assert table.width(of(1, 0, 0, 0), ALL) == pytest.approx(3, rel=1e-3)


def test_what_no_sum_holds_can_be_anything():
    assert known([[1, 0]], [5, 7]).width(of(0, 1), 1_000) == pytest.approx(1_000)


def test_a_difference_that_is_known_moves_both_sides():
    """The ledger's and the department's amount agree: one moves with the other."""
    same = known([[1, -1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1]], [6, 6, 4, 5])

    assert same.width(of(1, 0, 0, 0), ALL) == pytest.approx(10, rel=1e-3)  # 0 to 10, with 4 and 5
