"""E-X07: a document that tells a person's number is not written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from documents.scanning import find_personal_numbers
from schemas.bulletin import Cell, Document, Heading, Name, Paragraph, Table
from tests.documents.example import MONTHLY
from tests.flows.small_union import make_union, type_in

PHONE = "13900000000"
NUMBERS = [PHONE, "999999190001010015", "99999919000101001X", "6200000000000000000"]

TABLE = Table(
    key="t", number=1, caption="各项慰问", unit="", header=("项目", "人数"),
    rows=((Cell(("金秋助学",)), Cell(("35",))),), widths=(0.5, 0.5), alt="一张表",
)  # fmt: skip
DOCUMENT = Document(
    key="bulletin", name="统计公报", title="示例县总工会工作统计公报", subtitle="",
    issuer="示例县总工会", dated="2024年11月8日", period="2024-10", sample=True,
    blocks=(Heading(1, "一、", "概述"), Paragraph(("慰问职工150名。",)), TABLE, MONTHLY),
)  # fmt: skip


def with_block(block) -> Document:
    return replace(DOCUMENT, blocks=(*DOCUMENT.blocks, Heading(1, "二、", "四送"), block))


def test_a_document_of_figures_tells_nobody_s_number():
    text = "经费88.444万元，文号〔2024〕12号，累计1234567890元，2024年11月8日，P-QL01，0.99元。"

    assert find_personal_numbers(with_block(Paragraph((text,)))) == []


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "told",
    [
        lambda n: Paragraph((f"联系{n}，", Name("某活动", "x"))),
        lambda n: Paragraph((Name(f"送岗位（{n}）", "x"),)),
        lambda n: replace(TABLE, rows=((Cell((n,)), Cell(("1",))),)),
        lambda n: replace(TABLE, notes=(f"注：{n}",)),
        lambda n: replace(TABLE, alt=f"表{n}"),
        lambda n: replace(MONTHLY, labels=(n, *MONTHLY.labels[1:])),
        lambda n: replace(MONTHLY, alt=f"图：{n}"),
    ],
)
def test_a_number_is_found_wherever_words_stand_and_told_by_its_section(number, told):
    assert find_personal_numbers(with_block(told(number))) == ["二、四送"]


def test_a_number_in_the_title_is_told_by_the_title():
    assert find_personal_numbers(replace(DOCUMENT, keywords=(PHONE,))) == [DOCUMENT.title]


def test_the_run_stops_and_the_old_draft_stays(tmp_path, capsys):
    union = make_union(tmp_path)
    assert type_in(union, "run", "2024-07", "--direct") == 0
    before = (union / "out/2024-07/draft/manifest.json").read_bytes()
    settings = (union / "bulletin.toml").read_text("utf-8")
    (union / "bulletin.toml").write_text(settings.replace("示例县", f"示例{PHONE}县"), "utf-8")
    capsys.readouterr()

    assert type_in(union, "run", "2024-07", "--direct") == 2

    told = capsys.readouterr().err.strip().splitlines()[-1]
    assert told.startswith("E-X07 文稿中疑有证件、电话或卡号，没有写出")
    assert (union / "out/2024-07/draft/manifest.json").read_bytes() == before
