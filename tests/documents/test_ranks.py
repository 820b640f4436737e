"""The order of parts in words: expectations worked out by hand, from the amounts in the table."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from documents.narrative import write_document
from documents.narrative.entries import Entries
from documents.narrative.ranks import say_order
from schemas.bulletin import Name, Number, Paragraph, plain
from schemas.figure import NOT_REPORTED, PENDING, WITHHELD
from schemas.period import Period
from tests.published import figure, figures

with (Path(__file__).parent / "ranks.csv").open(encoding="utf-8", newline="") as _stream:
    CASES = list(csv.DictReader(_stream))

UNTOLD = {"待核": PENDING, "未报送": NOT_REPORTED, "不公布": WITHHELD}
OCTOBER = Period.parse("2024-10")


def parts(amounts: str, code: str = "ledger_expenditure"):
    rows = []
    for told in amounts.split():
        name, _, amount = told.partition("=")
        status = UNTOLD.get(amount, "正常")
        value = None if amount in (*UNTOLD, "") and amount != "不公布" else amount
        value = "100" if amount == "不公布" else value
        rows.append(figure(code, value, "ytd", dimension=f"county={name}", status=status))
    found = Entries(figures(*rows), OCTOBER)
    names = [told.partition("=")[0] for told in amounts.split()]
    return [(Name(name, "县"), found.part(code, "ytd", f"county={name}")) for name in names]


@pytest.mark.parametrize("case", CASES, ids=[str(number) for number, _ in enumerate(CASES)])
def test_an_order_is_said_as_the_table_says_it(case):
    assert plain(say_order(parts(case["amounts"]))) == case["says"]


def test_what_is_published_only_roughly_has_no_order():
    rough = parts("甲=900 乙=800 丙=700 丁=600 戊=500", "mutual_claims_amount")

    assert say_order(rough) == ()


def test_october_names_the_three_largest_projects(sample_edition):
    """FACTS.csv and the sample's ledger: 24, 17 and 13.524 万元 of 88.444."""
    document = write_document("bulletin", sample_edition("2024-10"))
    (told,) = [
        block
        for block in document.blocks
        if isinstance(block, Paragraph) and "居前三位" in plain(block.spans)
    ]
    named = [span for span in told.spans if isinstance(span, Number) and span.reference.dimension]

    assert [span.text for span in named] == ["24万元", "17万元", "13.524万元"]
