"""Whether the review page shows what it should, read back from its markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from documents.audit.claims import Shown, attached, foot, signature
from documents.audit.files import unlike_texts
from documents.audit.origins import origins_of
from documents.findings import count_by_severity
from documents.review.showing import TRAIL, ArticleShown, show_page
from schemas.bulletin import Chart, Document, Heading, Number, Paragraph, Reference, Table, plain
from schemas.edition import Edition
from schemas.indicators import INDICATORS

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_WHOLE = re.compile(r"\d+")
_FINDING = ("message", "found", "expected")
_REVISED = ("before", "after", "change")
_PLACES = {"finding": "问题", "rows": "报送情况"}
_EXACT, _CODE = "精确值", "指标代码"


def unlike_in_page(page: str, documents: Sequence[Document], edition: Edition) -> Iterator[Shown]:
    """Yield what a review page, read from its markup, shows otherwise than it should.

    Its documents must be the documents, number by number with the card of its figure; each card
    what the figure states; changes, revisions and findings what the edition lists; around them
    stand names and dates, and counts of what is listed.
    """
    shown = show_page(page)
    for document in documents:
        article = shown.articles.get(document.key, ArticleShown())
        yield from _unlike_in_article(article, document)
        yield from _unlike_in_cards(article, shown.cards, document, edition)
    told = [(tells, text) for tells, text in shown.told if tells != TRAIL]
    yield from _unlike_in_order([t for tells, t in told if tells == "figure"], _figures(edition))
    yield from _unlike_around(told, edition)


def _unlike_around(told: Sequence[tuple[str, str]], edition: Edition) -> Iterator[Shown]:
    """Yield what stands around documents and figures that the edition does not list."""
    counts, origins = {*map(str, _counts(edition))}, origins_of(edition)
    listed = {"finding": _words(edition), "rows": {*_rows(edition)}}
    for tells, text in told:
        if tells == "count":
            yield from (Shown("条数", n) for n in _WHOLE.findall(text) if n not in counts)
        elif tells in listed:
            if text not in listed[tells]:
                yield Shown(_PLACES[tells], text)
        elif not tells:
            yield from (Shown("页面", numeral) for numeral in origins.left_in_words(text))


def _unlike_in_article(article: ArticleShown, document: Document) -> Iterator[Shown]:
    yield from unlike_texts(_claims(document), article.texts)
    charts = [Shown(f"图{chart.number}替代文字", chart.alt) for chart in document.charts]
    if article.spoken:
        yield from unlike_texts(charts, article.spoken)


def _claims(document: Document) -> Iterator[Shown]:
    """Yield the texts of a document in the order in which the page shows them."""
    yield Shown("发文字号", document.number)
    yield Shown("标题", document.title)
    yield Shown("副标题", document.subtitle)
    for block in document.blocks:
        match block:
            case Heading():
                yield Shown("标题", block.number + block.text)
            case Paragraph():
                yield Shown("正文", plain(block.spans))
            case Table():
                yield from _of_table(block)
            case Chart():
                yield from _of_chart(block)
    yield from (*attached(document), *signature(document), *foot(document))


def _of_table(table: Table) -> Iterator[Shown]:
    name = f"表{table.number}"
    yield Shown(f"{name}表题", f"{name}　{table.caption}")
    yield Shown(f"{name}单位", f"单位：{table.unit}" if table.unit else "")
    yield from (Shown(f"{name}栏目", title) for title in table.header)
    for row in table.rows:
        yield from (Shown(name, plain(cell.spans)) for cell in row)
    yield from (Shown(f"{name}注", note) for note in table.notes)


def _of_chart(chart: Chart) -> Iterator[Shown]:
    name = f"图{chart.number}"
    yield Shown(f"{name}单位", f"查看图中各数（{chart.unit}）")
    yield from (Shown(f"{name}栏目", series.name) for series in chart.series)
    for at, label in enumerate(chart.labels):
        yield Shown(name, label)
        yield from (Shown(name, _drawn(series.values[at])) for series in chart.series)
    yield Shown(f"{name}图题", f"{name}　{chart.caption}{chart.source}")


def _drawn(value: Decimal | None) -> str:
    return "缺" if value is None else format(value.normalize() + 0, "f")


def _unlike_in_cards(
    article: ArticleShown,
    cards: Sequence[Mapping[str, Any]],
    document: Document,
    edition: Edition,
) -> Iterator[Shown]:
    """Yield the numbers whose card is of another figure, or says otherwise than the figure."""
    origins = origins_of(edition)
    for reference, found in zip_longest(_references(document), article.cards):
        if reference is None or found is None:
            yield Shown("正文", found[1] if found else "缺")
            continue
        number, text = found
        card = cards[number] if number < len(cards) else {}
        if not _is_of(card, reference, origins.figure(reference)):
            yield Shown("卡片", text)


def _references(document: Document) -> Iterator[Reference]:
    """Yield the figures of a document's numbers, in the order of the page."""
    for block in document.blocks:
        match block:
            case Paragraph():
                yield from (s.reference for s in block.spans if isinstance(s, Number))
            case Table():
                for row in block.rows:
                    yield from (s.reference for c in row for s in c.spans if isinstance(s, Number))
            case Chart():
                for at in range(len(block.labels)):
                    yield from (series.references[at] for series in block.series)


