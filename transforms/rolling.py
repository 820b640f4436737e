"""The figures of many unions' releases, added up where that may be done (汇总).

Only what was published goes in, so nothing comes out that could not be worked out already:
a cell that one union hides is unknown here, and no sum is stated that needs it. What is
shown of one union beside the others goes through disclosure control like any part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from schemas.decision import Waiver
from schemas.edition import Edition
from schemas.figure import (
    STATED,
    Coverage,
)
from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.rollup import Membership, Package
from schemas.settings import Settings
from transforms.adding import KEY, add_up, codes_added, exact_text, set_side_by_side, tell_figures
from transforms.background import NOTHING_BEHIND
from transforms.bases import BASE_SCHEMA, Bases
from transforms.changes import Before, compare_drafts
from transforms.decisions import Answered, answer_findings
from transforms.disclosure import count_cases, withhold_few
from transforms.figures import state_figures
from transforms.fingerprints import Fingerprints
from transforms.ratios import recompute_rates
from transforms.rolled import find_unadded, trace_packages
from transforms.views import view_figures


def roll_up(
    packages: Sequence[Package],
    members: Membership,
    place: tuple[Period, Settings],
    before: Before | None = None,
    waivers: Iterable[Waiver] = (),
) -> Edition:
    """Return the edition that adds up the packages.

    Totals and parts are added, rates worked out from their added parts, and every union
    stands as a part (`county=union`) beside the others. `coverage` is the share of the unions'
    data that is in a figure, those that are missing counted as nothing. A warning that a
    person has accepted is none any more.
    """
    period, settings = place
    told = tell_figures(packages, period)
    expected = len(members.included) + len(members.absent)
    summed = recompute_rates(add_up(told, expected), period)
    values = pl.concat([summed, set_side_by_side(told)])
    weighed = _weighed(values, settings)
    bases = Bases(_bases(told, "previous_period_value"), _bases(told, "previous_year_value"))
    figures = state_figures(weighed, bases, settings.indicators, place)
    answered = answer_unadded(find_unadded(told, packages, members), waivers, place)
    return Edition(
        period=period,
        settings=settings,
        figures=figures,
        listings=pl.DataFrame(
            schema=dict.fromkeys(
                ("code", "basis", "name", "workbook", "sheet", "cell"), pl.String()
            )
        ),
        sources=trace_packages(told, figures),
        coverage=_no_coverage(),
        issues=answered.issues,
        accepted=answered.accepted,
        changes=compare_drafts(figures, before),
        comparisons=view_figures(_with_totals(weighed), bases, settings.indicators, place),
        members=members,
    )


def answer_unadded(
    issues: pl.DataFrame, waivers: Iterable[Waiver], place: tuple[Period, Settings]
) -> Answered:
    """Return what find_unadded found, the accepted warnings turned into information.

    Such a finding is known by its sentence, which names the union.
    """
    period, settings = place
    return answer_findings(issues, Fingerprints({}, (), (), settings), waivers, period)


def _weighed(values: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return the values as state_figures takes them, those of few people withheld."""
    rows = [(n, i.code, i.name, i.unit, str(i.nature)) for n, i in enumerate(INDICATORS.values())]
    names = pl.DataFrame(rows, schema=["order", "code", "name", "unit", "kind"], orient="row")
    known = (
        values.join(names, on="code", maintain_order="left")
        .join(count_cases(values, INDICATORS), on=["code", "basis"], how="left")
        .with_columns(since=pl.lit(None, pl.Int64))
    )
    weighed = withhold_few(known, INDICATORS, settings.thresholds, NOTHING_BEHIND)
    return weighed.sort("order", "basis", "dimension")


def _with_totals(weighed: pl.DataFrame) -> pl.DataFrame:
    """Return the values without the parts that nobody adds up: they have no share in anything."""
    totals = weighed.filter(pl.col("dimension") == "")
    return weighed.join(totals, on=["code", "basis"], how="semi", maintain_order="left")


def _bases(told: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return the sums of what the unions themselves compared with, where all of them did."""
    amount = pl.col(column).cast(pl.Decimal(38, 6))
    totals = told.filter(pl.col("code").is_in(codes_added()), pl.col("dimension") == "")
    units = {code: indicator.unit for code, indicator in INDICATORS.items()}
    return (
        totals.group_by(KEY, maintain_order=True)
        .agg(amount=amount.sum(), whole=amount.is_not_null().all())
        .filter("whole")
        .select(
            *KEY,
            value=exact_text("amount"),
            unit=pl.col("code").replace_strict(units, return_dtype=pl.String),
            status=pl.lit(STATED),
            coverage=pl.lit(1.0),
            since=pl.lit(None, pl.Int64),
        )
        .select(*BASE_SCHEMA)
    )


def _no_coverage() -> pl.DataFrame:
    """Return the departments' coverage of an edition that no department reports to."""
    columns = Coverage.to_schema().columns.items()
    return pl.DataFrame(schema={name: column.dtype.type for name, column in columns})
