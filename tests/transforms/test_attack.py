"""No hidden count can be worked out of what was published, over a year of editions.

"More tightly than the policy" means: a threshold of k hides the counts 1 to k-1, so a reader must
think at least k-1 whole numbers possible for each small count that is hidden (4 where 5 people are
needed) - or all those that the county's totals alone leave, which are exempt (DOMAIN.md §4.3
item 6), where these are fewer.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import polars as pl
import pytest

from schemas.figure import WITHHELD
from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.twins import twins_of
from tests.transforms.attack import Editions, learn, least_of
from tests.transforms.by_hand import SETTINGS
from tests.transforms.test_figures import standing_of
from transforms.background import Background
from transforms.bases import BASE_SCHEMA, Bases
from transforms.figures import state_figures
from transforms.measures import HISTORY_SCHEMA, VALUE_SCHEMA
from transforms.publishing import publish_figures
from transforms.weighing import weigh_values

Year = Sequence[Mapping[str, int]]
"""What each month added, by label."""

KINDS = {"mutual_gift_persons": "group", "aid_persons": "project"}
TWINS = {
    code: {label: twin for (whole, label), twin in twins_of(INDICATORS).items() if whole == code}
    for code in KINDS
}
PROJECTS = ("P-QL01", "P-QL02", "P-ZX01", "P-WN01", "P-WN02", "P-BF01")
GROUPS = ("快递员", "外卖配送员", "网约车司机", "货车司机", "其他")
AMOUNT = {"aid_persons": "aid_amount"}


def values(code: str, year: Year, at: int) -> list[tuple[str, str, str, str]]:
    """Return the values of a month's edition: the month and the year to date, parts and twins."""
    kind, rows = KINDS[code.replace("amount", "persons")], []
    so_far: dict[str, int] = {}
    for month in year[: at + 1]:
        for label, count in month.items():
            so_far[label] = so_far.get(label, 0) + count
    twins = {label: twin for (whole, label), twin in twins_of(INDICATORS).items() if whole == code}
    for basis, cells in (("month", year[at]), ("ytd", so_far)):
        rows.append((code, basis, "", str(sum(cells.values()))))
        rows += [(code, basis, f"{kind}={label}", str(n)) for label, n in cells.items()]
        rows += [
            (twin, basis, "", str(cells.get(label.partition("=")[2], 0)))
            for label, twin in twins.items()
        ]
    return rows


def history(code: str, year: Year, at: int) -> list[tuple[str, str, str, str]]:
    kind = KINDS[code.replace("amount", "persons")]
    return [
        row
        for number, month in enumerate(year[: at + 1], 1)
        for row in (
            (code, f"2024-{number:02d}", "", str(sum(month.values()))),
            *((code, f"2024-{number:02d}", f"{kind}={k}", str(n)) for k, n in month.items()),
        )
    ]


def figures_of(code: str, year: Year) -> list[pl.DataFrame]:
    """Return the figures of each month's edition, as they stand inside."""
    weighed: list[pl.DataFrame] = []
    codes = [(code, year)]
    if code in AMOUNT:
        codes.append((AMOUNT[code], [{k: 1000 * n for k, n in m.items()} for m in year]))
    for at in range(len(year)):
        rows = [row for name, counts in codes for row in values(name, counts, at)]
        frame = pl.DataFrame(rows, schema=VALUE_SCHEMA, orient="row")
        told = [row for name, counts in codes for row in history(name, counts, at)]
        before = pl.DataFrame(told, schema=HISTORY_SCHEMA, orient="row")
        standing = standing_of(frame)
        weighed.append(
            weigh_values(frame, standing, INDICATORS, SETTINGS.thresholds, Background(before))
        )
    bases = [pl.DataFrame(schema=BASE_SCHEMA), *(one.select(*BASE_SCHEMA) for one in weighed)]
    none = pl.DataFrame(schema=BASE_SCHEMA)
    return [
        state_figures(one, Bases(base, none), INDICATORS, (Period(2024, at), SETTINGS))
        for at, (one, base) in enumerate(zip(weighed, bases, strict=False), 1)
    ]


def published(figures: Sequence[pl.DataFrame]) -> Editions:
    return {f"2024-{at:02d}": publish_figures(one, INDICATORS) for at, one in enumerate(figures, 1)}


