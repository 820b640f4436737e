"""The note on rounding: printed exactly where a printed total is not the sum of its parts."""

from __future__ import annotations

import pytest

from documents.narrative import write_document
from schemas.bulletin import plain
from tests.published import edition, figure, figures

NOTE = "存在合计与分项之和不等的情况"


def insured(total, *parts):
    plans = ("人身意外伤害住院综合", "住院补充", "综合套餐")
    rows = [figure("mutual_insured", total)]
    for plan, part in zip(plans, parts, strict=True):
        rows.append(figure("mutual_insured", part, dimension=f"plan={plan}"))
    return rows


def notes(*rows):
    document = write_document("bulletin", edition(figures=figures(*rows)))
    assert any(chart.key == "mutual_by_plan" for chart in document.charts)
    return "".join(plain(b.spans) for b in document.blocks if getattr(b, "style", "") == "note")


@pytest.mark.parametrize(
    ("total", "parts", "differs"),
    [
        # 约1.29万 + 4196 + 3520 = 20 616, printed in all 约2.06万
        ("20586", ("12870", "4196", "3520"), True),
        # 约1.29万 + 4200 + 3500 = 20 600 = 约2.06万, though each is rounded
        ("20567", ("12867", "4200", "3500"), False),
        ("20600", ("12900", "4200", "3500"), False),
        # 1.29万 + 4200 + 3540 = 20 640, printed 约2.06万: exact parts, a rounded total
        ("20640", ("12900", "4200", "3540"), True),
    ],
)
def test_the_note_stands_where_what_is_printed_does_not_add_up(total, parts, differs):
    assert (NOTE in notes(*insured(total, *parts))) is differs


def test_nobody_can_add_up_what_is_hidden():
    hidden = {"status": "不单独公布", "printed": "…"}
    last = figure("mutual_insured", "3", dimension="plan=女工安康", **hidden)

    assert NOTE not in notes(*insured("20589", "12870", "4196", "3520"), last)


def test_a_table_of_exact_parts_needs_no_note():
    parts = {"P-QL01": "25200", "P-QL02": "24000"}
    rows = [
        figure("aid_amount", "49200"),
        *(
            figure("aid_amount", value, dimension=f"project={project}")
            for project, value in parts.items()
        ),
    ]
    document = write_document("bulletin", edition(figures=figures(*rows)))

    assert any(table.key == "aid_by_project" for table in document.tables)
    assert NOTE not in "".join(plain(b.spans) for b in document.blocks if hasattr(b, "spans"))


def test_a_table_whose_printed_parts_do_not_add_up_says_so():
    # 2.52 + 2.4 = 4.92 万元; a total printed 约4.9万元 is not their sum
    rows = [
        figure("aid_amount", "49200", printed="约4.9万元"),
        figure("aid_amount", "25200", dimension="project=P-QL01"),
        figure("aid_amount", "24000", dimension="project=P-QL02"),
    ]
    document = write_document("bulletin", edition(figures=figures(*rows)))

    assert NOTE in "".join(plain(b.spans) for b in document.blocks if hasattr(b, "spans"))
