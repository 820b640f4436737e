"""The door: an edition and a kind of document in, the finished `Document` out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from documents.filling import TEMPLATES
from documents.narrative import explanations, revising, targets
from documents.narrative.charts import ChartMaker
from documents.narrative.definitions import (
    ChartDefinition,
    TableDefinition,
    fill_in,
    gather_definitions,
)
from documents.narrative.entries import Entries
from documents.narrative.explanations import with_explanations
from documents.narrative.ink import Ink
from documents.narrative.kinds import choose_kinds, names_in_titles, read_kinds
from documents.narrative.labels import period_names
from documents.narrative.notes import with_notes
from documents.narrative.parsing import number_blocks, read_blocks
from documents.narrative.pointers import resolve_pointers, with_pointers
from documents.narrative.rendering import render
from documents.narrative.tables import TableMaker
from documents.narrative.vocabulary import vocabulary
from schemas.bulletin import Chart, Colophon, Document, Table
from schemas.edition import Edition
from schemas.faults import BulletinError
from schemas.settings import Official

_REVISIONS = "已公布数据的修订"
_TARGETS = "年度目标完成情况（截至{period_end}）"


def write_document(key: str, edition: Edition, folders: Sequence[Path] = (TEMPLATES,)) -> Document:
    """Return the document of the kind with a key, every number with its reference.

    `folders` hold templates, the program's own first. Raises BulletinError, naming the
    template and its line, where a template is at fault.
    """
    ink = Ink()
    entries = Entries(edition.figures, edition.period)
    placing = _Placing(edition, entries, ink, folders)
    kinds = read_kinds(folders)
    own = kinds.keys() - read_kinds(folders[:1]).keys()
    written = choose_kinds(kinds, own, edition.settings, edition.period)
    words = vocabulary(edition, entries, ink) | {"documents": written}
    text = render(folders, f"{key}.md.j2", words, placing.place)
    kind = kinds[key]
    told = read_blocks(text, ink)
    told = told if kind.one_page else tuple(with_pointers(told))
    blocks = number_blocks(with_explanations(with_notes(key, told, edition), edition))
    names = names_in_titles(edition.settings, edition.period)
    official = edition.settings.official.get(key, Official())
    return Document(
        key=key,
        name=kind.name,
        title=fill_in(kind.title, names),
        subtitle=fill_in(kind.subtitle, names),
        issuer=edition.settings.union.full_name or edition.settings.union.name,
        dated=_dated(edition),
        period=str(edition.period),
        sample=edition.settings.sample,
        blocks=tuple(resolve_pointers(blocks)),
        keywords=(*kind.keywords, edition.settings.union.name),
        one_page=kind.one_page,
        contents=edition.settings.contents if kind.contents else "不列",
        number=official.numbers.get(str(edition.period), ""),
        attachments=tuple(fill_in(name, names) for name in official.attachments),
        colophon=_colophon(official, edition),
    )


class _Placing:
    """Answers the directives of a template."""

    def __init__(
        self, edition: Edition, entries: Entries, ink: Ink, folders: Sequence[Path]
    ) -> None:
        self._ink, self._edition = ink, edition
        self._names = period_names(edition.period)
        self._tables = gather_definitions(folders, "tables.toml", TableDefinition)
        self._charts = gather_definitions(folders, "charts.toml", ChartDefinition)
        self._table_maker = TableMaker(entries, edition)
        self._chart_maker = ChartMaker(entries, edition)
        self._targets = targets.Targets(edition, entries, ink)

    def place(self, kind: str, key: str) -> str:
        """Return a paragraph of its own for the table or chart; none if it would be empty."""
        block = self._table(key) if kind == "表" else self._chart(key)
        return "" if block is None else f"\n{self._ink.place(block)}\n\n"

    def _table(self, key: str) -> Table | None:
        if key == revising.KEY:
            return revising.revision_table(self._edition, _REVISIONS)
        if key == targets.KEY:
            return self._targets.table(fill_in(_TARGETS, self._names))
        if key == explanations.KEY:
            return explanations.announce_explanations()
        definition = self._tables.get(key)
        if definition is None:
            raise BulletinError(f"tables.toml 中没有“{key}”这张表。")
        return self._table_maker.make(key, definition, fill_in(definition.caption, self._names))

    def _chart(self, key: str) -> Chart | None:
        definition = self._charts.get(key)
        if definition is None:
            raise BulletinError(f"charts.toml 中没有“{key}”这幅图。")
        return self._chart_maker.make(key, definition, fill_in(definition.caption, self._names))


def _colophon(official: Official, edition: Edition) -> Colophon | None:
    if not (official.copied_to or official.issued_by):
        return None
    issued_by = official.issued_by or edition.settings.union.name
    return Colophon(official.copied_to, issued_by, _dated(edition))


def _dated(edition: Edition) -> str:
    month = edition.period.closing_month.following
    return f"{month.label}{edition.settings.calendar.issue_day}日"
