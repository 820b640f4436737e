"""What a person writes into a document: read from Markdown, its numbers held to the figures.

A number is one that a figure prints (170余名), or has a source of its own
(`出处：320名=县人社局通报`); a full date needs none. Anything else is refused with its line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from documents.narrative.labels import period_name, period_names
from documents.numerals import numerals
from schemas.bulletin import Block, Document, Heading, Name, Number, Paragraph, Reference, Span
from schemas.edition import Edition
from schemas.faults import WorkspaceError
from schemas.figure import STATED
from schemas.kind import Kind
from schemas.notes import HAND_WRITTEN, Notes, WrittenParagraph

_HEADING = re.compile(r"#{1,2}\s+(?:(?P<document>[^/]+)/)?(?P<section>.+)")
_SOURCE = re.compile(r"出处[：:]\s*(?P<number>[^=＝]+)[=＝]\s*(?P<told>.+)")
_MONTHS = r"(?:\d{4}年)?(?:\d{1,2}—)?\d{1,2}月底?"
_DATE = r"(?:\d{4}年)?\d{1,2}月\d{1,2}日"
_DIGITS = {ord("０") + n: str(n) for n in range(10)}
_OWN_BASES = ("month", "quarter", "half", "year")
_OWN_WORDS = ("本月", "当月", "本季", "当季")
_SO_FAR_WORDS = ("累计", "今年", "全年", "截至")


def read_notes(file: str, text: str, kinds: Mapping[str, Kind]) -> Notes:
    """Return the paragraphs of a notes file; WorkspaceError names the faulty line.

    `kinds` are those, by key, whose name a heading may begin with.
    """
    keys = {kind.name: key for key, kind in kinds.items()}
    paragraphs: list[WrittenParagraph] = []
    sources: dict[str, str] = {}
    document = section = ""
    begun = False
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.strip()
        if words.startswith("#"):
            document, section = _section(file, number, words, keys)
            begun = False
        elif found := _SOURCE.fullmatch(words):
            sources[found["number"].strip()] = found["told"].strip()
        elif not words:
            begun = False
        elif not section:
            raise WorkspaceError(f"{file} 第{number}行：请先写标题，如“# 四送与困难帮扶”。")
        elif begun:
            last = paragraphs.pop()
            joined = WrittenParagraph(last.document, last.section, last.text + words, last.line)
            paragraphs.append(joined)
        else:
            paragraphs.append(WrittenParagraph(document, section, words, number))
            begun = True
    return Notes(file, tuple(paragraphs), sources)


def _section(file: str, number: int, words: str, keys: Mapping[str, str]) -> tuple[str, str]:
    found = _HEADING.fullmatch(words)
    document = found["document"].strip() if found and found["document"] else ""
    if found is None or (document and document not in keys):
        named = "".join(f"“# {name}/标题”" for name in keys)
        raise WorkspaceError(f"{file} 第{number}行的标题无法识别：写作“# 标题”，或{named}。")
    return keys.get(document, ""), found["section"].strip()


def with_notes(kind: str, blocks: Sequence[Block], edition: Edition) -> Iterator[Block]:
    """Yield the blocks of a document, what a person wrote after the last words of its section."""
    section, held = "", list[Block]()
    for block in (*blocks, None):
        if block is None or isinstance(block, Heading):
            yield from _inserted(kind, section, held, edition)
            section, held = (block.text if block else ""), []
        if block is not None:
            held.append(block)


def require_placed(notes: Notes, documents: Collection[Document]) -> None:
    """Raise WorkspaceError for a paragraph whose document is not written, or lacks its section."""
    for paragraph in notes.paragraphs:
        named = [d for d in documents if paragraph.document in ("", d.key)]
        if not named:
            written = "、".join(document.name for document in documents)
            raise WorkspaceError(
                f"{notes.file} 第{paragraph.line}行是写给另一份文稿的，本期只写{written}："
                "请改写标题，或在 bulletin.toml 的 [documents] 中加上那一份。"
            )
        headings = [b.text for d in named for b in d.blocks if isinstance(b, Heading)]
        if paragraph.section not in headings:
            raise WorkspaceError(
                f"{notes.file} 第{paragraph.line}行：文稿中没有“{paragraph.section}”这一部分，"
                f"可用的标题：{'、'.join(dict.fromkeys(headings))}。"
            )


def _inserted(kind: str, section: str, held: Sequence[Block], edition: Edition) -> Iterator[Block]:
    """Yield a section's blocks with its written paragraphs after its last one."""
    written = [
        Paragraph(tuple(_spans(paragraph, edition)), "body")
        for paragraph in edition.notes.paragraphs
        if paragraph.section == section and paragraph.document in ("", kind)
    ]
    last = max((at for at, b in enumerate(held) if not _is_drawn(b)), default=-1)
    yield from (*held[: last + 1], *written, *held[last + 1 :])