def _is_of(
    card: Mapping[str, Any], reference: Reference, row: Mapping[str, str | None] | None
) -> bool:
    """Return whether a card tells of a figure, and nothing that the figure does not state."""
    facts = dict(card.get("facts", ()))
    stated = row or {}
    if facts.pop(_CODE, None) != reference.code or card["printed"] != (
        stated.get("printed") or "—"
    ):
        return False
    value = stated.get("value")
    unit = INDICATORS[reference.code].unit.removesuffix("date")
    if facts.pop(_EXACT, None) != (None if value is None else f"{value}{unit}"):
        return False
    beside = [_number(stated.get(name)) for name in ("previous_period_value", "period_change")]
    beside.append(_number(stated.get("period_change_pct")))
    numbers = [Decimal(n) for text in facts.values() for n in _NUMBER.findall(text)]
    return all(number in beside for number in numbers)


def _number(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except ArithmeticError:
        return None


def _figures(edition: Edition) -> Iterator[str]:
    """Yield the values that the page lists: what changed, then what was revised."""
    for row in edition.changes.iter_rows(named=True):
        yield from (row["before"] or "（没有）", row["after"] or "（已撤下）")
    for row in edition.revisions.iter_rows(named=True):
        yield from (row["before"] or "（没有）", row["after"] or "（已撤下）", row["change"])


def _rows(edition: Edition) -> Iterator[str]:
    """Yield how much of each return was used, as the page says it in a cell and above it."""
    for row in edition.coverage.iter_rows(named=True):
        used, back, status = row["rows_accepted"], row["rows_rejected"], row["status"]
        yield f"{status}；采用 {used} 行，退回 {back} 行"
        yield f"{used}退{back}" if back else f"{used}"
        yield status


def _counts(edition: Edition) -> Iterator[int]:
    counts = count_by_severity(edition.issues)
    yield from (*counts.values(), sum(counts.values()), counts["E"] + counts["W"])
    yield from (edition.changes.height, edition.revisions.height)


def _words(edition: Edition) -> set[str]:
    rows = (*edition.issues.iter_rows(named=True), *edition.accepted.iter_rows(named=True))
    return {" ".join(row[name].split()) for row in rows for name in _FINDING}


def _unlike_in_order(found: Sequence[str], wanted: Iterable[str]) -> Iterator[Shown]:
    told = [" ".join(text.split()) for text in wanted if text]
    for new, old in zip_longest(found, told):
        if new != old:
            yield Shown("页面", new or f"缺{old}")
