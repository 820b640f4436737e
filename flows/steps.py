"""The steps of one run: plain functions, each around one pure one, for Prefect or without."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from documents.audit import (
    Shown,
    contradictions_in_charts,
    numbers_shown,
    refusal,
    unexplained,
    unlike_in_page,
    unlike_in_tables,
    unlike_in_word,
)
from documents.dictionary import DICTIONARY, list_terms
from documents.narrative import require_placed, write_document
from documents.placing import list_places
from documents.review import write_review
from documents.scanning import find_personal_numbers
from documents.word import fit_on_page, write_word
from flows.drafts import read_standing_draft, replace_draft
from flows.gate.page import renew_page
from flows.kinds import chosen_kinds, folders_of, kinds_of
from flows.notes import period_notes
from flows.pictures import chart_store, draw
from flows.printing import count_pages, pages_in_order, print_word, require_office
from flows.published import read_published
from flows.readings import FOLDER, Readings
from flows.retrying import Momentary
from flows.settling import read_settled
from flows.workspace import Workspace
from schemas.bulletin import Document, with_tables
from schemas.edition import Edition
from schemas.faults import WorkspaceError
from schemas.figure import FIGURE_SCHEMA
from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.revision import REVISIONS
from schemas.submission import Submission
from transforms.examination import Examined, examine
from transforms.exporting import as_csv
from transforms.issuing import issue_edition
from transforms.publishing import publish_figures
from transforms.revising import list_revisions
from transforms.small_cells import find_shown, small_cells, tell_shown
from transforms.standing_remarks import remark_standing
from workbooks.reader import Desk
from workbooks.shown import show_workbook
from workbooks.statistical_tables import write_tables

_LONGEST_NAME = 200
"""Bytes of a reply's name before its ending: file systems take 255 in all."""


def read_return(workspace: Workspace, month: Period, workbook: Path) -> Submission:
    """Return one workbook of a month, read cell by cell.

    Raises Momentary where it is being written or held.
    """
    readings = Readings(workspace.root / FOLDER, workspace.keyring)
    name, desk = workspace.name_of(workbook), desk_of(workspace, month)
    return read_settled(workbook, name, lambda: readings.read(workbook, name, desk))


def desk_of(workspace: Workspace, month: Period) -> Desk:
    """Return what the reader of a month's workbooks needs beside the files."""
    corrections = workspace.decisions.corrections
    return Desk(month, workspace.keyring, workspace.aliases, corrections)


def read_earlier_months(workspace: Workspace, period: Period) -> list[Submission]:
    """Return every workbook of the months before a period; raises as `read_return` does."""
    first = period.months[0]
    return _read_months(workspace, [month for month in workspace.months if month < first])


def read_up_to(workspace: Workspace, period: Period) -> list[Submission]:
    """Return every workbook up to a period, its own last; raises as `read_return` does."""
    return _read_months(workspace, [month for month in workspace.months if month <= period])


def _read_months(workspace: Workspace, months: Iterable[Period]) -> list[Submission]:
    read: list[Submission] = []
    held = ""
    for month in months:
        for workbook in workspace.workbooks(month):
            try:
                read.append(read_return(workspace, month, workbook))
            except Momentary as fault:
                if fault.outcome is None:
                    raise
                read.append(fault.outcome)
                held = str(fault)
    if held:
        raise Momentary(held, read)
    return read


def require_readable(period: Period, submissions: Sequence[Submission]) -> None:
    """Raise WorkspaceError where none of a period's own workbooks could be read."""
    folders = tuple(f"{month}/" for month in period.months)
    own = [item for item in submissions if item.workbook.startswith(folders)]
    if not any(item.readable for item in own):
        told = own[0].issues["message"][0]
        raise WorkspaceError(f"{period.label}的报表没有一份可以读取，例如：{told}")


def require_baseline(workspace: Workspace) -> None:
    """Raise WorkspaceError, before anything is read, where the baseline cannot be followed."""
    _ = workspace.baseline


def check_returns(
    workspace: Workspace, period: Period, submissions: Sequence[Submission]
) -> Examined:
    """Return the rows that stand, and what was found, the year's releases considered."""
    released = read_published(workspace, period)
    return examine(submissions, workspace.settings, period, released, workspace.decisions)


