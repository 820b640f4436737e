"""The appendix 指标解释: each printed indicator, no other, in the words of its definition."""

from __future__ import annotations

from dataclasses import replace

import pytest

from documents.audit import unexplained
from documents.narrative import write_document
from documents.narrative.explanations import KEY, with_explanations
from schemas.bulletin import Document, Name, Number, Paragraph, Reference, Table, plain
from schemas.indicator import EXPLANATION
from schemas.indicators import INDICATORS


def appendix(document: Document) -> Table | None:
    return next((table for table in document.tables if table.key == KEY), None)


def explained(table: Table) -> dict[str, tuple[str, str]]:
    return {plain(row[0].spans): (plain(row[1].spans), plain(row[2].spans)) for row in table.rows}


def printed_codes(document: Document) -> set[str]:
    spans = [s for b in document.blocks if isinstance(b, Paragraph) for s in b.spans]
    spans += [s for t in document.tables for row in t.rows for cell in row for s in cell.spans]
    return {span.reference.code for span in spans if isinstance(span, Number)}


@pytest.mark.parametrize("period", ["2024-01", "2024-10", "2024Q3"])
def test_each_printed_indicator_is_explained_and_no_other(sample_edition, period):
    document = write_document("bulletin", sample_edition(period))

    told = explained(appendix(document))

    assert set(told) == {INDICATORS[code].name for code in printed_codes(document)}
    assert list(unexplained(document, sample_edition(period))) == []


def test_the_words_are_those_of_the_definition_and_the_unit_is_the_printed_one(sample_edition):
    told = explained(appendix(write_document("bulletin", sample_edition("2024-10"))))

    assert told[INDICATORS["disputes_resolved"].name] == (
        "件",
        "按结案日期计入当月、调解结果为调解成功的案件数。",
    )
    assert told[INDICATORS["mutual_claims_amount"].name][0] == "万元"
    assert told[INDICATORS["palace_opening_date"].name][0] == "日期"


def test_january_explains_fewer_indicators_than_october(sample_edition):
    january, october = (
        explained(appendix(write_document("bulletin", sample_edition(period))))
        for period in ("2024-01", "2024-10")
    )

    assert INDICATORS["palace_opening_date"].name in october
    assert INDICATORS["palace_opening_date"].name not in january  # opened on 30 April


def test_where_nothing_is_printed_no_appendix_stands(sample_edition):
    document = write_document("bulletin", sample_edition("2024-10"))
    announced = replace(appendix(document), rows=())

    said = Paragraph(("没有数。",))

    assert list(with_explanations([said, announced], sample_edition("2024-10"))) == [said]


def test_a_number_of_one_indicator_brings_its_row_alone(sample_edition):
    document = write_document("bulletin", sample_edition("2024-10"))
    announced = replace(appendix(document), rows=())
    said = Paragraph((Number("27户", Reference("hardship_households", "as_of")),))

    *_, table = with_explanations([said, announced], sample_edition("2024-10"))

    assert list(explained(table)) == [INDICATORS["hardship_households"].name]


def test_another_number_in_an_explanation_does_not_pass_the_audit(sample_edition):
    document = write_document("bulletin", sample_edition("2024-10"))
    table = appendix(document)
    first = table.rows[0]
    forged = (*first[:2], replace(first[2], spans=(Name("每年计入99件。", EXPLANATION),)))
    changed = replace(table, rows=(forged, *table.rows[1:]))
    blocks = tuple(changed if block is table else block for block in document.blocks)

    found = unexplained(replace(document, blocks=blocks), sample_edition("2024-10"))

    assert [shown.text for shown in found] == ["99件"]
