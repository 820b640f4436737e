"""Mentions of tables and charts in the text, and the fields that they become in Word."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from docx.oxml.ns import qn

from documents.audit import unexplained
from documents.narrative import write_document
from documents.narrative.pointers import resolve_pointers, with_pointers
from documents.word.reading import open_word
from schemas.bulletin import Paragraph, Pointer, plain
from tests.documents.example import MONTHLY, PROJECTS, RANKED

SAID = Paragraph(("送温暖资金如下。",))


def told(*blocks) -> str:
    numbered = resolve_pointers(tuple(with_pointers(blocks)))
    return plain(next(block for block in numbered if isinstance(block, Paragraph)).spans)


def test_a_paragraph_names_the_tables_and_charts_below_it_tables_first():
    assert told(SAID, MONTHLY, PROJECTS) == "送温暖资金如下。详见表1、图1。"


def test_three_of_a_kind_are_a_range():
    third = replace(RANKED, key="third", number=3)

    assert told(SAID, MONTHLY, RANKED, third) == "送温暖资金如下。详见图1至图3。"


def test_what_is_not_closed_by_a_full_stop_is_left_as_it_is():
    assert told(Paragraph(("送温暖资金：",)), MONTHLY) == "送温暖资金："


def test_another_number_in_a_mention_does_not_pass_the_audit(sample_edition):
    october = sample_edition("2024-10")
    document = write_document("bulletin", october)
    assert list(unexplained(document, october)) == []
    wrong = Paragraph(("见", Pointer("表2", "表", "表 headline"), "。"))  # the headline is 表1

    found = unexplained(replace(document, blocks=(wrong, *document.blocks)), october)

    assert [shown.text for shown in found] == ["表2"]


def test_in_word_each_mention_is_a_field_that_leads_to_the_caption_it_shows(october):
    body = open_word((october.folder / "bulletin.docx").read_bytes()).element.body
    captions = {}
    for paragraph in body.iter(qn("w:p")):
        for mark in paragraph.iter(qn("w:bookmarkStart")):
            if not mark.get(qn("w:name")).startswith("_Ref"):
                continue  # of a heading that is listed
            text = "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
            captions[mark.get(qn("w:name"))] = re.match(r"[表图]\d+", text)[0]
    shown = []
    for paragraph in body.iter(qn("w:p")):
        words = [node.text or "" for node in paragraph.iter(qn("w:instrText"), qn("w:t"))]
        shown += [
            (said.split()[1], text) for said, text in pairwise(words) if said.startswith(" REF ")
        ]

    assert len(shown) >= 10
    assert all(captions[name] == text for name, text in shown)
