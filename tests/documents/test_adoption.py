"""An edited text beside the draft's: its sentences, its numerals, and where they are from."""

from __future__ import annotations

import pytest

from documents.adoption import (
    changed_sentences,
    known_numerals,
    numerals,
    recognise,
    sentences,
    unused_sources,
    with_sources,
)

DRAFT = ("慰问150名。", "理赔金额约78.5万元。", "组织疗休养两批次。")
KNOWN = known_numerals([{"printed": "150名", "name": "慰问环卫工人"}], DRAFT)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("慰问150名，资金2.52万元", ("150名", "2.52万元")),
        ("约78.5万元、30余万元、3万余元", ("约78.5万元", "30余万元", "3万余元")),
        ("共１,２３４人次", ("1234人次",)),
        ("下降61.3%，提高2个百分点", ("61.3%", "2个百分点")),
        ("三百二十名，占百分之五，增长三成", ("三百二十名", "百分之五", "三成")),
        ("两批次、十余家、五年", ("两批次", "十余家", "五年")),
        ("一个目标、一线职工、三师、“五一”前后、第四届", ()),
    ],
)
def test_numerals_are_found_with_units_in_digits_and_in_characters(text, found):
    assert numerals(text) == found


def test_a_sentence_ends_with_its_mark_and_a_cell_is_one_of_its_own():
    assert sentences(["甲。乙；丙！", "丁"]) == ("甲。", "乙；", "丙！", "丁")


@pytest.mark.parametrize(
    ("edited", "unknown"),
    [
        ("慰问职工150名。", ()),
        ("慰问150人。", ("150人",)),  # another unit
        ("慰问151名。", ("151名",)),
        ("理赔金额78.5万元。", ("78.5万元",)),  # published only roughly
        ("组织疗休养三批次。", ("三批次",)),
    ],
)
def test_a_numeral_is_known_only_as_it_is_printed(edited, unknown):
    (change,) = changed_sentences(DRAFT, [edited, *DRAFT[1:]], KNOWN)

    assert (change.before, change.unknown) == (DRAFT[0], unknown)


def test_sentences_put_in_and_taken_out_have_one_side():
    changes = changed_sentences(DRAFT, [DRAFT[0], DRAFT[2], "新增一句。"], KNOWN)

    assert [(c.before, c.after) for c in changes] == [(DRAFT[1], ""), ("", "新增一句。")]


@pytest.mark.parametrize("key", ["320名", "320 名", "全县共有环卫工人"])
def test_a_source_is_given_by_numeral_or_by_words_of_the_sentence(key):
    changes = changed_sentences(DRAFT, [*DRAFT, "全县共有环卫工人320名。"], KNOWN)

    (change,) = with_sources(changes, {key: "城管局"})

    assert change.numerals == (("320名", "城管局"),)
    assert unused_sources(changes, {key: "城管局"}) == ()


@pytest.mark.parametrize("key", ["3", "32", "320", "全县", "150名"])
def test_a_source_for_something_else_helps_nothing(key):
    changes = changed_sentences(DRAFT, [*DRAFT, "全县共有环卫工人320名。"], KNOWN)

    assert with_sources(changes, {key: "城管局"})[0].unknown == ("320名",)
    assert unused_sources(changes, {key: "城管局"}) == (key,)


def test_the_document_that_shares_most_sentences_is_the_one():
    drafts = {"bulletin": DRAFT, "report": ("甲。", "乙。")}

    assert recognise(drafts, ["甲。", "丙。"]) == "report"
    assert recognise(drafts, ["别的。"]) == ""


def test_a_long_document_is_not_taken_for_a_short_one_that_it_holds_as_a_whole():
    drafts = {"flash": ("甲。", "乙。"), "bulletin": ("甲。", "乙。", "丙。", "丁。", "戊。")}
    edited = ["甲。", "乙。", "丙。", "丁有改动。", "另写一句。"]

    assert recognise(drafts, edited) == "bulletin"
    assert recognise(drafts, ["甲。", "乙有改动。"]) == "flash"
