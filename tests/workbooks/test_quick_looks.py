"""Quick looks at many cells see what the plain look at each one sees."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from workbooks import row_kinds
from workbooks.cells import squeeze, squeeze_all
from workbooks.grid import Sight, make_grid
from workbooks.words import Words

SUMS = ("合计", "小\u3000计", "承前页", "上月结转", "1—9月累计")
WORDS = st.sampled_from((*SUMS, "填表人：", "本月无", "零报告", "注:", "张村"))
PIECES = st.text("①㈠Ａ１ \u3000\n\t\x1f\x00é\u0301㎡无没未零计结页：:一二3.,-（)", max_size=6)
TEXTS = st.lists(st.one_of(WORDS, PIECES, st.text(max_size=5)).map(str), max_size=6)
NEVER = re.compile("")
"""Matches in every text, so that no row is passed over."""


@given(TEXTS)
@example(["", "\x1f", "\u0301a", "e", "\u0301"])
@example(["a\x1f", "b"])
def test_texts_squeezed_at_once_are_as_each_alone(texts):
    assert squeeze_all(texts) == [squeeze(text) for text in texts]


@given(TEXTS, st.sampled_from(["计|合", "[^0-9\0]", r"\s", "A1|张村"]).map(re.compile))
@example(["合计", "", "合", "小\u3000计", "1"], re.compile("计|合"))
@example(["a\0计", "b", "计"], re.compile("计|合"))
def test_a_pattern_is_found_at_once_in_the_texts_that_hold_it(texts, sought):
    words = Words(dict.fromkeys(texts))

    assert words.holding(sought) == [text for text in words.texts if sought.search(text)]
    assert words.holding_squeezed(sought) == [t for t in words.texts if sought.search(squeeze(t))]
    assert words.blank() == [text for text in words.texts if text and not text.strip()]


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(0, 9), WORDS, PIECES), max_size=5)))
def test_a_row_that_is_passed_over_is_what_a_close_look_makes_of_it(rows):
    grid = make_grid("表", rows, Sight())
    quick = row_kinds.classify_rows(grid)

    kept = row_kinds._SPEAKS
    row_kinds._SPEAKS = NEVER
    try:
        close = [row_kinds._classify(grid, row) for row in range(len(grid.rows))]
    finally:
        row_kinds._SPEAKS = kept

    assert quick == close
