"""The note beside the public data: every column told, and a sample called one."""

from __future__ import annotations

import pytest

from documents.data_note import COLUMNS, name_of_note, write_data_note
from schemas.figure import FIGURE_SCHEMA
from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.settings import Settings, Union


def settings(*, sample: bool) -> Settings:
    return Settings(union=Union(name="示例县总工会"), sample=sample)


def test_every_column_of_the_public_data_is_told_in_its_order():
    assert list(COLUMNS) == list(FIGURE_SCHEMA)


@pytest.mark.parametrize("sample", [True, False])
def test_whoever_lists_the_folder_or_opens_the_note_sees_that_it_is_a_sample(sample):
    told = write_data_note(settings(sample=sample), Period(2024, 10)).decode("utf-8-sig")

    assert ("示例数据" in name_of_note(settings(sample=sample))) is sample
    assert told.startswith("【示例数据】") is sample
    assert "示例县总工会2024年10月公开数据说明" in told
    assert "\nvalue：精确值" in told


def test_every_indicator_is_told_by_its_code_with_what_it_counts():
    told = write_data_note(settings(sample=False), Period(2024, 10)).decode("utf-8-sig")

    lines = [line.partition("：")[0] for line in told.splitlines()]
    assert set(INDICATORS) <= {*lines}
    assert "mutual_claims：互助保障理赔，人次；" in told
