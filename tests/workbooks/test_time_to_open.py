"""How long a file may take: what it honestly holds buys time; a busy machine is told as such."""

from __future__ import annotations

import zipfile

import pytest

from schemas.faults import WorkbookError
from tests.workbooks.by_hand import HEADING, relief, write_book
from workbooks import opening
from workbooks.confinement import Delayed, Overrun


@pytest.fixture
def asked(monkeypatch) -> list[float]:
    """The seconds that files ask for beside those that every file has."""
    seconds: list[float] = []
    monkeypatch.setattr(opening, "allow", seconds.append)
    return seconds


def test_three_tenths_of_a_second_for_each_megabyte_of_cells_as_they_were_sent(tmp_path, asked):
    path = write_book(tmp_path / "book.xlsx", {"四送与慰问": [HEADING, *[relief()] * 300]})
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/media/picture.png", bytes(3 << 20))
        cells = sum(i.compress_size for i in package.infolist() if i.filename.endswith(".xml"))

    opening.open_file(path)

    assert asked == [pytest.approx(0.3 * cells / (1 << 20))]
    assert cells


def test_a_text_file_asks_for_no_more(tmp_path, asked):
    path = tmp_path / "book.csv"
    path.write_text("批次号,人数\nBF-1,150\n", encoding="utf-8")

    opening.open_file(path)

    assert asked == []


@pytest.mark.parametrize(
    ("ended", "said"), [(Delayed, "电脑正忙"), (Overrun, "请")], ids=["waited", "worked"]
)
def test_who_waited_in_vain_is_not_told_that_the_file_is_at_fault(
    tmp_path, monkeypatch, ended, said
):
    path = write_book(tmp_path / "book.xlsx", {"四送与慰问": [HEADING, relief()]})

    def end(*_: object, seconds: float) -> None:
        raise ended

    monkeypatch.setattr(opening, "confine", end)
    with pytest.raises(WorkbookError) as told:
        opening.read_file(path)

    assert said in str(told.value)
    assert ("文件不必重报" in str(told.value)) is (ended is Delayed)
