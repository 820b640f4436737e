"""aliases.csv: read in the ways that Excel writes it; a line at fault is named."""

from __future__ import annotations

import pytest

from schemas.faults import WorkspaceError
from workbooks.aliases import read_aliases

LINE = "四送与慰问,发放人数,人数"


@pytest.mark.parametrize(
    "content",
    [
        LINE.encode(),
        f"{LINE}\r\n\r\n".encode("utf-8-sig"),
        f"表页,表头,规定表头\n{LINE}\n".encode("gb18030"),
        f"表页,表头,规定表头\n 四送与慰问 , 发放人数 ,人数\n{LINE}\n".encode(),
    ],
    ids=["bare", "byte order mark", "GB18030", "headed, blanks, twice"],
)
def test_a_line_is_sheet_heading_and_official_heading(content):
    assert read_aliases(content) == {("四送与慰问", "发放人数"): "人数"}


def test_an_empty_file_holds_no_alias():
    assert read_aliases(b"") == {}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("四送与慰问,发放人数", "有2项，应为3项"),
        ("四送与慰问，发放人数，人数", "有1项，应为3项"),
        ("四送,发放人数,人数", "“四送”不是规定的表页"),
        ("四送与慰问,发放人数,总人数", "“总人数”不是“四送与慰问”的规定表头"),
        ("四送与慰问,,人数", "没有写表头"),
        ("四送与慰问,金额,人数", "“金额”在“四送与慰问”中已指“金额(元)”"),
        ("四送与慰问,慰问时间,人数", "“慰问时间”在“四送与慰问”中已指“发放日期”"),
        ("四送与慰问,发放人数,金额(元)", "“发放人数”已对应“人数”"),
        ("四送与慰问,姓名,项目名称", "“姓名”是个人信息"),
        ("四送与慰问,受助人,项目名称", "“受助人”是个人信息"),
        ("二次医疗救助,病种,编号", "“病种”是个人信息"),
    ],
)
def test_a_line_that_cannot_be_followed_is_named_in_one_sentence(line, words):
    with pytest.raises(WorkspaceError) as told:
        read_aliases(f"表页,表头,规定表头\n{LINE}\n{line}\n".encode())

    assert str(told.value).startswith("aliases.csv 第3行")
    assert words in str(told.value)
    assert str(told.value).endswith("。")


def test_a_heading_of_persons_may_stand_for_a_column_that_is_keyed():
    assert read_aliases("荣誉选树,姓名,对象名称".encode()) == {("荣誉选树", "姓名"): "对象名称"}


def test_a_quote_that_never_ends_and_a_file_that_is_no_text_are_refused():
    with pytest.raises(WorkspaceError, match="无法读取"):
        read_aliases(b"\xff\xfe\x00\x81")
    with pytest.raises(WorkspaceError, match="第1行有1项"):
        read_aliases(f'"{LINE}\n'.encode())
