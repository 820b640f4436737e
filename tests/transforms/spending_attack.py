"""An attacker on amounts of money: he knows every published sum, and each project's home.

He takes the public figures, the shares and the budget of all editions, and knows which projects
a union has, with their departments, subjects and sources of funds, for the chart of accounts and
the rules of a county are no secret. He does not know the amounts, and bounds them with linear
programming.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from schemas.comparison import SHARE
from schemas.figure import WITHHELD
from schemas.indicators import INDICATORS
from schemas.twins import twins_of
from tests.transforms.attack import Cell, Known, told
from tests.transforms.spending_union import BUDGETED, HELPS, ILLNESS, Books, Edition, Spent

_AMOUNTS = ("aid_amount", "ledger_expenditure", "budget_executed")
_OWN = {
    part: dimension
    for (whole, dimension), part in twins_of(INDICATORS).items()
    if whole == "aid_amount"
}
"""The project of each amount that has a name of its own."""


class Attacker:
    """What is known of a union's spending, project by project and month by month."""

    def __init__(self) -> None:
        self._books: Books = ()
        self.known = Known()

    def told(self, books: Books) -> Attacker:
        """Return himself, who takes what he reads next to tell of these books.

        He knows which lines were corrected: the others are the same unknown numbers as before.
        """
        self._books = books
        return self

    def cells(self, dimension: str, months: Iterable[int], *, helped: bool = False) -> list[Cell]:
        """Return the unknown amounts in a dimension (empty: in all)."""
        wanted = set(months)
        return sorted(
            {
                (f"2024-{one.month:02d}", one.project, self._version(one))
                for one in self._books
                if one.month in wanted and (not dimension or dimension in one.places)
                if not helped or one.project in HELPS
            }
        )

    def _version(self, one: Spent) -> str:
        place = (one.project, one.month)
        return str([line for line in self._books if (line.project, line.month) == place])

    def read(self, edition: Edition) -> None:
        """Learn what an edition says."""
        totals = {}
        for row in edition.figures.rows(named=True):
            if row["status"] != WITHHELD:
                self._read(row, months_of(edition, row["basis"]))
            if not row["dimension"] and row["value"]:
                totals[row["code"], row["basis"]] = row["value"]
        self._shares(edition, totals)

    def _read(self, row: Mapping[str, str], months: list[int]) -> None:
        low, high = told(row, row["basis"])
        code, dimension = row["code"], row["dimension"]
        if code in _OWN:
            code, dimension = "aid_amount", _OWN[code]
        if dimension.startswith("month="):
            months, dimension = [int(dimension[-2:])], ""
        if code in _AMOUNTS:
            cells = self.cells(dimension, months, helped=code == "aid_amount")
            self.known.learn(cells, low, high)
        elif code == "budget_balance" and dimension:
            self.known.learn(self.cells(dimension, months), BUDGETED - high, BUDGETED - low)
        elif code == "budget_rate" and dimension and row["value"] is not None:
            spent = float(row["value"]) * BUDGETED / 100
            self.known.learn(self.cells(dimension, months), spent - 0.01, spent + 0.01)

    def _shares(self, edition: Edition, totals: Mapping[tuple[str, str], str]) -> None:
        rows = edition.views.filter(view=SHARE).rows(named=True)
        for row in rows:
            if row["printed"] and row["dimension"] and row["code"] in _AMOUNTS:
                kind = row["dimension"].partition("=")[0]
                total = float(totals[row["code"], row["basis"]])
                share, half = float(row["printed"].rstrip("%")) / 100, 0.0005
                if kind != "month":
                    months = months_of(edition, row["basis"])
                    helped = row["code"] == "aid_amount"
                    cells = self.cells(row["dimension"], months, helped=helped)
                    self.known.learn(cells, (share - half) * total, (share + half) * total)


def months_of(edition: Edition, basis: str) -> list[int]:
    """Return the months that a basis adds up."""
    months = (
        edition.period.year_to_date if basis in ("ytd", "as_of", "plan") else edition.period.months
    )
    return [month.month for month in months]


def small_amounts(books: Books, last: int) -> list[tuple[str, list[int], int]]:
    """Return the amounts beside counts of 1 to 4 people: project, months, amount.

    Of a month, and of the year to date at the end of each.
    """
    found = []
    for project in (*HELPS, ILLNESS):
        for month in range(1, last + 1):
            for months in ([month], list(range(1, month + 1))):
                lines = [s for s in books if s.project == project and s.month in months]
                if 0 < sum(s.heads for s in lines) < 5:
                    found.append((project, months, sum(s.amount for s in lines)))
    return found


Version = tuple[Books, Edition]
"""An edition, and the books as they were known when it was made."""


def broken(versions: Sequence[Version], out: int = 0, margin: float = 0.2) -> list[str]:
    """Return the amounts that the attacker bounds more closely than the policy allows.

    Their bounds must be as far apart as the margin says, or as what the county's totals leave
    beside the first editions, which are `out` and cannot be taken back.
    """
    attacker, by_totals = Attacker(), Attacker()
    for number, (books, edition) in enumerate(versions):
        attacker.told(books).read(edition)
        by_totals.told(books).read(edition if number < out else _totals(edition))
    found = []
    for books, edition in versions:
        last = edition.period.closing_month.month
        for project, months, amount in small_amounts(books, last):
            cells = attacker.told(books).cells(f"project={project}", months)
            low, high = attacker.known.bounds(cells)
            free = by_totals.known.bounds(cells)
            if high - low < min(margin * amount, free[1] - free[0]) * 0.99 - 1:
                found.append(f"{project} {months} {amount}: {low}..{high}, {free}")
    return found


def _totals(edition: Edition) -> Edition:
    total = ~pl.col("code").is_in(list(_OWN)) & (pl.col("dimension") == "")
    return Edition(edition.period, edition.figures.filter(total), edition.views.clear())
