"""The shape of an indicator (指标): one definition that gives every view of a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from schemas.period import Period


class Nature(StrEnum):
    """How an indicator behaves in time; decides its bases and what may be added up.

    A flow adds up over months (the period, the year to date); a stock and a status are states at
    the end of the period (as of); a plan is a target.
    """

    FLOW = "flow"
    STOCK = "stock"
    PLAN = "plan"
    STATUS = "status"


@dataclass(frozen=True)
class Measure:
    """What is taken from each row, and how rows become one value.

    `total` adds a column up, `rows` counts rows, `distinct` counts different values,
    `only` takes the one value that all rows share, `earliest` the first date, `years`
    the length of a plan. `listed` adds up the reconciling items that still stand;
    `budget` is a view of the budget beside the ledger, `column` naming which
    (transforms.budget).
    """

    how: Literal["total", "rows", "distinct", "only", "earliest", "years", "listed", "budget"]
    column: str


Style = Literal[
    "exact",
    "over",
    "many",
    "about",
    "near",
    "beyond",
    "at_least",
    "date",
    "spelled",
    "rounded",
    "percent",
]

Money = Literal["元", "万元", "亿元"]
"""The units in which money is stated; the one of a figure is its indicator's, not its size's."""

ROUGH = ("over", "many", "about", "near", "beyond", "at_least")
"""Styles in which a document may state less than it knows."""


@dataclass(frozen=True)
class Form:
    """How a value is printed (DOMAIN.md §2.5): its word of approximation and its unit.

    `exact` states the value; `over` floors to `step` and says 余, `many` says 多; `about`
    rounds to three significant digits of the 万 value and says 约; `near`, `beyond` and
    `at_least` state `target` and say 近, 超 and 以上; `date` prints month and day; `spelled`
    writes a small number in Chinese characters. Money is stated in `money`, less than a tenth
    of that in the unit below it, unless `unit` says otherwise (a price in 元). `rounded` states
    a ledger's money: as it is where three decimals show it, else to two (DOMAIN.md §2.3);
    `percent` rounds to one decimal.
    """

    style: Style = "exact"
    step: int = 1
    unit: str = ""
    target: Decimal = Decimal(0)
    money: Money = "万元"


EXPLANATION = "指标解释"
"""The origin of an indicator's own sentence of explanation where a document prints it."""

EXACT = Form()
ABOUT = Form("about")
DATE = Form("date")
SPELLED = Form("spelled")
ROUNDED = Form("rounded")
PERCENT = Form("percent")
POINTS = Form("percent", unit="个百分点")


def over(step: int) -> Form:
    """Return the form that floors to `step` and says 余."""
    return Form("over", step)


def total(column: str) -> Measure:
    """Return the measure that adds a column up."""
    return Measure("total", column)


def rows(column: str) -> Measure:
    """Return the measure that counts rows; `column` is the cell that stands for a row."""
    return Measure("rows", column)


def distinct(column: str) -> Measure:
    """Return the measure that counts different values of a column."""
    return Measure("distinct", column)


def budget(view: str) -> Measure:
    """Return the measure that is a view of the budget beside the ledger."""
    return Measure("budget", view)


Where = Mapping[str, tuple[str | bool, ...]]


@dataclass(frozen=True)
class Indicator:
    """One definition: which rows of which sheet, what is measured, when, how printed.

    `where` names the admitted values by column; `on` is the date (or month) column that
    places a row in time (none: the submission's month); `until` the column after whose
    date a row no longer counts. `by` maps a kind of dimension to its column. `names` are
    the columns (the first that is filled) whose values a document may list. `cases` is
    the code of the count behind a case-like amount, which is printed only for enough
    cases. `plan` is the code of the plan target towards which the figure counts. `beside`
    names further sheets on whose rows the figure rests. `explains` is the sentence of the
    appendix 指标解释.
    """

    code: str
    name: str
    unit: str
    nature: Nature
    sheet: str
    measure: Measure
    where: Where = field(default_factory=dict)
    on: str | None = None
    until: str | None = None
    form: Form = EXACT
    by: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    cases: str | None = None
    plan: str = ""
    beside: tuple[str, ...] = ()
    sensitive: bool = False
    explains: str = ""

    def bases_in(self, period: Period) -> tuple[str, ...]:
        """Return the bases on which the figure is stated in the edition of a period.

        A flow is added up over the period and over the year so far; what is a state is no
        longer in a longer period.
        """
        own = (period.basis,) if self.nature is Nature.FLOW else ()
        return (*own, self.basis_so_far)

    @property
    def definition(self) -> str:
        """Return what decides its values and how they are stated, as one text to be hashed.

        Names, explanations and breakdowns are no part of it: another wording is no other number.
        """
        where = sorted((column, *map(str, values)) for column, values in self.where.items())
        measure, form = self.measure, self.form
        told = (
            (self.unit, str(self.nature), self.sheet, measure.how, measure.column),
            (where, self.on, self.until),
            (form.style, form.step, form.unit),
        )
        return repr(told)

    @property
    def basis_so_far(self) -> str:
        """Return the basis on which every edition states the figure: as it stands so far."""
        if self.nature is Nature.FLOW:
            return "ytd"
        return "plan" if self.nature is Nature.PLAN else "as_of"
