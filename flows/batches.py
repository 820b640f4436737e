"""How many unions' work is handed out: months of a union together, for one worker to make.

To hand something out takes Prefect, the scheduler and the worker a quarter of a second of
processor time, as much as a fifth of a month's draft. So a union's months go together where
there are many unions, and in parts where there are few, so that all workers have enough to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, zip_longest
from pathlib import Path

from flows.running import Order

Batch = tuple[Order, ...]
"""Orders of one union in their order, made one after the other."""

_FOR_A_WORKER = 6
"""Batches that there are at least, if there are orders for it: the last ones end together."""


def hand_out(orders: Sequence[Order], workers: int) -> list[Batch]:
    """Return the orders in batches, the first months of every union before its later ones."""
    unions: dict[str, list[Order]] = {}
    for order in orders:
        unions.setdefault(order.folder, []).append(order)
    parts = max(1, -(-_FOR_A_WORKER * workers // max(1, len(unions))))
    cut = (_cut(own, parts) for own in unions.values())
    return [batch for batch in chain.from_iterable(zip_longest(*cut)) if batch]


def _cut(orders: Sequence[Order], parts: int) -> list[Batch]:
    size = max(1, -(-len(orders) // parts))
    return [tuple(orders[at : at + size]) for at in range(0, len(orders), size)]


def name_of_batch(batch: Batch) -> str:
    """Return the union's folder, and its period or the first and last of several."""
    periods = dict.fromkeys([batch[0].period, batch[-1].period])
    return f"{Path(batch[0].folder).name} {'—'.join(periods)}"