def mark_replies(workspace: Workspace, period: Period, examined: Examined) -> dict[str, bytes]:
    """Return the period's faulty workbooks, marked, as they go back to their departments."""
    from workbooks.replies import (  # openpyxl, which only this needs
        mark_copy,
        needs_reply,
        suffix_of,
    )

    faulty = needs_reply(examined.issues)
    copies = {
        path: mark_copy(path, examined.issues.filter(workbook=name))
        for path in workspace.workbooks(period)
        if (name := workspace.name_of(path)) in faulty
    }
    return {_name_of_reply(path, suffix_of(copy), period): copy for path, copy in copies.items()}


def _name_of_reply(path: Path, suffix: str, period: Period) -> str:
    """Return the name of a marked copy: the file's, with its kind where that is another.

    Of several months' workbooks, which may be called alike, it begins with the month.
    """
    month = "" if period.is_month else f"{path.parent.name}_"
    sent = month + path.name.removesuffix(suffix)
    while len(os.fsencode(sent)) > _LONGEST_NAME:
        sent = sent[:-1]
    return f"{sent}_退回{suffix}"


def add_up_figures(workspace: Workspace, period: Period, examined: Examined) -> Edition:
    """Return the period's figures, compared with the draft that stands and with releases."""
    before = read_standing_draft(workspace.out(period))
    edition = issue_edition(examined, workspace.settings, period, before, workspace.baseline)
    whole = replace(
        edition,
        notes=period_notes(workspace.root, period, kinds_of(workspace)),
        revisions=list_revisions(examined, edition),
    )
    return replace(whole, remarks=(*whole.remarks, *remark_standing(whole)))


def require_documents(workspace: Workspace, period: Period) -> None:
    """Raise BulletinError, before anything is read, where what is to be written cannot be."""
    chosen_kinds(workspace, period)
    if workspace.settings.contents == "页码":
        require_office()


def write_texts(workspace: Workspace, edition: Edition) -> dict[str, Document]:
    """Return the documents that the union makes for the period, as values, before any file.

    Raises WorkspaceError where one of them would tell a person's number (rule E-X07), or
    where what a person wrote for them has no place or holds a number of unknown origin.
    """
    folders = folders_of(workspace)
    chosen = chosen_kinds(workspace, edition.period)
    documents = {key: fit_on_page(write_document(key, edition, folders)) for key in chosen}
    require_placed(edition.notes, documents.values())
    for document in documents.values():
        if places := find_personal_numbers(document):
            raise WorkspaceError(
                f"E-X07 文稿中疑有证件、电话或卡号，没有写出，原来的初稿未动：{'、'.join(places)}。"
                "请在有关报表中删去后重新运行。"
            )
    return documents


def audit_texts(edition: Edition, documents: Mapping[str, Document]) -> None:
    """Raise WorkspaceError where a document would print a numeral that has no origin.

    Looked at before anything is drawn: texts, tables, and the numbers of the charts.
    """
    _require_explained(
        {
            f"{key}.docx": [
                *unexplained(document, edition),
                *contradictions_in_charts(document, edition),
            ]
            for key, document in documents.items()
        }
    )


def audit_files(
    edition: Edition, documents: Mapping[str, Document], files: Mapping[str, bytes]
) -> None:
    """Raise WorkspaceError where a finished file, read back, shows what it should not."""
    found = {}
    for key, document in documents.items():
        name, copy = f"{key}.docx", f"{key}-review.docx"
        found[name] = [*unlike_in_word(files[name], document)]
        found[copy] = [*unlike_in_word(files[copy], document, edition.remarks)]
    tables = show_workbook(files["tables.xlsx"])
    found["tables.xlsx"] = [
        *unlike_in_tables(tables.sheets, tables.properties, with_tables(documents), edition)
    ]
    _require_explained(found)


