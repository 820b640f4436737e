"""What few cases came to cannot be told by the totals of case-like amounts, however subtracted.

The attacker holds the month, the year to date and the longer periods of every edition, in their
words, and every version of them. He knows how many cases each month had, and bounds what few of
them came to with linear programming: by less than a fifth nobody may tell it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import polars as pl
import pytest

from schemas.figure import STATED, WITHHELD
from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.revision import Published
from tests.transforms.attack import MOST, Cell, Known, rounded
from tests.transforms.by_hand import SETTINGS, good, release_of, submission
from tests.transforms.test_figures import standing_of
from transforms.background import Background
from transforms.bases import BASE_SCHEMA, Bases
from transforms.case_amounts import read_printed
from transforms.examination import examine
from transforms.figures import state_figures
from transforms.issuing import issue_edition
from transforms.measures import HISTORY_SCHEMA, VALUE_SCHEMA
from transforms.publishing import publish_figures
from transforms.weighing import weigh_values

AMOUNT, COUNT = "mutual_claims_amount", "mutual_claims"
FEW = 3
MARGIN = 0.2

Cases = Sequence[Sequence[int]]
"""What each month's cases came to, one amount a case."""

NONE = pl.DataFrame(schema=BASE_SCHEMA)


def issue(
    period: str, year: Cases, out: Sequence[Published] = (), amount: str = AMOUNT
) -> pl.DataFrame:
    """Return the public figures of a period, as the cases are known and releases are `out`."""
    place = Period.parse(period)
    count = str(INDICATORS[amount].cases)
    until = year[: place.closing_month.month]
    spans = {place.basis: until[-len(place.months) :], "ytd": until}
    rows = [
        (code, basis, "", str(value))
        for basis, months in spans.items()
        for code, value in ((count, _cases(months)), (amount, _amount(months)))
    ]
    told = [
        (code, f"{place.year}-{at:02d}", "", str(value))
        for at, month in enumerate(until, 1)
        for code, value in ((count, len(month)), (amount, sum(month)))
    ]
    values = pl.DataFrame(rows, schema=VALUE_SCHEMA, orient="row")
    background = Background(
        pl.DataFrame(told, schema=HISTORY_SCHEMA, orient="row"),
        printed=read_printed(out, INDICATORS.values(), place),
    )
    weighed = weigh_values(values, standing_of(values), INDICATORS, SETTINGS.thresholds, background)
    figures = state_figures(weighed, Bases(NONE, NONE), INDICATORS, (place, SETTINGS))
    return publish_figures(figures, INDICATORS)


def _cases(months: Cases) -> int:
    return sum(map(len, months))


def _amount(months: Cases) -> int:
    return sum(map(sum, months))


def release(period: str, year: Cases, out: Sequence[Published] = (), number: int = 1) -> Published:
    return Published(Period.parse(period), number, "", issue(period, year, out))


def learn(known: Known, one: Published, year: Cases) -> None:
    """Learn what a release says of the amounts of its months, which are of these cases."""
    for row in one.figures.filter(code=AMOUNT).rows(named=True):
        months = one.period.year_to_date if row["basis"] == "ytd" else one.period.months
        low, high = rounded(row["printed"]) if row["status"] == STATED else (0, MOST)
        known.learn([cell for month in months for cell in cells(month.month, year)], low, high)


def cells(month: int, year: Cases) -> list[Cell]:
    """Return the unknown amount of a month, with that of a case that came late."""
    late = [(f"{month}", AMOUNT, "late")] if month in year_of(year) else []
    known = len(year[month - 1]) - len(late)
    return [*([(f"{month}", AMOUNT, "")] if known else []), *late]


def year_of(year: Cases) -> set[int]:
    """Return the months that hold a case that came late: those are marked as such."""
    return {at for at, month in enumerate(year, 1) if isinstance(month, Corrected)}


class Corrected(list):
    """The cases of a month after a late one was added, which is the last."""


def told_too_closely(released: Sequence[tuple[Published, Cases]]) -> list[str]:
    """Return the amounts of one case or two that the attacker knows too well."""
    known = Known()
    for one, year in released:
        learn(known, one, year)
    found = []
    last = max(one.period.closing_month.month for one, _ in released)
    now = released[-1][1]
    spans = [(i, j) for i in range(1, last + 1) for j in range(i, last + 1)]
    for first, until in spans:
        for year in {id(year): year for _, year in released}.values():
            months = year[first - 1 : until]
            if 0 < _cases(months) < FEW:
                wanted = [c for m in range(first, until + 1) for c in cells(m, year)]
                found += _closely(known, wanted, _amount(months))
    for month in year_of(now):
        found += _closely(known, [(f"{month}", AMOUNT, "late")], now[month - 1][-1])
    return found


def _closely(known: Known, wanted: Sequence[Cell], amount: int) -> list[str]:
    low, high = known.bounds(wanted)
    assert low <= amount <= high
    return [f"{wanted} {amount}: {low}..{high}"] if high - low < MARGIN * amount * 0.99 else []


def few_cases(seed: int) -> list[list[int]]:
    """Return a year of a small union, in some months of which a case or two were settled."""
    chance = random.Random(f"cases {seed}")
    sizes = chance.choice([(800, 3_000), (2_000, 30_000), (20_000, 200_000)])
    often = chance.choice([(0, 1, 1, 2, 3), (1, 2, 4, 6), (0, 1, 5, 14)])
    return [[chance.randrange(*sizes, 10) for _ in range(chance.choice(often))] for _ in range(6)]


