"""A person's number in a column of numbers: told at its cell, and in nothing that is written."""

from __future__ import annotations

import pytest

from tests.flows.personal import everything_in
from tests.flows.small_union import WORKBOOK, check, make_union, send, type_in
from tests.workbooks.by_hand import relief

PHONE, CARD, ID = 13812345678, "6222000000000000271", "999999190001010015"


@pytest.mark.parametrize(
    ("heading", "typed"), [("金额(元)", PHONE), ("标准(元/人)", ID), ("人数", CARD)]
)
def test_a_person_s_number_among_the_amounts_is_echoed_by_no_rule(tmp_path, capsys, heading, typed):
    union = make_union(tmp_path)
    send(union, WORKBOOK, relief(**{heading: typed}), relief(批次号="BF-2"))

    found = [row for row in check(union) if row["severity"] == "E"]
    assert type_in(union, "run", "2024-07", "--direct") == 0

    assert [(row["rule"], row["found"]) for row in found] == [("E-C02", "疑似个人号码")]
    told = capsys.readouterr()
    for copy in (union / "out/2024-07/replies").iterdir():
        copy.unlink()  # the department's own
    (union / "raw" / WORKBOOK).unlink()
    kept = everything_in(union) + told.out.encode() + told.err.encode()
    assert str(typed).encode() not in kept
