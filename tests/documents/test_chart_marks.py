"""Bars, dots and lines of a chart stand where their values are; its style decides how they look."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from documents.charts import draw_chart, style
from schemas.bulletin import Chart
from tests.documents.example import GROUPED, MONTHLY, PAID, PAID_SO_FAR, RANKED, series

FIRST, SECOND = (0x1F, 0x4E, 0x79), (0x9D, 0xC3, 0xE6)  # the style's first colours
ALARM = (0xC0, 0x00, 0x00)
UPPER_PLOT = round((0.8 + 2.2) / 2.54 * 200)  # its heading and its height, in pixels

FOUR = replace(
    GROUPED, series=tuple(series(f"{year}年", "3", "4") for year in range(2024, 2020, -1))
)
SETTINGS = dict(
    line.split(": ", 1)
    for line in style.TEMPLATE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
OTHERWISE = {
    "figure.figsize": "6.0, 2.9528",
    "axes.prop_cycle": "cycler('color', ['808080'])",
    **dict.fromkeys(("text.color", "axes.edgecolor", "patch.edgecolor"), "808080"),
}


def drawn(chart: Chart) -> np.ndarray:
    png = draw_chart(chart, sample=False)
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def inked(picture: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    return (picture == colour).all(axis=2)


def stretches(marked: np.ndarray) -> list[tuple[int, int]]:
    """Return where each unbroken stretch of marks begins, and how long it is."""
    edges = np.flatnonzero(np.diff(np.pad(marked.astype(int), 1)))
    return [(int(start), int(end - start)) for start, end in edges.reshape(-1, 2)]


def lengths(bars: np.ndarray) -> list[int]:
    """Return how long each bar is that goes from left to right, from the top."""
    return [int(bars[start].sum()) for start, _ in stretches(bars.any(axis=1))]


def test_ranked_bars_begin_at_one_side_and_are_as_long_as_their_values():
    bars = inked(drawn(RANKED), FIRST)
    longest, *others = lengths(bars)

    assert others == [pytest.approx(longest * 17 / 24, abs=1), pytest.approx(longest / 2, abs=1)]
    assert len({int(bars[row].argmax()) for row, _ in stretches(bars.any(axis=1))}) == 1


def test_months_are_as_high_as_their_values_and_stand_at_even_distances():
    bars = inked(drawn(MONTHLY)[:UPPER_PLOT], FIRST)
    heights = lengths(bars.T)
    values = [float(value) for value in PAID]
    a_unit = 2.2 / 2.54 * 200 / (1.18 * 32)  # 2.2 cm hold the longest bar, 32, and its value

    assert [heights[0] - height for height in heights] == [
        pytest.approx((32 - value) * a_unit, abs=1.5) for value in values
    ]
    starts = [start for start, _ in stretches(bars.any(axis=0))]
    assert set(np.diff(starts)) <= {118, 119}  # 1.5 cm: a tenth of 15.6 cm without its edges


def test_the_dots_of_a_running_total_rise_as_it_does():
    line = inked(drawn(MONTHLY)[UPPER_PLOT:], FIRST)
    middles = [start + length // 2 for start, length in stretches(line.sum(axis=0) > 10)]
    tops = [int(line[:, middle].argmax()) for middle in middles]
    values = [float(value) for value in PAID_SO_FAR]
    a_unit = (tops[0] - tops[-1]) / (values[-1] - values[0])

    assert [tops[0] - top for top in tops] == [
        pytest.approx((value - values[0]) * a_unit, abs=1.5) for value in values
    ]


def test_groups_have_a_bar_for_each_series_side_by_side_and_none_where_a_value_lacks():
    picture = drawn(GROUPED)
    below = picture[70:]  # the legend stands above
    first, second = (inked(below, colour) for colour in (FIRST, SECOND))
    (start, width), *_ = stretches(first.any(axis=0))

    assert lengths(second.T) == [pytest.approx(lengths(first.T)[0] * 120 / 228, abs=1)]
    assert 0 < stretches(second.any(axis=0))[0][0] - (start + width) < width / 5


def test_the_legend_names_the_series_in_their_order():
    legend = drawn(GROUPED)[:60]
    first, second = (stretches(inked(legend, colour).any(axis=0)) for colour in (FIRST, SECOND))

    assert len(first) == len(second) == 1
    assert first[0][0] < second[0][0]
    assert first[0][1] == second[0][1]


@pytest.mark.parametrize("chart", [RANKED, GROUPED], ids=["ranked", "grouped"])
def test_a_loss_goes_the_other_way_from_zero(chart):
    values = series("盈亏", "10", "-5")
    bars = inked(drawn(replace(chart, labels=("甲", "乙"), series=(values,))), FIRST)
    bars = bars if chart is RANKED else bars.T
    gain, loss = (set(np.flatnonzero(bars[row])) for row, _ in stretches(bars.any(axis=1)))

    assert len(loss) == pytest.approx(len(gain) / 2, abs=2)  # zero itself has a line
    assert not gain & loss


def test_the_broken_line_stands_where_its_value_is():
    chart = replace(RANKED, kind="progress", mark=series("序时进度", "18"))
    picture = drawn(chart)
    line = inked(picture, ALARM)
    bars = inked(picture, FIRST)
    zero = int(bars[stretches(bars.any(axis=1))[0][0]].argmax())

    assert np.flatnonzero(line.any(axis=0)).mean() - zero == pytest.approx(
        lengths(bars)[0] * 18 / 24, abs=2
    )
    assert len(stretches(line.any(axis=1))) > 5


@pytest.fixture
def styled(tmp_path, monkeypatch):
    """A function that draws with one setting of the style changed."""

    def draw(name: str, value: str) -> list[bytes]:
        written = style.TEMPLATE.read_text(encoding="utf-8")
        template = tmp_path / "chart.mplstyle"
        template.write_text(written.replace(f"{name}: {SETTINGS[name]}", f"{name}: {value}"))
        with monkeypatch.context() as patch:
            patch.setattr(style, "TEMPLATE", template)
            style._settings.cache_clear()
            return [draw_chart(chart, sample=True) for chart in (MONTHLY, RANKED, FOUR)]

    yield draw
    style._settings.cache_clear()


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_of_the_style_shows_in_a_picture(name, styled):
    usual = styled(name, SETTINGS[name])
    other = OTHERWISE.get(name) or str(float(SETTINGS[name]) * 2)

    assert styled(name, other) != usual
