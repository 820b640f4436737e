"""The second look (E-X06): what shows, what can be worked out, what nobody can tell."""

from __future__ import annotations

import polars as pl
import pytest

from schemas.bulletin import Reference
from schemas.indicators import INDICATORS
from tests.transforms.by_hand import SETTINGS
from tests.transforms.test_disclosure import of_groups
from tests.transforms.test_figures import state
from transforms.publishing import publish_figures
from transforms.small_cells import find_shown, small_cells, tell_shown

GIFTS = "mutual_gift_persons"


def cells_of(figures: pl.DataFrame) -> frozenset[Reference]:
    return small_cells(figures, INDICATORS, SETTINGS.thresholds)


def shown(figures: pl.DataFrame, public: pl.DataFrame) -> list[str]:
    return sorted({cell.dimension for cell in find_shown(public, cells_of(figures))})


def test_a_small_cell_that_is_hidden_with_another_passes():
    figures = state(*of_groups(GIFTS, "ytd", "group", 甲=60, 乙=4, 丙=40))

    assert {cell.dimension for cell in cells_of(figures)} == {"group=乙"}
    assert shown(figures, publish_figures(figures, INDICATORS)) == []


@pytest.mark.parametrize("column", ["value", "printed", "previous_period_value", "period_change"])
def test_a_small_cell_that_shows_anywhere_fails(column):
    figures = state(*of_groups(GIFTS, "ytd", "group", 甲=60, 乙=4, 丙=40))
    public = publish_figures(figures, INDICATORS).with_columns(
        pl.when(pl.col("dimension") == "group=乙")
        .then(pl.lit("4名"))
        .otherwise(column)
        .alias(column)
    )

    assert shown(figures, public) == ["group=乙"]


def test_a_small_cell_that_is_hidden_alone_fails():
    """60 + 40 of 104 are told: 4 are left."""
    figures = state(*of_groups(GIFTS, "ytd", "group", 甲=60, 乙=4, 丙=40))
    public = publish_figures(figures, INDICATORS).with_columns(
        pl.when(pl.col("dimension") == "group=丙")
        .then(pl.lit("40名"))
        .otherwise("printed")
        .alias("printed")
    )

    assert shown(figures, public) == ["group=乙"]


def test_an_amount_beside_a_small_cell_fails_where_it_shows():
    figures = state(
        *of_groups("aid_persons", "ytd", "project", **{"P-WN01": 240, "P-ZX01": 2, "P-WN04": 50}),
        *of_groups("aid_amount", "ytd", "project", **{"P-WN01": 240_000, "P-ZX01": 6_000}),
    )

    assert Reference("aid_amount", "ytd", "project=P-ZX01") in cells_of(figures)
    assert shown(figures, figures) == ["project=P-ZX01"]  # the exact figures are not for outside


@pytest.mark.parametrize(("cases", "fails"), [(2, True), (3, False), (0, False)])
def test_an_amount_of_too_few_cases_fails_where_it_shows(cases, fails):
    figures = state(
        ("mutual_claims", "month", "", str(cases)),
        ("mutual_claims_amount", "month", "", "73040"),
    )
    public = figures.with_columns(printed=pl.lit("约7.3万元"))

    told = [*find_shown(public, cells_of(figures))]

    assert told == [Reference("mutual_claims_amount", "month", "")] * fails
    assert [*find_shown(publish_figures(figures, INDICATORS), cells_of(figures))] == []
    assert ("合计" in tell_shown({"bulletin.docx": told}, INDICATORS)) == fails


def test_a_cell_without_a_value_cannot_be_judged_and_shows_nothing():
    figures = state((GIFTS, "ytd", "", None), (GIFTS, "ytd", "group=甲", None))

    assert cells_of(figures) == frozenset()
    assert shown(figures, publish_figures(figures, INDICATORS)) == []


def test_events_and_months_are_no_people():
    figures = state(
        *of_groups("palace_sessions", "ytd", "category", 交友联谊=2, 文体比赛=1),
        ("aid_amount", "ytd", "month=2024-01", "2"),
    )

    assert cells_of(figures) == frozenset()


def test_the_sentence_names_where_and_which_cell_without_its_number():
    cell = Reference(GIFTS, "ytd", "group=乙")

    told = tell_shown({"figures-public.csv": [cell, cell], "bulletin.docx": []}, INDICATORS)

    assert told.startswith("E-X06：")
    assert told.count("figures-public.csv “新就业形态互保赠送”（ytd，group=乙）") == 1
    assert tell_shown({"figures-public.csv": []}, INDICATORS) == ""
