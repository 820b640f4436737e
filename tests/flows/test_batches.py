"""How much is handed out at a time: a union's months together, yet work for every worker."""

from __future__ import annotations

import pytest

from flows.batches import hand_out, name_of_batch
from flows.running import Order

YEAR = [f"2024-{month:02d}" for month in range(1, 13)]


def orders(unions: int, periods: list[str] = YEAR) -> list[Order]:
    """Return the orders of so many unions, month by month as a command asks for them."""
    return [Order(period, f"/city/{number:03d}") for period in periods for number in range(unions)]


@pytest.mark.parametrize(
    ("unions", "workers", "months"),
    [(100, 2, 12), (12, 2, 12), (10, 2, 6), (3, 2, 3), (1, 2, 1), (100, 50, 4), (100, 500, 1)],
)
def test_a_union_is_cut_as_far_as_the_workers_need_six_batches_each(unions, workers, months):
    batches = hand_out(orders(unions), workers)

    assert {len(batch) for batch in batches} == {months}
    assert len(batches) >= min(6 * workers, 12 * unions)


def test_every_order_is_handed_out_once_each_batch_of_one_union_and_in_its_order():
    asked = orders(10)

    batches = hand_out(asked, 3)

    assert sorted(o.period + o.folder for batch in batches for o in batch) == sorted(
        o.period + o.folder for o in asked
    )
    for batch in batches:
        assert len({order.folder for order in batch}) == 1
        assert [order.period for order in batch] == sorted(order.period for order in batch)


def test_the_first_months_of_all_unions_are_handed_out_before_later_ones():
    first = [batch[0].period for batch in hand_out(orders(3), 2)]

    assert first == ["2024-01"] * 3 + ["2024-04"] * 3 + ["2024-07"] * 3 + ["2024-10"] * 3


def test_one_month_of_many_unions_is_a_batch_a_union():
    assert [len(batch) for batch in hand_out(orders(5, ["2024-07"]), 2)] == [1] * 5


def test_a_batch_is_called_by_its_union_and_its_first_and_last_month():
    (year,), (july,) = hand_out(orders(1), 0), hand_out(orders(1, ["2024-07"]), 2)

    assert name_of_batch(year) == "000 2024-01—2024-12"
    assert name_of_batch(july) == "000 2024-07"
