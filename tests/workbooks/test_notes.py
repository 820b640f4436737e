"""What is read all the same and told: another unit of money, another kind of file."""

from __future__ import annotations

import pytest

from tests.workbooks.by_hand import HEADING, found, read_book, read_reliefs, relief, write_return


def units_noted(folder, unit, **headings):
    names = [headings.get(name, name) for name in HEADING]
    rows = [names, relief(), relief(批次号="BF-2")]
    return read_reliefs(folder, rows, 金额单位=unit).issues.filter(rule="N02")["cell"].to_list()


@pytest.mark.parametrize(("unit", "noted"), [("元", []), ("百元", ["H1", "I1"])])
def test_the_covers_other_unit_is_noted_once_at_each_heading_without_one(unit, noted, tmp_path):
    bare = {"标准(元/人)": "单价", "金额(元)": "资金"}

    assert units_noted(tmp_path, unit, **bare) == noted


def test_a_heading_in_another_unit_is_noted_at_the_heading(tmp_path):
    assert units_noted(tmp_path, None, **{"金额(元)": "金额(万元)"}) == ["I1"]


@pytest.mark.parametrize(("suffix", "told"), [(".xlsx", []), (".xls", [("W-F01", "")])])
def test_a_file_of_another_kind_than_its_name_says_is_read_and_told(suffix, told, tmp_path):
    path = write_return(tmp_path / "帮扶.xlsx", "W05", {"四送与慰问": [HEADING, relief()]})

    assert found(read_book(path.rename(path.with_suffix(suffix)))) == told
