"""Every figure of the sample is explained, its rows add up to it, and no person is told of."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from documents.explanation import explain_in_csv, explain_in_words
from schemas.explanation import PRINTED_SCHEMA, Explaining
from schemas.indicators import INDICATORS
from schemas.period import Period
from tests.flows.personal import invented_names, personal_numbers
from transforms.explaining import explain_indicator

OCTOBER = Period(2024, 10)
ADDED_UP = ("total", "rows", "distinct")


@pytest.fixture(scope="module")
def explained(sample_edition, sample_examined):
    """The explanation of every code of figures.csv."""
    edition = sample_edition("2024-10")
    return {
        code: explain_indicator(
            INDICATORS[code],
            edition.figures.filter(code=code),
            edition.sources,
            sample_examined,
            (),
        )
        for code in edition.figures["code"].unique(maintain_order=True)
    }


def test_every_figure_of_every_code_is_explained(explained, sample_edition):
    figures = sample_edition("2024-10").figures
    told = sum(len(explanation.figures) for explanation in explained.values())

    assert told == figures.height
    assert explained.keys() == set(INDICATORS)


def test_what_the_rows_contribute_adds_up_to_the_figure(explained):
    stated = [
        (one.figure, sum((Decimal(row.contributes) for row in one.rows), Decimal(0)))
        for explanation in explained.values()
        if explanation.indicator.measure.how in ADDED_UP
        for one in explanation.figures
        if one.figure["value"] is not None
    ]

    assert len(stated) > 150
    assert [figure for figure, total in stated if Decimal(figure["value"]) != total] == []


def test_rows_that_count_and_rows_that_do_not_are_all_rows_of_the_sheet(explained, sample_examined):
    for explanation in explained.values():
        if explanation.indicator.measure.how == "budget":
            continue
        rows = sample_examined.rows[explanation.indicator.sheet].height
        for one in explanation.figures:
            if not one.figure["dimension"]:
                told = len(one.rows) + sum(left.rows for left in one.left_out)
                assert told == rows, one.figure


def test_no_explanation_tells_of_a_person(explained, sample_settings, sample_examined):
    values = personal_numbers() | invented_names()
    keys = set(sample_examined.rows["hardship_files"]["family_key"].to_list())
    texts = []
    for explanation in explained.values():
        place = (OCTOBER, sample_settings)
        nowhere = pl.DataFrame(schema=PRINTED_SCHEMA)
        words = explain_in_words(explanation, Explaining("初稿"), nowhere, place)
        texts.append(words + explain_in_csv(explanation).write_csv())
    whole = "\n".join(texts)

    assert len(values) > 100
    assert [value for value in values | keys if value in whole] == []


def test_the_claims_are_told_by_amount_and_date_alone(explained):
    explanation = explained["mutual_claims_amount"]
    ytd = explanation.figures[-1]

    assert explanation.columns == ("状态", "赔付日期")
    assert len(ytd.rows) == 111
    assert ytd.total == "784986.36"


def test_a_workbook_that_changed_is_told_by_its_addresses_alone(sample_edition, sample_examined):
    edition = sample_edition("2024-10")
    (book,) = edition.sources.filter(code="cool_sanitation_amount")["workbook"].unique()
    explanation = explain_indicator(
        INDICATORS["cool_sanitation_amount"],
        edition.figures.filter(code="cool_sanitation_amount", basis="ytd"),
        edition.sources,
        sample_examined,
        (book,),
    )
    ((row,),) = [one.rows for one in explanation.figures]

    assert (row.workbook, row.contributes, set(row.shown)) == (book, "", {""})
    assert row.cells
