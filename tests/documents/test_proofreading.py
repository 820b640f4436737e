"""A proofreader: what it doubts in sentences good and bad, in our account, beside figures."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from documents.adoption import sentences
from documents.proofreading.against import Figures
from documents.proofreading.quantities import quantities
from documents.proofreading.reading import proofread
from documents.word.reading import read_word
from schemas.proofreading import PROOF_RULES
from tests.published import FACTS

with Path(__file__).with_name("sentences.csv").open(encoding="utf-8") as file:
    CORPUS = [(row["rule"], row["sentence"]) for row in csv.DictReader(file)]
BAD = [(rule, sentence) for rule, sentence in CORPUS if rule]
GOOD = [sentence for rule, sentence in CORPUS if not rule]

ACCOUNT = (
    "2024年1—10月工作情况",
    "全县178多个单位参加职工互助保障，参保人次约2.06万人次，参保金额约2.04万元。",
    "办理理赔111人次，理赔金额约78.5万元。",
    "常态化走访慰问职工170余名，慰问金17万元；金秋助学资助学生35名，发放助学金12万元。",
)


def rules_of(*paragraphs: str) -> list[str]:
    return [placed.doubt.rule for placed in proofread(paragraphs)]


@pytest.mark.parametrize(("rule", "sentence"), BAD)
def test_a_bad_sentence_is_doubted_for_what_is_wrong_with_it(rule, sentence):
    assert rules_of(sentence) == [rule]


@pytest.mark.parametrize("sentence", GOOD)
def test_a_good_sentence_is_left_alone(sentence):
    assert rules_of(sentence) == []


def test_the_corpus_holds_a_sentence_for_every_rule_of_one_sentence():
    of_a_whole_text_or_of_figures = {"W-P03", "J-10", "J-11"}

    assert {rule for rule, _ in BAD} == set(PROOF_RULES) - of_a_whole_text_or_of_figures


def test_the_published_account_s_own_doubts_are_found_where_they_stand():
    found = {(p.paragraph, p.doubt.rule) for p in proofread(ACCOUNT)}

    assert found == {
        (2, "W-S01"),  # A02: 178 does not end in 0
        (2, "J-01"),  # A18: 参保人次……人次
        (2, "W-P02"),  # A01: 20 400 / 20 600 = 0.99 yuan
        (3, "W-P03"),  # 785 000 / 20 400 = 38.5 times the premium
        (4, "W-P07"),  # A03: 170 x 1000 = 170 000
        (4, "W-P05"),  # A04: 120 000 / 35 = 3428.57
    }


def test_claims_within_the_usual_share_of_the_premium_are_left_alone():
    premium = "参保20586人次，参保金额203.8万元。"  # 785 000 / 2 038 000 = 38.5 %

    assert rules_of(premium, "办理理赔111人次，理赔金额78.5万元。") == []


@pytest.mark.parametrize(
    ("text", "value", "least", "most"),
    [
        ("150名", "150", "150", "150"),
        ("170余名", "170", "170", "180"),
        ("600余人", "600", "600", "700"),
        ("30余万元", "300000", "300000", "400000"),
        ("10万余元", "100000", "100000", "110000"),
        ("50多次", "50", "50", "60"),
        ("近180个", "180", "171", "180"),
        ("约78.5万元", "785000", "784500", "785500"),
        ("2.52万元", "25200", "25150", "25250"),
        ("两批次", "2", "2", "2"),
        ("二十三名", "23", "23", "23"),
        ("3,000人", "3000", "3000", "3000"),
    ],
)
def test_a_quantity_knows_what_its_words_admit(text, value, least, most):
    found = [(q.value, q.least, q.most) for q in quantities(text)]

    expected = [tuple(map(Decimal, (value, least, most)))] if value else []
    assert found == expected


def test_full_width_digits_are_read_as_digits():
    assert rules_of("全县１７８多个单位参加职工互助保障。") == ["W-S01"]


def figures_of(**values: str) -> Figures:
    """Return figures of the published account with other values for some codes."""
    return Figures(
        {
            "code": row["code"],
            "name": row["name"],
            "unit": row["unit"],
            "basis": "ytd",
            "dimension": "",
            "value": values.get(row["code"], row["value"]),
            "printed": row["printed"] or row["value"],
            "status": "正常",
        }
        for row in FACTS
    )


def doubts_beside(sentence: str, figures: Figures) -> list[tuple[str, str]]:
    found = proofread([sentence], figures)
    return [(p.doubt.rule, p.doubt.excerpt) for p in found if p.doubt.rule in ("J-10", "J-11")]


def test_a_number_that_its_figure_contradicts_is_told_with_the_figure():
    placed = [p for p in proofread(["慰问环卫工人160名。"], figures_of()) if p.doubt.rule == "J-10"]

    assert [p.doubt.excerpt for p in placed] == ["160名"]
    assert "慰问环卫工人" in placed[0].doubt.told
    assert "150名" in placed[0].doubt.told


@pytest.mark.parametrize(
    "sentence",
    [
        "慰问环卫工人150名。",
        "常态化送温暖走访慰问170余名。",
        "互助保障参保约2.06万人次。",
        "慰问建筑工人近125名。",
        "经费支出比上月减少2.53万元。",
        "占全部的38.5%。",
        "本期有1条核对提醒经核实后接受。",
    ],
)
def test_a_number_that_its_figure_admits_is_left_alone(sentence):
    assert doubts_beside(sentence, figures_of()) == []


def test_a_number_that_no_figure_knows_is_told_so():
    assert doubts_beside("植树4321件。", figures_of()) == [("J-11", "4321件")]


def test_our_own_report_is_doubted_only_where_the_published_account_is_doubtful(october):
    lines = read_word((october.folder / "report.docx").read_bytes()).lines

    found = [placed.doubt.rule for placed in proofread(lines)]

    assert found == ["W-S03", "W-P05", "W-P07", "W-P02", "W-P03"]  # A08, A04, A03, A01 twice


def test_no_figure_contradicts_our_own_documents(october):
    figures = Figures(october.edition.figures.to_dicts())

    for name in ("report.docx", "bulletin.docx"):
        lines = read_word((october.folder / name).read_bytes()).lines
        assert [p for p in proofread(lines, figures) if p.doubt.rule in ("J-10", "J-11")] == []


def test_a_changed_number_of_our_own_report_is_doubted(october):
    """Every exact count or amount of the report, raised by a tenth and one, is found out."""
    figures = Figures(october.edition.figures.to_dicts())
    lines = read_word((october.folder / "report.docx").read_bytes()).lines
    told = missed = 0
    for sentence in sentences(lines):
        for number in re.finditer(r"(?<![\d.年月—余约])(\d{2,})(?=[名户个件场])", sentence):
            wrong = str(int(number[1]) + int(number[1]) // 10 + 1)
            changed = sentence[: number.start()] + wrong + sentence[number.end() :]
            found = doubts_beside(changed, figures)
            told += 1
            missed += not any(wrong in excerpt for _, excerpt in found)

    assert told > 10
    assert missed <= told // 10
