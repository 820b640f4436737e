"""Charts: one style and font everywhere, the same bytes, no value or glyph lost."""

from __future__ import annotations

import io
import struct
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from documents.charts import draw_chart, height_mm
from documents.charts.labels import ems, fitting_size, printed, wrapped
from documents.charts.style import chart_style, font_file
from tests.documents.example import GROUPED, MONTHLY, RANKED, series

CHARTS = (MONTHLY, RANKED, GROUPED)
KINDS = [chart.kind for chart in CHARTS]


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def chunks(png: bytes) -> list[bytes]:
    names, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        names.append(png[at + 4 : at + 8])
        at += length + 12
    return names


@pytest.mark.parametrize("chart", CHARTS, ids=KINDS)
def test_a_chart_is_as_wide_as_the_type_area_at_200_dpi(chart):
    picture = Image.open(io.BytesIO(draw_chart(chart, sample=False)))

    assert picture.width == round(15.6 / 2.54 * 200)
    assert picture.info["dpi"] == pytest.approx((200, 200), abs=0.1)


@pytest.mark.parametrize("chart", CHARTS, ids=KINDS)
def test_its_room_on_paper_is_as_high_as_the_picture(chart):
    height = Image.open(io.BytesIO(draw_chart(chart, sample=False))).height

    assert height == int(height_mm(chart) / 25.4 * 200)


@pytest.mark.parametrize("chart", CHARTS, ids=KINDS)
def test_the_same_chart_gives_the_same_bytes(chart):
    assert draw_chart(chart, sample=True) == draw_chart(chart, sample=True)


def test_the_picture_names_no_program_version_or_date():
    assert set(chunks(draw_chart(MONTHLY, sample=True))) == {b"IHDR", b"pHYs", b"IDAT", b"IEND"}


@pytest.mark.parametrize("chart", CHARTS, ids=KINDS)
def test_another_number_gives_another_picture(chart):
    first = chart.series[0]
    changed = replace(first, values=(first.values[0] + Decimal("0.01"), *first.values[1:]))
    other = replace(chart, series=(changed, *chart.series[1:]))

    assert draw_chart(chart, sample=False) != draw_chart(other, sample=False)


@pytest.mark.parametrize("chart", CHARTS, ids=KINDS)
def test_nothing_is_cut_off_at_the_edges(chart):
    drawn = pixels(draw_chart(chart, sample=True))
    edges = (drawn[0], drawn[-1], drawn[:, 0], drawn[:, -1])

    assert all((edge == 255).all() for edge in edges)


def test_long_names_and_long_values_are_not_cut_off_either():
    long = replace(
        RANKED,
        labels=("江西省永新县某某新能源科技股份有限公司工会委员会", "乙"),
        series=(series("金额", "1234567.89", None),),
    )
    drawn = pixels(draw_chart(long, sample=False))

    assert (drawn[:, 0] == 255).all()
    assert (drawn[:, -1] == 255).all()


def test_a_sample_is_stamped_in_red_within_the_picture():
    stamped, plain = (pixels(draw_chart(RANKED, sample=sample)) for sample in (True, False))
    red = (stamped[..., 0] > 150) & (stamped[..., 1] < 60) & (stamped[..., 2] < 60)

    assert red.sum() > 300
    assert (stamped != plain).any(axis=2).sum() > 300


def test_a_missing_value_leaves_a_gap_with_a_word_not_a_zero():
    gap, zero = (
        draw_chart(replace(GROUPED, series=(series("份数", "228", value),)), sample=False)
        for value in (None, "0")
    )

    assert gap != zero


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_of_nothing_but_gaps_zeros_or_losses_can_be_drawn(kind):
    for value in (None, "0", "-2.5"):
        chart = replace(GROUPED, kind=kind, series=(series("份数", value, value),))
        assert draw_chart(chart, sample=True)


def test_a_glyph_that_the_font_lacks_raises():
    with pytest.raises(UserWarning, match=r"Glyph 129535"):
        draw_chart(replace(RANKED, labels=("\U0001f9ff", "乙", "丙")), sample=False)


def test_dollar_signs_are_text():
    assert draw_chart(replace(RANKED, unit="$x$"), sample=False)


def test_the_machines_own_settings_change_nothing():
    usual = draw_chart(MONTHLY, sample=True)
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "savefig.dpi": 50}):
        assert draw_chart(MONTHLY, sample=True) == usual


def test_charts_drawn_side_by_side_are_the_same():
    alone = [draw_chart(chart, sample=True) for chart in CHARTS]
    with ThreadPoolExecutor(3) as threads:
        together = list(threads.map(lambda chart: draw_chart(chart, sample=True), CHARTS))

    assert together == alone


def test_neither_pyplot_nor_the_fonts_package_is_imported():
    assert "matplotlib.pyplot" not in sys.modules
    assert "mplfonts" not in sys.modules
    assert font_file().is_file()


@pytest.mark.parametrize(
    ("value", "text"),
    [("2.50", "2.5"), ("24.00", "24"), ("120000", "120000"), ("1E+3", "1000"), ("0", "0")],
)
def test_values_are_printed_as_given_without_trailing_zeros(value, text):
    assert printed(Decimal(value)) == text


def test_type_shrinks_only_where_values_would_touch():
    with chart_style():
        assert fitting_size(["24"], 100) == 9
        assert 6 <= fitting_size(["784986.36"], 40) < 9


def test_names_break_into_even_lines_and_never_after_an_opening_bracket():
    lines = wrapped("冬送温暖（特殊职工群体）", 5).split("\n")

    assert "".join(lines) == "冬送温暖（特殊职工群体）"
    assert not any(line.endswith("（") or line.startswith("）") for line in lines)
    assert max(map(ems, lines)) <= 6


def test_grey_print_tells_the_first_two_series_apart():
    drawn = Image.open(io.BytesIO(draw_chart(GROUPED, sample=False))).convert("L")
    greys = {grey for count, grey in drawn.getcolors(256) if count > 5000 and grey < 250}

    assert max(greys) - min(greys) > 80