def _is_drawn(block: Block) -> bool:
    return not isinstance(block, Heading | Paragraph)


def _spans(paragraph: WrittenParagraph, edition: Edition) -> Iterator[Span]:
    """Yield a paragraph as spans: every numeral in it is a figure, a date or has a source."""
    text = paragraph.text.translate(_DIGITS)
    sourced = sorted(edition.notes.sources, key=len, reverse=True)
    named = {period_names(edition.period)[name] for name in ("this_period", "so_far")}
    parts = "|".join((*map(re.escape, sourced), _DATE, _MONTHS, *sorted(named)))
    told = 0
    for found in re.finditer(rf"(?<!\d)(?:{parts})", text):
        yield from _with_figures(paragraph, text, (told, found.start()), edition)
        of_the_period = found[0] in named or re.fullmatch(_MONTHS, found[0])
        is_period = of_the_period and found[0] not in sourced
        yield period_name(found[0]) if is_period else Name(found[0], HAND_WRITTEN)
        told = found.end()
    yield from _with_figures(paragraph, text, (told, len(text)), edition)


def _with_figures(
    paragraph: WrittenParagraph, text: str, between: tuple[int, int], edition: Edition
) -> Iterator[Span]:
    """Yield a piece of a paragraph, each numeral in it the number of a figure."""
    place, end = between
    for numeral in numerals(text[place:end]):
        at = text.index(numeral, place, end)
        if at > place:
            yield text[place:at]
        yield Number(numeral, _figure_of(paragraph, text[:at], numeral, edition))
        place = at + len(numeral)
    if end > place:
        yield text[place:end]


def _figure_of(
    paragraph: WrittenParagraph, before: str, numeral: str, edition: Edition
) -> Reference:
    """Return the figure that a numeral states: of the time its sentence speaks of, the likest."""
    stated = [
        row
        for row in edition.figures.iter_rows(named=True)
        if (row["printed"], row["dimension"], row["status"]) == (numeral, "", STATED)
    ]
    sentence = before.rpartition("。")[2]
    own = _speaks_of_the_period(sentence, edition)
    rows = [row for row in stated if (row["basis"] in _OWN_BASES) == own]
    if not rows:
        raise WorkspaceError(_unknown(paragraph, numeral, edition, elsewhere=bool(stated)))
    likest = max(rows, key=lambda row: len(_pairs(row["name"]) & _pairs(sentence[-30:])))
    return Reference(likest["code"], likest["basis"], "")


def _speaks_of_the_period(sentence: str, edition: Edition) -> bool:
    names = period_names(edition.period)
    own, so_far = names["this_period"], names["so_far"]
    if own == so_far:
        return False
    bare = sentence.replace(so_far, "累计").replace(names["period_end"], "截至")
    latest_own = max(bare.rfind(word) for word in (own, *_OWN_WORDS))
    return latest_own > max(bare.rfind(word) for word in _SO_FAR_WORDS)


def _unknown(
    paragraph: WrittenParagraph, numeral: str, edition: Edition, *, elsewhere: bool
) -> str:
    place = f"{edition.notes.file} 第{paragraph.line}行的“{numeral}”"
    if elsewhere:
        names = period_names(edition.period)
        return f"{place}与句中的时间不合：请写明是{names['this_period']}还是{names['so_far']}。"
    return (
        f"{place}在本期数据中查不到：请改用数据中的写法，"
        f"或另起一行注明出处，如“出处：{numeral}=县人社局通报”。"
    )


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