def with_totals_alone(editions: Editions, code: str) -> Editions:
    """Return the editions as if every part were hidden: what the exempt totals tell."""
    part = (pl.col("code") == code) & (pl.col("dimension") != "")
    twin = pl.col("code").is_in(list(TWINS[code].values()))
    return {
        month: frame.with_columns(
            status=pl.when(part | twin).then(pl.lit(WITHHELD)).otherwise("status"),
            previous_period_value=pl.when(twin).then(None).otherwise("previous_period_value"),
        )
        for month, frame in editions.items()
    }


def broken(code: str, year: Year, editions: Editions) -> list[str]:
    """Return the small counts that the attacker bounds more tightly than the policy."""
    kind, least = KINDS[code], least_of(code)
    known = learn(editions, code, kind, TWINS[code])
    by_totals = learn(with_totals_alone(editions, code), code, kind, TWINS[code])
    found = []
    for at, month in enumerate(editions):
        for label in {label for one in year[: at + 1] for label in one}:
            spans = {"month": [month], "ytd": list(editions)[: at + 1]}
            for basis, span in spans.items():
                counts = [year[list(editions).index(one)].get(label, 0) for one in span]
                if 0 < sum(counts) < least:
                    cells = [(one, code, f"{kind}={label}") for one in span]
                    low, high = known.bounds(cells)
                    free = by_totals.bounds(cells)
                    if high - low + 1 < min(least - 1, free[1] - free[0] + 1):
                        found.append(f"{month} {basis} {label}={sum(counts)}: {low}..{high}")
    return found


def union(chance: random.Random, labels: Sequence[str], months: int) -> Year:
    """Return a small union's year, in which many cells are small and many months silent."""
    often = chance.choice([0.3, 0.6, 0.9])
    sizes = chance.choice([(1, 2, 3, 4), (1, 2, 3, 4, 5, 8, 20), (2, 4, 6, 60)])
    return [
        {label: chance.choice(sizes) for label in labels if chance.random() < often}
        for _ in range(months)
    ]


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(
    ("code", "labels"), [("mutual_gift_persons", GROUPS), ("aid_persons", PROJECTS)]
)
def test_no_small_count_of_a_generated_union_can_be_worked_out(code, labels, seed):
    chance = random.Random(f"{code} {seed}")
    year = union(chance, labels[: chance.randint(2, len(labels))], chance.randint(2, 5))
    editions = published(figures_of(code, year))

    assert broken(code, year, editions) == []


@pytest.mark.parametrize(
    ("year", "leaks"),
    [
        ([{"快递员": 60, "货车司机": 4}], "2024-01"),  # the total tells what is left
        (
            [{"快递员": 60, "货车司机": 30}, {"快递员": 9, "货车司机": 3}],
            "2024-02",
        ),  # two years to date
        ([{"快递员": 2, "货车司机": 2, "其他": 40}], "2024-01"),  # two small ones, and their sum
    ],
)
def test_the_attacker_breaks_a_publication_that_hides_small_cells_alone(year, leaks):
    """As if only the small cells were hidden, and nothing else with them."""
    code = "mutual_gift_persons"
    rows = [
        frame.with_columns(
            status=pl.when(
                pl.col("dimension") != "", pl.col("value").cast(pl.Float64).is_between(1, 4)
            )
            .then(pl.lit(WITHHELD))
            .otherwise(pl.lit("正常")),
            printed=pl.lit("…"),
        )
        for frame in figures_of(code, year)
    ]

    assert any(told.startswith(leaks) for told in broken(code, year, published(rows)))


def test_the_attacker_reads_a_part_under_its_own_name():
    """金秋助学资助人数 is the part of 四送与慰问人次; hidden in one place, it is in the other."""
    year = [{"P-ZX01": 2, "P-WN01": 240, "P-WN04": 50}]
    figures = figures_of("aid_persons", year)
    assert broken("aid_persons", year, published(figures)) == []

    told = [
        frame.with_columns(
            status=pl.when(pl.col("code") == "edu_aid_persons")
            .then(pl.lit("正常"))
            .otherwise("status")
        )
        for frame in figures
    ]

    assert broken("aid_persons", year, published(told))


def test_the_sample_gives_nothing_away(sample_edition):
    months = ["2024-01", "2024-02", "2024-03"]
    inside = [sample_edition(month).figures for month in months]
    for code in KINDS:
        year = [_month(figures.filter(code=code, basis="month")) for figures in inside]
        assert broken(code, year, published(inside)) == []


def _month(rows: pl.DataFrame) -> dict[str, int]:
    counted = {row["dimension"]: int(row["value"]) for row in rows.rows(named=True)}
    return {label.partition("=")[2]: n for label, n in counted.items() if label and n}
