"""The sample's own documents, opened by an office program and by a validator."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.browser import required
from tests.flows.copies import copy_sample, draft_of

pytestmark = pytest.mark.prove

ROOT = Path(__file__).resolve().parents[2]
VALIDATOR = ROOT / ".proof/node_modules/.bin/ooxml-validator"
EDITIONS = {
    "little data": ("2024-01", ()),
    "a quarter": ("2024-03", ()),
    "ten months": ("2024-10", ()),
    "two departments missing": ("2024-10", ("W03", "W05")),
}


@pytest.fixture(scope="module", params=EDITIONS.values(), ids=EDITIONS)
def draft(request, tmp_path_factory) -> Path:
    """The folder of one edition's draft."""
    period, missing = request.param
    workspace = copy_sample(tmp_path_factory.mktemp("edition"))
    for code in missing:
        (path,) = (workspace / "raw" / period).glob(f"*{code}*")
        path.unlink()
    return draft_of(workspace, period).folder


@pytest.fixture(scope="module")
def pages(draft, tmp_path_factory) -> dict[str, list[str]]:
    """The text of each page of each Word file, as LibreOffice lays it out."""
    folder = tmp_path_factory.mktemp("pages")
    files = sorted(map(str, draft.glob("*.docx")))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [required("soffice"), "--headless", profile, "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=180
    )
    return {pdf.stem: _texts(pdf) for pdf in sorted(folder.glob("*.pdf"))}


def _texts(pdf: Path) -> list[str]:
    done = subprocess.run(
        [required("pdftotext"), "-layout", str(pdf), "-"], check=True, capture_output=True
    )
    return done.stdout.decode().removesuffix("\f").split("\f")


def test_every_document_opens_and_every_page_says_that_it_is_a_sample(pages):
    assert sorted(pages) == ["bulletin", "bulletin-review", "report", "report-review"]
    for name, texts in pages.items():
        assert len(texts) >= 2, name
        assert all("示例数据" in text for text in texts), name


def test_no_glyph_is_missing_and_nothing_was_left_unfilled(pages):
    whole = "".join(text for texts in pages.values() for text in texts)

    assert "\ufffd" not in whole
    assert not re.search(r"[\ue000-\uf8ff]|\{\{|\[\[|None|nan", whole)


def test_pages_are_numbered_through(pages):
    for name in ("bulletin", "report"):
        numbers = [re.findall(r"— ?(\d+) ?—", text) for text in pages[name]]
        assert [found[-1] for found in numbers] == [str(n) for n in range(1, len(pages[name]) + 1)]


def test_the_validator_of_the_format_accepts_every_file(draft):
    assert VALIDATOR.exists(), ".proof is missing: .ci/run installs the validator"
    for path in (*sorted(draft.glob("*.docx")), draft / "tables.xlsx"):
        done = subprocess.run(
            [str(VALIDATOR), str(path)], capture_output=True, timeout=120, check=False
        )
        told = json.loads(done.stdout)
        assert told["ok"], (path.name, told["errors"][:3])
