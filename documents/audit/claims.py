"""What a finished file must show, place by place: the document as its reader meets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from documents.word.looks import looks
from schemas.bulletin import Chart, Document, Heading, Paragraph, Table, plain


@dataclass(frozen=True)
class Shown:
    """A text that a reader meets, and where: “一、概述”第2段, 表1第3行第2列, 图2替代文字."""

    place: str
    text: str


def body(document: Document) -> Iterator[Shown]:
    """Yield the paragraphs of a document in their order, those of its tables included."""
    yield Shown("发文字号", document.number)
    yield Shown("标题", document.title)
    yield Shown("副标题", document.subtitle)
    if document.listed:
        yield Shown("目录", looks().contents_title)
    for heading in document.listed:
        yield Shown("目录", heading.number + heading.text)
    for place, block in placed(document):
        match block:
            case Heading():
                yield Shown(place, block.number + block.text)
            case Paragraph():
                yield Shown(place, plain(block.spans))
            case Table():
                yield from _of_table(block)
            case Chart():
                yield Shown(f"{place}图题", f"{place}　{block.caption}")
                yield Shown(f"{place}资料来源", block.source)
    yield from attached(document)
    issuer, dated = signature(document)
    yield from (issuer, *foot(document), dated)


def attached(document: Document) -> Iterator[Shown]:
    """Yield the lines that name the attachments."""
    yield from (Shown("附件说明", line) for line in document.attached)


def signature(document: Document) -> Iterator[Shown]:
    """Yield issuer and date."""
    yield Shown("落款", document.issuer)
    yield Shown("日期", document.dated)


def foot(document: Document) -> Iterator[Shown]:
    """Yield the lines of the colophon; in the file it hangs on the date, before which it stands."""
    if (colophon := document.colophon) is not None:
        yield Shown("版记", colophon.copies)
        yield Shown("版记", f"{colophon.issued_by}{colophon.printed}")


def _of_table(table: Table) -> Iterator[Shown]:
    name = f"表{table.number}"
    yield Shown(f"{name}表题", f"{name}　{table.caption}")
    yield Shown(f"{name}单位", f"单位：{table.unit}" if table.unit else "")
    yield from grid(table)
    for note in table.notes:
        yield Shown(f"{name}注", note)


def grid(table: Table) -> Iterator[Shown]:
    """Yield the cells of a table, its heading first."""
    name = f"表{table.number}"
    for column, title in enumerate(table.header, start=1):
        yield Shown(f"{name}栏目第{column}列", title)
    for number, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row, start=1):
            yield Shown(f"{name}第{number}行第{column}列", plain(cell.spans))


def spoken(document: Document) -> Iterator[Shown]:
    """Yield what a screen reader says of tables and charts."""
    for table in document.tables:
        yield Shown(f"表{table.number}替代文字", f"表{table.number}　{table.caption}")
        yield Shown(f"表{table.number}替代文字", table.alt)
    for chart in document.charts:
        yield Shown(f"图{chart.number}替代文字", f"图{chart.number}")
        yield Shown(f"图{chart.number}替代文字", chart.alt)


def properties(document: Document) -> Iterator[Shown]:
    """Yield what the file says of itself."""
    title = document.title.replace("\n", "")
    subtitle = document.subtitle.replace("\n", "")
    for text in (title, subtitle, document.issuer, document.issuer, "；".join(document.keywords)):
        yield Shown("文件属性", text)


def placed(document: Document) -> Iterator[tuple[str, Heading | Paragraph | Table | Chart]]:
    """Yield the blocks, each with the words for its place."""
    heading, count = "正文", 0
    for block in document.blocks:
        match block:
            case Heading():
                heading, count = f"“{block.number}{block.text}”", 0
                yield "标题", block
            case Paragraph():
                count += 1
                yield f"{heading}第{count}段", block
            case Table():
                yield f"表{block.number}", block
            case Chart():
                yield f"图{block.number}", block
