"""An attacker who holds everything that was published, with linear programming.

He knows the figures that go out (exact values, and what rounded words admit), edition after
edition, and what figures are by definition: a total is the sum of its parts, a year to date the
sum of its months, and a programme's count the same number as its part of a breakdown. A part of
which an edition has no row is nothing. He does not know the workbooks.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from scipy.optimize import linprog

from schemas.figure import STATED, WITHHELD
from schemas.indicators import INDICATORS

Cell = tuple[str, str, str]
"""What a month (2024-03) added to a code's part; the total has no dimension."""

MOST = 1e7
_WORDS = re.compile(r"(约?)(\d+(?:\.\d+)?)(余?)(万?)(余?)\D*")


@dataclass
class Known:
    """What is known of unknown numbers that are 0 or more: sums between bounds."""

    places: dict[Cell, int] = field(default_factory=dict)
    sums: list[tuple[list[tuple[int, int]], float, float]] = field(default_factory=list)

    def learn(self, cells: Iterable[Cell], low: float, high: float, less: Sequence[Cell] = ()):
        """Learn that the sum of some cells, less that of others, lies between two numbers."""
        terms = [(self._place(cell), 1) for cell in cells]
        self.sums.append(([*terms, *((self._place(cell), -1) for cell in less)], low, high))

    def bounds(self, cells: Iterable[Cell]) -> tuple[int, int]:
        """Return the least and the greatest whole number that the sum of cells can be."""
        wanted = [self._place(cell) for cell in cells]
        objective = np.zeros(len(self.places))
        objective[wanted] = 1
        rows, limits = np.zeros((2 * len(self.sums), len(self.places))), []
        for number, (terms, low, high) in enumerate(self.sums):
            for place, sign in terms:
                rows[2 * number, place] += sign
                rows[2 * number + 1, place] -= sign
            limits += [high, -low]
        ends = []
        for sign in (1, -1):
            found = linprog(sign * objective, A_ub=rows, b_ub=limits, bounds=(0, MOST))
            assert found.status == 0, found.message  # the truth is always possible
            ends.append(sign * found.fun)
        return math.ceil(ends[0] - 1e-6), math.floor(ends[1] + 1e-6)

    def _place(self, cell: Cell) -> int:
        return self.places.setdefault(cell, len(self.places))


Editions = Mapping[str, pl.DataFrame]
"""The public figures (Figure) of each month of a year, its first one first."""


def learn(editions: Editions, code: str, kind: str, twins: Mapping[str, str]) -> Known:
    """Return what the editions tell of a breakdown; `twins` names codes by dimension."""
    known, months = Known(), list(editions)
    every = pl.concat(editions.values()).filter(code=code)["dimension"].unique().sort()
    labels = [label for label in every if label.startswith(f"{kind}=")]
    for at, month in enumerate(months):
        known.learn([(month, code, "")], 0, 0, [(month, code, label) for label in labels])
        spans = {"month": months[at : at + 1], "ytd": months[: at + 1]}
        rows = {
            (r["code"], r["basis"], r["dimension"]): r for r in editions[month].rows(named=True)
        }
        for basis, span in spans.items():
            for dimension in ("", *labels):
                cells = [(one, code, dimension) for one in span]
                low, high = told(rows.get((code, basis, dimension)), basis)
                known.learn(cells, low, high)
                if twin := twins.get(dimension):
                    known.learn(cells, *told(rows.get((twin, basis, "")), "month"))
        for name, dimension in ((code, ""), *((twin, label) for label, twin in twins.items())):
            before = rows.get((name, "month", ""), {}).get("previous_period_value")
            if at and before is not None and (dimension in labels or not dimension):
                known.learn([(months[at - 1], code, dimension)], float(before), float(before))
    return known


def told(row: dict[str, str] | None, basis: str) -> tuple[float, float]:
    """Return between what a published figure must lie; without a row it is nothing.

    A part that is hidden in the year to date has appeared by then: it is 1 at least.
    """
    if row is None:
        return (0, 0)
    if row["status"] == WITHHELD:
        return (1 if basis == "ytd" and row["dimension"] else 0, MOST)
    if row["value"] is not None:
        return float(row["value"]), float(row["value"])
    return rounded(row["printed"]) if row["status"] == STATED else (0, MOST)


def rounded(words: str) -> tuple[float, float]:
    """Return what rounded words admit: 170余名 are 171 to 179, 约78.5万元 half a step around.

    约 is of three significant digits, even where 约78万元 shows two.
    """
    found = _WORDS.fullmatch(words)
    if found is None:
        return (0, 0) if words == "—" else (0, MOST)
    about, number, over, wan, more = found.groups()
    unit = 10_000 if wan else 1
    value = float(number) * unit
    if over or more:
        whole = str(int(float(number)))
        step = unit * 10 ** (len(whole) - len(whole.rstrip("0")))
        return value + 1, value + step - 1
    step = unit * 10 ** (math.floor(math.log10(float(number))) - 2) if about else 0
    return value - step / 2, value + step / 2


def least_of(code: str) -> int:
    """Return the threshold of a breakdown by the domain's decision: 5 of sensitive returns."""
    sensitive = ("reliefs", "hardship_files", "claims", "gifts", "women_reliefs", "enrolments")
    return 5 if INDICATORS[code].sheet in sensitive else 3