def guard_small_cells(
    edition: Edition, documents: Mapping[str, Document], files: Mapping[str, bytes]
) -> None:
    """Raise WorkspaceError (rule E-X06) where a small cell shows in anything that goes out."""
    small = small_cells(edition.figures, INDICATORS, edition.settings.thresholds)
    public = pl.read_csv(files["figures-public.csv"], schema=FIGURE_SCHEMA)
    shown = {"figures-public.csv": [*find_shown(public.fill_null(""), small)]}
    for key, document in documents.items():
        shown[f"{key}.docx"] = [cell for cell in numbers_shown(document) if cell in small]
    if told := tell_shown(shown, INDICATORS):
        raise WorkspaceError(told)


def _require_explained(found: Mapping[str, Iterable[Shown]]) -> None:
    if told := refusal(found):
        raise WorkspaceError(told)


def draw_charts(workspace: Workspace, documents: Mapping[str, Document]) -> dict[str, bytes]:
    """Return the pictures of every chart, by its key."""
    store = chart_store(workspace.root, workspace.keyring)
    return {
        chart.key: draw(chart, document.sample, store)
        for document in documents.values()
        for chart in document.charts
    }


def write_documents(
    edition: Edition, documents: Mapping[str, Document], charts: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the Word documents, clean and for review, and the tables."""
    files = {"tables.xlsx": write_tables(with_tables(documents))}
    pages = pages_listed(documents, charts)
    for key, document in documents.items():
        listed = pages.get(key, ())
        files[f"{key}.docx"] = write_word(document, charts, (), listed)
        files[f"{key}-review.docx"] = write_word(document, charts, edition.remarks, listed)
    return files


def pages_listed(
    documents: Mapping[str, Document], charts: Mapping[str, bytes]
) -> dict[str, list[int]]:
    """Return the pages of the headings that each document lists with them, as laid out.

    An entry takes one line whatever its number, so a document laid out with any numbers has
    its headings where the finished one has them.
    """
    asked = {key: one for key, one in documents.items() if one.listed and one.contents == "页码"}
    if not asked:
        return {}
    laid_out = count_pages(
        {key: write_word(one, charts, (), [1] * len(one.listed)) for key, one in asked.items()}
    )
    return {
        key: pages_in_order([h.number + h.text for h in one.listed], laid_out[key])
        for key, one in asked.items()
    }


def print_documents(
    documents: Mapping[str, Document], files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the PDF of each clean document, as far as LibreOffice makes it."""
    made = print_word({key: files[f"{key}.docx"] for key in documents})
    return {f"{key}.pdf": content for key, content in made.items()}


def write_data(edition: Edition, documents: Mapping[str, Document]) -> dict[str, bytes]:
    """Return figures, sources, where figures are printed, and findings as files."""
    return {
        "printed.csv": as_csv(list_places(documents.values())),
        "figures.csv": as_csv(edition.figures),
        DICTIONARY: as_csv(list_terms(edition)),
        "figures.parquet": _as_parquet(edition.figures),
        "comparisons.csv": as_csv(edition.comparisons),
        "figures-public.csv": as_csv(publish_figures(edition.figures, edition.settings.indicators)),
        "sources.parquet": _as_parquet(edition.sources),
        "issues.csv": as_csv(edition.issues),
        "changes.csv": as_csv(edition.changes),
        REVISIONS: as_csv(edition.revisions),
    }


def _as_parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def write_review_page(
    edition: Edition, documents: Mapping[str, Document], charts: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the review page, audited, and the pictures beside it.

    Raises WorkspaceError where the page, read back, shows what it should not.
    """
    texts = tuple(documents.values())
    page = write_review(edition, texts, charts)
    _require_explained({"review.html": unlike_in_page(page, texts, edition)})
    pictures = {f"charts/{key}.png": picture for key, picture in charts.items()}
    return {"review.html": page.encode(), **pictures}


def save_draft(workspace: Workspace, period: Period, files: Mapping[str, bytes]) -> Path:
    """Replace the draft as a whole, then the review page beside it; return the draft's folder.

    Raises Momentary where a document of the old one is open in Word (Windows).
    """
    folder = replace_draft(workspace.out(period), files)
    renew_page(workspace, period)
    Readings(workspace.root / FOLDER, workspace.keyring).store.drop_old()
    chart_store(workspace.root, workspace.keyring).drop_old()
    return folder
