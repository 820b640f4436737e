"""A whole run on the sample: figures, documents, sameness of bytes, and nobody's data."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import polars as pl
import pytest

from tests.flows.copies import DATA, copy_sample, draft_of, hashes
from tests.flows.personal import everything_in, found_in, personal_numbers

with (Path(__file__).parents[1] / "published_figures.csv").open(encoding="utf-8") as facts:
    FACTS = [row for row in csv.DictReader(facts) if row["origin"] != "text"]

FILES = {
    "bulletin.docx",
    "bulletin-review.docx",
    "report.docx",
    "report-review.docx",
    "flash.docx",
    "flash-review.docx",
    "tables.xlsx",
    "figures.csv",
    "comparisons.csv",
    "figures-dictionary.csv",
    "figures-public.csv",
    "figures.parquet",
    "sources.parquet",
    "printed.csv",
    "issues.csv",
    "changes.csv",
    "revisions.csv",
    "review.html",
    "manifest.json",
}


def text_of(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


@pytest.fixture(scope="session")
def figures(october):
    rows = csv.DictReader(io.StringIO((october.folder / "figures.csv").read_text("utf-8")))
    return {(r["code"], r["basis"], r["dimension"]): r for r in rows}


@pytest.mark.parametrize("fact", FACTS, ids=[row["id"] for row in FACTS])
def test_every_published_figure_stands_in_figures_csv(figures, fact):
    figure = figures[fact["code"], fact["basis"], ""]

    assert (figure["value"], figure["unit"]) == (fact["value"], fact["unit"])
    assert figure["printed"] == fact["printed"] or not fact["printed"]


@pytest.mark.parametrize("fact", [f for f in FACTS if f["printed"]], ids=lambda f: f["id"])
def test_every_published_form_stands_in_the_report_as_a_whole_number(october, fact):
    report = text_of(october.folder / "report.docx")

    assert re.search(rf"(?<![\d.]){re.escape(fact['printed'])}", report)


def test_a_draft_holds_the_files_it_should(october):
    found = {path.name for path in october.folder.iterdir()}

    assert found == FILES | {"charts"}
    assert len(list((october.folder / "charts").glob("*.png"))) >= 6


def test_parquet_and_csv_hold_the_same_figures(october, figures):
    frame = pl.read_parquet(october.folder / "figures.parquet")

    assert frame.height == len(figures)
    for row in frame.iter_rows(named=True):
        told = figures[row["code"], row["basis"], row["dimension"]]
        assert {name: value or "" for name, value in row.items()} == told


def test_the_bulletin_has_at_least_four_tables_and_six_charts(october):
    document = docx.Document(str(october.folder / "bulletin.docx"))

    assert len(document.tables) >= 4
    assert len(document.inline_shapes) >= 6


def test_the_bulletin_never_prints_nothing_as_a_number(october):
    for name in ("bulletin.docx", "report.docx"):
        assert not re.search(r"(?<![\d.])0[场次名个件项家户元人]", text_of(october.folder / name))


def test_the_township_plan_and_its_sites_stand_side_by_side_without_a_percentage(october):
    sentences = re.split("[。；\n]", text_of(october.folder / "report.docx"))

    assert any("23个" in sentence for sentence in sentences)
    assert not any("%" in s or "％" in s for s in sentences if "23个" in s or "7个" in s)


@pytest.mark.parametrize(
    "rule",
    [
        "W-P02",
        "W-P03",
        "W-P09",
        "W-P07",
        "W-P06",
        "W-S05",
        "W-T02",
        "W-S03",
        "W-S04",
        "W-S06",
        "W-P10",
        "W-S02",
    ],
)
def test_the_doubtful_places_of_the_published_account_are_found(october, rule):
    assert rule in october.edition.issues["rule"]


def test_the_sample_has_no_errors_and_a_plausible_claim_rate(october):
    issues = october.edition.issues

    assert "E" not in issues["severity"]
    assert "W-P04" not in issues["rule"]
    assert "W-P05" not in issues["rule"]


def test_the_manifest_names_every_file_and_balances_every_cell(october):
    manifest = json.loads((october.folder / "manifest.json").read_text("utf-8"))

    assert manifest["outputs"] == hashes(october.folder)
    assert len(manifest["inputs"]) == 90
    for told in manifest["inputs"]:
        assert told["cells_seen"] == told["cells_used"] + sum(told["cells_set_aside"].values())
        assert told["rows_received"] == told["rows_accepted"] + told["rows_rejected"]
        raw = (DATA / "raw" / told["workbook"]).read_bytes()
        assert told["sha256"] == hashlib.sha256(raw).hexdigest()
    (palace,) = (told for told in manifest["inputs"] if "2024-10/202410_W08" in told["workbook"])
    assert (palace["rows_accepted"], palace["rows_rejected"]) == (2, 0)
    settings = (DATA / "bulletin.toml").read_bytes()
    assert manifest["settings"] == {"bulletin.toml": hashlib.sha256(settings).hexdigest()}


def test_a_rerun_elsewhere_gives_the_same_bytes(october, tmp_path):
    folder = copy_sample(tmp_path / "另一处 workspace")
    setting = {"TZ": "America/New_York", "LC_ALL": "C", "BULLETIN_SECRET": "another"}
    command = [sys.executable, "-m", "flows", "run", "2024-10", "--direct"]
    for _ in range(2):
        subprocess.run(
            [*command, "--workspace", str(folder)],
            cwd=Path(__file__).parents[2],
            env=os.environ | setting | {"PYTHONHASHSEED": "7", "PYTHONUTF8": "1"},
            check=True,
            capture_output=True,
        )

    assert hashes(folder / "out/2024-10/draft") == hashes(october.folder)


def test_no_personal_value_of_the_sample_is_in_any_file_of_a_draft(october):
    values = personal_numbers()
    assert len(values) > 60

    assert found_in(everything_in(october.folder), values) == []


def test_march_and_september_add_up_to_the_months_of_the_account(workspace):
    march = draft_of(workspace, "2024-03").edition.figures
    september = draft_of(workspace, "2024-09").edition.figures

    assert value(march, "warm_special_amount") == "240000"
    assert value(march, "warm_regular_persons") == str(20 + 15 + 18)
    assert value(march, "aid_amount") == str(320_000 + 105_000 + 38_000 - 20_000)
    assert value(march, "women_visit_amount", "month") == "20000"
    assert value(march, "psych_interventions") == str(4 + 5 + 6)
    assert value(march, "palace_opening_date", "as_of") is None
    assert value(september, "warm_regular_persons") == str(173 - 16)
    assert value(september, "edu_aid_amount") == "120000"
    assert value(september, "psych_interventions") == str(53 - 5)
    assert value(september, "warm_regular_amount", "month") == "16000"


def value(figures: pl.DataFrame, code: str, basis: str = "ytd") -> str | None:
    row = figures.filter(
        pl.col("code") == code, pl.col("basis") == basis, pl.col("dimension") == ""
    )
    assert row.height == 1
    return row["value"][0]


def test_a_department_that_did_not_report_is_named_and_the_rest_is_printed(workspace):
    (missing,) = (workspace / "raw/2024-10").glob("*W03*")
    missing.unlink()

    draft = draft_of(workspace)

    for name in ("bulletin.docx", "report.docx"):
        text = text_of(draft.folder / name)
        assert "数据未报送" in text
        assert "基层组织部" in text
        assert "驿站6个" not in text
        assert "178个" in text
    waiting = draft.edition.figures.filter(pl.col("code") == "stations_new_smart")
    assert waiting["status"].to_list() == ["数据未报送"] * 2
    assert "W-T03" in draft.edition.issues["rule"]


def test_the_corrected_ledger_takes_the_three_warnings_away(workspace):
    (path,) = (workspace / "raw/2024-10").glob("*W07*")
    book = openpyxl.load_workbook(path)
    _mend_premiums(book)
    book.save(path)

    before = draft_of(workspace, "2024-09")
    edition = draft_of(workspace).edition

    assert value(edition.figures, "mutual_premium", "as_of") == "2038000"
    printed = edition.figures.filter(pl.col("code") == "mutual_premium", pl.col("dimension") == "")[
        "printed"
    ]
    assert printed.to_list() == ["约204万元"]
    assert not {"W-P02", "W-P03", "W-P09"} & set(edition.issues["rule"])
    assert "W-P02" in before.edition.issues["rule"]


def _mend_premiums(book: openpyxl.Workbook) -> None:
    """Put the premiums in yuan: the clerk had typed hundreds (DOMAIN set B)."""
    sheet = book["单位参保"]
    heads = [row for row in sheet.iter_rows() if any(c.value == "保费(元)" for c in row)]
    column = next(c.column for c in heads[0] if c.value == "保费(元)")
    for row in sheet.iter_rows(min_row=heads[0][0].row + 1):
        cell = row[column - 1]
        if isinstance(cell.value, int | float):
            cell.value = round(cell.value * 100, 2)
    for row in book["封面"].iter_rows():
        for cell in row:
            if cell.value == 20380:
                cell.value = 2038000


def test_what_changed_since_the_last_draft_is_listed_and_stays_after_a_rerun(workspace):
    assert draft_of(workspace).edition.changes.is_empty()
    (missing,) = (workspace / "raw/2024-10").glob("*W08*")
    missing.unlink()

    changed = draft_of(workspace)
    again = draft_of(workspace)

    assert "palace_sessions" in changed.edition.changes["code"]
    assert again.edition.changes.equals(changed.edition.changes)
    assert hashes(changed.folder) == hashes(again.folder)
