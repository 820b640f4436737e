"""A document as a frozen value: what a renderer draws, with every number's reference.

A `Document` is made once from figures and templates; Word, the review page and the
tests read the same value. Renderers never compute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True)
class Reference:
    """Which figure a printed number is: the key of one row of `figures.csv`."""

    code: str
    basis: str
    dimension: str = ""


@dataclass(frozen=True)
class Number:
    """A printed figure within text: the words on the page and the figure behind them."""

    text: str
    reference: Reference


@dataclass(frozen=True)
class Name:
    """A name from a cell or from the configuration; its digits are part of the name."""

    text: str
    origin: str


@dataclass(frozen=True)
class Pointer(Name):
    """A mention of a table or chart of the same document (表3, 图2); `key` names its caption."""

    key: str = ""

    @classmethod
    def to(cls, block: Table | Chart) -> Pointer:
        """Return the mention of a table or chart."""
        kind = "表" if isinstance(block, Table) else "图"
        return cls(f"{kind}{block.number}", kind, f"{kind} {block.key}")

    @property
    def kind(self) -> str:
        """Return 表 or 图."""
        return self.origin

    def numbered(self, number: int) -> Pointer:
        """Return the mention with the number that its caption has."""
        return Pointer(f"{self.origin}{number}", self.origin, self.key)


Span = str | Number | Name


def plain(spans: tuple[Span, ...]) -> str:
    """Return the words of a run of spans as the reader sees them."""
    return "".join(span if isinstance(span, str) else span.text for span in spans)


@dataclass(frozen=True)
class Heading:
    """A heading: level 1 is numbered 一、, level 2 （一）; `number` is given when made."""

    level: int
    number: str
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of body text, or a note in smaller type."""

    spans: tuple[Span, ...]
    style: Literal["body", "note", "lead"] = "body"


@dataclass(frozen=True)
class Cell:
    """One cell of a table; numbers stand right, `value` is the number for a worksheet."""

    spans: tuple[Span, ...]
    align: Literal["left", "center", "right"] = "left"
    value: Decimal | None = None


@dataclass(frozen=True)
class Table:
    """A table: caption above, unit line at its top right, header row, rows, notes below.

    `widths` are shares of the type area's width and add up to 1; `number` counts tables
    through the document. Rows whose index is in `emphasised` (totals) are set bold; a `compact`
    table, to be looked up and not read through, is set in smaller type.
    """

    key: str
    number: int
    caption: str
    unit: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    alt: str
    notes: tuple[str, ...] = ()
    emphasised: frozenset[int] = frozenset()
    compact: bool = False


@dataclass(frozen=True)
class Series:
    """One row of a chart's numbers; `references` stand beside the values, one each."""

    name: str
    values: tuple[Decimal | None, ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Chart:
    """A chart as numbers: the renderer draws `png` from it, the tests read it.

    `kind`: `months` (bars by month with the cumulative line in a panel of its own),
    `ranked` (horizontal bars, labels at their ends), `grouped` (bars side by side),
    `progress` (ranked bars with a line at `mark`, which they are held against).
    `labels` name the positions along the category axis; `unit` is the axis' unit and
    every value is already in it.
    """

    key: str
    number: int
    kind: Literal["months", "ranked", "grouped", "progress"]
    caption: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    source: str
    alt: str
    mark: Series | None = None


def references(block: Table | Chart) -> tuple[Reference, ...]:
    """Return the figures that a table or chart shows."""
    if isinstance(block, Chart):
        return tuple(reference for series in block.series for reference in series.references)
    return tuple(
        span.reference
        for row in block.rows
        for cell in row
        for span in cell.spans
        if isinstance(span, Number)
    )


Contents = Literal["不列", "标题", "页码"]
"""Whether a document lists its headings at the front: not, or with or without page numbers."""

Block = Heading | Paragraph | Table | Chart


@dataclass(frozen=True)
class Colophon:
    """What stands at the foot of the last page (版记): to whom it is copied, who prints it when."""

    copied_to: tuple[str, ...]
    issued_by: str
    dated: str

    @property
    def copies(self) -> str:
        """Return 抄送：甲，乙。; empty where it is copied to nobody."""
        return f"抄送：{'，'.join(self.copied_to)}。" if self.copied_to else ""

    @property
    def printed(self) -> str:
        """Return when it was printed: 2024年11月8日印发."""
        return f"{self.dated}印发"


@dataclass(frozen=True)
class Document:
    """A whole document: title, blocks, and what stands at its edges.

    `key` and `name` are those of its kind (schemas.kind). `sample` puts 示例数据 on every page,
    `one_page` asks for tighter looks. `dated` is the date of the document as printed
    (2024年11月8日); nothing here comes from the clock. `number` is the document number above
    the title; a `colophon` stands at the foot of the last page.
    """

    key: str
    name: str
    title: str
    subtitle: str
    issuer: str
    dated: str
    period: str
    sample: bool
    blocks: tuple[Block, ...]
    keywords: tuple[str, ...] = field(default_factory=tuple)
    one_page: bool = False
    contents: Contents = "不列"
    number: str = ""
    attachments: tuple[str, ...] = ()
    colophon: Colophon | None = None

    @property
    def attached(self) -> tuple[str, ...]:
        """Return the lines for the attachments: 附件：1.甲, then 2.乙; a lone one is uncounted."""
        if len(self.attachments) == 1:
            return tuple(f"附件：{name}" for name in self.attachments)
        counted = (f"{at}.{name}" for at, name in enumerate(self.attachments, start=1))
        return tuple(f"{'' if at else '附件：'}{line}" for at, line in enumerate(counted))

    @property
    def listed(self) -> tuple[Heading, ...]:
        """Return the headings that the list of contents names: those of the first level."""
        firsts = (b for b in self.blocks if isinstance(b, Heading) and b.level == 1)
        return () if self.contents == "不列" else tuple(firsts)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return the tables in their order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Return the charts in their order."""
        return tuple(block for block in self.blocks if isinstance(block, Chart))


def with_tables(documents: Mapping[str, Document]) -> Document:
    """Return the document whose tables `tables.xlsx` holds: the first that has any."""
    return next((d for d in documents.values() if d.tables), next(iter(documents.values())))


@dataclass(frozen=True)
class Remark:
    """What a reviewer is told at a number: the finding's severity, rule and sentence.

    In the place of a severity stands what else there is to know: 已接受, 未报齐, 不单独公布, 修订.
    """

    reference: Reference
    severity: str
    rule: str
    sentence: str
    cells: tuple[str, ...] = ()
