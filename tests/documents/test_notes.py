"""What a person writes for a period: where it stands, and which of its numbers may stand."""

from __future__ import annotations

import dataclasses

import pytest

from documents.audit import unexplained
from documents.narrative import read_kinds, read_notes, require_placed, write_document
from schemas.bulletin import Document, Heading, Number, Paragraph, Reference, Table, plain
from schemas.edition import Edition
from schemas.faults import WorkspaceError
from schemas.notes import Notes

KINDS = read_kinds()
FILE = "notes/2024-10.md"
SECTION = "四送与困难帮扶"


def with_text(sample_edition, text: str) -> Edition:
    return dataclasses.replace(sample_edition("2024-10"), notes=read_notes(FILE, text, KINDS))


def paragraphs(document: Document) -> list[str]:
    return [plain(b.spans) for b in document.blocks if isinstance(b, Paragraph)]


def test_a_file_is_read_by_sections_paragraphs_and_sources():
    text = f"# {SECTION}\n\n第一段，\n接着写。\n\n第二段。\n\n出处：320名=县志愿者协会通报\n"

    notes = read_notes(FILE, text, KINDS)

    assert [(p.section, p.text, p.line) for p in notes.paragraphs] == [
        (SECTION, "第一段，接着写。", 3),
        (SECTION, "第二段。", 6),
    ]
    assert notes.sources == {"320名": "县志愿者协会通报"}


@pytest.mark.parametrize(
    ("text", "line"),
    [("没有标题的一段。", 1), ("\n### 太深\n正文", 2), (f"# 年鉴/{SECTION}\n正文", 1)],
)
def test_a_file_that_cannot_be_understood_is_told_with_its_line(text, line):
    with pytest.raises(WorkspaceError, match=f"notes/2024-10.md 第{line}行"):
        read_notes(FILE, text, KINDS)


def test_a_paragraph_stands_after_the_words_of_its_section_and_before_its_table(sample_edition):
    edition = with_text(sample_edition, f"# {SECTION}\n入冬前走访了在档家庭。")

    document = write_document("bulletin", edition)

    blocks = list(document.blocks)
    heading = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.text == SECTION)
    table = next(n for n, b in enumerate(blocks) if n > heading and isinstance(b, Table))
    assert plain(blocks[table - 1].spans) == "入冬前走访了在档家庭。"


def test_a_paragraph_for_one_document_stands_in_that_one_alone(sample_edition):
    edition = with_text(sample_edition, f"# 工作情况报告/{SECTION}\n入冬前走访了在档家庭。")

    assert "入冬前走访了在档家庭。" in paragraphs(write_document("report", edition))
    assert "入冬前走访了在档家庭。" not in paragraphs(write_document("bulletin", edition))


def test_a_number_of_the_figures_keeps_its_way_back(sample_edition):
    edition = with_text(sample_edition, f"# {SECTION}\n1—10月走访170余名，10月走访10余名。")

    document = write_document("report", edition)

    written = next(
        b for b in document.blocks if isinstance(b, Paragraph) and "走访170" in plain(b.spans)
    )
    numbers = [span for span in written.spans if isinstance(span, Number)]
    assert numbers == [
        Number("170余名", Reference("warm_regular_persons", "ytd")),
        Number("10余名", Reference("warm_regular_persons", "month")),
    ]


def test_sourced_numbers_and_dates_pass_the_audit(sample_edition):
    text = f"# {SECTION}\n10月15日召开会议，新增志愿者320名。\n\n出处：320名=县志愿者协会通报"
    edition = with_text(sample_edition, text)

    document = write_document("report", edition)

    assert "10月15日召开会议，新增志愿者320名。" in paragraphs(document)
    assert list(unexplained(document, edition)) == []


def test_a_hand_written_name_that_nobody_wrote_does_not_pass_the_audit(sample_edition):
    edition = with_text(sample_edition, f"# {SECTION}\n志愿者320名。\n出处：320名=通报")
    document = write_document("report", edition)
    forgotten = dataclasses.replace(edition, notes=Notes())

    assert [shown.text for shown in unexplained(document, forgotten)] == ["320名"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("新增志愿者321名。", "“321名”在本期数据中查不到"),
        ("累计走访173名。", "“173名”在本期数据中查不到"),  # published as 170余名 alone
        ("10月走访170余名。", "“170余名”与句中的时间不合"),
        ("走访三百二十名。", "“三百二十名”在本期数据中查不到"),
    ],
)
def test_a_number_of_unknown_origin_is_refused_with_its_line(sample_edition, words, told):
    edition = with_text(sample_edition, f"# {SECTION}\n\n{words}")

    with pytest.raises(WorkspaceError, match=f"第3行的{told}"):
        write_document("report", edition)


def test_a_section_that_no_document_has_is_told_with_those_that_there_are(sample_edition):
    edition = with_text(sample_edition, "# 四送\n正文。")
    documents = [write_document(kind, edition) for kind in ("bulletin", "report")]

    with pytest.raises(WorkspaceError, match=f"没有“四送”这一部分.*{SECTION}"):
        require_placed(edition.notes, documents)


def test_a_paragraph_for_a_document_that_is_not_written_is_refused(sample_edition):
    edition = with_text(sample_edition, "# 统计快报/经费\n\n略。")
    documents = [write_document("bulletin", edition)]

    with pytest.raises(WorkspaceError, match=r"第3行是写给另一份文稿的，本期只写统计公报："):
        require_placed(edition.notes, documents)
