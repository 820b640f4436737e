"""Names that departments give to files, sheets and columns, as they may be told.

They stand in every finding, and a department may write a person into them: a number, or the
name of who is on the list or filled in the form.
"""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache

from schemas.contract import RETURNS, ROSTER, sheets
from workbooks.privacy import holds_personal_number

SOMEBODY = "某某"
WITH_A_NUMBER = "文件名含个人号码"
"""What is told in the place of a name."""

_LONGEST = 80

_APART = re.compile(r"\W")

_CHINESE = re.compile("[\u4e00-\u9fa5]+")

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜"
    "戴钟田任姜范姚谭廖邹熊陆郝崔邱秦侯邵孟汤尹乔赖龚严欧肖"
)
_ALSO_WORDS = (
    "万白石夏龙毛段史顾黎汪孔贺钱武易高方江金文康马韦施倪颜梅祝詹裴鲁鲍柳骆庄柯翁辛岳申柴舒殷耿翟游"
)
"""Surnames that begin many a word of two characters (万元, 白天, 石桥): known by a third."""

_DOUBLE_SURNAMES = "欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|亓官|东方|独孤|南宫"
_NAME = re.compile(
    f"(?:[{_SURNAMES}]|{_DOUBLE_SURNAMES})[\u4e00-\u9fa5]{{1,2}}|[{_ALSO_WORDS}][\u4e00-\u9fa5]{{2}}"
)

_ENDS_A_WORD = frozenset(
    "表册单账目录类项次数额量率费款价值度期日时号码称名员位部科室处股站所院校厂场馆社会组局办委县市省区乡镇村街"
    "址况式法性级别计总合人户个件份告证票据资产务动点地案划稿版页栏分间备息果质途源由因序围业可职宫营队班团"
)
"""Characters that end words of the office (张数, 程度, 任务) and hardly ever a person's name."""


def name_to_tell(name: str, instead: str) -> str:
    """Return a name, or `instead` where it holds a person's number or is somebody's name.

    What holds the number is likely to hold the person's name too. A name that nobody would
    read to its end is not told either.
    """
    return instead if len(name) > _LONGEST or may_not_be_told(name) else name


def may_not_be_told(name: str) -> bool:
    """Return whether a name holds a person's number, or is somebody's."""
    return holds_personal_number(name) or names_a_person(name)


def sheet_to_tell(name: str, number: int) -> str:
    """Return the name of a sheet, or its place, counted from 1, where the name is personal."""
    return name_to_tell(name, f"第{number}张表页")


@lru_cache(maxsize=1 << 12)  # asked of each file for every file beside it
def file_to_tell(name: str) -> str:
    """Return a file's legible name, 某某 in the place of each person's name in it.

    WITH_A_NUMBER where it holds a person's number.
    """
    if holds_personal_number(_APART.sub("_", name)):
        return WITH_A_NUMBER
    return _CHINESE.sub(lambda word: SOMEBODY if _is_a_name(word[0]) else word[0], legible(name))


def names_a_person(text: str) -> bool:
    """Return whether a word of a text looks like a person's name, and is no word of the forms."""
    return any(map(_is_a_name, _CHINESE.findall(text)))


def _is_a_name(word: str) -> bool:
    return (
        _NAME.fullmatch(word) is not None
        and word[-1] not in _ENDS_A_WORD
        and word not in _words_of_the_forms()
    )


@cache
def _words_of_the_forms() -> frozenset[str]:
    known = [form.title for form in RETURNS.values()]
    for sheet in (*sheets(), ROSTER):
        known.append(sheet.title)
        known += [heading for column in sheet.columns.values() for heading in column.headings]
    return frozenset(word for text in known for word in _CHINESE.findall(text))


def legible(name: str) -> str:
    """Return a file's name in characters that can be written; GBK bytes as what they mean."""
    try:
        told = os.fsencode(name).decode()
    except UnicodeDecodeError:
        told = os.fsencode(name).decode("gb18030", "replace")
    return "".join(character if character.isprintable() else " " for character in told)
