"""Document number, attachments and colophon by GB/T 9704-2012: as configured, else absent."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from pydantic import ValidationError

from documents.audit import unlike_in_word
from documents.linting import lint_word
from documents.narrative import choose_kinds, read_kinds, write_document
from documents.word import write_word
from documents.word.breaks import lines_needed
from schemas.bulletin import Colophon
from schemas.faults import WorkspaceError
from schemas.period import Period
from schemas.settings import Official, Settings
from tests.documents.example import REAL, pictures
from tests.documents.office import print_all
from tests.documents.test_linting import changed

OFFICES = ("吉安市总工会", "县委办公室")
WHOLE = replace(
    REAL,
    number="永工发〔2024〕12号",
    attachments=("统计表", "明细表"),
    colophon=Colophon(OFFICES, "永新县总工会办公室", "2024年11月8日"),
)
DOCUMENT = "word/document.xml"


def made(document=WHOLE) -> bytes:
    return write_word(document, pictures())


def paragraphs(document=WHOLE) -> list:
    return docx.Document(io.BytesIO(made(document))).paragraphs


def settings(**official: object) -> Settings:
    return Settings.model_validate({"union": {"name": "某县总工会"}, "official": official})


def test_the_number_stands_above_the_title_and_the_rest_below_the_text_in_the_standard_order():
    told = [p.text for p in paragraphs()]

    assert told[:2] == ["永工发〔2024〕12号", "永新县总工会2024年1—10月统计公报"]
    assert told[-6:] == [
        "附件：1.统计表",
        "2.明细表",
        "永新县总工会",
        "\t抄送：吉安市总工会，县委办公室。",
        "\t永新县总工会办公室\t2024年11月8日印发",
        "2024年11月8日",
    ]


def test_a_lone_attachment_is_not_counted():
    assert replace(WHOLE, attachments=("统计表",)).attached == ("附件：统计表",)


def test_without_settings_nothing_of_it_is_there():
    told = [p.text for p in paragraphs(REAL)]

    assert told[0] == REAL.title
    assert told[-2:] == [REAL.issuer, REAL.dated]
    assert not any("附件" in line or "抄送" in line for line in told)


def test_what_is_copied_to_nobody_has_the_printing_office_alone():
    lone = replace(WHOLE, colophon=Colophon((), "永新县总工会办公室", "2024年11月8日"))
    framed = [p for p in paragraphs(lone) if p._p.find(f".//{qn('w:framePr')}") is not None]

    assert [p.text for p in framed] == ["\t永新县总工会办公室\t2024年11月8日印发"]


def test_the_frames_fill_the_foot_of_the_type_area():
    """The type area is 225 mm or 12756 twips high, 156 mm or 8844 wide; a line takes 24 points.

    Each frame has two points at either edge: 24 + 4 = 28 points are 560 twips.
    """
    frames = [f for p in paragraphs() for f in p._p.iter(qn("w:framePr"))]
    placed = [(int(f.get(qn("w:y"))), int(f.get(qn("w:h")))) for f in frames]

    assert placed == [(12756 - 560 - 560, 560), (12756 - 560, 560)]
    assert {f.get(qn("w:w")) for f in frames} == {"8844"}


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 10, 1),
        ("甲" * 10, 10, 1),
        ("甲" * 11, 10, 2),
        ("甲" * 10 + "。", 10, 2),
        ("2024" * 5, 10, 1),
        ("甲" * 10 + "，" + "甲" * 8, 10, 2),
        ("甲" * 10 + "，" + "甲" * 9, 10, 3),
    ],
)
def test_lines_are_counted_as_chinese_is_broken(text, room, lines):
    """A comma that would begin the second line takes the tenth character along: 2 + 8 fill it."""
    assert lines_needed(text, room) == lines


def test_the_audit_and_the_linter_know_it_and_find_a_digit_that_was_changed():
    wrong = changed(made(), DOCUMENT, "〔2024〕12号", "〔2024〕13号")

    assert list(unlike_in_word(made(), WHOLE)) == []
    assert [(s.place, s.text) for s in unlike_in_word(wrong, WHOLE)] == [("发文字号", "13")]
    assert not {f.rule for f in lint_word(made())} & {"L-21", "L-22"}


def test_the_settings_of_a_kind_reach_its_documents_of_the_period(sample_edition):
    edition = sample_edition("2024-10")
    official = Official(
        numbers={"2024-10": "永工发〔2024〕12号"},
        attachments=("{union}{period}统计表",),
        copied_to=OFFICES,
    )
    asked = edition.settings.model_copy(update={"official": {"bulletin": official}})
    bulletin, report = (
        write_document(key, replace(edition, settings=asked)) for key in ("bulletin", "report")
    )

    assert bulletin.number == "永工发〔2024〕12号"
    assert bulletin.attached == ("附件：永新县总工会2024年10月统计表",)
    assert bulletin.colophon == Colophon(OFFICES, "永新县总工会", "2024年11月8日")
    assert (report.number, report.attached, report.colophon) == ("", (), None)


@pytest.mark.parametrize(
    "number",
    ["永工发[2024]12号", "永工发〔2024〕012号", "永工发〔2024〕第12号", "永工发〔24〕12号", "12号"],
)
def test_a_number_that_is_not_written_as_the_standard_says_is_refused(number):
    settings(bulletin={"numbers": {"2024-10": "永工发〔2024〕12号"}})

    with pytest.raises(ValidationError):
        settings(bulletin={"numbers": {"2024-10": number}})


def test_a_kind_that_nobody_knows_is_named():
    asked = settings(buletin={"issued_by": "办公室"})

    with pytest.raises(WorkspaceError, match=r"\[official\] 中“buletin”没有这种文稿"):
        choose_kinds(read_kinds(), set(), asked, Period.parse("2024-10"))


@pytest.mark.prove
def test_the_colophon_is_the_last_that_the_last_page_says(tmp_path):
    path = tmp_path / "official.docx"
    path.write_bytes(made())

    last = print_all([path], tmp_path)["official.docx"].pages[-1]

    assert last.lines[-3].replace(" ", "") == "抄送：吉安市总工会，县委办公室。"
    assert last.lines[-2].replace(" ", "") == "永新县总工会办公室2024年11月8日印发"
