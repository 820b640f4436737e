"""The steps of one run that write: texts, charts, documents, data, page, each read back.

Plain functions, each around one pure one, for Prefect or without.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

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
from flows.kinds import chosen_kinds, folders_of
from flows.pictures import chart_store, draw
from flows.printing import count_pages, pages_in_order, print_word
from flows.workspace import Workspace
from schemas.bulletin import Document, with_tables
from schemas.edition import Edition
from schemas.faults import WorkspaceError
from schemas.figure import FIGURE_SCHEMA
from schemas.indicators import INDICATORS
from schemas.revision import REVISIONS
from transforms.exporting import as_csv
from transforms.publishing import publish_figures
from transforms.small_cells import find_shown, small_cells, tell_shown
from workbooks.shown import show_workbook
from workbooks.statistical_tables import write_tables


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
