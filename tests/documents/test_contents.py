"""The list of contents: the headings in their order, each a link; page numbers as laid out."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from documents.audit import unlike_in_word
from documents.linting import lint_word
from documents.narrative import write_document
from documents.pdf import pages_of_headings
from documents.word import write_word
from documents.word.reading import read_word
from flows import printing, writing
from schemas.bulletin import Document, Heading, Paragraph
from schemas.faults import WorkspaceError
from tests.browser import required
from tests.documents.example import SAMPLE, pictures
from tests.documents.office import FONTS, print_all
from tests.documents.test_linting import changed
from tests.flows.small_union import make_union, type_in

TEXT = "word/document.xml"
FIRSTS = ("一、宣传教育", "二、困难帮扶", "三、经费支出")


def text(times: int) -> Paragraph:
    return Paragraph(("工会统计公报。" * times,))


LISTED = replace(
    SAMPLE,
    contents="标题",
    blocks=(
        text(10),
        Heading(1, "一、", "宣传教育"),
        text(200),
        Heading(1, "二、", "困难帮扶"),
        Heading(2, "（一）", "送温暖"),
        text(300),
        Heading(2, "（二）", "助学"),
        text(10),
        Heading(1, "三、", "经费支出"),
        text(10),
    ),
)
"""A body line holds 28 characters, so 200 sentences of 7 are 50 lines: more than two pages."""

NUMBERED = replace(LISTED, contents="页码")


def made(document: Document, *pages: int) -> bytes:
    return write_word(document, pictures(), (), pages)


def entries(content: bytes) -> list:
    return [p for p in docx.Document(io.BytesIO(content)).paragraphs if p.style.name == "toc 1"]


def test_the_entries_are_the_headings_of_the_first_level_in_their_order():
    word = docx.Document(io.BytesIO(made(LISTED)))
    told = [p.text for p in word.paragraphs]

    assert [p.text for p in entries(made(LISTED))] == [*FIRSTS]
    assert told.index("目　录") + 1 == told.index(FIRSTS[0])


def test_each_entry_is_a_link_to_the_bookmark_of_its_heading():
    word = docx.Document(io.BytesIO(made(LISTED)))
    marked = {
        mark.get(qn("w:name")): p.text
        for p in word.paragraphs
        if p.style.name.lower() == "heading 1"
        for mark in p._p.iter(qn("w:bookmarkStart"))
    }

    links = [next(p._p.iter(qn("w:hyperlink"))) for p in entries(made(LISTED))]

    assert [marked[link.get(qn("w:anchor"))] for link in links] == [*FIRSTS]


def test_without_page_numbers_none_is_printed_and_no_field_asks_for_one():
    xml = "".join(p._p.xml for p in entries(made(LISTED)))

    assert "PAGEREF" not in xml
    assert 'TOC \\o "1-1" \\n' in xml
    assert "<w:tab/>" not in xml


def test_with_page_numbers_each_entry_shows_that_of_its_heading_in_a_field():
    shown = [re.sub(r"\s+", " ", p.text) for p in entries(made(NUMBERED, 1, 3, 12))]
    fields = re.findall(
        r"PAGEREF (\S+)", "".join(p._p.xml for p in entries(made(NUMBERED, 1, 3, 12)))
    )

    assert shown == ["一、宣传教育 1", "二、困难帮扶 3", "三、经费支出 12"]
    assert len(set(fields)) == 3


def test_a_document_that_lists_nothing_has_neither_list_nor_bookmarks():
    xml = docx.Document(io.BytesIO(made(replace(LISTED, contents="不列")))).element.xml

    assert "toc 1" not in xml
    assert "_Toc" not in xml
    assert "目　录" not in xml


def test_page_numbers_are_no_text_of_the_document():
    """Who reads a document back, to adopt it or to audit it, meets the same words."""
    assert read_word(made(NUMBERED, 1, 3, 12)).lines == read_word(made(LISTED)).lines


def test_the_audit_finds_the_list_as_it_should_be_and_an_entry_that_was_changed():
    content = made(NUMBERED, 1, 3, 12)
    fewer = changed(content, TEXT, "二、困难帮扶", "二、困难帮扶27户")

    assert list(unlike_in_word(content, NUMBERED)) == []
    assert [(s.place, s.text) for s in unlike_in_word(fewer, NUMBERED)] == [("目录", "27户")]


def test_the_long_documents_alone_list_their_headings(sample_edition):
    edition = sample_edition("2024-10")
    asked = replace(edition, settings=edition.settings.model_copy(update={"contents": "标题"}))

    listed = {
        key: len(write_document(key, asked).listed) for key in ("bulletin", "report", "flash")
    }

    assert listed == {"bulletin": 10, "report": 4, "flash": 0}


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("L-49", ">二、困难帮扶<", ">二、帮扶<"),
        ("L-49", 'w:val="Heading1"', 'w:val="Heading2"'),
        ("L-50", 'w:anchor="_Toc00000002"', 'w:anchor="_Toc00000003"'),
        ("L-50", " PAGEREF _Toc00000001 ", " PAGEREF _Toc00000002 "),
        ("L-48", 'w:anchor="_Toc00000002"', 'w:anchor="_Toc99999999"'),
    ],
)
def test_the_linter_finds_entries_that_are_no_headings_or_lead_elsewhere(rule, before, after):
    content = made(NUMBERED, 1, 3, 12)

    assert not {f.rule for f in lint_word(content)} & {"L-22", "L-48", "L-49", "L-50"}
    assert rule in {fault.rule for fault in lint_word(changed(content, TEXT, before, after))}


def test_the_pages_of_headings_are_read_from_the_outline_of_a_pdf():
    def title(words: str) -> bytes:
        return words.encode("utf-16-be").hex().upper().encode()

    pdf = (
        b"<</Count 0/Title<FEFF%s>\n/Dest[40 0 R/XYZ 111.95 644 0]/Parent 9 0 R>>\n"
        b"<</Count 0/Title<FEFF%s>\n/Dest[7 0 R/XYZ 111.95 607 0]/Parent 9 0 R>>\n"
        b"<</Type/Pages\n/Resources 22 0 R\n/MediaBox[ 0 0 595 841 ]\n/Kids[ 1 0 R 40 0 R 7 0 R ]\n"
    ) % (title("一、概述"), title("二、经费支出"))

    assert pages_of_headings(pdf) == [("一、概述", 2), ("二、经费支出", 3)]


def test_headings_that_were_laid_out_otherwise_are_no_pages():
    laid_out = [("一、概述", 1), ("（一）甲", 1), ("二、经费", 4)]

    assert printing.pages_in_order(["一、概述", "二、经费"], laid_out) == [1, 4]
    for lacking in (laid_out[:2], [*reversed(laid_out)], [*laid_out, laid_out[0]]):
        with pytest.raises(WorkspaceError, match="没有排出目录的页码"):
            printing.pages_in_order(["一、概述", "二、经费"], lacking)


def test_where_page_numbers_are_wanted_and_cannot_be_had_nothing_is_written(
    tmp_path, monkeypatch, capsys
):
    union = make_union(tmp_path)
    settings = union / "bulletin.toml"
    settings.write_text('contents = "页码"\n' + settings.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(printing, "find_office", lambda: None)

    assert type_in(union, "run", "2024-07", "--direct") == 2
    assert "目录的页码由 LibreOffice 排出，本机没有安装" in capsys.readouterr().err
    assert not (union / "out/2024-07/draft").exists()


@pytest.mark.prove
def test_the_page_numbers_of_the_list_are_those_of_the_pages(tmp_path, monkeypatch):
    required("soffice")
    monkeypatch.setenv("FONTCONFIG_FILE", str(FONTS))
    pages = writing.pages_listed({"bulletin": NUMBERED}, pictures())["bulletin"]
    path = tmp_path / "bulletin.docx"
    path.write_bytes(made(NUMBERED, *pages))
    printed = print_all([path], tmp_path)["bulletin.docx"].pages

    entry = re.compile(r"(.、\S+?)[. ]+(\d+)")
    listed = [found.groups() for line in printed[0].lines if (found := entry.fullmatch(line))]
    standing = [
        (line, str(page.number)) for page in printed for line in page.lines if line in FIRSTS
    ]

    assert [told for told, _ in listed] == [*FIRSTS]
    assert listed == standing
    assert len({*pages}) == 3