PERIODS = ("2024-01", "2024-02", "2024-03", "2024Q1", "2024-04", "2024-05", "2024-06", "2024Q2")


@pytest.mark.parametrize("seed", range(8))
def test_no_amount_of_few_cases_can_be_told_over_half_a_year(seed):
    year = few_cases(seed)
    released = [(release(period, year), year) for period in (*PERIODS, "2024H1")]

    assert told_too_closely(released) == []


def versions(seed: int, *, known: bool = True) -> list[tuple[Published, Cases]]:
    """Return four months' releases, a corrected version of one, and of those after it."""
    year = few_cases(seed)
    chance = random.Random(f"late {seed}")
    late = chance.randint(1, 3)
    now: list[list[int]] = [*year]
    now[late - 1] = Corrected([*year[late - 1], chance.randrange(900, 9_000)])
    released = [(release(period, year), year) for period in PERIODS[:4]]
    out = [one for one, _ in released]
    for period in (f"2024-{late:02d}", "2024-03", "2024Q1", "2024-04"):
        again = release(period, now, out if known else [], number=2)
        released.append((again, now))
        out.append(again)
    return released


@pytest.mark.parametrize("seed", range(8))
def test_no_amount_of_a_late_case_can_be_told_by_two_versions(seed):
    assert told_too_closely(versions(seed)) == []


def test_a_late_case_is_told_by_two_versions_where_the_first_is_not_looked_at():
    assert any(told_too_closely(versions(seed, known=False)) for seed in range(12))


def test_the_attacker_tells_a_case_where_every_total_of_enough_cases_is_printed(monkeypatch):
    """73 000 yuan of 9 cases in January, 78 500 with February's one: 5 500, to 100 yuan."""
    year = [[9_000] * 8 + [1_040], [5_530]]
    assert told_too_closely([(release(p, year), year) for p in PERIODS[:2]]) == []

    monkeypatch.setattr("transforms.case_amounts._Reader._opens", lambda *_: False)

    (told,) = told_too_closely([(release(p, year), year) for p in PERIODS[:2]])
    assert told.endswith("5530: 5500..5700")


def state(period: str, year: Cases, amount: str = AMOUNT) -> dict[str, str]:
    rows = issue(period, year, amount=amount).filter(code=amount)
    return dict(rows.select("basis", "printed").iter_rows())


def test_the_total_is_printed_again_once_enough_cases_are_added():
    """Three cases since January's total: their 9 530 yuan are nobody's."""
    year = [[9_000] * 8 + [1_040], [5_530], [2_000, 2_000]]

    assert state("2024-01", year) == {"month": "约7.3万元", "ytd": "约7.3万元"}
    assert state("2024-02", year) == {"month": "…", "ytd": "…"}
    assert state("2024-03", year) == {"month": "…", "ytd": "约8.26万元"}


def test_a_total_is_printed_where_its_rounding_hides_a_case():
    """A case of 4 000 yuan between 约53.1万元 and 约53.5万元 lies between 3 000 and 5 000."""
    year = [[53_120] * 10, [4_000]]

    assert state("2024-02", year) == {"month": "…", "ytd": "约53.5万元"}


def test_a_later_release_tells_of_an_earlier_month_that_is_run_again():
    """约9.34万元 less 约2.04万元 in February left 73 000 yuan of 9 cases: a tenth would show."""
    january = [9_000] * 8 + [1_040]
    february = [5_100, 5_100, 5_100, 5_070]
    later = release("2024-02", [january, february])
    now = [[*january, 5_530], february]

    assert state("2024-01", now) == {"month": "约7.86万元", "ytd": "约7.86万元"}
    again = issue("2024-01", now, [later]).filter(code=AMOUNT)
    assert again["printed"].to_list() == ["…", "…"]


def test_a_month_is_not_printed_that_tells_the_few_cases_before_it():
    """January's two cases would be the year to date less February's three."""
    year = [[8_040, 7_020], [10_010, 9_030, 5_070]]

    assert state("2024-02", year) == {"month": "…", "ytd": "约3.92万元"}


def test_tens_of_ten_thousands_go_on_being_printed():
    """30余万元 and 30余万元 leave the two cases between them open."""
    year = [[60_000] * 5, [9_000, 8_000]]

    assert state("2024-02", year, "disputes_amount") == {"month": "…", "ytd": "30余万元"}


def test_a_draft_of_workbooks_reckons_with_what_a_release_printed_of_fewer_cases():
    """Ten claims of 3000 yuan were released as 约3万元; the eleventh would stand as the rest."""
    july = Period(2024, 7)
    claims = [good("claims", claim_id=f"LP-{number}") for number in range(10)]
    late = good("claims", claim_id="LP-99", amount_cny="4321.00")
    books = [submission("claims", *claims, late)]

    def standing(*released: Published) -> set[str]:
        examined = examine(books, SETTINGS, july, released)
        figures = issue_edition(examined, SETTINGS, july, None).figures
        return set(figures.filter(code=AMOUNT, dimension="")["status"])

    assert standing() == {STATED}
    assert standing(release_of([submission("claims", *claims)], july)) == {WITHHELD}
