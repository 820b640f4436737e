"""Small unions of which everything is known: what they spent, and what they would publish."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from schemas.indicators import INDICATORS
from schemas.indicators.finance import BUDGET, EXPENDITURE
from schemas.period import Period
from schemas.revision import Published
from tests.transforms.by_hand import SETTINGS, rows_of
from tests.transforms.test_figures import standing_of
from transforms.atoms import AID, atoms_of_rows
from transforms.background import Background
from transforms.bases import BASE_SCHEMA, Bases
from transforms.cases import cases_of_rows
from transforms.figures import state_figures
from transforms.measures import measure_all
from transforms.publishing import publish_figures
from transforms.told import read_releases
from transforms.views import view_figures
from transforms.weighing import weigh_values

RELIEFS = {code: i for code, i in INDICATORS.items() if i.sheet == "reliefs"}
CODES = {**RELIEFS, EXPENDITURE.code: EXPENDITURE, **{i.code: i for i in BUDGET}}

HOMES = {
    "P-QL01": ("BF", "50202", "县总本级"),
    "P-QL02": ("BF", "50202", "县总本级"),
    "P-ZX01": ("BF", "50204", "中央财政专项"),
    "P-WN01": ("BF", "50205", "市总"),
    "P-WN02": ("QY", "50205", "县总本级"),
    "P-WN04": ("QY", "50205", "省总"),
    "P-XJ01": ("XJ", "50101", "县总本级"),
    "P-WY01": ("XJ", "50102", "县总本级"),
    "P-WG01": ("WG", "507", "省总"),
    "P-BF02": ("BF", "50205", "省总"),
}
"""The department, the subject and the source of funds of each project."""

ILLNESS = "P-BF02"
"""The project that pays for cases, which a sheet of its own lists one by one."""

HELPS = ("P-QL01", "P-QL02", "P-ZX01", "P-WN01", "P-WN02", "P-WN04")
"""Projects that help people, and are returned by W05 too."""


@dataclass(frozen=True)
class Spent:
    """What a project spent in a month (1 to 12), and on how many people (0: on nobody)."""

    month: int
    project: str
    amount: int
    heads: int = 0

    @property
    def places(self) -> tuple[str, ...]:
        """The dimensions in which it counts."""
        department, subject, fund = HOMES[self.project]
        return (
            f"project={self.project}",
            f"department={department}",
            f"subject={subject}",
            f"fund={fund}",
        )


Books = Sequence[Spent]


def sheets(books: Books, until: int) -> dict[str, pl.DataFrame]:
    """Return the rows of the sheets up to a month, as they stand after the examination."""
    told = [one for one in books if one.month <= until]
    lines, reliefs, cases = [], [], []
    for number, one in enumerate(told):
        department, subject, fund = HOMES[one.project]
        day = {"reported_in": f"2024-{one.month:02d}"}
        own = {"project_code": one.project, "amount_cny": str(one.amount), "fund_source": fund}
        lines.append(
            {
                **day,
                **own,
                "voucher_no": f"记-{number}",
                "post_date": f"2024-{one.month:02d}-10",
                "dept_code": department,
                "subject_code": subject,
            }
        )
        if one.project == ILLNESS:
            one_case = {"pay_date": f"2024-{one.month:02d}-10", "case_id": f"{number}"}
            cases += [one_case | day] * one.heads
        elif one.heads:
            reliefs.append(
                {
                    **day,
                    **own,
                    "batch_id": f"BF-{number}",
                    "pay_date": f"2024-{one.month:02d}-10",
                    "headcount": one.heads,
                }
            )
    return {
        "ledger_lines": rows_of("ledger_lines", *lines),
        "reliefs": rows_of("reliefs", *reliefs),
        "medical_aids": rows_of("medical_aids", *cases),
        "budget_lines": rows_of("budget_lines", *_budget(told, until)),
    }


def _budget(told: Books, until: int) -> list[dict[str, str]]:
    """Return a budget of 100 000 yuan for each subject, each month anew."""
    subjects = sorted({subject for _, subject, _ in HOMES.values()})
    return [
        {
            "workbook": f"2024-{month:02d}/b.xlsx",
            "reported_in": f"2024-{month:02d}",
            "subject_code": subject,
            "budget_cny": str(BUDGETED),
            "month_cny": str(sum(s.amount for s in told if _is(s, subject) and s.month == month)),
            "ytd_cny": str(sum(s.amount for s in told if _is(s, subject) and s.month <= month)),
        }
        for month in range(1, until + 1)
        for subject in subjects
    ]


BUDGETED = 100_000


def _is(spent: Spent, subject: str) -> bool:
    return HOMES[spent.project][1] == subject


@dataclass(frozen=True)
class Edition:
    """What goes out for a period: the public figures (Figure), and the views of them (View)."""

    period: Period
    figures: pl.DataFrame
    views: pl.DataFrame


def issue(books: Books, period: str, released: Sequence[Edition] = ()) -> Edition:
    """Return a period's edition, made by the program where some are released."""
    place = Period.parse(period)
    rows = sheets(books, place.closing_month.month)
    measured = measure_all(CODES, rows, place)
    values = measured.values
    background = Background(
        measured.history,
        atoms_of_rows(rows, place, INDICATORS[AID]),
        read_releases([Published(one.period, 1, "", one.figures) for one in released], place),
        cases=cases_of_rows(rows, place),
    )
    thresholds = SETTINGS.thresholds
    weighed = weigh_values(values, standing_of(values), CODES, thresholds, background)
    bases = Bases(pl.DataFrame(schema=BASE_SCHEMA), pl.DataFrame(schema=BASE_SCHEMA))
    figures = state_figures(weighed, bases, CODES, (place, SETTINGS))
    views = view_figures(weighed.with_columns(since=1), bases, CODES, (place, SETTINGS))
    return Edition(place, publish_figures(figures, CODES), views)


def make_books(seed: int, months: int = 3) -> list[Spent]:
    """Return the spending of a small union, in which few people are helped now and then."""
    chance = random.Random(f"spending {seed}")
    books = []
    known = sorted(HOMES.keys() - {ILLNESS})
    projects = chance.sample(known, chance.randint(4, len(known)))
    for month in range(1, months + 1):
        for project in projects:
            if chance.random() < 0.6:
                heads = chance.choice((1, 2, 3, 4, 8, 60)) if project in HELPS else 0
                each = chance.choice((300, 1000, 3000))
                amount = heads * each if heads else chance.choice((1200, 5000, 26_000))
                books.append(Spent(month, project, amount, heads))
    return books


def revise_books(books: Books, seed: int) -> list[Spent]:
    """Return the books with some lines corrected, taken out or sent in late."""
    chance = random.Random(f"revised {seed}")
    revised = []
    for one in books:
        change = chance.random()
        if change < 0.15 and one.heads:
            heads = chance.choice((1, 3, 6, 40))
            revised.append(replace(one, heads=heads, amount=one.amount // one.heads * heads))
        elif change > 0.1:
            revised.append(one)
    late = chance.choice(
        [p for p in HELPS if not any(s.project == p for s in revised)] or ["P-QL01"]
    )
    return [*revised, Spent(1, late, 7_700, heads=chance.choice((2, 11)))]
